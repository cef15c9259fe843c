/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/options.h"

#include "cli/command.h"
#include "cli/set.h"

const struct option_row options[] = {
	{ "proxy", 0, "HOST[:PORT]|URL", CMD_TARGET,
	    "The RPC proxy: Outlook Anywhere or RD Gateway. https unless a URL "
	    "says http; the path is /rpc/rpcproxy.dll unless a URL has one. "
	    "IPv6 addresses stand in brackets.",
	    set_proxy },
	{ "server", 0, "NAME", CMD_TARGET,
	    "The RPC server behind the proxy, as the client would name it "
	    "(default: the name of the proxy).",
	    set_server },
	{ "endpoints", 0, "LIST", CMD_TARGET,
	    "Ports of the RPC server, at most 16 (default 6001,6002,6004). "
	    "ping uses the first.",
	    set_endpoints },
	{ "user", 0, "NAME", CMD_TARGET,
	    "The account: user, DOMAIN\\user or user@realm. Without it nothing "
	    "behind the logon is tested.",
	    set_user },
	{ "password-file", 0, "FILE", CMD_TARGET,
	    "Read the password from the first line of FILE. Without it: "
	    "--password-fd, RPCDIAG_PASSWORD, $CREDENTIALS_DIRECTORY/password, "
	    "a prompt on a terminal.",
	    set_password_file },
	{ "password-fd", 0, "N", CMD_TARGET,
	    "Read the password from the first line of the open descriptor N.",
	    set_password_fd },
	{ "rpc-user", 0, "NAME", CMD_TARGET,
	    "Another account for the RPC server (default: the same).",
	    set_rpc_user },
	{ "rpc-password-file", 0, "FILE", CMD_TARGET,
	    "Its password, from the first line of FILE.",
	    set_rpc_password_file },
	{ "second-user", 0, "NAME", CMD_CHECK | CMD_DEMO,
	    "An account of somebody else's, tried once where the first one "
	    "was refused, to tell the account from the site.",
	    set_second_user },
	{ "second-password-file", 0, "FILE", CMD_CHECK | CMD_DEMO,
	    "Its password, from the first line of FILE.",
	    set_second_password_file },
	{ "association", 0, NULL, CMD_CHECK | CMD_DEMO,
	    "Also let the second account share an association of the first "
	    "one's, as a program does that impersonates; with --mailbox-dn "
	    "while it waits for notifications of that mailbox.",
	    set_association },
	{ "ccache", 0, "NAME", CMD_TARGET,
	    "Log on with the Kerberos tickets in this cache instead of a "
	    "password. With --http-auth negotiate and no --user: those of the "
	    "default cache.",
	    set_ccache },
	{ "keytab", 0, "NAME", CMD_TARGET,
	    "Log on with the Kerberos keys in this keytab.", set_keytab },
	{ "http-auth", 0, "LIST", CMD_TARGET,
	    "Ways to log on to the proxy: auto, or a list of none, basic, "
	    "ntlm, negotiate (default auto).",
	    set_http_auth },
	{ "rpc-auth", 0, "LIST", CMD_CHECK | CMD_DEMO,
	    "Compare these ways to log on to the RPC server, per endpoint: "
	    "auto, none, or a list of ntlm, negotiate, kerberos. auto is the "
	    "first two, and kerberos when the account names its realm "
	    "(default auto).",
	    set_rpc_auth },
	{ "rpc-level", 0, "LIST", CMD_CHECK | CMD_DEMO,
	    "At these levels: connect, call, pkt, integrity, privacy "
	    "(default privacy, and integrity in one place to see whether "
	    "encryption is demanded).",
	    set_rpc_level },
	{ "http-spn", 0, "SPN", CMD_TARGET,
	    "Ask for a ticket for this service of the proxy (default: HTTP/ "
	    "and its name).",
	    set_http_spn },
	{ "rpc-spn", 0, "SPN", CMD_TARGET,
	    "Ask for a ticket for this service of the RPC server (default: "
	    "the one that Exchange registers for the port, and its name).",
	    set_rpc_spn },
	{ "allow-plaintext-auth", 0, NULL, CMD_TARGET,
	    "Send Basic credentials even where nothing encrypts them.",
	    set_allow_plaintext_auth },
	{ "cacert", 0, "FILE", CMD_TARGET,
	    "Trust the certificates in this PEM file instead of the system's.",
	    set_cacert },
	{ "insecure", 0, NULL, CMD_TARGET,
	    "Go on past a bad certificate; the verdict still reports it.",
	    set_insecure },
	{ "msstd", 0, "NAME", CMD_TARGET,
	    "The principal name that Outlook is told to expect in the "
	    "certificate, with or without msstd: before it. Where another "
	    "one stands, check reports it and goes on; ping stops before any "
	    "logon.",
	    set_msstd },
	{ "fingerprint", 0, "SHA256", CMD_TARGET,
	    "The fingerprint that the proxy's certificate has elsewhere, as "
	    "`openssl x509 -fingerprint -sha256` prints it: another one here "
	    "means that something in between opens the connection.",
	    set_fingerprint },
	{ "cert", 0, "FILE", CMD_TARGET,
	    "Log on with the certificate in this PEM file, which may hold its "
	    "chain and key, too. Without --user and without a path in the URL "
	    "the path is /rpcwithcert/rpcproxy.dll.",
	    set_cert },
	{ "key", 0, "FILE", CMD_TARGET,
	    "The key of that certificate (default: in the same file).",
	    set_key },
	{ "resolve", 0, "HOST:PORT:ADDR", CMD_TARGET,
	    "Use ADDR for connections to HOST:PORT. May be repeated, also to "
	    "give one host several addresses.",
	    set_resolve },
	{ "connect-to", 0, "HOST:PORT:ADDR:PORT2", CMD_TARGET,
	    "Connect to ADDR:PORT2 where HOST:PORT is meant. May be repeated.",
	    set_connect_to },
	{ "dns-server", 0, "ADDR[:PORT]", CMD_TARGET,
	    "Ask the name server at this IPv4 address instead of the system's "
	    "resolver.",
	    set_dns_server },
	{ "forward-proxy", 0, "URL|none", CMD_TARGET,
	    "Connect through this HTTP proxy of your own network, by CONNECT: "
	    "[http://]HOST[:PORT], port 1080 unless the URL has one. none goes "
	    "directly; none,URL too, and asks the proxy only when that fails. "
	    "Default: https_proxy, http_proxy, all_proxy and no_proxy of the "
	    "environment, read as curl reads them.",
	    set_forward_proxy },
	{ "forward-user", 0, "NAME", CMD_TARGET,
	    "The account that the forward proxy wants.", set_forward_user },
	{ "forward-password-file", 0, "FILE", CMD_TARGET,
	    "Its password, from the first line of FILE.",
	    set_forward_password_file },
	{ "forward-auth", 0, "LIST", CMD_TARGET,
	    "Ways to log on to it: auto, or a list of basic, ntlm, negotiate "
	    "(default auto).",
	    set_forward_auth },
	{ NULL, '4', NULL, CMD_TARGET, "Use IPv4 addresses only.", set_ipv4 },
	{ NULL, '6', NULL, CMD_TARGET, "Use IPv6 addresses only.", set_ipv6 },
	{ "mailbox-dn", 0, "DN", CMD_CHECK | CMD_DEMO,
	    "Open this mailbox (its legacyExchangeDN, \"/o=...\"), match its "
	    "name in the address book as for a new profile, find its server, "
	    "and close all of it again.",
	    set_mailbox_dn },
	{ "inside", 0, NULL, CMD_CHECK | CMD_DEMO,
	    "Also test the listeners of the RPC server directly, once per "
	    "address family; and ask the KDC what a refused logon means.",
	    set_inside },
	{ "direct", 0, "HOST[:PORT]", CMD_CHECK | CMD_DEMO,
	    "A server past the device in front of the proxy (PORT as the "
	    "proxy's): what fails at the proxy is asked of it by the proxy's "
	    "own name, and what works there is the device's doing. Its "
	    "certificate is told and stops nothing, but that Basic goes only "
	    "past one that is good for the proxy or for HOST, or with "
	    "--insecure.",
	    set_direct },
	{ "trials", 0, "N", CMD_TARGET,
	    "How often to repeat what may vary; for ping, the number of calls "
	    "(default: check 7, ping 1).",
	    set_trials },
	{ "channel-lifetime", 0, "BYTES", CMD_TARGET,
	    "Announce so many bytes as the length of an IN channel, 131072 or "
	    "more, and open another one before they are used up (default: "
	    "1073741824, as all clients do). A device that limits requests "
	    "may let a shorter one pass.",
	    set_channel_lifetime },
	{ "idle", 0, "SECONDS", CMD_CHECK | CMD_DEMO,
	    "Then hold tunnels open for so long, without traffic and with it, "
	    "and say how long the path keeps one that is idle. Devices do so "
	    "for 30 to 900 seconds. The deadline does not count this time.",
	    set_idle },
	{ "watch", 0, "MINUTES", CMD_CHECK | CMD_DEMO,
	    "Then ask again once a minute for so long, and say what changed "
	    "and when; settings that are written anew do so within 25 "
	    "minutes. The deadline does not count this time either.",
	    set_watch },
	{ "interval", 0, "SECONDS", CMD_CHECK | CMD_DEMO,
	    "The time between two such questions (default 60).", set_interval },
	{ "timeout", 0, "SECONDS", CMD_TARGET,
	    "The longest that one step may take (default 10).", set_timeout },
	{ "deadline", 0, "SECONDS", CMD_TARGET,
	    "The longest that the whole run may take (default 60).",
	    set_deadline },
	{ "servers", 0, "LIST", CMD_LINT,
	    "RPC servers that clients ask for, with commas between them; each "
	    "of them has to be in ValidPorts.",
	    set_servers },
	{ "with", 0, "REPORT", CMD_LINT,
	    "Hold the files against this report of 'check --format json'.",
	    set_with },
	{ "list", 0, NULL, CMD_DEMO, "List the scenarios and end.", set_list },
	{ "format", 0, "NAME", CMD_SHOW,
	    "text (default) or json; a report with a verdict also comes as "
	    "jsonl (a line as each check ends), html, nagios, prometheus or "
	    "junit.",
	    set_format },
	{ "output", 0, "FILE", CMD_SHOW,
	    "Write the report to FILE, which appears complete or not at all.",
	    set_output },
	{ "color", 0, "WHEN", CMD_SHOW,
	    "auto, always or never. auto: on a terminal, unless NO_COLOR is "
	    "set or TERM is dumb.",
	    set_color },
	{ NULL, 'v', NULL, CMD_SHOW & ~CMD_PING,
	    "Say on stderr what is done; repeat it for connections and PDUs, "
	    "and again for bytes.",
	    set_verbose },
	{ NULL, 'q', NULL, CMD_SHOW,
	    "No progress on stderr; of a text report the verdict alone, of "
	    "nagios the first line.",
	    set_quiet },
	{ "help", 'h', NULL, CMD_ALL, "Show this help and end.", set_help },
	{ NULL, 't', "PROTSEQ", CMD_PING,
	    "Protocol sequence, as in Microsoft's rpcping: ncacn_ip_tcp "
	    "(default), ncacn_http, ncalrpc. Its letters may begin with / as "
	    "well; with any of them the answer has its shape.",
	    set_ping_protseq },
	{ NULL, 's', "SERVER", CMD_PING,
	    "The RPC server (default: this machine).", set_ping_server },
	{ NULL, 'e', "ENDPOINT", CMD_PING,
	    "Its port (default: that of the endpoint mapper, 593 or 135).",
	    set_ping_endpoint },
	{ NULL, 'f', "UUID[,VERSION]", CMD_PING,
	    "Ask the endpoint mapper for the port of this interface.",
	    set_ping_iface },
	{ NULL, 'O', "UUID", CMD_PING, "The object of the calls.",
	    set_ping_object },
	{ NULL, 'o', "OPTIONS", CMD_PING,
	    "Options of the binding: RpcProxy=HOST[:PORT], "
	    "HttpProxy=HOST[:PORT].",
	    set_ping_binding },
	{ NULL, 'i', "N", CMD_PING, "How many calls to make.",
	    set_ping_iterations },
	{ NULL, 'r', "SECONDS", CMD_PING,
	    "Show statistics this often (default 15, with -i).",
	    set_ping_interval },
	{ NULL, 'u', "PACKAGE", CMD_PING,
	    "Log on to the RPC server: 9/negotiate/nego/snego, 10/ntlm, "
	    "16/kerberos.",
	    set_ping_package },
	{ NULL, 'a', "LEVEL", CMD_PING,
	    "At this level: connect, call, pkt, integrity, privacy (default "
	    "connect).",
	    set_ping_level },
	{ NULL, 'N', "SPN", CMD_PING,
	    "The principal name of the RPC server (default: made from its "
	    "name).",
	    set_ping_spn },
	{ NULL, 'I', "IDENTITY", CMD_PING,
	    "The account for the RPC server: user,domain,password, with * for "
	    "the password to be asked for it.",
	    set_ping_identity },
	{ NULL, 'P', "IDENTITY", CMD_PING,
	    "The account for the RPC proxy, likewise.",
	    set_ping_proxy_identity },
	{ NULL, 'F', "FLAGS", CMD_PING,
	    "1/ssl: TLS to the RPC proxy; 2/first: no other way to log on "
	    "than the first; 3: both.",
	    set_ping_flags },
	{ NULL, 'H', "LIST", CMD_PING,
	    "Ways to log on to the RPC proxy: 1/basic, 2/ntlm, 16/negotiate, "
	    "65536/cert.",
	    set_ping_scheme },
	{ NULL, 'B', "SUBJECT", CMD_PING,
	    "The principal name to expect in the certificate of the RPC proxy: "
	    "the same as --msstd.",
	    set_ping_subject },
	{ NULL, 'b', NULL, CMD_PING,
	    "Show the subject of that certificate; with -E.",
	    set_ping_show_subject },
	{ NULL, 'E', NULL, CMD_PING, "Ping the RPC proxy alone.",
	    set_ping_echo },
	{ NULL, 'R', "PROXY", CMD_PING,
	    "The forward proxy: HOST[:PORT], none, or default for that of the "
	    "environment.",
	    set_ping_forward },
	{ NULL, 'A', "IDENTITY", CMD_PING,
	    "The account for the forward proxy, likewise.",
	    set_ping_forward_identity },
	{ NULL, 'U', "LIST", CMD_PING,
	    "Ways to log on to it: 1/basic, 2/ntlm, 16/negotiate (default: "
	    "what it offers).",
	    set_ping_forward_scheme },
	{ NULL, 'v', "[1|2|3]", CMD_PING,
	    "How much to say. Without a number as for check: say on stderr "
	    "what is done.",
	    set_ping_verbosity },
	{ NULL, 'p', NULL, CMD_PING,
	    "Without effect: nothing is asked for once a logon failed.",
	    set_ping_p },
	{ NULL, 'c', NULL, CMD_PING, "Without effect: smart cards.",
	    set_ping_c },
	{ NULL, 'd', NULL, CMD_PING,
	    "Without effect: the diagnostic window of Windows.", set_ping_d },
	{ NULL, 'C', "BITS", CMD_PING,
	    "Without effect off Windows: capabilities.", set_ping_C },
	{ NULL, 'T', "TRACKING", CMD_PING,
	    "Without effect off Windows: identity tracking.", set_ping_T },
	{ NULL, 'M', "LEVEL", CMD_PING,
	    "Without effect off Windows: impersonation.", set_ping_M },
	{ NULL, 'S', "SID", CMD_PING,
	    "Without effect off Windows: SID of the server.", set_ping_S },
	{ NULL, 'Z', "FLAG", CMD_PING,
	    "Without effect off Windows: effective only.", set_ping_Z },
	{ NULL, 'D', "TEXT", CMD_PING,
	    "Without effect off Windows: security descriptor.", set_ping_D },
	{ 0 },
};

const struct option_part option_parts[] = {
	{ set_proxy, "Target" },
	{ set_user, "Accounts" },
	{ set_http_auth, "Logon" },
	{ set_cacert, "Certificates" },
	{ set_resolve, "The way there" },
	{ set_mailbox_dn, "What is done" },
	{ set_format, "Report" },
	{ set_ping_protseq, "Letters of Microsoft's rpcping" },
	{ 0 },
};
