/* SPDX-License-Identifier: Apache-2.0 */
#include "samples.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"

#define SERVER "mbx1.contoso.test"

static struct check *
add(struct report *r, const char *id, const char *parent, enum stage_id stage,
    enum outcome outcome, int64_t ms)
{
	struct check *c = checks_add(&r->checks, id, parent, stage);

	c->outcome = outcome;
	c->started_us = CLOCK_MS(r->checks.n);
	c->duration_us = CLOCK_MS(ms);
	return c;
}

static void
skip(struct report *r, const char *id, const char *parent, enum stage_id stage,
    const char *why)
{
	mem_set(&add(r, id, parent, stage, OUTCOME_SKIP, 0)->detail, why);
}

static void
answer(struct check *c, int status, const char *reason, const char *server)
{
	c->http_status = status;
	mem_set(&c->http_reason, reason);
	mem_set(&c->http_server, server);
	fact_put_str(&c->facts, FACT_HTTP_RESULT, "answered");
}

static void
begin(struct report *r)
{
	static const int endpoints[] = { 6001, 6002, 6004 };

	r->started = 1795258923; /* 2026-11-21T11:02:03Z */
	r->duration_us = 1234567;
	r->deadline_us = CLOCK_S(60);
	mem_set(
	    &r->target.proxy, "https://mail.contoso.test:443/rpc/rpcproxy.dll");
	mem_set(&r->target.host, "mail.contoso.test");
	mem_set(&r->target.server, SERVER);
	mem_set(&r->target.user, "CONTOSO\\alice");
	r->target.endpoints = mem_new(sizeof(endpoints));
	memcpy(r->target.endpoints, endpoints, sizeof(endpoints));
	r->target.nendpoints = 3;
}

static void
judge(struct report *r, enum health status, const char *id, double confidence,
    const char *summary)
{
	r->verdict.status = status;
	r->verdict.confidence = confidence;
	mem_set(&r->verdict.id, id);
	mem_set(&r->verdict.summary, summary);
	r->exit_status = (int)status;
}

static void
observe(struct report *r, const char *column, const char *value)
{
	r->signature[r->nsignature++] = (struct symbol){ column, value };
}

/* dns, tcp and tls as they are when all is well. */
static void
reach(struct report *r)
{
	struct check *c = add(r, "dns", NULL, STAGE_DNS, OUTCOME_PASS, 3);

	fact_put_str(&c->facts, FACT_DNS_RESULT, "ok");
	fact_put_item(&c->facts, FACT_DNS_ADDRESSES, "192.0.2.10");
	fact_put_item(&c->facts, FACT_DNS_ADDRESSES, "2001:db8::10");
	c = add(r, "tcp.1", "dns", STAGE_TCP, OUTCOME_PASS, 1);
	c->family = FAMILY_IPV4;
	mem_set(&c->address, "192.0.2.10:443");
	fact_put_str(&c->facts, FACT_TCP_RESULT, "ok");
	c = add(r, "tcp.2", "dns", STAGE_TCP, OUTCOME_PASS, 1);
	c->duration_us = 400;
	c->family = FAMILY_IPV6;
	mem_set(&c->address, "[2001:db8::10]:443");
	fact_put_str(&c->facts, FACT_TCP_RESULT, "ok");
	c = add(r, "tls", "tcp.1", STAGE_TLS, OUTCOME_PASS, 12);
	fact_put_str(&c->facts, FACT_TLS_RESULT, "ok");
	fact_put_str(&c->facts, FACT_TLS_VERSION, "TLSv1.3");
	fact_put_bool(&c->facts, FACT_TLS_TRUSTED, true);
	fact_put_bool(&c->facts, FACT_TLS_NAME_OK, true);
	fact_put_bool(&c->facts, FACT_TLS_IN_TIME, true);
	fact_put_int(&c->facts, FACT_TLS_DAYS_LEFT, 89);
	fact_put_absent(&c->facts, FACT_TLS_ALERT);
}

/* The RPC proxy asks for a logon and accepts it. */
static void
log_on(struct report *r)
{
	struct check *c =
	    add(r, "http.out", "tls", STAGE_HTTP, OUTCOME_INFO, 4);

	answer(c, 401, "Unauthorized", "Microsoft-IIS/7.0");
	fact_put_item(&c->facts, FACT_HTTP_SCHEMES, "Basic");
	fact_put_item(&c->facts, FACT_HTTP_SCHEMES, "NTLM");
	fact_put_str(&c->facts, FACT_HTTP_AUTHOR, "iis");
	c = add(r, "echo.in", "tls", STAGE_ECHO, OUTCOME_PASS, 5);
	answer(c, 200, "Success", "Microsoft-IIS/7.0");
	mem_set(&c->http_auth, "basic");
	fact_put_bool(&c->facts, FACT_HTTP_CREDENTIALS, true);
	fact_put_bool(&c->facts, FACT_HTTP_ACCEPTED, true);
	fact_put_bool(&c->facts, FACT_ECHO_PDU, true);
}

static struct check *
tunnel(struct report *r, int endpoint, bool open)
{
	char *id = mem_printf("tunnel.%d", endpoint);
	char *target = mem_printf("%s:%d", SERVER, endpoint);
	struct check *c = add(r, id, "tls", STAGE_TUNNEL,
	    open ? OUTCOME_PASS : OUTCOME_FAIL, open ? 9 : 1024);

	c->endpoint = endpoint;
	mem_set(&c->http_auth, "basic");
	fact_put_str(&c->facts, FACT_TUNNEL_TARGET, target);
	if (open) {
		fact_put_str(&c->facts, FACT_TUNNEL_REACHED, "conn-c2");
	} else {
		answer(c, 503, "RPC Error: 6ba", "Microsoft-IIS/7.0");
		fact_put_str(&c->facts, FACT_TUNNEL_REACHED, "nothing");
		fact_put_str(&c->facts, FACT_TUNNEL_END, "http");
		fact_put_int(&c->facts, FACT_TUNNEL_RPC_ERROR, 1722);
		c->has_status = true;
		c->status_code = 1722;
	}
	free(target);
	free(id);
	return c;
}

static void
talk(struct report *r, int endpoint)
{
	char *parent = mem_printf("tunnel.%d", endpoint);
	char *bind = mem_printf("bind.%d.mgmt", endpoint);
	char *call = mem_printf("call.%d.is_server_listening", endpoint);
	struct check *c = add(r, bind, parent, STAGE_BIND, OUTCOME_PASS, 2);

	c->endpoint = endpoint;
	fact_put_str(&c->facts, FACT_BIND_INTERFACE, "mgmt");
	fact_put_str(&c->facts, FACT_BIND_RESULT, "accepted");
	c = add(r, call, bind, STAGE_CALL, OUTCOME_PASS, 2);
	c->endpoint = endpoint;
	fact_put_str(&c->facts, FACT_CALL_RESULT, "ok");
	fact_put_bool(&c->facts, FACT_MGMT_LISTENING, true);
	free(parent);
	free(bind);
	free(call);
}

static void
make_healthy(struct report *r)
{
	begin(r);
	reach(r);
	log_on(r);
	for (size_t i = 0; i < r->target.nendpoints; i++) {
		tunnel(r, r->target.endpoints[i], true);
		talk(r, r->target.endpoints[i]);
	}
	judge(r, HEALTH_HEALTHY, "HEALTHY", 0.953,
	    "No fault was found between here and the mailbox server.");
	strlist_add(&r->verdict.evidence, "call.6001.is_server_listening");
	finding_add_untested(&r->verdict, "an idle connection over 20 minutes",
	    "it takes longer than a check");
	observe(r, "DNS", "ok");
	observe(r, "E6004", "ok");
	observe(r, "RAW", NULL);
}

/* The two records a proxy adds when its connect was refused. */
static void
add_eeinfo(struct check *c)
{
	c->eeinfo = mem_new(2 * sizeof(*c->eeinfo));
	c->neeinfo = 2;
	c->eeinfo[0] = (struct eeinfo_view){
		.computer = mem_strdup("EXCAS1"),
		.component = 14,
		.component_name = mem_strdup("HTTP proxy"),
		.status = 1722,
		.location = 0x5a0,
		.location_text = mem_strdup("the proxy's connect failed"),
	};
	c->eeinfo[1] = (struct eeinfo_view){
		.component = 8,
		.component_name = mem_strdup("Winsock"),
		.status = 10061,
		.location = 318,
	};
	strlist_add(&c->eeinfo[1].params, "6004");
}

static void
make_dsproxy(struct report *r)
{
	struct check *c;

	begin(r);
	reach(r);
	log_on(r);
	tunnel(r, 6001, true);
	talk(r, 6001);
	tunnel(r, 6002, true);
	talk(r, 6002);
	c = tunnel(r, 6004, false);
	add_eeinfo(c);
	skip(r, "bind.6004.mgmt", "tunnel.6004", STAGE_BIND,
	    "the tunnel did not open");
	skip(r, "call.6004.inq_if_ids", "bind.6004.mgmt", STAGE_CALL,
	    "the tunnel did not open");
	checks_find(&r->checks, "bind.6004.mgmt")->endpoint = 6004;
	checks_find(&r->checks, "call.6004.inq_if_ids")->endpoint = 6004;
	c = tunnel(r, 6001, false);
	c->outcome = OUTCOME_INFO;
	c->endpoint = 0;
	mem_set(&c->id, "tunnel.control");
	fact_put_bool(&c->facts, FACT_TUNNEL_CONTROL, true);
	judge(r, HEALTH_FAILED, "DSPROXY_IPV4_ONLY_6004", 0.75,
	    "Mail works, but the address book does not: on " SERVER
	    " nothing answers on port 6004 over IPv6, which the RPC proxy "
	    "tries first.");
	mem_set(&r->verdict.cause,
	    "Exchange 2007 before Service Pack 1 Update Rollup 4 listens on "
	    "6004 over IPv4 only, while Windows Server 2008 connects over IPv6 "
	    "first.");
	strlist_add(&r->verdict.fix,
	    "Install Exchange 2007 SP1 Update Rollup 4 or later on " SERVER
	    ".");
	strlist_add(&r->verdict.fix,
	    "Until then, disable IPv6 on the Client Access server.");
	strlist_add(&r->verdict.evidence, "tunnel.6004");
	strlist_add(&r->verdict.evidence, "call.6002.is_server_listening");
	finding_add_alternative(&r->verdict, "BACKEND_ONE_PORT_CLOSED", 0.154);
	finding_add_alternative(&r->verdict, "VALIDPORTS_PARTIAL", 0.05);
	finding_add_untested(&r->verdict,
	    "direct connections to the mailbox server",
	    "--inside was not given");
	observe(r, "E6004", "6BA");
	observe(r, "EE", "conn");
}

static void
inside(struct report *r, int endpoint, enum family family, bool greets)
{
	char *id = mem_printf("inside.%d.%s", endpoint, family_text(family));
	struct check *c = add(r, id, NULL, STAGE_INSIDE,
	    greets ? OUTCOME_PASS : OUTCOME_FAIL, greets ? 1 : 0);

	c->endpoint = endpoint;
	c->family = family;
	mem_set(&c->address,
	    family == FAMILY_IPV4 ? "192.0.2.20:6004" : "[2001:db8::20]:6004");
	fact_put_str(&c->facts, FACT_INSIDE_CONNECT, greets ? "ok" : "refused");
	if (greets) {
		fact_put_str(&c->facts, FACT_INSIDE_GREETING, "ok");
		fact_put_str(&c->facts, FACT_INSIDE_BIND, "accepted");
	}
	free(id);
}

/* A server past the device, which is asked the same. */
static void
past_device(struct report *r)
{
	struct check *c = add(r, "direct", NULL, STAGE_INSIDE, OUTCOME_INFO, 4);

	mem_set(&r->target.direct, "cas1.contoso.test:443");
	answer(c, 401, "Unauthorized", "Microsoft-IIS/7.0");
	mem_set(&c->address, "192.0.2.11:443");
	fact_put_str(&c->facts, FACT_HTTP_METHOD, "RPC_OUT_DATA");
	fact_put_bool(&c->facts, FACT_TLS_SHARED, false);
	for (int i = 1; i <= 3; i++) {
		c = tunnel(r, 6004, true);
		c->stage = STAGE_INSIDE;
		c->trial = i;
		mem_set(&c->parent, "direct");
		free(c->id);
		c->id = mem_printf("direct.6004.%d", i);
	}
}

static void
make_inside(struct report *r)
{
	make_dsproxy(r);
	r->target.inside = true;
	past_device(r);
	inside(r, 6001, FAMILY_IPV4, true);
	inside(r, 6001, FAMILY_IPV6, true);
	inside(r, 6004, FAMILY_IPV4, true);
	inside(r, 6004, FAMILY_IPV6, false);
	r->verdict.confidence = 0.98;
	observe(r, "RAW", "v4only");
}

static void
make_tls_bad(struct report *r)
{
	static const char why[] =
	    "no credentials over a connection whose certificate failed; "
	    "--insecure goes on";
	struct check *c;
	struct finding *f;

	begin(r);
	reach(r);
	c = checks_find(&r->checks, "tls");
	c->outcome = OUTCOME_FAIL;
	mem_set(&c->detail, "error 18 at depth 0");
	fact_put_bool(&c->facts, FACT_TLS_TRUSTED, false);
	fact_put_str(&c->facts, FACT_TLS_VERIFY, "self-signed certificate");
	fact_put_bool(&c->facts, FACT_TLS_IN_TIME, false);
	fact_put_int(&c->facts, FACT_TLS_DAYS_LEFT, -3);
	skip(r, "echo.in", "tls", STAGE_ECHO, why);
	skip(r, "tunnel.6001", "tls", STAGE_TUNNEL, why);
	skip(r, "tunnel.6002", "tls", STAGE_TUNNEL, why);
	judge(r, HEALTH_FAILED, "TLS_CERT_UNTRUSTED", 0.97,
	    "The certificate of mail.contoso.test is not trusted here.");
	strlist_add(&r->verdict.evidence, "tls");
	f = report_add_finding(r);
	f->status = HEALTH_FAILED;
	f->confidence = 0.97;
	mem_set(&f->id, "TLS_CERT_TIME");
	mem_set(&f->summary, "The certificate expired 3 days ago.");
	strlist_add(&f->fix, "Renew the certificate.");
	strlist_add(&f->evidence, "tls");
}

static const char *
result_of(int endpoint, const char *mechanism, const char *level)
{
	if (endpoint == 6002 && strcmp(mechanism, "ntlm") == 0)
		return "provider_unknown";
	if (strcmp(mechanism, "kerberos") == 0)
		return "no_token";
	if (strcmp(level, "connect") == 0 && strcmp(mechanism, "ntlm") == 0)
		return "unproven";
	return endpoint == 6001 && strcmp(level, "packet") == 0
	    ? "level_refused"
	    : "accepted";
}

static void
log_on_rpc(
    struct report *r, int endpoint, const char *mechanism, const char *level)
{
	char *parent = mem_printf("tunnel.%d", endpoint);
	char *id = mem_printf("auth.%d.%s.%s", endpoint, mechanism, level);
	const char *result = result_of(endpoint, mechanism, level);
	bool good = strcmp(result, "accepted") == 0;
	struct check *c = add(
	    r, id, parent, STAGE_BIND, good ? OUTCOME_PASS : OUTCOME_FAIL, 11);

	c->endpoint = endpoint;
	mem_set(&c->rpc_auth, mechanism);
	mem_set(&c->rpc_level, level);
	fact_put_str(&c->facts, FACT_AUTH_RESULT, result);
	if (strcmp(result, "provider_unknown") == 0) {
		fact_put_int(&c->facts, FACT_BIND_REASON, 8);
		fact_put_str(&c->facts, FACT_AUTH_EVIDENCE, "bind_nak 8");
		c->has_status = true;
		c->status_code = 1722;
	}
	if (strcmp(result, "no_token") == 0) {
		c->outcome = OUTCOME_INFO;
		fact_put_str(&c->facts, FACT_AUTH_FAULT, "kdc");
		fact_put_str(&c->facts, FACT_AUTH_CLIENT, "alice@CONTOSO.TEST");
		fact_put_str(&c->facts, FACT_AUTH_TEXT,
		    "Cannot find KDC for realm \"CONTOSO.TEST\"");
	}
	free(parent);
	free(id);
}

/* Every mechanism at every level, and each kind of answer. */
static void
make_auth(struct report *r)
{
	static const char *const mechanisms[] = { "negotiate", "ntlm",
		"kerberos" };
	static const char *const levels[] = { "privacy", "integrity", "packet",
		"connect" };
	struct check *c;

	make_healthy(r);
	finding_clear(&r->verdict);
	for (size_t i = 0; i < r->target.nendpoints; i++)
		for (size_t m = 0; m < 3; m++)
			for (size_t l = 0; l < 4; l++)
				if (r->target.endpoints[i] != 6004 || l < 3)
					log_on_rpc(r, r->target.endpoints[i],
					    mechanisms[m], levels[l]);
	skip(r, "auth.6004.ntlm.connect", "tunnel.6004", STAGE_BIND,
	    "no time left");
	c = checks_find(&r->checks, "auth.6004.ntlm.connect");
	c->endpoint = 6004;
	mem_set(&c->rpc_auth, "ntlm");
	mem_set(&c->rpc_level, "connect");
	judge(r, HEALTH_DEGRADED, "RFR_WINNT_REMOVED", 0.95,
	    "The referral service (6002) of " SERVER
	    " no longer accepts NTLM binds, only Negotiate.");
	strlist_add(&r->verdict.evidence, "auth.6002.ntlm.privacy");
	strlist_add(&r->verdict.evidence, "auth.6001.ntlm.packet");
	strlist_add(&r->verdict.evidence, "auth.6001.kerberos.privacy");
	observe(r, "SWEEP", "no10@6002");
}

static void
make_nothing(struct report *r)
{
	r->verdict.status = HEALTH_UNKNOWN;
	r->exit_status = HEALTH_UNKNOWN;
}

/* What a hostile server can put into texts, and what a probe may forget. */
static void
make_odd(struct report *r)
{
	struct check *c;

	begin(r);
	c = add(r, "http.get", "nowhere", STAGE_HTTP, OUTCOME_FAIL, 7);
	answer(c, 500, "caf\xe9 \x1b[31mred\x1b[0m\r\nX: 1 \xc2\x9b \xff\xfe",
	    "\xe2\x80\xae"
	    "evil\t\"quoted\" \\ \xf0\x9f\x92\xa5 "
	    "</td><script>alert('3')</script> "
	    "a | b=1 \xef\xbf\xbf");
	fact_put_str(&c->facts, FACT_HTTP_TITLE,
	    "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e \xed\xa0\x80 e\xcc\x81 "
	    "a-word-that-is-much-longer-than-any-line-of-a-terminal-may-be-"
	    "and-still-has-to-go-somewhere-without-breaking-anything");
	c = add(r, "tls", NULL, STAGE_TLS, OUTCOME_FAIL, 3);
	fact_put_str(&c->facts, FACT_TLS_SUBJECT,
	    "CN = <img src=x onerror=alert(1)>, O = A & B | C");
	fact_put_item(
	    &c->facts, FACT_TLS_NAMES, "\"><script>alert(2)</script>");
	fact_put_item(&c->facts, FACT_TLS_NAMES, "a\nb{c}=\"d\\");
	fact_put_bool(&c->facts, FACT_TLS_NAME_OK, false);
	fact_put_str(&c->facts, FACT_TLS_NOT_AFTER, "9999-99-99T99:99:99Z");
	c = add(r, "a", "b", STAGE_CALL, OUTCOME_FAIL, 0);
	c->has_status = true;
	c->status_code = 0x1c010003;
	c = add(r, "b", "a", STAGE_BIND, OUTCOME_FAIL, 0);
	c->has_status = true;
	c->status_code = 4711;
	fact_put_int(&c->facts, FACT_BIND_REASON, 2);
	c = add(r, "c", NULL, STAGE_TUNNEL, OUTCOME_INFO, 0);
	c->trial = 2;
	fact_put_bool(&c->facts, FACT_IN_ALIVE, false);
	judge(r, HEALTH_DEGRADED, "HTTP_400_NOISE", 1.0 / 3,
	    "The server answers with \x1b]0;owned\x07 in its texts.");
	strlist_add(&r->verdict.evidence, "http.get");
	strlist_add(&r->verdict.evidence, "tls");
}

static const struct sample samples[] = {
	{ "healthy", make_healthy },
	{ "dsproxy", make_dsproxy },
	{ "inside", make_inside },
	{ "tls-bad", make_tls_bad },
	{ "auth", make_auth },
	{ "nothing", make_nothing },
	{ "odd", make_odd },
};

const struct sample *
sample_nth(unsigned n)
{
	return n < sizeof(samples) / sizeof(samples[0]) ? &samples[n] : NULL;
}

const struct sample *
sample_find(const char *name)
{
	const struct sample *s;

	for (unsigned n = 0; (s = sample_nth(n)) != NULL; n++)
		if (strcmp(s->name, name) == 0)
			return s;
	return NULL;
}
