/* SPDX-License-Identifier: Apache-2.0 */
/* A server past the device in front: what failed at the proxy is held against
 * the same there, and nothing else is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "model/trials.h"
#include "shows.h"
#include "site.h"
#include "verdict/verdict.h"

#define DIRECT "cas1.contoso.test:443"

/* The first answer of that server; its certificate is the proxy's or not. */
static void
put_server(struct report *r, int status, const char *schemes, bool shared)
{
	struct check *c = site_check(r, "direct", STAGE_INSIDE, OUTCOME_PASS);

	mem_set(&r->target.direct, DIRECT);
	c->http_status = status;
	fact_put_str(&c->facts, FACT_HTTP_METHOD, "RPC_OUT_DATA");
	fact_put_bool(&c->facts, FACT_TLS_SHARED, shared);
	if (schemes != NULL)
		site_schemes(r, "direct", schemes);
}

/* A logon there, or at the proxy with another binding. */
static void
put_logon(struct report *r, const char *id, enum stage_id stage, int status)
{
	struct check *c = site_check(r, id, stage, OUTCOME_INFO);

	mem_set(&c->http_auth, "ntlm");
	c->http_status = status;
	fact_put_str(&c->facts, FACT_HTTP_METHOD, "RPC_IN_DATA");
	fact_put_bool(&c->facts, FACT_HTTP_CREDENTIALS, true);
	fact_put_bool(&c->facts, FACT_HTTP_ACCEPTED, status != 401);
	fact_put_bool(&c->facts, FACT_ECHO_PDU, status == 200);
}

static void
put_tunnel(struct report *r, int port, int trial, const char *reached)
{
	bool opened = strcmp(reached, "conn-c2") == 0;
	struct check *c;
	char id[32];

	snprintf(id, sizeof(id), "direct.%d.%d", port, trial);
	c = site_check(
	    r, id, STAGE_INSIDE, opened ? OUTCOME_PASS : OUTCOME_INFO);
	c->endpoint = port;
	c->http_status = 200;
	fact_put_str(&c->facts, FACT_TUNNEL_TARGET, SITE_SERVER);
	fact_put_str(&c->facts, FACT_TUNNEL_REACHED, reached);
	if (!opened)
		fact_put_str(&c->facts, FACT_TUNNEL_END, "timeout");
}

static void
nothing_failed_or_nobody_answered(void **state)
{
	struct report r;

	(void)state;
	site_healthy(&r);
	shows(&r, column_direct, NULL);
	put_server(&r, 401, "basic", true);
	shows(&r, column_direct, NULL);
	report_clear(&r);
	site_refuses(&r, 502, "device");
	put_server(&r, 0, NULL, false);
	shows(&r, column_direct, NULL);
	report_clear(&r);
}

static void
first_answers(void **state)
{
	static const struct {
		int at_proxy, there;
		const char *symbol;
	} cases[] = {
		{ 502, 401, "fixes" },
		{ 403, 401, "fixes" },
		{ 403, 403, "no" },
		{ 502, 503, NULL },
	};
	struct report r;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		site_refuses(&r, cases[i].at_proxy, "device");
		put_server(&r, cases[i].there,
		    cases[i].there == 401 ? "ntlm" : NULL, false);
		shows(&r, column_direct, cases[i].symbol);
		report_clear(&r);
	}
}

static void
schemes_that_are_not_offered(void **state)
{
	struct report r;

	(void)state;
	site_front(&r);
	strlist_add(&r.target.http_auth, "ntlm");
	put_server(&r, 401, "basic", true);
	shows(&r, column_direct, "no");
	verdict_judge(&r);
	assert_string_equal(r.verdict.id, "HTTP_AUTH_SCHEME_MISMATCH");
	assert_int_equal(r.verdict.nalternatives, 0);
	site_schemes(&r, "direct", "ntlm");
	shows(&r, column_direct, "fixes");
	verdict_judge(&r);
	assert_string_equal(r.verdict.id, "NTLM_PREAUTH_UNSUPPORTED");
	assert_int_equal(r.verdict.nalternatives, 0);
	report_clear(&r);
}

/* NTLM refused beside Basic that works. */
static void
put_refusal(struct report *r)
{
	site_healthy(r);
	site_schemes(r, "http.get", "ntlm");
	site_schemes(r, "http.out", "ntlm");
	site_logon(r, "ntlm", 401, NULL);
	fact_put_int(&checks_find(&r->checks, "echo.in.ntlm")->facts,
	    FACT_AUTH_CHALLENGES, 1);
}

static void
logons(void **state)
{
	struct report r;
	struct check *c;

	(void)state;
	put_refusal(&r);
	put_server(&r, 401, "ntlm basic", false);
	shows(&r, column_direct, NULL);
	put_logon(&r, "direct.echo", STAGE_INSIDE, 401);
	shows(&r, column_direct, "no");
	/* and it is no logon at the proxy */
	shows(&r, column_ntlm, "fail");
	shows(&r, column_cbt, NULL);
	verdict_judge(&r);
	assert_string_equal(r.verdict.id, "IIS_KERNEL_MODE_AUTH");
	assert_non_null(strstr(r.verdict.summary, DIRECT));
	put_logon(&r, "direct.echo", STAGE_INSIDE, 200);
	shows(&r, column_direct, "fixes");
	shows(&r, column_ntlm, "fail");
	verdict_judge(&r);
	assert_string_not_equal(r.verdict.id, "IIS_KERNEL_MODE_AUTH");
	/* accepted before it was refused at the proxy: luck, perhaps */
	c = checks_find(&r.checks, "tunnel.6001");
	mem_set(&c->http_auth, "ntlm");
	c = checks_find(&r.checks, "echo.in.ntlm");
	c->started_us = 1000000;
	shows(&r, column_ntlm, "step");
	shows(&r, column_direct, NULL);
	report_clear(&r);
}

/* Bound to what the device hides, through the device. */
static void
bindings(void **state)
{
	static const struct {
		bool shared;
		int rebound;	  /* 0 = not asked */
		const char *node; /* that answered it */
		const char *cbt, *id;
	} cases[] = {
		{ false, 200, "CAS1", "fixes", "EXTENDED_PROTECTION_CBT" },
		{ false, 401, "CAS1", "neither", "NTLM_CONN_AFFINITY_BROKEN" },
		{ false, 401, "CAS2", NULL, "EXTENDED_PROTECTION_CBT" },
		{ true, 0, NULL, "neither", "NTLM_CONN_AFFINITY_BROKEN" },
		{ false, 0, NULL, NULL, "EXTENDED_PROTECTION_CBT" },
	};
	struct report r;
	struct check *c;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		put_refusal(&r);
		put_server(&r, 401, "ntlm basic", cases[i].shared);
		put_logon(&r, "direct.echo", STAGE_INSIDE, 200);
		fact_put_str(&checks_find(&r.checks, "direct.echo")->facts,
		    FACT_NODE_NAME, "CAS1");
		if (cases[i].rebound != 0) {
			put_logon(&r, "echo.in.rebound", STAGE_ECHO,
			    cases[i].rebound);
			c = checks_find(&r.checks, "echo.in.rebound");
			fact_put_str(&c->facts, FACT_AUTH_BINDING, "origin");
			fact_put_str(&c->facts, FACT_NODE_NAME, cases[i].node);
		}
		shows(&r, column_cbt, cases[i].cbt);
		shows(&r, column_ntlm, "fail");
		verdict_judge(&r);
		assert_string_equal(r.verdict.id, cases[i].id);
		if (cases[i].rebound == 200) {
			assert_true(r.verdict.confidence > 0.8);
			assert_non_null(strstr(r.verdict.summary, "ends TLS"));
		}
		report_clear(&r);
	}
}

static void
silent_tunnels(void **state)
{
	static const struct {
		const char *at_proxy, *there, *symbol;
	} cases[] = {
		{ "conn-a3", "conn-c2", "fixes" },
		{ "conn-a3", "conn-a3", "no" },
		{ "nothing", "conn-a3", NULL },
	};
	struct report r;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		site_healthy(&r);
		site_tunnel_silent(&r, 6004, cases[i].at_proxy);
		put_server(&r, 401, "basic", true);
		shows(&r, column_direct, NULL);
		put_tunnel(&r, 6004, 1, cases[i].there);
		shows(&r, column_direct, cases[i].symbol);
		/* the proxy's own column is left alone */
		shows(&r, column_e6004,
		    strcmp(cases[i].at_proxy, "nothing") == 0 ? "NR" : "A3");
		report_clear(&r);
	}
}

/* Half of the tunnels of a split open: one there proves nothing. */
static void
split_tunnels(void **state)
{
	struct report r;

	(void)state;
	site_healthy(&r);
	site_repeat(&r, 6004, 1, false);
	put_server(&r, 401, "basic", true);
	for (int i = 1; i < TRIALS_ENOUGH; i++) {
		shows(&r, column_direct, NULL);
		put_tunnel(&r, 6004, i, "conn-c2");
	}
	shows(&r, column_direct, "fixes");
	put_tunnel(&r, 6004, TRIALS_ENOUGH, "conn-a3");
	shows(&r, column_direct, "no");
	report_clear(&r);
}

static void
silent_echo(void **state)
{
	struct report r;
	struct check *c;

	(void)state;
	site_healthy(&r);
	c = checks_find(&r.checks, "echo.in");
	c->http_status = 0;
	fact_put_str(&c->facts, FACT_HTTP_RESULT, "timeout");
	fact_put_bool(&c->facts, FACT_ECHO_PDU, false);
	put_server(&r, 401, "basic", true);
	put_logon(&r, "direct.echo", STAGE_INSIDE, 200);
	shows(&r, column_echo, "to");
	shows(&r, column_direct, "fixes");
	c = checks_find(&r.checks, "direct.echo");
	c->http_status = 0;
	fact_put_str(&c->facts, FACT_HTTP_RESULT, "timeout");
	fact_put_bool(&c->facts, FACT_ECHO_PDU, false);
	shows(&r, column_direct, "no");
	report_clear(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_failed_or_nobody_answered),
		cmocka_unit_test(first_answers),
		cmocka_unit_test(schemes_that_are_not_offered),
		cmocka_unit_test(logons),
		cmocka_unit_test(bindings),
		cmocka_unit_test(silent_tunnels),
		cmocka_unit_test(split_tunnels),
		cmocka_unit_test(silent_echo),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
