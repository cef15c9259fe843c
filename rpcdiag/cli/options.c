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
	{ "ccache", 0, "NAME", CMD_TARGET,
	    "Log on with the Kerberos tickets in this cache instead of a "
	    "password. With --http-auth negotiate and no --user: those of the "
	    "default cache.",
	    set_ccache },
	{ "keytab", 0, "NAME", CMD_TARGET,
	    "Log on with the Kerberos keys in this keytab.", set_keytab },
	{ "http-spn", 0, "SPN", CMD_TARGET,
	    "Ask for a ticket for this service of the proxy (default: HTTP/ "
	    "and its name).",
	    set_http_spn },
	{ "rpc-spn", 0, "SPN", CMD_TARGET,
	    "Ask for a ticket for this service of the RPC server (default: "
	    "the one that Exchange registers for the port, and its name).",
	    set_rpc_spn },
	{ "http-auth", 0, "LIST", CMD_TARGET,
	    "Ways to log on to the proxy: auto, or a list of none, basic, "
	    "ntlm, negotiate (default auto).",
	    set_http_auth },
	{ "rpc-auth", 0, "LIST", CMD_CHECK | CMD_DEMO,
	    "Compare these ways to log on to the RPC server, per endpoint: "
	    "auto, none, or a list of ntlm, negotiate, kerberos "
	    "(default none).",
	    set_rpc_auth },
	{ "rpc-level", 0, "LIST", CMD_CHECK | CMD_DEMO,
	    "At these levels: connect, call, pkt, integrity, privacy "
	    "(default privacy).",
	    set_rpc_level },
	{ "mailbox-dn", 0, "DN", CMD_CHECK | CMD_DEMO,
	    "Open this mailbox (its legacyExchangeDN, \"/o=...\"), look it up "
	    "in the address book, and close both again.",
	    set_mailbox_dn },
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
	    "certificate, with or without msstd: before it.",
	    set_msstd },
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
	    "Ask this name server instead of the system's resolver.",
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
	{ NULL, '4', NULL, CMD_TARGET, "Use IPv4 addresses only.", set_ipv4 },
	{ NULL, '6', NULL, CMD_TARGET, "Use IPv6 addresses only.", set_ipv6 },
	{ "inside", 0, NULL, CMD_CHECK | CMD_DEMO,
	    "Also test the listeners of the RPC server directly, once per "
	    "address family; and ask the KDC what a refused logon means.",
	    set_inside },
	{ "trials", 0, "N", CMD_TARGET,
	    "How often to repeat what may vary; for ping, the number of calls "
	    "(default: check 7, ping 1).",
	    set_trials },
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
	{ "format", 0, "NAME", CMD_SHOW,
	    "Form of the report: text or json (default text).", set_format },
	{ "output", 0, "FILE", CMD_SHOW,
	    "Write the report to FILE, which appears complete or not at all.",
	    set_output },
	{ "color", 0, "WHEN", CMD_SHOW,
	    "auto, always or never. auto: on a terminal, unless NO_COLOR is "
	    "set or TERM is dumb.",
	    set_color },
	{ "list", 0, NULL, CMD_DEMO, "List the scenarios and end.", set_list },
	{ NULL, 'v', NULL, CMD_SHOW,
	    "Say on stderr what is done; repeat it for connections and PDUs, "
	    "and again for bytes.",
	    set_verbose },
	{ NULL, 'q', NULL, CMD_SHOW,
	    "No progress on stderr, and of a text report the verdict alone.",
	    set_quiet },
	{ "help", 'h', NULL, CMD_ALL, "Show this help and end.", set_help },
	{ 0 },
};
