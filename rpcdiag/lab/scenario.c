/* SPDX-License-Identifier: Apache-2.0 */
/* The scenarios, and those of them whose fault lies at the front end; the way
 * to it is in scenario_way.c, what lies behind the RPC proxy in
 * scenario_server.c, and scenario_direct.c has some of these again. */
#include "lab/scenario_direct.h"
#include "lab/scenario_server.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/mem.h"

/* Devices that several rows share. */
const struct device_knobs harmless_device = { .server = "nginx" };

static const struct device_knobs get_post_device = {
	.server = "nginx",
	.methods = "GET HEAD POST OPTIONS",
	.method_status = 405,
};
static const struct device_knobs strict_device = {
	.server = "Gateway",
	.methods = "GET HEAD POST PUT DELETE OPTIONS",
	.method_status = 501,
};
static const struct device_knobs dead_member_device = {
	.server = "nginx",
	.backend_down = true,
};
static const struct device_knobs limit_device = {
	.server = "nginx",
	.body_limit = 1048576, /* client_max_body_size of nginx */
};
static const struct device_knobs login_device = {
	.server = "gateway",
	.login_page = "https://login.contoso.test/my.policy",
};
static const struct device_knobs pdu_device = {
	.server = "Apache",
	.awaits_pdu = true,
};
const struct device_knobs request_buffer_device = {
	.server = "nginx",
	.buffers_request = true,
};
const struct device_knobs bridging_device = {
	.server = "nginx",
	.reencrypts = true,
};
const struct device_knobs multiplexing_device = {
	.server = "nginx",
	.signs_all = true,
	.multiplexes = true,
};
const struct device_knobs basic_device = {
	.server = "gateway",
	.preauth = "Basic",
};
const struct device_knobs boasting_device = {
	.server = "gateway",
	.preauth = "NTLM Basic",
};
const struct device_knobs response_buffer_device = {
	.server = "nginx",
	.buffers_response = true,
};
static const struct device_knobs impatient_device = {
	.server = "nginx",
	.idle_us = CLOCK_S(2),
};
static const struct device_knobs forgetful_device = {
	.server = "nginx",
	.idle_us = CLOCK_S(2),
	.forgets = true,
};
static const struct device_knobs counting_device = {
	.server = "gateway",
	.byte_cap = 512 * 1024,
};

static const struct scenario front_scenarios[] = {
	{ .id = "HEALTHY", .title = "everything works" },
	{ .id = "HEALTHY.device",
	    .title = "everything works, through a reverse proxy",
	    .device = &harmless_device },
	{ .id = "HEALTHY.inside",
	    .title = "everything works, seen from inside",
	    .inside = true },
	{ .id = "HEALTHY.nodes",
	    .title = "everything works, on two front-end nodes",
	    .nodes = 2,
	    .node = { .schemes = "Negotiate NTLM Basic" } },
	{ .id = "HEALTHY.ntlm",
	    .title = "everything works, with NTLM over HTTP",
	    .options = "--http-auth ntlm",
	    .node = { .schemes = "Negotiate NTLM Basic" } },
	{ .id = "HEALTHY.negotiate",
	    .title = "everything works, with Negotiate over HTTP",
	    .options = "--http-auth negotiate",
	    .node = { .schemes = "Negotiate NTLM" } },
	{ .id = "HEALTHY.protected",
	    .title = "the front end checks channel bindings if there are any",
	    .node = { .schemes = "Negotiate NTLM Basic",
		.protection = PROTECTION_ALLOW } },
	{ .id = "HEALTHY.bound",
	    .title = "everything works, channel bindings are required",
	    .node = { .schemes = "Negotiate NTLM",
		.protection = PROTECTION_REQUIRE } },
	{ .id = "HEALTHY.certificate",
	    .title = "everything works, with a client certificate",
	    .certified = true,
	    .node = { .client_cert = CERT_DEMAND_ASKED } },
	{ .id = "HEALTHY.fingerprint",
	    .title = "everything works, with the certificate that was expected",
	    .fingerprint = true },
	{ .id = "HTTP2_FRONT_END",
	    .title = "the front end speaks HTTP/2 and nothing else",
	    .tls = CERT_HABIT_H2 },
	{ .id = "TLS_INTERCEPTION",
	    .title = "a trusted device opens the connection and seals it anew",
	    .fingerprint = true,
	    .device = &bridging_device },
	{ .id = "RPC_VDIR_MISSING",
	    .title = "RPC over HTTP is not installed: /rpc does not exist",
	    .node = { .no_rpc_vdir = true } },
	{ .id = "RPC_ISAPI_BLOCKED",
	    .title = "IIS may not run rpcproxy.dll",
	    .node = { .dll = DLL_RESTRICTED } },
	{ .id = "RPC_ISAPI_BLOCKED.a",
	    .title = "the same, and /rpc asks for no logon",
	    .node = { .dll = DLL_RESTRICTED, .anonymous = true } },
	{ .id = "RPC_PROXY_NOT_LOADED",
	    .title = "rpcproxy.dll does not load",
	    .node = { .dll = DLL_BROKEN } },
	{ .id = "RPC_PROXY_DISABLED",
	    .title = "rpcproxy.dll is told not to work (Enabled is 0)",
	    .node = { .dll = DLL_DISABLED } },
	{ .id = "RPC_PROXY_ACCESS_DENIED_5",
	    .title = "rpcproxy.dll denies access to every channel",
	    .node = { .access_denied = true } },
	{ .id = "RPC_PROXY_ACCESS_DENIED_5.b",
	    .title = "the same, in the middle of the OUT channel",
	    .node = { .denied_late = true } },
	{ .id = "IIS_REQUEST_LIMIT",
	    .title = "request filtering of IIS has its usual limit",
	    .node = { .length_limit = 30000000 } },
	{ .id = "IIS_REQUEST_LIMIT.b",
	    .title = "the same, where Exchange 2013 might say 404 as well",
	    .node = { .length_limit = 30000000,
		.server = "Microsoft-IIS/8.5" } },
	{ .id = "RPC_METHOD_BLOCKED",
	    .title = "a device lets ordinary methods through only",
	    .device = &get_post_device },
	{ .id = "RPC_METHOD_BLOCKED.501",
	    .title = "as above, and it says 501",
	    .device = &strict_device },
	{ .id = "APP_POOL_DOWN",
	    .title = "the application pool of /rpc is stopped",
	    .node = { .pool_down = true } },
	{ .id = "REVPROXY_BACKEND_DOWN",
	    .title = "the reverse proxy cannot reach its member",
	    .device = &dead_member_device },
	{ .id = "REVPROXY_BODY_LIMIT",
	    .title = "the reverse proxy refuses a body of 1 GiB",
	    .device = &limit_device },
	{ .id = "LOGIN_PAGE_REDIRECT",
	    .title = "a forms logon stands in front of everything",
	    .device = &login_device },
	{ .id = "RPC_PROXY_UNSECURE_OR_ANON_REJECT",
	    .title = "a device ends TLS, and rpcproxy.dll wants it",
	    .device = &harmless_device,
	    .node = { .reject_unsecure = true } },
	{ .id = "SSL_OFFLOAD_403_SSL_REQUIRED",
	    .title = "a device ends TLS, and the virtual directory wants it",
	    .device = &harmless_device,
	    .node = { .require_ssl = true } },
	{ .id = "HTTP_BAD_CREDENTIALS",
	    .title = "the password is wrong",
	    .wrong_password = true },
	{ .id = "HTTP_BAD_CREDENTIALS.second",
	    .title = "the same, and somebody else gets in",
	    .second = true,
	    .wrong_password = true },
	{ .id = "HTTP_BAD_CREDENTIALS.v6",
	    .title = "the same, and IPv6 leads nowhere",
	    .beside = "CLIENT_V6_PATH_BROKEN",
	    .front = FRONT_V4_ONLY,
	    .wrong_password = true },
	{ .id = "HTTP_ACCOUNT_RESTRICTED",
	    .title = "the password is right, and the account is disabled",
	    .disabled = true,
	    .node = { .schemes = "Negotiate NTLM Basic" } },
	{ .id = "VDIR_ACL_DENIED",
	    .title = "the account may not read the folder of /rpc",
	    .node = { .second_only = true } },
	{ .id = "VDIR_ACL_DENIED.second",
	    .title = "the same, and somebody else may",
	    .second = true,
	    .node = { .second_only = true,
		.schemes = "Negotiate NTLM Basic" } },
	{ .id = "OAB_ONLY_AUTH_FAILURE",
	    .title = "everything works, but /oab lets nobody in",
	    .node = { .schemes = "Negotiate NTLM Basic", .oab_denied = true } },
	{ .id = "HTTP_BASIC_DOMAIN_FORM",
	    .title = "Basic has no default domain, and says which one it wants",
	    .as = "alice",
	    .node = { .qualified = true, .realm = "contoso.test" } },
	{ .id = "HTTP_BASIC_DOMAIN_FORM.ntlm",
	    .title = "the same, and NTLM tells the domain",
	    .as = "alice",
	    .node = { .qualified = true, .schemes = "Negotiate NTLM Basic" } },
	{ .id = "HTTP_BASIC_DOMAIN_FORM.b",
	    .title = "Basic has no default domain, and nobody says which",
	    .as = "alice",
	    .node = { .qualified = true, .realm = "RPC" } },
	{ .id = "HTTP_AUTH_SCHEME_MISMATCH",
	    .title = "the client is told Basic, the server wants NTLM",
	    .options = "--http-auth basic",
	    .node = { .schemes = "Negotiate NTLM" } },
	{ .id = "WAF_ECHO_SWALLOWED",
	    .title = "a device waits for whole PDUs: the echo starves",
	    .device = &pdu_device },
	{ .id = "IN_CHANNEL_BUFFERED",
	    .title = "the reverse proxy collects request bodies",
	    .options = "--timeout 4",
	    .device = &request_buffer_device },
	{ .id = "OUT_CHANNEL_BUFFERED",
	    .title = "the reverse proxy collects answers",
	    .device = &response_buffer_device },
	{ .id = "EXTENDED_PROTECTION_CBT",
	    .title = "a device with another certificate, and a front end that "
		     "checks channel bindings",
	    .device = &bridging_device,
	    .node = { .schemes = "Negotiate NTLM Basic",
		.protection = PROTECTION_ALLOW } },
	{ .id = "EXTENDED_PROTECTION_CBT.required",
	    .title = "as above, and it insists on them",
	    .device = &bridging_device,
	    .node = { .server = "Microsoft-IIS/10.0",
		.schemes = "Negotiate NTLM Basic",
		.protection = PROTECTION_REQUIRE } },
	{ .id = "EXTENDED_PROTECTION_CBT.ntlm",
	    .title = "as the first, and there is no Basic to fall back to",
	    .device = &bridging_device,
	    .node = { .schemes = "NTLM", .protection = PROTECTION_ALLOW } },
	{ .id = "NTLM_CONN_AFFINITY_BROKEN",
	    .title = "a device opens a connection behind for each request",
	    .device = &multiplexing_device,
	    .node = { .schemes = "Negotiate NTLM Basic" } },
	{ .id = "NTLM_CONN_AFFINITY_BROKEN.ports",
	    .title = "the same, and ValidPorts lacks 6004",
	    .beside = "VALIDPORTS_PARTIAL",
	    .device = &multiplexing_device,
	    .node = { .schemes = "Negotiate NTLM Basic",
		.valid_ports = "mbx1:6001-6002;"
			       "mbx1.contoso.test:6001-6002" } },
	{ .id = "NTLM_PREAUTH_UNSUPPORTED",
	    .title = "a device logs people on itself, and knows Basic alone",
	    .options = "--http-auth ntlm,negotiate",
	    .device = &basic_device,
	    .node = { .schemes = "Negotiate NTLM Basic" } },
	{ .id = "NTLM_PREAUTH_UNSUPPORTED.b",
	    .title = "as above, and it offers NTLM all the same",
	    .device = &boasting_device,
	    .node = { .schemes = "Negotiate NTLM Basic" } },
	{ .id = "IIS_KERNEL_MODE_AUTH",
	    .title = "IIS 7.0 forgets what NTLM has begun, Basic works",
	    .node = { .schemes = "Negotiate NTLM Basic",
		.breaks_ntlm = true } },
	{ .id = "IIS_KERNEL_MODE_AUTH.a",
	    .title = "IIS 7.0 forgets it after some logons",
	    .options = "--http-auth ntlm",
	    .node = { .schemes = "Negotiate NTLM Basic",
		.breaks_ntlm = true,
		.ntlm_works = 3 } },
	{ .id = "FRONT_END_NO_DC",
	    .title = "the front end reaches no domain controller",
	    .no_dc = true,
	    .node = { .schemes = "Negotiate NTLM Basic" } },
	{ .id = "HEALTHY.held",
	    .title = "everything works, also when it was idle for a while",
	    .options = "--idle 2" },
	{ .id = "HEALTHY.recycled",
	    .title = "OUT channels are renewed after 32 KiB",
	    .options = "--idle 1",
	    .node = { .lifetime = 32768 } },
	{ .id = "HEALTHY.recycled_in",
	    .title = "the same, and the client renews IN after 128 KiB",
	    .options = "--idle 1 --channel-lifetime 131072",
	    .node = { .lifetime = 32768 } },
	{ .id = "HEALTHY.recycled_away",
	    .title = "the same, and the new channels come to another node",
	    .options = "--idle 1 --channel-lifetime 131072",
	    .nodes = 2,
	    .balance = BALANCE_TURN,
	    .node = { .schemes = "NTLM Basic", .lifetime = 32768 } },
	{ .id = "HEALTHY.recycled_refused",
	    .title = "OUT channels are to be renewed, and new ones get 503",
	    .options = "--idle 1",
	    .node = { .lifetime = 32768, .heirs = HEIR_REFUSED } },
	{ .id = "HEALTHY.recycled_unheard",
	    .title = "the same, and nothing comes of new ones",
	    .options = "--idle 1 --timeout 2",
	    .node = { .lifetime = 32768, .heirs = HEIR_UNHEARD } },
	{ .id = "HEALTHY.recycled_cut",
	    .title = "the same, and new ones are closed at once",
	    .options = "--idle 1",
	    .node = { .lifetime = 32768, .heirs = HEIR_CUT } },
	{ .id = "HEALTHY.recycled_alien",
	    .title = "the same, and the server is told a wrong cookie",
	    .options = "--idle 1",
	    .node = { .lifetime = 32768, .heirs = HEIR_ALIEN } },
	{ .id = "IDLE_TIMEOUT_MIDDLEBOX",
	    .title = "a device ends connections that are idle for 2 s",
	    .options = "--idle 6",
	    .device = &impatient_device },
	{ .id = "IDLE_TIMEOUT_MIDDLEBOX.silent",
	    .title = "a device forgets them, and tells nobody",
	    .options = "--idle 6 --timeout 3",
	    .device = &forgetful_device },
	{ .id = "APP_POOL_RECYCLE",
	    .title = "the application pool of /rpc is recycled all the time",
	    .options = "--idle 6",
	    .node = { .pool_lasts_us = CLOCK_S(4) } },
	{ .id = "CHANNEL_BYTE_CAP",
	    .title = "a device ends a request after 512 KiB of its body",
	    .options = "--idle 4",
	    .device = &counting_device },
	{ .id = "HOSTILE_SILENT",
	    .title = "accepts, and never says anything",
	    .front = FRONT_SILENT },
	{ .id = "HOSTILE_TLS_SILENT",
	    .title = "the same after the TLS handshake",
	    .front = FRONT_TLS_SILENT },
	{ .id = "HOSTILE_DRIP",
	    .title = "a header that never ends, a byte a second",
	    .front = FRONT_DRIP },
	{ .id = "HOSTILE_ENDLESS_BODY",
	    .title = "a body that never ends",
	    .front = FRONT_ENDLESS },
};

static const size_t nfront =
    sizeof(front_scenarios) / sizeof(front_scenarios[0]);

/* The n-th of all, NULL past the last. */
static const struct scenario *
scenario_nth(size_t n)
{
	const struct {
		const struct scenario *v;
		size_t n;
	} tables[] = {
		{ front_scenarios, nfront },
		{ way_scenarios, way_scenarios_n },
		{ server_scenarios, server_scenarios_n },
		{ direct_scenarios, direct_scenarios_n },
	};

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		if (n < tables[i].n)
			return &tables[i].v[n];
		n -= tables[i].n;
	}
	return NULL;
}

const struct scenario *
scenario_find(const char *id)
{
	const struct scenario *s;

	for (size_t i = 0; (s = scenario_nth(i)) != NULL; i++)
		if (strcasecmp(s->id, id) == 0)
			break;
	return s;
}

char *
scenario_expect(const struct scenario *s)
{
	return mem_strndup(s->id, strcspn(s->id, "."));
}

bool
scenario_is_hostile(const struct scenario *s)
{
	return s->front >= FRONT_SILENT;
}

enum door
scenario_door(const struct scenario *s, enum endpoint_id e)
{
	if (s->door[e] != DOOR_DEFAULT)
		return s->door[e];
	switch (e) {
	case ENDPOINT_6001:
	case ENDPOINT_6002:
	case ENDPOINT_6004:
	case ENDPOINT_135:
	case ENDPOINT_TCP:
		return DOOR_OPEN;
	case ENDPOINT_DC:
		return s->directory.dsa != NULL ? DOOR_OPEN : DOOR_CLOSED;
	case ENDPOINT_DC2:
		return s->directory.dsa_too != NULL ||
			s->directory.dsa_next != NULL
		    ? DOOR_OPEN
		    : DOOR_CLOSED;
	default:
		/* Exchange 2007 and later: nobody uses 6003; no one offers
		 * 593; 3388 belongs to RD Gateway. */
		return DOOR_CLOSED;
	}
}

static void
list_some(bool hostile)
{
	const struct scenario *s;

	for (size_t i = 0; (s = scenario_nth(i)) != NULL; i++)
		if (scenario_is_hostile(s) == hostile)
			printf("%-34s %s\n", s->id, s->title);
}

void
scenario_list(void)
{
	list_some(false);
	printf("\nHostile, for tests of deadlines:\n");
	list_some(true);
}
