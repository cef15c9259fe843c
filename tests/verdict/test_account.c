/* SPDX-License-Identifier: Apache-2.0 */
/* Columns of experiments with who we are: certificates, other accounts, and
 * other spellings of a name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "shows.h"
#include "site.h"
#include "verdict/verdict.h"

static void
put_logon(struct report *r, const char *id, enum stage_id stage, bool accepted)
{
	struct check *c = site_check(r, id, stage, OUTCOME_INFO);

	c->http_status = accepted ? 200 : 401;
	fact_put_str(&c->facts, FACT_AUTH_USER, "CONTOSO\\carol");
	fact_put_bool(&c->facts, FACT_HTTP_ACCEPTED, accepted);
}

static void
a_certificate_is_asked_for_or_changes_the_answer(void **state)
{
	struct report r = { 0 };
	struct check *c;

	(void)state;
	site_refuses(&r, 403, "iis");
	shows(&r, column_ccert, NULL);
	c = site_check(&r, "http.ccert", STAGE_HTTP, OUTCOME_INFO);
	c->http_status = 403;
	shows(&r, column_ccert, "nochange");
	fact_put_bool(&c->facts, FACT_TLS_CLIENT_CERT_ASKED, true);
	fact_put_bool(&c->facts, FACT_TLS_CLIENT_CERT_SHOWN, false);
	shows(&r, column_ccert, NULL);
	fact_put_bool(&c->facts, FACT_TLS_CLIENT_CERT_SHOWN, true);
	shows(&r, column_ccert, "asked");
	c->http_status = 400;
	shows(&r, column_ccert, "changes");
	report_clear(&r);
}

static void
another_account_is_no_logon_of_ours(void **state)
{
	struct report r = { 0 };

	(void)state;
	site_healthy(&r);
	shows(&r, column_credx, NULL);
	shows(&r, column_second, NULL);
	put_logon(&r, "echo.in.second", STAGE_ECHO, false);
	shows(&r, column_second, "refused");
	/* Is it a good one? Not before it was accepted somewhere else. */
	shows(&r, column_credx, NULL);
	put_logon(&r, "http.scope.second", STAGE_HTTP, false);
	shows(&r, column_credx, NULL);
	put_logon(&r, "http.scope.second", STAGE_HTTP, true);
	shows(&r, column_credx, "no");
	shows(&r, column_basic, "ok");
	shows(&r, column_echo, "ok");
	put_logon(&r, "echo.in.second", STAGE_ECHO, true);
	shows(&r, column_credx, "fixes");
	shows(&r, column_second, NULL);
	report_clear(&r);
}

/* Roles and results, in pairs, to the NULL. */
static void
put_members(struct report *r, const char *const *pairs)
{
	for (; *pairs != NULL; pairs += 2) {
		char id[32];
		struct check *c;

		snprintf(id, sizeof(id), "association.%s", pairs[0]);
		c = site_check(r, id, STAGE_CALL, OUTCOME_INFO);
		c->endpoint = 0;
		fact_put_str(&c->facts, FACT_INTERFACE, "EMSMDB");
		fact_put_str(&c->facts, FACT_ASSOCIATION_ROLE, pairs[0]);
		fact_put_str(&c->facts, FACT_ASSOCIATION_RESULT, pairs[1]);
	}
}

static void
two_accounts_in_one_association(void **state)
{
	static const struct {
		const char *pairs[11];
		const char *symbol;
	} row[] = {
		{ { "first", "ok", "same", "ok", "apart", "ok", "other", "ok" },
		    "both" },
		{ { "first", "lost", "same", "ok", "apart", "ok", "other",
		      "refused", "again", "ok" },
		    "assoc" },
		{ { "first", "silent", "same", "ok", "apart", "ok", "other",
		      "refused", "again", "ok" },
		    NULL },
		{ { "first", "ok", "same", "ok", "apart", "ok", "other",
		      "refused", "again", "ok" },
		    "assoc" },
		{ { "first", "lost", "same", "ok", "apart", "ok", "other",
		      "ok" },
		    "assoc" },
		{ { "first", "ok", "same", "ok", "apart", "ok", "other",
		      "lost" },
		    "assoc" },
		/* not of the association: whoever comes late is refused */
		{ { "first", "ok", "same", "ok", "apart", "ok", "other",
		      "refused", "again", "refused" },
		    NULL },
		{ { "first", "ok", "same", "ok", "apart", "ok", "other",
		      "refused" },
		    NULL },
		{ { "first", "ok", "same", "refused", "apart", "ok", "other",
		      "refused", "again", "ok" },
		    NULL },
		{ { "first", "ok", "same", "ok", "apart", "refused" }, NULL },
		{ { "first", "ok", "same", "ok", "apart", "ok", "other",
		      "silent" },
		    NULL },
		{ { "first", "ok", "same", "ok", "apart", "ok", "other",
		      "unclear" },
		    NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		struct report r = { 0 };

		print_message("row %zu\n", i);
		site_healthy(&r);
		put_members(&r, row[i].pairs);
		shows(&r, column_credx, row[i].symbol);
		shows(&r, column_e6001, "ok");
		shows(&r, column_mgmt, "ok");
		report_clear(&r);
	}
}

/* It does not hide what an account is refused with, nor is it hidden. */
static void
an_association_beside_other_faults(void **state)
{
	static const char *const refused[] = { "first", "lost", "same", "ok",
		"apart", "ok", "other", "refused", "again", "ok", NULL };
	static const char *const both[] = { "first", "ok", "same", "ok",
		"apart", "ok", "other", "ok", NULL };
	struct report r = { 0 };

	(void)state;
	site_healthy(&r);
	put_members(&r, both);
	verdict_judge(&r);
	assert_string_equal(r.verdict.id, "HEALTHY");
	put_logon(&r, "echo.in.second", STAGE_ECHO, true);
	shows(&r, column_credx, "fixes");
	put_members(&r, refused);
	shows(&r, column_credx, "assoc");
	verdict_judge(&r);
	assert_string_equal(r.verdict.id, "ASSOC_GUID_REGISTRATION_FAILED");
	assert_int_equal(r.verdict.status, HEALTH_HEALTHY);
	assert_int_equal(r.exit_status, 0);
	site_tunnel_error(&r, 6004, 0x6ba, SITE_RTT_MS);
	verdict_judge(&r);
	assert_int_equal(r.verdict.status, HEALTH_FAILED);
	assert_int_equal(r.nfindings, 1);
	assert_string_equal(r.findings[0].id, "ASSOC_GUID_REGISTRATION_FAILED");
	report_clear(&r);
}

static void
an_account_next_door(void **state)
{
	struct report r = { 0 };

	(void)state;
	site_front(&r);
	shows(&r, column_scope, NULL);
	put_logon(&r, "http.scope.logon", STAGE_HTTP, true);
	shows(&r, column_scope, "rpcvdir");
	put_logon(&r, "http.scope.logon", STAGE_HTTP, false);
	shows(&r, column_scope, "host");
	report_clear(&r);
}

static void
a_name_in_full(void **state)
{
	struct report r = { 0 };
	struct check *form;

	(void)state;
	site_healthy(&r);
	put_logon(&r, "echo.in.form", STAGE_ECHO, true);
	shows(&r, column_basic, "form");
	shows(&r, column_namealt, NULL);
	put_logon(&r, "echo.in.form", STAGE_ECHO, false);
	shows(&r, column_basic, "ok");
	/* A domain that was guessed at may be the wrong one. */
	form = checks_find(&r.checks, "echo.in.form");
	fact_put_str(&form->facts, FACT_AUTH_USER, "alice@contoso.test");
	shows(&r, column_namealt, NULL);
	fact_put_str(&checks_find(&r.checks, "http.out")->facts,
	    FACT_HTTP_REALM, "contoso.test");
	shows(&r, column_namealt, "no");
	fact_put_str(&form->facts, FACT_AUTH_USER, "FABRIKAM\\alice");
	shows(&r, column_namealt, "no");
	report_clear(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_certificate_is_asked_for_or_changes_the_answer),
		cmocka_unit_test(another_account_is_no_logon_of_ours),
		cmocka_unit_test(an_account_next_door),
		cmocka_unit_test(two_accounts_in_one_association),
		cmocka_unit_test(an_association_beside_other_faults),
		cmocka_unit_test(a_name_in_full),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
