/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Numbers of the RPC proxy, of RPC and of what stands behind it. The more
 * telling row comes first, the row for a whole family last.
 */
#include "explain/lore_rows.h"

static const struct lore rows[] = {
	/* "RPC Error: n": the RPC proxy speaks, so it was reached. */
	{ NULL, ONE(0x6ba),
	    "The RPC proxy was reached and has no connection to the RPC "
	    "server: it may not connect to that name and port (ValidPorts), "
	    "or tried and failed. An EEInfo record of a failed connection "
	    "tells the two apart.",
	    TUNNEL("6BA") " E6001=rdg6BA E6004=dc6BA ID=EPM_593_UNAVAILABLE" },
	{ NULL, ONE(5),
	    "The RPC proxy was reached and refuses the account or the way it "
	    "logged on.",
	    TUNNEL("E5") },
	{ NULL, ONE(0x6bb), "The RPC server is too busy for a new connection.",
	    TUNNEL("6BB") },
	{ NULL, ONE(0x6c0),
	    "The RPC proxy or the RPC server understood something else than "
	    "what was sent: a device may change or split the channels.",
	    TUNNEL("6C0") },
	{ NULL, 0xc0021000, 0xc002101f,
	    "The RPC proxy connected, and what answers there does not speak "
	    "RPC over HTTP, or ended the connection at once.",
	    TUNNEL("CP") },
	{ NULL, EVERY,
	    "The RPC proxy was reached and hands on this number from its "
	    "connection to the RPC server.",
	    TUNNEL("6BA") },

	{ WIN, ONE(0), "Everything is well.", NULL },
	{ WIN, ONE(5),
	    "A logon or a right is missing. At the RPC proxy it is the "
	    "account or the way it logs on (401, RPC Error: 5); behind it, "
	    "the RPC server does not accept the second logon.",
	    TUNNEL("E5") " BASIC=fail NTLM=fail SWEEP=none SWEEP=n9 "
			 "E6001=APPacc" },
	{ WIN, ONE(1722),
	    "No connection to the RPC server came about. On a client that is "
	    "every failure from the name of the proxy to the RPC server "
	    "behind it, and says nothing about where; in an answer of the "
	    "RPC proxy (\"503 RPC Error: 6ba\") only the last step is "
	    "meant.",
	    TUNNEL("6BA") " DNS=nx DNS=short TCP=ref TCP=to TLS=proto TLS=rst "
			  "TLS=trust TLS=name TLS=time E6004=dc6BA "
			  "E6001=rdg6BA" },
	{ WIN, ONE(1723), "The RPC server is overloaded.", TUNNEL("6BB") },
	{ WIN, ONE(1726),
	    "The connection was lost while a call was under way: a channel "
	    "was cut, its idle time ran out, or the server process ended.",
	    TUNNEL("mix") " REP=idle REP=bytes REP=life ID=APP_POOL_RECYCLE" },
	{ WIN, ONE(1727), "The connection was lost before the call was sent.",
	    TUNNEL("mix") " REP=idle REP=bytes REP=life ID=APP_POOL_RECYCLE" },
	{ WIN, ONE(1728),
	    "A PDU was malformed or came where it does not belong: a device "
	    "that changes or reorders the stream, two front ends that share "
	    "one connection, or a listener that speaks something else.",
	    TUNNEL("6C0") " " TUNNEL("CP") },
	{ WIN, ONE(1729), "A forward proxy on the way refused.",
	    "H0=407 VIAPROXY=fixes" },
	{ WIN, ONE(1717),
	    "The server answers, and offers another service on this port: "
	    "the way there is healthy, the endpoint is the wrong one.",
	    "ID=RPC_MGMT_REFUSED_BENIGN ID=NSPI_PORT_6003_LAYOUT "
	    "ID=NOT_NCACN_HTTP_LISTENER" },
	{ WIN, ONE(1730),
	    "The two sides share no transfer syntax. Windows always has NDR; "
	    "this points to another program.",
	    TUNNEL("bnd") },
	{ WIN, ONE(1715), "The process is there and takes no calls yet.",
	    TUNNEL("mute") },
	{ WIN, ONE(1747),
	    "The RPC server does not know this kind of logon (NTLM, Kerberos "
	    "or Negotiate) on this endpoint.",
	    "SWEEP=no9 SWEEP=no10 SWEEP=no10@6002 SWEEP=no16" },
	{ WIN, ONE(1821),
	    "The RPC server wants stronger protection of the calls than the "
	    "client offers.",
	    "SWEEP=lvl E6001=APPenc" },
	{ WIN, ONE(1825),
	    "The second logon, to the RPC server, failed in a security "
	    "package: wrong account, no ticket for the server's name, clocks "
	    "that differ.",
	    "SWEEP=none SWEEP=n9 SWEEP=k7 SWEEP=k37" },
	{ WIN, ONE(1753),
	    "The endpoint mapper (port 593 or 135) has no entry: the service "
	    "does not run, or does not register this interface. Outlook "
	    "Anywhere itself uses fixed ports and does not ask it.",
	    "ID=EPM_593_UNAVAILABLE ID=PROFILE_CREATION_NEEDS_DIRECT_RPC" },
	{ WIN, ONE(1460), "Somebody did not answer in time.",
	    TUNNEL("A3") " " TUNNEL("NR") " " TUNNEL("H2") " " TUNNEL(
		"mute") " TCP=to TIME=hang" },
	{ WIN, ONE(1818), "The client gave up waiting for a call.",
	    TUNNEL("A3") " " TUNNEL("mute") },
	{ WIN, ONE(1820), "The connection was lost during a call.",
	    TUNNEL("mix") " REP=idle REP=bytes REP=life" },
	{ WIN, ONE(1783),
	    "The two sides read the call differently: another version of the "
	    "interface, or a device that changes the data.",
	    TUNNEL("6C0") },
	{ WIN, ONE(1326),
	    "The name or the password is wrong, or the name is given in a "
	    "form that the server does not resolve.",
	    "BASIC=fail BASIC=form NTLM=fail SWEEP=none" },
	{ WIN, 1327, 1331,
	    "The password is right and the account still may not log on: "
	    "look at the account itself.",
	    "ID=HTTP_ACCOUNT_RESTRICTED SWEEP=none" },
	{ WIN, 1907, 1909,
	    "The account has to be set right first; each further try can "
	    "prolong the lock.",
	    "ID=HTTP_ACCOUNT_RESTRICTED ID=HTTP_BAD_CREDENTIALS" },
	{ WIN, ONE(1396),
	    "A ticket was made for a name whose account the server does not "
	    "run under.",
	    "NEG=e7 SWEEP=k7 SWEEP=n9" },
	{ WIN, ONE(1398), "Kerberos allows five minutes between two clocks.",
	    "NEG=e37 SWEEP=k37 KDC=37" },
	{ WIN, ONE(1311),
	    "No domain controller can be reached to check the logon, by the "
	    "client or by the front end.",
	    "ID=FRONT_END_NO_DC" },
	{ WIN, ONE(1225), "Nobody listens on that port.",
	    "WSA=refused TCP=ref" },
	{ WIN, 1231, 1232, "There is no route to that host.",
	    "WSA=unreach TCP=to" },
	{ WIN, ONE(1236), "The connection was cut while it was in use.",
	    TUNNEL("mix") " REP=idle REP=bytes TLS=rst" },
	{ WIN, ONE(64), "The connection was cut while it was in use.",
	    TUNNEL("mix") " REP=idle REP=bytes TLS=rst" },
	{ WIN, ONE(121), "A firewall drops the packets, or the host is down.",
	    "WSA=timeout TCP=to" },
	{ WIN, ONE(126),
	    "A module of the web server is missing: RPC over HTTP is not "
	    "installed completely.",
	    "ID=RPC_PROXY_NOT_LOADED ID=APP_POOL_DOWN" },
	{ WIN, ONE(1114), "A module of the web server failed to start.",
	    "ID=RPC_PROXY_NOT_LOADED ID=APP_POOL_DOWN" },
	{ WIN, ONE(1130), "The server is out of memory.",
	    "ID=SERVER_OVERLOADED" },
	{ WIN, ONE(1721), "The server is out of connections or memory.",
	    "ID=SERVER_OVERLOADED" },
	{ WIN, 1700, 1709,
	    "Made on the client before anything was sent: an option of the "
	    "calling program is wrong.",
	    NULL },
	{ WIN, 1741, 1750,
	    "Made on the client before anything was sent: the options for "
	    "authentication do not fit together.",
	    NULL },
	{ WIN, EVERY,
	    "No failure of RPC over HTTP has this number of its own; the "
	    "program that showed it knows what it was doing.",
	    NULL },

	{ NCA, ONE(0x1c00001d),
	    "The RPC server wants stronger protection of the calls than the "
	    "client offers.",
	    "SWEEP=lvl E6001=APPenc" },
	{ NCA, ONE(0x1c000008),
	    "What answers speaks another version of RPC, or no RPC.",
	    TUNNEL("CP") },
	{ NCA, EVERY,
	    "The RPC server answered a call with this fault, so the whole "
	    "way to it works: what fails is the service behind it.",
	    NULL },
	{ &status_family_nak, ONE(8),
	    "The RPC server does not know this kind of logon (NTLM, Kerberos "
	    "or Negotiate) on this endpoint.",
	    "SWEEP=no9 SWEEP=no10 SWEEP=no10@6002 SWEEP=no16" },
	{ &status_family_nak, 1, 2, "The RPC server is overloaded.",
	    TUNNEL("6BB") },
	{ &status_family_nak, ONE(9),
	    "The token of the logon was damaged, or the logon was refused.",
	    "SWEEP=none" },
	{ &status_family_nak, EVERY,
	    "The RPC server was reached and refuses the connection before "
	    "any call.",
	    TUNNEL("bnd") },
	{ &status_family_ack, ONE(1),
	    "The server answers, and offers another service on this port: "
	    "the way there is healthy, the endpoint is the wrong one.",
	    "ID=RPC_MGMT_REFUSED_BENIGN ID=NSPI_PORT_6003_LAYOUT "
	    "ID=NOT_NCACN_HTTP_LISTENER" },
	{ &status_family_ack, EVERY,
	    "The RPC server was reached and refuses this interface.",
	    TUNNEL("bnd") },

	{ GATE, ONE(0x800759da),
	    "The resource policy of RD Gateway does not allow this computer.",
	    "ID=RDGW_POLICY_DENIED" },
	{ GATE, ONE(0x800759db),
	    "The connection policy of RD Gateway does not allow this user or "
	    "client.",
	    "ID=RDGW_POLICY_DENIED" },
	{ GATE, ONE(0x800759dd),
	    "RD Gateway works and cannot reach the computer behind it.",
	    "ID=RDGW_NO_LISTENER ID=BACKEND_ALL_CLOSED" },
	{ GATE, ONE(23005),
	    "RD Gateway works and cannot reach the computer behind it.",
	    "ID=RDGW_NO_LISTENER ID=BACKEND_ALL_CLOSED" },
	{ GATE, EVERY, "RD Gateway was reached and says this itself.",
	    "ID=RDGW_POLICY_DENIED ID=RDGW_NO_LISTENER" },

	{ NT, ONE(0xc000006d),
	    "The name or the password is wrong, or the name is given in a "
	    "form that the server does not resolve.",
	    "BASIC=fail BASIC=form NTLM=fail SWEEP=none" },
	{ NT, 0xc0000064, 0xc000006a, "The name or the password is wrong.",
	    "BASIC=fail BASIC=form NTLM=fail SWEEP=none" },
	{ NT, 0xc000006e, 0xc0000072,
	    "The password is right and the account still may not log on: "
	    "look at the account itself.",
	    "ID=HTTP_ACCOUNT_RESTRICTED" },
	{ NT, 0xc000015b, 0xc0000234,
	    "The password is right and the account still may not log on: "
	    "look at the account itself.",
	    "ID=HTTP_ACCOUNT_RESTRICTED" },
	{ NT, ONE(0xc000005e),
	    "The server finds no domain controller to check the logon.",
	    "ID=FRONT_END_NO_DC" },
	{ NT, ONE(0xc0000133),
	    "Kerberos allows five minutes between two clocks.",
	    "NEG=e37 SWEEP=k37 KDC=37" },
	{ NT, 0xc0021000, 0xc002101f,
	    "Internal to the RPC runtime of a front end: it was connected to "
	    "the RPC server and lost it, or got no usable answer.",
	    TUNNEL("CP") },
	{ NT, ONE(0xc0020017), "No connection to the RPC server came about.",
	    TUNNEL("6BA") },
	{ NT, EVERY, "Said by the system behind the RPC server.", NULL },
};

const struct lore_table lore_rpc = { rows, sizeof(rows) / sizeof(rows[0]) };
