/* SPDX-License-Identifier: Apache-2.0 */
/* The scenarios whose fault lies on the way to the front end: names, addresses,
 * forward proxies, TLS. */
#include "lab/scenario_server.h"

/* Forward proxies. */
static const struct forward_knobs account_forward = {
	.schemes = "Negotiate NTLM Basic",
	.told = true,
};
static const struct forward_knobs strict_forward = {
	.schemes = "Negotiate NTLM Basic",
};
static const struct forward_knobs mistaken_forward = {
	.schemes = "Negotiate NTLM Basic",
	.told = true,
	.wrong_password = true,
};
static const struct forward_knobs denying_forward = { .denies = true };
static const struct forward_knobs open_forward = { 0 };
static const struct forward_knobs spare_forward = { .spare = true };
static const struct forward_knobs gone_forward = { .gone = true };

const struct scenario way_scenarios[] = {
	{ .id = "HEALTHY.forward",
	    .title = "everything works, through a forward proxy with a logon",
	    .forward = &account_forward },
	{ .id = "DNS_PROXY_NXDOMAIN",
	    .title = "the proxy's name does not exist",
	    .dns = true },
	{ .id = "DNS_PROXY_SHORT_NAME",
	    .title = "the proxy's name is a bare one, which nobody knows here",
	    .dns = true,
	    .name = "rpc" },
	{ .id = "DNS_SPLIT_BRAIN",
	    .title = "the name server asked has an address where nobody is",
	    .dns = true,
	    .dns_address = "127.0.0.99",
	    .name = "localhost" },
	{ .id = "TCP_REFUSED",
	    .title = "nothing listens on the proxy's port",
	    .front = FRONT_CLOSED },
	{ .id = "TCP_FILTERED",
	    .title = "SYNs to the proxy's port are dropped",
	    .front = FRONT_FILTERED },
	{ .id = "TCP_REFUSED.forward",
	    .title = "a forward proxy finds nobody at the proxy's port",
	    .front = FRONT_CLOSED,
	    .forward = &open_forward },
	{ .id = "FORWARD_PROXY_REQUIRED",
	    .title = "only the forward proxy leads out",
	    .front = FRONT_FILTERED,
	    .forward = &spare_forward },
	{ .id = "FORWARD_PROXY_REQUIRED.stale",
	    .title = "the forward proxy that is set is gone",
	    .forward = &gone_forward },
	{ .id = "FORWARD_PROXY_AUTH",
	    .title = "the forward proxy wants a logon",
	    .forward = &strict_forward },
	{ .id = "FORWARD_PROXY_AUTH.refused",
	    .title = "the forward proxy refuses the logon",
	    .forward = &mistaken_forward },
	{ .id = "FORWARD_PROXY_AUTH.denied",
	    .title = "the rules of the forward proxy forbid the site",
	    .forward = &denying_forward },
	{ .id = "CLIENT_V6_PATH_BROKEN",
	    .title = "the proxy has an IPv6 address that nobody answers on",
	    .front = FRONT_V4_ONLY },
	{ .id = "TLS_VERSION_MISMATCH",
	    .title = "the front end speaks TLS 1.0 and nothing newer",
	    .tls = CERT_HABIT_OLD },
	{ .id = "TLS_RESET_BY_MIDDLEBOX",
	    .title = "whoever begins TLS is reset",
	    .front = FRONT_RESETS },
	{ .id = "TLS_RESET_BY_MIDDLEBOX.plain",
	    .title = "the port of https speaks plain HTTP",
	    .front = FRONT_NO_TLS },
	{ .id = "TLS_CERT_NAME_MISMATCH",
	    .title = "the certificate is for another host",
	    .cert_cn = "mail.fabrikam.test",
	    .cert_names = "mail.fabrikam.test,autodiscover.fabrikam.test" },
	{ .id = "TLS_CERT_UNTRUSTED",
	    .title = "the certificate is from an unknown authority",
	    .cert_foreign = true },
	{ .id = "TLS_CERT_TIME",
	    .title = "the certificate has expired",
	    .cert_expired = true },
	{ .id = "TLS_CERT_TIME.soon",
	    .title = "everything works, and the certificate ends in 5 days",
	    .cert_days = 5 },
	{ .id = "TLS_PRINCIPAL_NAME_MISMATCH",
	    .title = "wildcard certificate, but msstd: names the host",
	    .cert_cn = "*.contoso.test",
	    .cert_names = "*.contoso.test,localhost,127.0.0.1,::1",
	    .options = "--msstd msstd:rpc.contoso.test" },
	{ .id = "TLS_CLIENT_CERT_REQUIRED",
	    .title = "TLS demands a client certificate",
	    .node = { .client_cert = CERT_DEMAND_ALWAYS } },
	{ .id = "TLS_CLIENT_CERT_REQUIRED.b",
	    .title = "the virtual directory demands one, behind the handshake",
	    .node = { .client_cert = CERT_DEMAND_LATER } },
};

const size_t way_scenarios_n = sizeof(way_scenarios) / sizeof(way_scenarios[0]);
