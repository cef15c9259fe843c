/* SPDX-License-Identifier: Apache-2.0 */
/* What devices in front of a site do in their own ways, and that none of it is
 * taken for something else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
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

static void
at_each(struct report *r, const char *channel, int status)
{
	static const int ports[] = { 6001, 6002, 6004 };

	for (size_t i = 0; i < sizeof(ports) / sizeof(ports[0]); i++)
		site_tunnel_http(r, ports[i], channel, status);
}

/* Refused by a device, where the echo passed. */
static void
long_request_is_502(void **state)
{
	struct report *r = *state;

	at_each(r, "in", 502);
	for (int i = 1; i <= 8; i++) {
		char id[32];
		struct check *c;

		site_repeat(r, 6001, i, false);
		snprintf(id, sizeof(id), "repeat.6001.%d", i);
		c = checks_find(&r->checks, id);
		fact_put_str(&c->facts, FACT_TUNNEL_REACHED, "nothing");
		fact_put_str(&c->facts, FACT_TUNNEL_CHANNEL, "in");
		fact_put_str(&c->facts, FACT_TUNNEL_END, "http");
		c->http_status = 502;
	}
	for (size_t i = 0; i < r->checks.n; i++)
		if (r->checks.v[i]->http_status == 502)
			fact_put_str(
			    &r->checks.v[i]->facts, FACT_HTTP_AUTHOR, "device");
	judged(r, "REVPROXY_BODY_LIMIT", 0.6);
}

/* OUT is broken off as soon as its answer began. */
static void
long_answer_is_cut(void **state)
{
	static const int ports[] = { 6001, 6002, 6004 };
	struct report *r = *state;

	for (size_t i = 0; i < sizeof(ports) / sizeof(ports[0]); i++) {
		struct check *c;
		char id[32];

		site_tunnel_silent(r, ports[i], "out-200");
		snprintf(id, sizeof(id), "tunnel.%d", ports[i]);
		c = checks_find(&r->checks, id);
		fact_put_str(&c->facts, FACT_TUNNEL_END, "reset");
		fact_put_str(&c->facts, FACT_TUNNEL_CHANNEL, "out");
		c->duration_us = CLOCK_S(1) / 10;
	}
	judged(r, "OUT_CHANNEL_BUFFERED", 0.6);
}

static void
put_skew(struct report *r)
{
	fact_put_int(&checks_find(&r->checks, "http.out")->facts,
	    FACT_HTTP_DATE_SKEW_S, 4000);
	fact_put_int(&checks_find(&r->checks, "http.get")->facts,
	    FACT_HTTP_DATE_SKEW_S, 4000);
}

static bool
is_finding(const struct report *r, const char *id)
{
	for (size_t i = 0; i < r->nfindings; i++)
		if (strcmp(r->findings[i].id, id) == 0)
			return true;
	return false;
}

/* The clocks differ, which harms Kerberos alone. */
static void
clocks_without_kerberos(void **state)
{
	struct report r;

	(void)state;
	site_front(&r);
	site_schemes(&r, "http.out", "Basic");
	put_skew(&r);
	verdict_judge(&r);
	assert_false(is_finding(&r, "KRB_CLOCK_SKEW"));
	report_clear(&r);
	site_front(&r);
	site_schemes(&r, "http.out", "Negotiate");
	put_skew(&r);
	verdict_judge(&r);
	assert_true(is_finding(&r, "KRB_CLOCK_SKEW"));
	report_clear(&r);
}

/* A limit says nothing of front ends that differ. */
static void
too_many_requests(void **state)
{
	struct report r;

	(void)state;
	site_refuses(&r, 429, "device");
	verdict_judge(&r);
	assert_string_equal(r.verdict.id, VERDICT_UNKNOWN);
	assert_non_null(strstr(r.verdict.summary, "429 Too Many Requests"));
	report_clear(&r);
}

/* The reason that TMG gives for a 502 is a rule, and no member that is down. */
static void
denied_by_a_rule(void **state)
{
	static const char reason[] = "Proxy Error ( The server denied the "
				     "specified Uniform Resource Locator "
				     "(URL). )";
	struct report r;

	(void)state;
	site_refuses(&r, 502, "device");
	judged(&r, "REVPROXY_BACKEND_DOWN", 0.9);
	site_answer(&r, "http.get", 502, reason, NULL, "device");
	site_answer(&r, "http.out", 502, reason, NULL, "device");
	site_answer(&r, "http.verb", 502, reason, NULL, "device");
	shows(&r, column_h0, "403");
	judged(&r, "RPC_VDIR_MISSING", 0.6);
	site_answer(&r, "http.get", 401, "Unauthorized", NULL, "iis");
	site_schemes(&r, "http.get", "Basic");
	judged(&r, "RPC_METHOD_BLOCKED", 0.95);
	report_clear(&r);
}

/* Without the RPC proxy's words it may be anybody's. */
static void
no_scheme_by_a_device(void **state)
{
	struct report r;

	(void)state;
	site_refuses(&r, 401, "device");
	judged(&r, "RPC_PROXY_UNSECURE_OR_ANON_REJECT", 0.6);
	report_clear(&r);
	site_refuses(&r, 401, "rpcproxy");
	verdict_judge(&r);
	assert_true(r.verdict.confidence > 0.8);
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
		T(long_request_is_502),
		T(long_answer_is_cut),
		cmocka_unit_test(clocks_without_kerberos),
		cmocka_unit_test(too_many_requests),
		cmocka_unit_test(denied_by_a_rule),
		cmocka_unit_test(no_scheme_by_a_device),
	};
#undef T

	return cmocka_run_group_tests(tests, NULL, NULL);
}
