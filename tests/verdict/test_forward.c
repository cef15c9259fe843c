/* SPDX-License-Identifier: Apache-2.0 */
/* What a forward proxy says becomes symbols, and never a claim of its own
 * about the target. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/mem.h"
#include "shows.h"
#include "site.h"
#include "verdict/verdict.h"

#define PLACE "squid.test:3128"
#define N(a) (sizeof(a) / sizeof((a)[0]))

/* The forward proxy's name resolves and its port connects. */
static void
forward_begin(struct report *r)
{
	struct check *dns, *tcp;

	site_begin(r);
	dns = site_check(r, "dns", STAGE_DNS, OUTCOME_PASS);
	fact_put_str(&dns->facts, FACT_DNS_RESULT, "ok");
	fact_put_str(&dns->facts, FACT_FORWARD_PROXY, PLACE);
	tcp = site_check(r, "tcp.1", STAGE_TCP, OUTCOME_PASS);
	fact_put_str(&tcp->facts, FACT_TCP_RESULT, "ok");
	fact_put_str(&tcp->facts, FACT_FORWARD_PROXY, PLACE);
}

/* Its answer to CONNECT; status 0 = result says why there was none. */
static struct check *
forward_answers(struct report *r, const char *id, int status, const char *error,
    const char *result)
{
	struct check *c = site_check(
	    r, id, STAGE_HTTP, status / 100 == 2 ? OUTCOME_PASS : OUTCOME_FAIL);

	fact_put_str(&c->facts, FACT_HTTP_METHOD, "CONNECT");
	fact_put_str(&c->facts, FACT_HTTP_RESULT, result);
	if (status != 0) {
		c->http_status = status;
		fact_put_bool(&c->facts, FACT_HTTP_FORWARD, true);
		fact_put_str(&c->facts, FACT_HTTP_AUTHOR, "device");
	}
	if (error != NULL)
		fact_put_str(&c->facts, FACT_FORWARD_ERROR, error);
	mem_set(&c->detail, "the forward proxy said so");
	return c;
}

static const struct {
	int status;
	const char *error, *result;
	const char *dns, *tcp, *tls, *h0;
	const char *id;
} answers[] = {
	{ 407, NULL, "answered", "ok", "ok", "-", "407", "FORWARD_PROXY_AUTH" },
	{ 403, "ERR_ACCESS_DENIED 0", "answered", "ok", "ok", "-", "403",
	    "FORWARD_PROXY_AUTH" },
	{ 503, "ERR_DNS_FAIL 0", "answered", "nx", "-", "-", "-",
	    "DNS_PROXY_NXDOMAIN" },
	{ 500, "ERR_CANNOT_FORWARD 0", "answered", "ok", "lost", "-", "-",
	    "DNS_PROXY_NXDOMAIN" },
	{ 503, "ERR_CONNECT_FAIL 111", "answered", "ok", "ref", "-", "-",
	    "TCP_REFUSED" },
	{ 503, "ERR_CONNECT_FAIL 110", "answered", "ok", "to", "-", "-",
	    "TCP_FILTERED" },
	{ 503, NULL, "answered", "ok", "unr", "-", "-", "DNS_PROXY_NXDOMAIN" },
	{ 0, NULL, "timeout", "ok", "unr", "-", "-", "TCP_FILTERED" },
	{ 0, NULL, "failure", "ok", "fwd", "-", "-", "FORWARD_PROXY_REQUIRED" },
	{ 405, NULL, "answered", "ok", "fwd", "-", "-",
	    "FORWARD_PROXY_REQUIRED" },
};

static void
answers_become_symbols(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(answers); i++) {
		struct report r;

		forward_begin(&r);
		forward_answers(&r, "http.connect", answers[i].status,
		    answers[i].error, answers[i].result);
		shows(&r, column_dns, answers[i].dns);
		shows(&r, column_tcp, answers[i].tcp);
		shows(&r, column_tls, answers[i].tls);
		shows(&r, column_h0, answers[i].h0);
		shows(&r, column_echo, "-");
		shows(&r, column_e6001, "-");
		verdict_judge(&r);
		assert_string_equal(r.verdict.id, answers[i].id);
		assert_non_null(
		    strstr(r.verdict.summary, "The forward proxy said so."));
		report_clear(&r);
	}
}

/* Where the proxy does not say why, no cause is likely, but an answer at once
 * is none to a connect that nobody answered. */
static void
nobody_guesses(void **state)
{
	static const struct {
		int status, seconds;
		const char *time, *id;
		size_t alternatives;
	} rows[] = {
		{ 503, 0, "imm", "DNS_PROXY_NXDOMAIN", 2 },
		{ 502, 3, NULL, "TCP_FILTERED", 2 },
		{ 504, 20, "syn", "TCP_FILTERED", 1 },
		{ 0, 10, "hang", "TCP_FILTERED", 1 },
		{ 0, 30, "long", "TCP_FILTERED", 1 },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct report r;

		forward_begin(&r);
		forward_answers(&r, "http.connect", rows[i].status, NULL,
		    rows[i].status == 0 ? "timeout" : "answered")
		    ->duration_us = CLOCK_S(rows[i].seconds);
		shows(&r, column_time, rows[i].time);
		verdict_judge(&r);
		assert_string_equal(r.verdict.id, rows[i].id);
		assert_true(r.verdict.confidence <= 0.6);
		assert_int_equal(r.verdict.nalternatives, rows[i].alternatives);
		report_clear(&r);
	}
}

static void
a_proxy_that_is_not_there(void **state)
{
	struct report r;
	struct check *c;

	(void)state;
	forward_begin(&r);
	c = site_check(&r, "tcp.1", STAGE_TCP, OUTCOME_FAIL);
	fact_put_str(&c->facts, FACT_TCP_RESULT, "refused");
	shows(&r, column_tcp, "fwd");
	verdict_judge(&r);
	assert_string_equal(r.verdict.id, "FORWARD_PROXY_REQUIRED");
	assert_non_null(strstr(
	    r.verdict.summary, "forward proxy " PLACE " cannot be reached"));
	c = site_check(&r, "dns", STAGE_DNS, OUTCOME_FAIL);
	fact_put_str(&c->facts, FACT_DNS_RESULT, "nxdomain");
	shows(&r, column_dns, "fwd");
	verdict_judge(&r);
	assert_string_equal(r.verdict.id, "FORWARD_PROXY_REQUIRED");
	report_clear(&r);
}

/* A logon that came to nothing does not undo the demand for one. */
static void
no_token(void **state)
{
	struct report r;

	(void)state;
	forward_begin(&r);
	forward_answers(&r, "http.connect", 407, NULL, "answered");
	forward_answers(&r, "http.connect.negotiate", 0, NULL, "failure");
	shows(&r, column_h0, "407");
	verdict_judge(&r);
	assert_string_equal(r.verdict.id, "FORWARD_PROXY_AUTH");
	report_clear(&r);
}

/* The site itself is as healthy as without. */
static void
an_open_way(void **state)
{
	struct report r;
	struct check *c;

	(void)state;
	site_healthy(&r);
	for (size_t i = 0; i < r.checks.n; i++)
		if (r.checks.v[i]->stage <= STAGE_TCP)
			fact_put_str(
			    &r.checks.v[i]->facts, FACT_FORWARD_PROXY, PLACE);
	c = forward_answers(&r, "http.connect", 200, NULL, "answered");
	mem_set(&c->http_server, "Microsoft-IIS/6.0"); /* not the site's */
	shows(&r, column_tcp, "ok");
	shows(&r, column_h0, "401w");
	verdict_judge(&r);
	assert_string_equal(r.verdict.id, "HEALTHY");
	assert_string_not_equal(column_server(&r), "iis60");
	report_clear(&r);
}

static void
the_other_way(void **state)
{
	static const struct {
		const char *id;
		int status;
		bool forward;
		const char *result, *dns; /* or NULL */
		const char *symbol;
	} rows[] = {
		{ "http.direct", 401, false, "answered", "ok", "direct" },
		{ "http.direct", 0, false, "refused", "ok", "ref" },
		{ "http.direct", 0, false, "timeout", NULL, "to" },
		{ "http.direct", 0, false, "closed", NULL, "no" },
		{ "http.direct", 0, false, NULL, "nxdomain", NULL },
		{ "http.direct", 0, false, NULL, "timeout", NULL },
		{ "http.viaproxy", 401, false, "answered", NULL, "fixes" },
		{ "http.viaproxy", 503, false, "answered", NULL, "fixes" },
		{ "http.viaproxy", 407, true, "answered", NULL, NULL },
		{ "http.viaproxy", 503, true, "answered", NULL, "no" },
		{ "http.viaproxy", 0, false, "closed", NULL, "no" },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct report r;
		struct check *c;

		site_begin(&r);
		shows(&r, column_viaproxy, NULL);
		c = site_check(&r, rows[i].id, STAGE_HTTP, OUTCOME_FAIL);
		c->http_status = rows[i].status;
		if (rows[i].forward)
			fact_put_bool(&c->facts, FACT_HTTP_FORWARD, true);
		if (rows[i].result != NULL)
			fact_put_str(
			    &c->facts, FACT_HTTP_RESULT, rows[i].result);
		if (rows[i].dns != NULL)
			fact_put_str(&c->facts, FACT_DNS_RESULT, rows[i].dns);
		shows(&r, column_viaproxy, rows[i].symbol);
		shows(&r, column_spare, rows[i].status == 407 ? "407" : NULL);
		/* A name is unknown only where its domain is not. */
		fact_put_bool(&c->facts, FACT_DNS_DOMAIN_KNOWN, true);
		if (rows[i].result == NULL)
			shows(&r, column_viaproxy, "nx");
		report_clear(&r);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_become_symbols),
		cmocka_unit_test(nobody_guesses),
		cmocka_unit_test(a_proxy_that_is_not_there),
		cmocka_unit_test(no_token),
		cmocka_unit_test(an_open_way),
		cmocka_unit_test(the_other_way),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
