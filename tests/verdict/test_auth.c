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

struct cell {
	int port; /* 0 = all three */
	const char *mechanism;
	const char *level; /* NULL = privacy */
	const char *result;
	const char *fault;
};

static void
put_cell(struct report *r, const struct cell *c)
{
	const char *level = c->level == NULL ? "privacy" : c->level;

	for (size_t i = 0; i < r->target.nendpoints; i++)
		if (c->port == 0 || c->port == r->target.endpoints[i])
			site_rpc_auth(r, r->target.endpoints[i], c->mechanism,
			    level, c->result, c->fault);
}

static void
put_cells(struct report *r, const struct cell *v)
{
	for (size_t i = 0; i < CASE_CELLS && v[i].mechanism != NULL; i++)
		put_cell(r, &v[i]);
}

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
	struct cell v[CASE_CELLS];
	const char *symbol;
} sweeps[] = {
	{ { { 0 } }, NULL },
	{ { { 0, "ntlm", NULL, "accepted", NULL },
	      { 0, "negotiate", NULL, "accepted", NULL } },
	    "all" },
	/* What we have no token for says nothing of the server. */
	{ { { 0, "ntlm", NULL, "accepted", NULL },
	      { 0, "kerberos", NULL, "no_token", "kdc" },
	      { 0, "negotiate", NULL, "no_token", "mechanism" } },
	    "all" },
	{ { { 0, "kerberos", NULL, "no_token", "kdc" } }, NULL },
	{ { { 0, "ntlm", "connect", "unproven", NULL } }, NULL },
	{ { { 0, "ntlm", "connect", "unproven", NULL },
	      { 0, "ntlm", "integrity", "accepted", NULL } },
	    "all" },
	{ { { 0, "ntlm", NULL, "provider_unknown", NULL },
	      { 0, "negotiate", NULL, "accepted", NULL } },
	    "no10" },
	{ { { 0, "ntlm", NULL, "provider_unknown", NULL } }, "no10" },
	{ { { 0, "ntlm", NULL, "accepted", NULL },
	      { 0, "negotiate", NULL, "provider_unknown", NULL } },
	    "no9" },
	{ { { 0, "ntlm", NULL, "accepted", NULL },
	      { 0, "kerberos", NULL, "provider_unknown", NULL } },
	    "no16" },
	{ { { 6001, "ntlm", NULL, "accepted", NULL },
	      { 6002, "ntlm", NULL, "provider_unknown", NULL },
	      { 6004, "ntlm", NULL, "accepted", NULL },
	      { 0, "negotiate", NULL, "accepted", NULL } },
	    "no10@6002" },
	{ { { 6001, "ntlm", NULL, "accepted", NULL },
	      { 6002, "ntlm", NULL, "accepted", NULL },
	      { 6004, "ntlm", NULL, "provider_unknown", NULL },
	      { 0, "negotiate", NULL, "accepted", NULL } },
	    "no10" },
	{ { { 6001, "ntlm", NULL, "token_refused", NULL } }, "none" },
	{ { { 0, "ntlm", NULL, "denied", NULL },
	      { 0, "negotiate", NULL, "token_refused", NULL },
	      { 0, "kerberos", NULL, "provider_unknown", NULL } },
	    "none" },
	{ { { 0, "kerberos", NULL, "token_refused", NULL } }, "n9" },
	{ { { 0, "ntlm", NULL, "accepted", NULL },
	      { 0, "kerberos", NULL, "token_refused", NULL } },
	    "n9" },
	{ { { 0, "ntlm", NULL, "accepted", NULL },
	      { 0, "kerberos", NULL, "no_token", "ticket" } },
	    "n9" },
	/* What the KDC refuses is refused, unless somebody else takes it. */
	{ { { 0, "kerberos", NULL, "no_token", "password" } }, "none" },
	{ { { 0, "kerberos", NULL, "no_token", "user" } }, "none" },
	{ { { 0, "kerberos", NULL, "no_token", "account" } }, "none" },
	{ { { 0, "ntlm", NULL, "accepted", NULL },
	      { 0, "kerberos", NULL, "no_token", "user" } },
	    "all" },
	{ { { 0, "ntlm", NULL, "accepted", NULL },
	      { 0, "kerberos", NULL, "no_token", "target" } },
	    "k7" },
	{ { { 0, "ntlm", NULL, "accepted", NULL },
	      { 0, "kerberos", NULL, "no_token", "clock" } },
	    "k37" },
	{ { { 0, "ntlm", NULL, "accepted", NULL },
	      { 0, "kerberos", NULL, "token_refused", "clock" } },
	    "k37" },
	{ { { 0, "ntlm", NULL, "accepted", NULL },
	      { 0, "ntlm", "packet", "level_refused", NULL },
	      { 0, "ntlm", "connect", "unproven", NULL } },
	    "lvl" },
	{ { { 0, "ntlm", NULL, "accepted", NULL },
	      { 0, "ntlm", "integrity", "denied", NULL } },
	    "lvl" },
	{ { { 0, "ntlm", NULL, "accepted", NULL },
	      { 0, "ntlm", "packet", "accepted", NULL },
	      { 0, "ntlm", "connect", "level_refused", NULL } },
	    "all" },
	/* One of several is odd: nothing that has a name. */
	{ { { 0, "ntlm", NULL, "accepted", NULL },
	      { 0, "negotiate", NULL, "timeout", NULL } },
	    NULL },
	{ { { 6001, "ntlm", NULL, "accepted", NULL },
	      { 6004, "ntlm", NULL, "unverified", NULL } },
	    "odd" },
	{ { { 0, "ntlm", NULL, "something new", NULL } }, NULL },
};

static void
sweep(void **state)
{
	struct report r;

	(void)state;
	for (size_t i = 0; i < sizeof(sweeps) / sizeof(sweeps[0]); i++) {
		site_healthy(&r);
		put_cells(&r, sweeps[i].v);
		shows(&r, column_sweep, sweeps[i].symbol);
		shows(&r, column_e6001, "ok");
		shows(&r, column_mgmt, "ok");
		report_clear(&r);
	}
}

/* Where nobody may call, a logon that may not either is no bad logon. */
static void
interface_refused(void **state)
{
	struct report r;

	(void)state;
	site_healthy(&r);
	for (size_t i = 0; i < r.checks.n; i++)
		if (r.checks.v[i]->stage == STAGE_CALL)
			fact_put_str(
			    &r.checks.v[i]->facts, FACT_CALL_RESULT, "fault");
	put_cell(&r, &(struct cell){ 0, "ntlm", NULL, "denied", NULL });
	shows(&r, column_mgmt, "refused");
	shows(&r, column_sweep, NULL);
	put_cell(&r, &(struct cell){ 0, "ntlm", NULL, "rejected", NULL });
	shows(&r, column_sweep, NULL);
	verdict_judge(&r);
	assert_string_equal(r.verdict.id, "RPC_MGMT_REFUSED_BENIGN");
	report_clear(&r);
}

/* Without authentication the server refuses the bind, with it it answers. */
static void
bound_with_a_logon(void **state)
{
	struct report r;
	struct check *c;

	(void)state;
	site_healthy(&r);
	c = checks_find(&r.checks, "bind.6001.mgmt");
	fact_put_str(&c->facts, FACT_BIND_RESULT, "nak");
	shows(&r, column_e6001, "bnd");
	site_rpc_auth(&r, 6001, "ntlm", "privacy", "token_refused", NULL);
	shows(&r, column_e6001, "bnd");
	site_rpc_auth(&r, 6001, "ntlm", "privacy", "accepted", NULL);
	shows(&r, column_e6001, "ok");
	report_clear(&r);
}

static const struct {
	const char *id;
	enum health status;
	struct logon logons[CASE_LOGONS];
	struct cell cells[CASE_CELLS];
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
		put_cells(&r, verdicts[i].cells);
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
		site_rpc_auth(&r, port, "ntlm", "privacy", "accepted", NULL);
		site_rpc_auth(
		    &r, port, "kerberos", "privacy", "provider_unknown", NULL);
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
		cmocka_unit_test(sweep),
		cmocka_unit_test(interface_refused),
		cmocka_unit_test(bound_with_a_logon),
		cmocka_unit_test(verdicts_of_logons),
		cmocka_unit_test(beside_another_fault),
		cmocka_unit_test(logons_beside_another_fault),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
