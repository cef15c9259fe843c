/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Numbers of the way to the proxy, of logons, of HTTP and of Exchange. The more
 * telling row comes first, the row for a whole family last.
 */
#include "explain/lore_rows.h"

static const struct lore rows[] = {
	{ SOCK, ONE(10060),
	    "A firewall drops the packets, or the host is down. Inside an "
	    "EEInfo record it is the RPC proxy that waited for the RPC "
	    "server.",
	    "WSA=timeout TCP=to" },
	{ SOCK, ONE(10061),
	    "The host is there and nobody listens on that port. Inside an "
	    "EEInfo record it is the RPC server's port.",
	    "WSA=refused TCP=ref" },
	{ SOCK, 11001, 11004,
	    "A name does not resolve. Inside an EEInfo record it is the RPC "
	    "server's name, on the front end.",
	    "WSA=name DNS=nx" },
	{ SOCK, 10053, 10054, "The connection was cut while it was in use.",
	    "TLS=rst REP=idle REP=bytes" },
	{ SOCK, EVERY, "There is no route to that host.",
	    "WSA=unreach TCP=to" },

	{ WINHTTP, ONE(12002),
	    "The RPC proxy does not answer: filtered, or a device swallows "
	    "the request.",
	    "TCP=to ECHO=to H0=none" },
	{ WINHTTP, ONE(12007), "The name of the RPC proxy does not resolve.",
	    "DNS=nx DNS=short" },
	{ WINHTTP, ONE(12029), "No TCP connection to the RPC proxy.",
	    "TCP=ref TCP=to TCP=v6x" },
	{ WINHTTP, ONE(12030),
	    "Something in front of the RPC proxy cut the connection.",
	    "TLS=rst TLS=alpn H0=none" },
	{ WINHTTP, ONE(12037),
	    "The certificate of the RPC proxy is out of "
	    "date, or a clock is wrong.",
	    "TLS=time" },
	{ WINHTTP, ONE(12038),
	    "The certificate of the RPC proxy is for another name.",
	    "TLS=name TLS=cn" },
	{ WINHTTP, ONE(12045),
	    "The certificate of the RPC proxy comes from an authority that "
	    "this client does not trust.",
	    "TLS=trust" },
	{ WINHTTP, EVERY,
	    "TLS to the RPC proxy failed; the number stands for any fault of "
	    "the certificate or of the handshake.",
	    "TLS=trust TLS=name TLS=time TLS=cn TLS=proto TLS=ccreq" },

	{ SSPI, ONE(0x80090308),
	    "A security package was given something that is no token: TLS to "
	    "a port without TLS, a device that changes the header, a logon "
	    "that was split over two connections.",
	    "NTLM=flap NTLM=apart TLS=proto" },
	{ SSPI, 0x8009030c, 0x8009030e,
	    "The logon was refused: wrong name or password, a policy against "
	    "NTLM, or a channel binding that a device in between broke.",
	    "BASIC=fail NTLM=fail SWEEP=none ID=EXTENDED_PROTECTION_CBT" },
	{ SSPI, ONE(0x80090303),
	    "The domain knows no account for the name of the service.",
	    "NEG=e7 SWEEP=k7 KDC=7" },
	{ SSPI, ONE(0x80090322),
	    "The peer is another than was asked for: a ticket for another "
	    "account, or a certificate for another name.",
	    "NEG=e7 SWEEP=k7 SWEEP=n9 TLS=cn TLS=name" },
	{ SSPI, ONE(0x80090311),
	    "No domain controller can be reached to check the logon.",
	    "ID=FRONT_END_NO_DC" },
	{ SSPI, ONE(0x80090324),
	    "Kerberos allows five minutes between two clocks.",
	    "NEG=e37 SWEEP=k37 KDC=37" },
	{ SSPI, 0x80090325, 0x80090325,
	    "The certificate comes from an authority that is not trusted.",
	    "TLS=trust" },
	{ SSPI, ONE(0x80090328), "The certificate is out of date.",
	    "TLS=time" },
	{ SSPI, 0x80090326, 0x80090331,
	    "The TLS handshake failed: versions, ciphers, or a certificate "
	    "that is not usable.",
	    "TLS=proto TLS=ccreq TLS=rst TLS=trust" },
	{ SSPI, ONE(0x80090346),
	    "The logon is bound to another TLS connection than the server "
	    "sees: a device ends TLS in between, and extended protection is "
	    "demanded.",
	    "ID=EXTENDED_PROTECTION_CBT CBT=fixes" },
	{ SSPI, EVERY,
	    "A security package of Windows failed, at the RPC proxy or "
	    "behind it.",
	    "SWEEP=none SWEEP=n9" },
	{ CERT, ONE(0x800b0101), "The certificate is out of date.",
	    "TLS=time" },
	{ CERT, ONE(0x800b010f), "The certificate is for another name.",
	    "TLS=name TLS=cn" },
	{ CERT, EVERY,
	    "The certificate comes from an authority that is not trusted, or "
	    "was taken back.",
	    "TLS=trust" },

	{ KRB, ONE(6), "The client's name is wrong or in another realm.",
	    "KDC=6 BASIC=fail" },
	{ KRB, ONE(7),
	    "The name of the proxy or of the RPC server (http/..., "
	    "exchangeMDB/...) is registered for no account. Clients then "
	    "fall back to NTLM or ask for a password.",
	    "NEG=e7 SWEEP=k7 KDC=7" },
	{ KRB, 18, 18, "Look at the account.", "KDC=18" },
	{ KRB, ONE(23), "A new password is needed.", "KDC=23" },
	{ KRB, ONE(24), "The password is wrong.", "KDC=24 BASIC=fail" },
	{ KRB, ONE(37), "Kerberos allows five minutes between two clocks.",
	    "NEG=e37 SWEEP=k37 KDC=37" },
	{ KRB, ONE(41),
	    "The service runs under another account than the one its name is "
	    "registered for.",
	    "NEG=e41 SWEEP=n9" },
	{ KRB, EVERY, "Said by the KDC or by the service about a ticket.",
	    "ID=KRB_SPN_MISSING ID=KRB_CLOCK_SKEW ID=KRB_NO_KDC" },

	{ EXCH, ONE(1003),
	    "6001 answers; the name of the mailbox in the profile is not one "
	    "of this server.",
	    "E6001=APPdn" },
	{ EXCH, ONE(1144),
	    "6001 answers; the mailbox was moved and the profile still names "
	    "the old server.",
	    "E6001=APPws" },
	{ EXCH, ONE(1151), "The mailbox is being moved, or the server rests.",
	    "E6001=APPws ID=SERVER_OVERLOADED" },
	{ EXCH, ONE(1292), "Wait until the move is done.", "E6001=APPws" },
	{ EXCH, ONE(2416),
	    "6001 answers; Outlook has to encrypt (\"Encrypt data between "
	    "Outlook and Exchange\"), or the server has to do without.",
	    "E6001=APPenc SWEEP=lvl" },
	{ EXCH, ONE(1248),
	    "The server switched Outlook Anywhere off for this mailbox "
	    "(Set-CASMailbox -MAPIBlockOutlookRpcHttp).",
	    "ID=MAILBOX_ACCESS_DENIED" },
	{ EXCH, ONE(0x80040111),
	    "The mailbox or the address book refuses the account, or knows "
	    "no mailbox of this name.",
	    "E6001=APPdn E6001=APPacc E6004=APPnodata" },
	{ EXCH, ONE(0x80040115),
	    "Outlook's word for any failure of the network or of RPC; look "
	    "for the number below it.",
	    TUNNEL("6BA") " TCP=to TCP=ref "
			  "ID=ASSOC_GUID_REGISTRATION_FAILED" },
	{ EXCH, ONE(0x8004010f),
	    "The address book answers and does not find the name.",
	    "E6004=APPnf" },
	{ EXCH, ONE(0x8004011c), "The profile on the client is not complete.",
	    "ID=AUTODISCOVER_WRONG_SETTINGS "
	    "ID=REFERRAL_NOT_USED_PROFILE_FLAGS" },
	{ EXCH, ONE(0x8004011d),
	    "One part of the profile could not log on; mostly the mailbox is "
	    "reached and the address book is not, or the reverse.",
	    "E6004=APPnodata E6004=6BA" },
	{ EXCH, 2414, 2417,
	    "The Exchange server itself has trouble with its directory.",
	    "E6004=APPnodata ID=DSPROXY_V6_EMPTY_DC_LIST" },
	{ EXCH, EVERY,
	    "Exchange answered the call, so the way to it works: what is "
	    "wrong is the mailbox, the account or the profile.",
	    "E6001=APPacc" },

	{ HTTP, ONE(200),
	    "Good in answer to RPC_OUT_DATA with the type application/rpc; "
	    "a page of HTML says that something else answered.",
	    "H0=200html GET=200html" },
	{ HTTP, 301, 307,
	    "A logon page or another server answers in place of the RPC "
	    "proxy. Clients of RPC over HTTP never follow it.",
	    "H0=3xx" },
	{ HTTP, ONE(400),
	    "The web server does not understand the request; port scanners "
	    "and health checks cause it in logs, too.",
	    "H0=400 ID=HTTP_400_NOISE" },
	{ HTTP, ONE(401),
	    "Normal once or twice in each logon. After the last leg it means "
	    "that the account or the way to log on is not accepted.",
	    "BASIC=fail BASIC=form NTLM=fail WANT=no H0=401n NTLM=flap" },
	{ HTTP, ONE(403),
	    "Refused before the RPC proxy was asked: TLS or a client "
	    "certificate is demanded, or a device forbids it.",
	    "H0=403" },
	{ HTTP, ONE(404),
	    "The path /rpc/rpcproxy.dll is not there, or a front end of "
	    "Exchange 2013 and later does not know the server that was asked "
	    "for.",
	    "H0=404 " TUNNEL("404") " " TUNNEL("404x") " " TUNNEL(
		"404guid") " " TUNNEL("in404") },
	{ HTTP, ONE(405), "RPC_IN_DATA and RPC_OUT_DATA are not allowed there.",
	    "H0=405" },
	{ HTTP, ONE(501), "RPC_IN_DATA and RPC_OUT_DATA are not known there.",
	    "H0=501 H0=405" },
	{ HTTP, ONE(407), "A forward proxy wants a logon of its own.",
	    "H0=407" },
	{ HTTP, 411, 413,
	    "The IN channel announces 1 GiB, and a server or device limits "
	    "the length of a body.",
	    TUNNEL("in413") " " TUNNEL("in404") },
	{ HTTP, ONE(408),
	    "A server or device waits for the end of the IN channel, which "
	    "never comes: it collects the body before it hands it on.",
	    "INLIVE=n" },
	{ HTTP, ONE(417), "A device does not know Expect: 100-continue.",
	    "ID=REVPROXY_BODY_LIMIT" },
	{ HTTP, ONE(503),
	    "Without \"RPC Error\" in its first line it does not come from "
	    "the RPC proxy but from the web server or a device: nothing runs "
	    "behind it.",
	    "H0=503p " TUNNEL("503p") },
	{ HTTP, 500, 504,
	    "The web server or a device in front of it failed before the RPC "
	    "proxy answered.",
	    "H0=5xx " TUNNEL("5xx") " ECHO=5xx" },
	{ HTTP, EVERY, "Not usual in answer to RPC_IN_DATA or RPC_OUT_DATA.",
	    NULL },

	{ IIS, ONE(401001), "The account was refused.",
	    "BASIC=fail NTLM=fail" },
	{ IIS, ONE(401002),
	    "The client's way to log on is not enabled for /rpc.",
	    "WANT=no H0=401n" },
	{ IIS, ONE(401003),
	    "The logon worked; the files under RpcProxy do not let the "
	    "account read them. A browser that opens /rpc gets this from a "
	    "healthy proxy as well.",
	    "ID=VDIR_ACL_DENIED" },
	{ IIS, 401000, 401999, "The account was refused.",
	    "BASIC=fail NTLM=fail ID=VDIR_ACL_DENIED" },
	{ IIS, ONE(403004),
	    "The request came over plain HTTP: a device ends TLS in front of "
	    "IIS, and /rpc demands it (SSL offloading).",
	    "SUB=403.4" },
	{ IIS, ONE(403005),
	    "The request came over plain HTTP: a device ends TLS in front of "
	    "IIS, and /rpc demands it (SSL offloading).",
	    "SUB=403.4" },
	{ IIS, ONE(403001), "The folder may not run programs.", "SUB=403.1" },
	{ IIS, ONE(403007), "Clients of Outlook have no certificate to show.",
	    "SUB=403.7" },
	{ IIS, 403013, 403017, "The certificate of the client is no good.",
	    "SUB=403.16 SUB=403.7" },
	{ IIS, 403000, 403999, "IIS refuses before the RPC proxy is asked.",
	    "H0=403" },
	{ IIS, ONE(404000), "RPC over HTTP is not installed there.",
	    "SUB=404.0" },
	{ IIS, ONE(404002),
	    "rpcproxy.dll is not allowed to run (ISAPI and CGI "
	    "restrictions).",
	    "SUB=404.2" },
	{ IIS, 404003, 404004, "rpcproxy.dll is not registered.", "SUB=404.3" },
	{ IIS, ONE(404006), "The filter refuses RPC_IN_DATA and RPC_OUT_DATA.",
	    "ID=RPC_METHOD_BLOCKED" },
	{ IIS, ONE(404013),
	    "The IN channel announces 1 GiB; the request filter allows 30 MB "
	    "unless told otherwise.",
	    "SUB=404.13" },
	{ IIS, 404005, 404017,
	    "The request filter refuses the URL of the RPC proxy.",
	    "ID=RPC_ISAPI_BLOCKED ID=RPC_METHOD_BLOCKED" },
	{ IIS, ONE(413001),
	    "The server wants to read the body before the logon is done "
	    "(uploadReadAheadSize).",
	    "SUB=413.1" },
	{ IIS, ONE(405000),
	    "RPC_IN_DATA and RPC_OUT_DATA are not allowed there.", "H0=405" },
	{ IIS, ONE(502003),
	    "The next server behind a device gave no usable answer.",
	    "H0=5xx" },
	{ IIS, 503000, 503003,
	    "The application pool of /rpc is stopped, or full.",
	    "ID=APP_POOL_DOWN ID=SERVER_OVERLOADED" },
	{ IIS, EVERY, "IIS failed before the RPC proxy was asked.",
	    "ID=RPC_PROXY_NOT_LOADED ID=APP_POOL_DOWN" },
};

const struct lore_table lore_front = { rows, sizeof(rows) / sizeof(rows[0]) };
