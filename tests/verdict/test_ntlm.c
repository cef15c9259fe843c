/* SPDX-License-Identifier: Apache-2.0 */
/* NTLM that is refused at the front end: the ways, and what each comes to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/mem.h"
#include "shows.h"
#include "site.h"
#include "verdict/verdict.h"

/* A logon with NTLM, and the same without its channel binding: the status of
 * each answer, or less than 0. */
static void
put_ntlm(struct report *r, int bound, int unbound)
{
	struct check *c;

	site_schemes(r, "http.get", "ntlm negotiate");
	site_schemes(r, "http.out", "ntlm negotiate");
	site_logon(r, "ntlm", bound, NULL);
	if (unbound < 0)
		return;
	site_logon(r, "unbound", unbound, NULL);
	c = checks_find(&r->checks, "echo.in.unbound");
	mem_set(&c->http_auth, "ntlm");
	fact_put_str(&c->facts, FACT_AUTH_BINDING, "none");
}

/* How NTLM was refused: its legs, and the order of what came of it. */
static void
ntlm_refused(void **state)
{
	struct report r;
	struct check *ntlm, *tunnel;

	(void)state;
	site_healthy(&r);
	put_ntlm(&r, 401, -1);
	ntlm = checks_find(&r.checks, "echo.in.ntlm");
	fact_put_int(&ntlm->facts, FACT_AUTH_CHALLENGES, 0);
	shows(&r, column_ntlm, "half");
	fact_put_int(&ntlm->facts, FACT_AUTH_CHALLENGES, 1);
	shows(&r, column_ntlm, "fail");
	site_logon(&r, "challenge", 401, NULL);
	shows(&r, column_ntlm, "fail");
	fact_put_str(&checks_find(&r.checks, "echo.in.challenge")->facts,
	    FACT_AUTH_APART, "computers");
	shows(&r, column_ntlm, "apart");
	shows(&r, column_echo, "ok");
	tunnel = checks_find(&r.checks, "tunnel.6001");
	mem_set(&tunnel->http_auth, "ntlm");
	tunnel->started_us = ntlm->started_us;
	shows(&r, column_ntlm, "ok"); /* at the same time */
	ntlm->started_us = tunnel->started_us + tunnel->duration_us;
	shows(&r, column_ntlm, "step");
	tunnel = checks_find(&r.checks, "tunnel.6004");
	mem_set(&tunnel->http_auth, "ntlm");
	tunnel->started_us = ntlm->started_us + ntlm->duration_us;
	shows(&r, column_ntlm, "flap");
	report_clear(&r);
}

/* A front end that asks a domain controller which nobody answers: in time for
 * one request or for none, the bare 401 came at once. */
static void
slow_refusal(void **state)
{
	struct report r;
	struct check *c;

	(void)state;
	site_front(&r);
	put_ntlm(&r, 401, -1);
	c = checks_find(&r.checks, "echo.in.ntlm");
	c->duration_us += CLOCK_S(4);
	shows(&r, column_time, "sec");
	c->duration_us += CLOCK_S(6);
	shows(&r, column_time, "syn");
	verdict_judge(&r);
	assert_string_equal(r.verdict.id, "FRONT_END_NO_DC");
	c->http_status = 0;
	fact_put_str(&c->facts, FACT_HTTP_RESULT, "timeout");
	shows(&r, column_time, NULL);
	for (size_t i = 0; i < r.target.nendpoints; i++)
		site_tunnel_silent(&r, r.target.endpoints[i], "nothing");
	verdict_judge(&r);
	assert_string_equal(r.verdict.id, "FRONT_END_NO_DC");
	report_clear(&r);
}

/* What each way to refuse NTLM comes to, at a site where Basic works. */
static void
ntlm_verdicts(void **state)
{
	static const struct {
		int challenges;
		const char *apart;
		int unbound;
		const char *id;
	} cases[] = {
		{ 1, NULL, 200, "EXTENDED_PROTECTION_CBT" },
		{ 1, NULL, 401, "IIS_KERNEL_MODE_AUTH" },
		{ 2, "again", 401, "NTLM_CONN_AFFINITY_BROKEN" },
		{ 1, "computers", 401, "NTLM_CONN_AFFINITY_BROKEN" },
		{ 1, "closed", 401, "NTLM_CONN_AFFINITY_BROKEN" },
		{ 0, NULL, 401, "NTLM_PREAUTH_UNSUPPORTED" },
	};
	struct report r;
	struct check *c;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		site_healthy(&r);
		put_ntlm(&r, 401, cases[i].unbound);
		c = checks_find(&r.checks, "echo.in.ntlm");
		fact_put_int(
		    &c->facts, FACT_AUTH_CHALLENGES, cases[i].challenges);
		if (cases[i].apart != NULL)
			fact_put_str(
			    &c->facts, FACT_AUTH_APART, cases[i].apart);
		verdict_judge(&r);
		assert_string_equal(r.verdict.id, cases[i].id);
		report_clear(&r);
	}
}

/* A logon with another binding than usual is an experiment. */
static void
bindings(void **state)
{
	static const struct {
		int bound, unbound;
		const char *cbt;
	} cases[] = {
		{ 401, 200, "fixes" },
		{ 401, 401, "no" },
		{ 200, 401, NULL },
		{ 200, 200, NULL },
		{ 401, 0, NULL },
	};
	struct report r;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		site_healthy(&r);
		put_ntlm(&r, cases[i].bound, cases[i].unbound);
		shows(&r, column_cbt, cases[i].cbt);
		shows(&r, column_ntlm, cases[i].bound == 200 ? "ok" : "fail");
		shows(&r, column_echo, "ok");
		report_clear(&r);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ntlm_refused),
		cmocka_unit_test(bindings),
		cmocka_unit_test(ntlm_verdicts),
		cmocka_unit_test(slow_refusal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
