/* SPDX-License-Identifier: Apache-2.0 */
/* Logons: mechanisms compared at the front end and at the RPC server. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/mem.h"
#include "shows.h"
#include "site.h"
#include "verdict/verdict.h"

#define CASE_LOGONS 3
#define CASE_CELLS 8

struct logon {
	const char *mechanism;
	int status;
	const char *fault;
};

static void
put_logons(struct report *r, const struct logon *v)
{
	static const char *const ids[] = { "http.get", "http.out" };

	for (size_t i = 0; i < 2; i++)
		site_schemes(r, ids[i], "ntlm negotiate");
	for (size_t i = 0; i < CASE_LOGONS && v[i].mechanism != NULL; i++)
		site_logon(r, v[i].mechanism, v[i].status, v[i].fault);
}

static void
logons(void **state)
{
	static const struct {
		struct logon v[CASE_LOGONS];
		const char *ntlm, *neg;
	} cases[] = {
		{ { { NULL, 0, NULL } }, NULL, NULL },
		{ { { "ntlm", 200, NULL } }, "ok", NULL },
		{ { { "ntlm", 503, NULL } }, "ok", NULL },
		{ { { "ntlm", 401, NULL } }, "fail", NULL },
		{ { { "ntlm", 0, "mechanism" } }, NULL, NULL },
		{ { { "negotiate", 200, NULL } }, NULL, "ok" },
		{ { { "negotiate", 401, NULL } }, NULL, "fail" },
		{ { { "negotiate", 401, "clock" } }, NULL, "e37" },
		{ { { "negotiate", 0, "kdc" } }, NULL, "nokdc" },
		{ { { "negotiate", 0, "target" } }, NULL, "e7" },
		{ { { "negotiate", 0, "clock" } }, NULL, "e37" },
		{ { { "negotiate", 0, "user" } }, NULL, NULL },
		{ { { "ntlm", 401, NULL }, { "negotiate", 0, "kdc" } }, "fail",
		    "nokdc" },
	};
	struct report r;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		site_healthy(&r);
		put_logons(&r, cases[i].v);
		shows(&r, column_ntlm, cases[i].ntlm);
		shows(&r, column_neg, cases[i].neg);
		/* Basic works, so nothing else is touched by them. */
		shows(&r, column_basic, "ok");
		shows(&r, column_echo, "ok");
		shows(&r, column_e6001, "ok");
		shows(&r, column_time, NULL);
		report_clear(&r);
	}
}

/* The only logon was one that no token could be made for. */
static void
no_token_is_no_refusal(void **state)
{
	struct report r;

	(void)state;
	site_front(&r);
	put_logons(
	    &r, (struct logon[CASE_LOGONS]){ { "ntlm", 0, "password" } });
	mem_set(&checks_find(&r.checks, "echo.in.ntlm")->id, "echo.in");
	shows(&r, column_ntlm, NULL);
	shows(&r, column_echo, NULL);
	shows(&r, column_e6001, NULL);
	report_clear(&r);
}

static void
other_logon_refused(void **state)
{
	struct report r;
	struct check *c;

	(void)state;
	site_front(&r);
	put_logons(&r, (struct logon[CASE_LOGONS]){ { "ntlm", 401, NULL } });
	c = checks_find(&r.checks, "echo.in.ntlm");
	mem_set(&c->id, "echo.in");
	shows(&r, column_ntlm, "fail");
	shows(&r, column_basic, NULL);
	shows(&r, column_echo, "err");
	shows(&r, column_e6001, "-");
	shows(&r, column_time, "imm");
	report_clear(&r);
}

static const struct {
	const char *id;
	enum health status;
	struct logon logons[CASE_LOGONS];
	struct site_cell cells[CASE_CELLS];
	const char *evidence;
} verdicts[] = {
	{ "HEALTHY", HEALTH_HEALTHY,
	    { { "ntlm", 200, NULL }, { "negotiate", 0, "kdc" } },
	    { { 0, "ntlm", NULL, "accepted", NULL } }, NULL },
	{ "RFR_WINNT_REMOVED", HEALTH_DEGRADED, { { 0 } },
	    { { 6001, "ntlm", NULL, "accepted", NULL },
		{ 6002, "ntlm", NULL, "provider_unknown", NULL },
		{ 6004, "ntlm", NULL, "accepted", NULL },
		{ 0, "negotiate", NULL, "accepted", NULL } },
	    "auth.6002.ntlm.privacy" },
	{ "RPC_PROVIDER_UNREGISTERED", HEALTH_DEGRADED, { { 0 } },
	    { { 0, "ntlm", NULL, "accepted", NULL },
		{ 0, "negotiate", NULL, "provider_unknown", NULL } },
	    "auth.6001.negotiate.privacy" },
	{ "RPC_INNER_BAD_CREDENTIALS", HEALTH_FAILED, { { "ntlm", 200, NULL } },
	    { { 6001, "ntlm", NULL, "denied", NULL } },
	    "auth.6001.ntlm.privacy" },
	{ "RPC_ENCRYPTION_REQUIRED", HEALTH_DEGRADED, { { 0 } },
	    { { 0, "ntlm", NULL, "accepted", NULL },
		{ 0, "ntlm", "integrity", "level_refused", NULL } },
	    "auth.6004.ntlm.integrity" },
	{ "KRB_SPN_MISSING", HEALTH_DEGRADED, { { "negotiate", 0, "target" } },
	    { { 0 } }, "echo.in.negotiate" },
	{ "KRB_SPN_MISSING", HEALTH_DEGRADED, { { 0 } },
	    { { 0, "ntlm", NULL, "accepted", NULL },
		{ 0, "kerberos", NULL, "no_token", "target" } },
	    "auth.6001.kerberos.privacy" },
	{ "KRB_SPN_MISSING", HEALTH_DEGRADED, { { "negotiate", 200, NULL } },
	    { { 0, "ntlm", NULL, "accepted", NULL },
		{ 0, "kerberos", NULL, "token_refused", NULL } },
	    "auth.6001.kerberos.privacy" },
	/* a KRB-ERROR in the 401 */
	{ "KRB_SPN_MISSING", HEALTH_DEGRADED,
	    { { "ntlm", 200, NULL }, { "negotiate", 401, "ticket" } },
	    { { 0 } }, "echo.in.negotiate" },
	{ "KRB_CLOCK_SKEW", HEALTH_DEGRADED, { { "negotiate", 401, "clock" } },
	    { { 0 } }, "echo.in.negotiate" },
	{ "KRB_CLOCK_SKEW", HEALTH_DEGRADED, { { "negotiate", 0, "clock" } },
	    { { 0 } }, "echo.in.negotiate" },
	{ "KRB_CLOCK_SKEW", HEALTH_DEGRADED, { { 0 } },
	    { { 0, "ntlm", NULL, "accepted", NULL },
		{ 0, "kerberos", NULL, "no_token", "clock" } },
	    "auth.6001.kerberos.privacy" },
};

static void
verdicts_of_logons(void **state)
{
	struct report r;

	(void)state;
	for (size_t i = 0; i < sizeof(verdicts) / sizeof(verdicts[0]); i++) {
		site_healthy(&r);
		put_logons(&r, verdicts[i].logons);
		site_cells(&r, verdicts[i].cells, CASE_CELLS);
		/* The front end agrees with our clock, if not the KDC. */
		fact_put_int(&checks_find(&r.checks, "http.get")->facts,
		    FACT_HTTP_DATE_SKEW_S, 1);
		verdict_judge(&r);
		if (strcmp(r.verdict.id, verdicts[i].id) != 0 ||
		    r.verdict.confidence < 0.8)
			fail_msg("%s, not %s (%zu), with %.2f", r.verdict.id,
			    verdicts[i].id, i, r.verdict.confidence);
		assert_int_equal(r.verdict.status, verdicts[i].status);
		assert_int_equal(r.exit_status, verdicts[i].status);
		if (verdicts[i].evidence != NULL)
			assert_true(strlist_has(
			    &r.verdict.evidence, verdicts[i].evidence));
		report_clear(&r);
	}
}

static bool
has_finding(const struct report *r, const char *id)
{
	for (size_t i = 0; i < r->nfindings; i++)
		if (strcmp(r->findings[i].id, id) == 0)
			return true;
	return false;
}

/* A mechanism nobody registered does not hide a port that is closed. */
static void
beside_another_fault(void **state)
{
	struct report r;

	(void)state;
	site_healthy(&r);
	site_tunnel_error(&r, 6004, 0x6ba, SITE_REFUSED_MS);
	site_connect_record(&r, 6004, 10061);
	for (int port = 6001; port <= 6002; port++) {
		site_cell(&r,
		    &(struct site_cell){
			port, "ntlm", "privacy", "accepted", NULL });
		site_cell(&r,
		    &(struct site_cell){ port, "kerberos", "privacy",
			"provider_unknown", NULL });
	}
	verdict_judge(&r);
	assert_string_equal(r.verdict.id, "DSPROXY_IPV4_ONLY_6004");
	assert_true(r.verdict.confidence > 0.5);
	assert_true(has_finding(&r, "RPC_PROVIDER_UNREGISTERED"));
	report_clear(&r);
}

/* NTLM and Negotiate that fail together are one fault. */
static void
logons_beside_another_fault(void **state)
{
	struct report r;

	(void)state;
	site_healthy(&r);
	put_logons(&r,
	    (struct logon[CASE_LOGONS]){
		{ "ntlm", 401, NULL }, { "negotiate", 401, NULL } });
	site_tunnel_error(&r, 6001, 0x6ba, SITE_RTT_MS);
	site_tunnel_error(&r, 6002, 0x6ba, SITE_RTT_MS);
	site_tunnel_error(&r, 6004, 0x6ba, SITE_RTT_MS);
	verdict_judge(&r);
	assert_int_equal(r.nfindings, 1);
	assert_true(!strcmp(r.verdict.id, "VALIDPORTS_DENIED") ||
	    has_finding(&r, "VALIDPORTS_DENIED"));
	assert_false(has_finding(&r, "KRB_SPN_MISSING"));
	report_clear(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(logons),
		cmocka_unit_test(no_token_is_no_refusal),
		cmocka_unit_test(other_logon_refused),
		cmocka_unit_test(verdicts_of_logons),
		cmocka_unit_test(beside_another_fault),
		cmocka_unit_test(logons_beside_another_fault),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
