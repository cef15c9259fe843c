/* SPDX-License-Identifier: Apache-2.0 */
/* The comparison of RPC logons: from its cells to a symbol. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "shows.h"
#include "site.h"
#include "verdict/verdict.h"

#define CASE_CELLS 8

static const struct {
	struct site_cell v[CASE_CELLS];
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
	    NULL },
	/* What the server checked counts, signed answer or not. */
	{ { { 0, "ntlm", NULL, "checked", NULL },
	      { 0, "negotiate", NULL, "checked", NULL } },
	    "all" },
	{ { { 6001, "ntlm", NULL, "checked", NULL },
	      { 6002, "ntlm", NULL, "provider_unknown", NULL },
	      { 6004, "ntlm", NULL, "checked", NULL },
	      { 0, "negotiate", NULL, "checked", NULL } },
	    "no10@6002" },
	/* Clients of such a server log on to its proxy alone. */
	{ { { 0, "ntlm", NULL, "provider_unknown", NULL },
	      { 0, "negotiate", NULL, "provider_unknown", NULL } },
	    NULL },
	/* NTLM says a refused level in the words of a refused logon. */
	{ { { 0, "ntlm", NULL, "accepted", NULL },
	      { 0, "negotiate", NULL, "accepted", NULL },
	      { 6001, "ntlm", "integrity", "token_refused", NULL } },
	    "lvl" },
	{ { { 0, "ntlm", NULL, "something new", NULL } }, NULL },
};

static void
sweep(void **state)
{
	struct report r;

	(void)state;
	for (size_t i = 0; i < sizeof(sweeps) / sizeof(sweeps[0]); i++) {
		site_healthy(&r);
		site_cells(&r, sweeps[i].v, CASE_CELLS);
		shows(&r, column_sweep, sweeps[i].symbol);
		shows(&r, column_e6001, "ok");
		shows(&r, column_mgmt, "ok");
		report_clear(&r);
	}
}

static void
say_how(struct report *r, const char *id, const char *interface,
    const char *evidence)
{
	struct fact_set *f = &checks_find(&r->checks, id)->facts;

	fact_put_str(f, FACT_BIND_INTERFACE, interface);
	fact_put_str(f, FACT_AUTH_EVIDENCE, evidence);
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
	site_cell(&r, &(struct site_cell){ 0, "ntlm", NULL, "denied", NULL });
	say_how(&r, "auth.6001.ntlm.privacy", "mgmt", "fault 0x00000005");
	say_how(&r, "auth.6002.ntlm.privacy", "mgmt", "fault 0x00000005");
	say_how(&r, "auth.6004.ntlm.privacy", "mgmt", "fault 0x00000005");
	shows(&r, column_mgmt, "refused");
	shows(&r, column_sweep, NULL);
	/* An interface with no such rule of its own is another matter, and so
	 * is a logon that was refused as such. */
	say_how(&r, "auth.6001.ntlm.privacy", "EMSMDB", "fault 0x00000005");
	shows(&r, column_sweep, "none");
	say_how(&r, "auth.6001.ntlm.privacy", "mgmt", "bind_nak 9");
	shows(&r, column_sweep, "none");
	say_how(&r, "auth.6001.ntlm.privacy", "mgmt", "fault 0x00000005");
	site_cell(&r, &(struct site_cell){ 0, "ntlm", NULL, "rejected", NULL });
	shows(&r, column_sweep, NULL);
	verdict_judge(&r);
	assert_string_equal(r.verdict.id, "RPC_MGMT_REFUSED_BENIGN");
	report_clear(&r);
}

/* The account that the proxy takes is refused, while RPC needs no logon. */
static void
refused_behind_the_proxy(void **state)
{
	struct report r;
	struct check *c;

	(void)state;
	site_healthy(&r);
	site_cell(&r,
	    &(struct site_cell){ 6001, "ntlm", NULL, "token_refused", NULL });
	site_cell(&r,
	    &(struct site_cell){
		6001, "negotiate", NULL, "token_refused", NULL });
	shows(&r, column_sweep, "none");
	for (size_t i = 0;
	     (c = checks_nth(&r.checks, STAGE_BIND, 6001, i)) != NULL; i++)
		if (c->rpc_auth != NULL)
			fact_put_str(&c->facts, FACT_AUTH_ACCOUNT, "proxy");
	shows(&r, column_sweep, "same");
	verdict_judge(&r);
	assert_string_equal(r.verdict.id, "RPC_INNER_BAD_CREDENTIALS");
	assert_int_equal(r.verdict.status, HEALTH_DEGRADED);
	c = checks_find(&r.checks, "call.6001.inq_if_ids");
	fact_put_str(&c->facts, FACT_CALL_RESULT, "fault");
	shows(&r, column_sweep, "none");
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
	site_cell(&r,
	    &(struct site_cell){
		6001, "ntlm", "privacy", "token_refused", NULL });
	shows(&r, column_e6001, "bnd");
	site_cell(&r,
	    &(struct site_cell){ 6001, "ntlm", "privacy", "accepted", NULL });
	shows(&r, column_e6001, "ok");
	report_clear(&r);
}

/* A cell of the comparison has a tunnel of its own. */
static void
cells_are_trials(void **state)
{
	struct report *r = *state;
	struct check *c =
	    site_check(r, "auth.6001.ntlm.privacy", STAGE_BIND, OUTCOME_FAIL);

	c->endpoint = 6001;
	mem_set(&c->rpc_auth, "ntlm");
	fact_put_str(&c->facts, FACT_TUNNEL_REACHED, "nothing");
	fact_put_str(&c->facts, FACT_TUNNEL_END, "http");
	c->http_status = 503;
	shows(r, column_e6001, "mix");
	shows(r, column_e6002, "ok");
	/* its own logon at the proxy is another matter */
	c->http_status = 401;
	shows(r, column_e6001, "ok");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sweep),
		cmocka_unit_test(interface_refused),
		cmocka_unit_test(refused_behind_the_proxy),
		cmocka_unit_test(bound_with_a_logon),
		cmocka_unit_test_setup_teardown(
		    cells_are_trials, site_open, site_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
