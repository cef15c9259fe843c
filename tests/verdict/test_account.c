/* SPDX-License-Identifier: Apache-2.0 */
/* Columns of experiments with who we are: certificates, other accounts, and
 * other spellings of a name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "shows.h"
#include "site.h"

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
	put_logon(&r, "echo.in.second", STAGE_ECHO, false);
	shows(&r, column_credx, "no");
	shows(&r, column_basic, "ok");
	shows(&r, column_echo, "ok");
	put_logon(&r, "echo.in.second", STAGE_ECHO, true);
	shows(&r, column_credx, "fixes");
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

	(void)state;
	site_healthy(&r);
	put_logon(&r, "echo.in.form", STAGE_ECHO, true);
	shows(&r, column_basic, "form");
	shows(&r, column_namealt, NULL);
	put_logon(&r, "echo.in.form", STAGE_ECHO, false);
	shows(&r, column_basic, "ok");
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
		cmocka_unit_test(a_name_in_full),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
