/* SPDX-License-Identifier: Apache-2.0 */
/* What devices in front of a site do in their own ways, and that none of it is
 * taken for something else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "shows.h"
#include "site.h"
#include "verdict/seen.h"
#include "verdict/verdict.h"

static void
judged(struct report *r, const char *id, double most)
{
	verdict_judge(r);
	assert_string_equal(r->verdict.id, id);
	assert_int_equal(r->verdict.status, HEALTH_FAILED);
	assert_true(r->verdict.confidence > 0.3);
	assert_true(r->verdict.confidence <= most);
}

/* Who breaks a channel off does not hold it back. */
static void
broken_off(void **state)
{
	static const struct {
		const char *channel, *reached, *end;
		int64_t seconds;
		const char *symbol;
	} cases[] = {
		{ "in", "conn-a3", "reset", 1, "incut" },
		{ "in", "nothing", "closed", 1, "incut" },
		/* it waited for the other channel, and gave up */
		{ "in", "conn-a3", "closed", 5, "A3" },
		{ "out", "out-200", "reset", 1, "outcut" },
		{ "out", "nothing", "closed", 5, "outcut" },
		{ "out", "conn-a3", "closed", 1, "A3" },
	};
	struct report *r = *state;
	struct check *c;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		site_tunnel_silent(r, 6001, cases[i].reached);
		c = checks_find(&r->checks, "tunnel.6001");
		fact_put_str(&c->facts, FACT_TUNNEL_END, cases[i].end);
		fact_put_str(&c->facts, FACT_TUNNEL_CHANNEL, cases[i].channel);
		c->duration_us = CLOCK_S(cases[i].seconds);
		shows(r, column_e6001, cases[i].symbol);
	}
}

static void
pages_on_out(void **state)
{
	struct report *r = *state;
	struct check *c;

	site_tunnel_silent(r, 6001, "nothing");
	c = checks_find(&r->checks, "tunnel.6001");
	fact_put_str(&c->facts, FACT_TUNNEL_END, "protocol");
	shows(r, column_e6001, "odd");
	fact_put_str(&c->facts, FACT_HTTP_CONTENT_TYPE, "text/html");
	shows(r, column_e6001, "page");
}

/* What one front end said once does not make a farm of it. */
static void
turned_away_by_a_device(void **state)
{
	struct report r;

	(void)state;
	site_refuses(&r, 403, "device");
	judged(&r, "RPC_VDIR_MISSING", 0.6);
	report_clear(&r);
	site_refuses(&r, 501, "iis");
	verdict_judge(&r);
	assert_true(r.verdict.confidence <= 0.3);
	report_clear(&r);
}

/* A list of what is refused need not hold a made-up method. */
static void
two_methods_refused(void **state)
{
	struct report r;

	(void)state;
	site_refuses(&r, 403, "device");
	site_answer(&r, "http.get", 401, "Unauthorized", NULL, "iis");
	site_schemes(&r, "http.get", "Basic");
	site_answer(&r, "http.verb", 401, "Unauthorized", NULL, "iis");
	site_schemes(&r, "http.verb", "Basic");
	shows(&r, column_scope, "verb");
	judged(&r, "RPC_METHOD_BLOCKED", 0.95);
	report_clear(&r);
}

/* Modern authentication alone is nothing that RPC over HTTP can use. */
static void
only_bearer_offered(void **state)
{
	struct report r;

	(void)state;
	site_refuses(&r, 401, "iis");
	site_schemes(&r, "http.out", "Bearer");
	site_skip(&r, "echo.in", STAGE_ECHO, "no way to log on");
	shows(&r, column_want, "no");
	judged(&r, "HTTP_AUTH_SCHEME_MISMATCH", 0.95);
	report_clear(&r);
}

/* A device takes Basic; the server behind it does not offer it. */
static void
basic_passed_on(void **state)
{
	struct report r;
	struct check *c;

	(void)state;
	site_front(&r);
	site_logon(&r, "basic", 401, NULL);
	shows(&r, column_basic, "fail");
	c = (struct check *)seen_logon(&r);
	site_schemes(&r, c->id, "ntlm");
	shows(&r, column_basic, "passed");
	judged(&r, "HTTP_AUTH_SCHEME_MISMATCH", 0.85);
	site_schemes(&r, c->id, "basic");
	shows(&r, column_basic, "fail");
	report_clear(&r);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, site_open, site_close)
	const struct CMUnitTest tests[] = {
		T(broken_off),
		T(pages_on_out),
		cmocka_unit_test(turned_away_by_a_device),
		cmocka_unit_test(two_methods_refused),
		cmocka_unit_test(only_bearer_offered),
		cmocka_unit_test(basic_passed_on),
	};
#undef T

	return cmocka_run_group_tests(tests, NULL, NULL);
}
