/* SPDX-License-Identifier: Apache-2.0 */
/* What Kerberos says, and what it means: the KDC asked alone, names, clocks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "shows.h"
#include "site.h"
#include "verdict/say.h"
#include "verdict/verdict.h"

static void
put_kdc(struct report *r, const char *result, const char *fault, int number)
{
	struct check *c = site_check(r, "kdc", STAGE_INSIDE, OUTCOME_INFO);

	if (result != NULL)
		fact_put_str(&c->facts, FACT_KDC_RESULT, result);
	if (fault != NULL)
		fact_put_str(&c->facts, FACT_AUTH_FAULT, fault);
	if (number != 0)
		fact_put_int(&c->facts, FACT_KERBEROS_ERROR, number);
}

static const struct {
	const char *result, *fault;
	int number;
	const char *symbol;
	const char *verdict; /* of a front end that refuses every logon */
} answers[] = {
	{ "refused", "account", 18, "18", "HTTP_ACCOUNT_RESTRICTED" },
	{ "refused", "account", 12, "18", "HTTP_ACCOUNT_RESTRICTED" },
	{ "refused", "account", 23, "23", "HTTP_ACCOUNT_RESTRICTED" },
	{ "refused", "password", 24, "24", "HTTP_BAD_CREDENTIALS" },
	{ "refused", "user", 6, "6", "HTTP_BAD_CREDENTIALS" },
	{ "none", "kdc", 0, NULL, "HTTP_BAD_CREDENTIALS" },
	{ "none", NULL, 0, NULL, "HTTP_BAD_CREDENTIALS" },
	{ "ok", NULL, 0, "ok", NULL },
	{ "ok", "target", 7, "ok", NULL },
	{ NULL, "credentials", 0, NULL, "HTTP_BAD_CREDENTIALS" },
};

static void
site_refused(struct report *r)
{
	struct check *c;

	site_front(r);
	site_schemes(r, "http.out", "Basic");
	c = site_check(r, "echo.in", STAGE_ECHO, OUTCOME_FAIL);
	mem_set(&c->http_auth, "basic");
	site_answer(
	    r, "echo.in", 401, "Unauthorized", "Microsoft-IIS/7.5", "iis");
	fact_put_bool(&c->facts, FACT_HTTP_CREDENTIALS, true);
	fact_put_bool(&c->facts, FACT_HTTP_ACCEPTED, false);
}

static void
kdc_as_oracle(void **state)
{
	struct report r;

	(void)state;
	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		site_refused(&r);
		put_kdc(
		    &r, answers[i].result, answers[i].fault, answers[i].number);
		shows(&r, column_kdc, answers[i].symbol);
		verdict_judge(&r);
		if (answers[i].verdict != NULL &&
		    strcmp(r.verdict.id, answers[i].verdict) != 0)
			fail_msg("%zu: %s", i, r.verdict.id);
		if (answers[i].number != 0 && answers[i].verdict != NULL)
			assert_true(r.verdict.confidence >= 0.8);
		report_clear(&r);
	}
}

static void
expect_place(const struct report *r, const char *text, const char *wanted)
{
	char *said = say_fill(text, r);

	assert_string_equal(said, wanted);
	free(said);
}

static void
bad_names(void **state)
{
	struct report r;
	struct check *c;

	(void)state;
	site_healthy(&r);
	expect_place(&r, "{spn}", "HTTP/mail.contoso.test");
	site_cell(&r,
	    &(struct site_cell){
		6002, "kerberos", "privacy", "no_token", "target" });
	c = checks_find(&r.checks, "auth.6002.kerberos.privacy");
	fact_put_str(&c->facts, FACT_AUTH_SPN, "exchangeRFR/mbx1");
	site_cell(&r,
	    &(struct site_cell){
		6001, "negotiate", "privacy", "token_refused", NULL });
	c = checks_find(&r.checks, "auth.6001.negotiate.privacy");
	fact_put_str(&c->facts, FACT_AUTH_SPN, "exchangeMDB/mbx1");
	expect_place(&r, "{spn}", "exchangeRFR/mbx1");
	fact_put_str(&c->facts, FACT_AUTH_PACKAGE, "kerberos");
	expect_place(&r, "{spn}", "exchangeRFR/mbx1, exchangeMDB/mbx1");
	report_clear(&r);
}

static void
realm(void **state)
{
	struct report r;
	struct check *c;

	(void)state;
	site_healthy(&r);
	expect_place(&r, "{realm}", "the account's domain");
	site_cell(&r,
	    &(struct site_cell){
		6001, "kerberos", "privacy", "no_token", "kdc" });
	c = checks_find(&r.checks, "auth.6001.kerberos.privacy");
	fact_put_str(&c->facts, FACT_AUTH_CLIENT, "alice@CONTOSO.TEST");
	expect_place(&r, "{realm}", "CONTOSO.TEST");
	verdict_judge(&r);
	assert_string_equal(r.verdict.id, "HEALTHY");
	assert_int_equal(r.nfindings, 1);
	assert_string_equal(r.findings[0].id, "KRB_NO_KDC");
	assert_int_equal(r.exit_status, HEALTH_HEALTHY);
	report_clear(&r);
}

static const struct {
	int64_t skew_s;
	const char *said;
} dates[] = {
	{ -1200,
	    "the clock of mail.contoso.test is 20 minutes behind that of "
	    "this machine" },
	{ 3629,
	    "the clock of mail.contoso.test is 60 minutes ahead of that of "
	    "this machine" },
	{ 299,
	    "the clock of mail.contoso.test agrees with that of this "
	    "machine: look at the domain controller's, and at that of the "
	    "RPC server" },
};

static void
clocks(void **state)
{
	struct report r;

	(void)state;
	site_healthy(&r);
	expect_place(
	    &r, "{clocks}", "mail.contoso.test does not tell its time");
	for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
		fact_put_int(&checks_find(&r.checks, "http.get")->facts,
		    FACT_HTTP_DATE_SKEW_S, dates[i].skew_s);
		expect_place(&r, "{clocks}", dates[i].said);
	}
	report_clear(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kdc_as_oracle),
		cmocka_unit_test(bad_names),
		cmocka_unit_test(realm),
		cmocka_unit_test(clocks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
