/* SPDX-License-Identifier: Apache-2.0 */
/* From facts to symbols, column by column. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/mem.h"
#include "shows.h"
#include "site.h"

static struct fact_set *
facts(struct report *r, const char *id)
{
	return &checks_find(&r->checks, id)->facts;
}

static void
healthy_site(void **state)
{
	struct report *r = *state;

	shows(r, column_dns, "ok");
	shows(r, column_tcp, "ok");
	shows(r, column_tls, "ok");
	shows(r, column_h0, "401w");
	shows(r, column_get, "401w");
	shows(r, column_want, "yes");
	shows(r, column_basic, "ok");
	shows(r, column_ntlm, "na");
	shows(r, column_neg, "na");
	shows(r, column_echo, "ok");
	shows(r, column_e6001, "ok");
	shows(r, column_e6002, "ok");
	shows(r, column_e6004, "ok");
	shows(r, column_e593, NULL);
	shows(r, column_ctrl, "6BA");
	shows(r, column_mgmt, "ok");
	shows(r, column_server, "iis70");
	shows(r, column_user, "domain");
	shows(r, column_scope, NULL);
	shows(r, column_time, NULL);
	shows(r, column_ee, NULL);
	shows(r, column_rep, NULL);
	shows(r, column_raw, NULL);
}

static void
nothing_run(void **state)
{
	struct report r;

	(void)state;
	site_begin(&r);
	for (size_t n = 0; column_nth(n) != NULL; n++) {
		column_observe *observe = column_nth(n)->observe;

		if (observe != NULL && observe != column_user)
			shows_in(&r, observe, column_nth(n)->name, NULL,
			    __FILE__, __LINE__);
	}
	report_clear(&r);
}

static void
dns(void **state)
{
	struct report r;
	struct check *c;

	(void)state;
	site_begin(&r);
	c = site_check(&r, "dns", STAGE_DNS, OUTCOME_FAIL);
	fact_put_str(&c->facts, FACT_DNS_RESULT, "nxdomain");
	shows(&r, column_dns, "nx");
	shows(&r, column_tcp, "-");
	shows(&r, column_tls, "-");
	shows(&r, column_h0, "-");
	shows(&r, column_basic, "-");
	shows(&r, column_e6004, "-");
	shows(&r, column_origin, "none");
	mem_set(&r.target.host, "mail");
	shows(&r, column_dns, "short");
	report_clear(&r);
}

struct address {
	enum family family;
	const char *result;
};

static void
put_addresses(struct report *r, const struct address *a)
{
	char id[] = "tcp.1";

	site_begin(r);
	for (; a->result != NULL; a++, id[4]++) {
		struct check *c = site_check(r, id, STAGE_TCP, OUTCOME_INFO);

		c->family = a->family;
		fact_put_str(&c->facts, FACT_TCP_RESULT, a->result);
	}
}

static void
tcp(void **state)
{
	static const struct {
		struct address a[3];
		const char *symbol;
	} cases[] = {
		{ { { FAMILY_IPV4, "refused" }, { FAMILY_IPV6, "refused" } },
		    "ref" },
		{ { { FAMILY_IPV4, "timeout" }, { FAMILY_IPV6, "timeout" } },
		    "to" },
		{ { { FAMILY_IPV4, "ok" }, { FAMILY_IPV6, "refused" } },
		    "v6x" },
		{ { { FAMILY_IPV4, "ok" }, { FAMILY_IPV6, "timeout" } },
		    "v6x" },
		{ { { FAMILY_IPV4, "ok" }, { FAMILY_IPV6, "unreachable" } },
		    "ok" },
		{ { { FAMILY_IPV4, "refused" }, { FAMILY_IPV6, "ok" } }, "ok" },
		{ { { FAMILY_IPV4, "unreachable" } }, "to" },
	};
	struct report r;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		put_addresses(&r, cases[i].a);
		shows(&r, column_tcp, cases[i].symbol);
		report_clear(&r);
	}
}

static void
certificate(void **state)
{
	struct report *r = *state;
	struct fact_set *f = facts(r, "tls");

	fact_put_bool(f, FACT_TLS_MSSTD_OK, false);
	shows(r, column_tls, "cn");
	fact_put_bool(f, FACT_TLS_NAME_OK, false);
	shows(r, column_tls, "name");
	fact_put_bool(f, FACT_TLS_TRUSTED, false);
	shows(r, column_tls, "trust");
	fact_put_bool(f, FACT_TLS_IN_TIME, false);
	shows(r, column_tls, "time");
}

static void
handshake(void **state)
{
	static const struct {
		int alert;
		bool asked;
		const char *symbol;
	} cases[] = {
		{ 40, false, "proto" },
		{ 70, false, "proto" },
		{ 40, true, "ccreq" },
		{ 116, false, "ccreq" },
		{ 120, false, "alpn" },
		{ 112, false, "rst" },
	};
	struct report *r = *state;
	struct fact_set *f = facts(r, "tls");

	fact_put_str(f, FACT_TLS_RESULT, "alert");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		fact_put_int(f, FACT_TLS_ALERT, cases[i].alert);
		fact_put_bool(f, FACT_TLS_CLIENT_CERT_ASKED, cases[i].asked);
		shows(r, column_tls, cases[i].symbol);
	}
	fact_put_str(f, FACT_TLS_RESULT, "not_tls");
	shows(r, column_tls, "plain");
	fact_put_str(f, FACT_TLS_RESULT, "reset");
	shows(r, column_tls, "rst");
	site_check(r, "tls.old", STAGE_TLS, OUTCOME_FAIL);
	fact_put_str(facts(r, "tls.old"), FACT_TLS_RESULT, "reset");
	shows(r, column_tls, "cut");
	/* what nobody else offers is no way in */
	fact_put_str(facts(r, "tls.old"), FACT_TLS_RESULT, "ok");
	shows(r, column_tls, "proto");
	fact_put_str(f, FACT_TLS_RESULT, "timeout");
	fact_put_str(facts(r, "tls.old"), FACT_TLS_RESULT, "not_tls");
	shows(r, column_tls, "cut");
}

static void
first_answers(void **state)
{
	static const struct {
		int status;
		const char *symbol;
	} cases[] = {
		{ 401, "401n" },
		{ 400, "400" },
		{ 403, "403" },
		{ 404, "404" },
		{ 405, "405" },
		{ 407, "407" },
		{ 413, "400" },
		{ 501, "501" },
		{ 302, "3xx" },
		{ 502, "5xx" },
		{ 503, "503p" },
	};
	struct report r;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		site_refuses(&r, cases[i].status, "iis");
		shows(&r, column_h0, cases[i].symbol);
		shows(&r, column_get, cases[i].symbol);
		shows(&r, column_want, "-");
		shows(&r, column_basic, "-");
		shows(&r, column_echo, "err");
		shows(&r, column_e6001, "-");
		shows(&r, column_origin, "iis");
		report_clear(&r);
	}
}

static void
no_logon_needed(void **state)
{
	struct report *r = *state;
	struct check *c = checks_find(&r->checks, "http.out");

	c->http_status = 200;
	fact_put_bool(&c->facts, FACT_ECHO_PDU, true);
	shows(r, column_h0, NULL);
	shows(r, column_want, NULL);
	shows(r, column_basic, "na");
	shows(r, column_echo, "ok");
}

static void
login_page(void **state)
{
	struct report r;

	(void)state;
	site_refuses(&r, 200, "device");
	fact_put_bool(facts(&r, "http.out"), FACT_HTTP_FORM, true);
	shows(&r, column_h0, "200html");
	shows(&r, column_origin, "mid");
	report_clear(&r);
}

static void
schemes(void **state)
{
	struct report *r = *state;
	struct report other;

	strlist_add(&r->target.http_auth, "auto");
	shows(r, column_want, "yes");
	strlist_clear(&r->target.http_auth);
	strlist_add(&r->target.http_auth, "ntlm");
	shows(r, column_want, "no");
	site_front(&other);
	site_schemes(&other, "http.out", "NTLM Negotiate Basic");
	shows(&other, column_ntlm, NULL);
	shows(&other, column_neg, NULL);
	shows(&other, column_basic, NULL);
	shows(&other, column_e6001, NULL);
	report_clear(&other);
}

static void
logon_refused(void **state)
{
	struct report r;
	struct check *c;

	(void)state;
	site_front(&r);
	c = site_check(&r, "echo.in", STAGE_ECHO, OUTCOME_FAIL);
	mem_set(&c->http_auth, "basic");
	c->http_status = 401;
	fact_put_bool(&c->facts, FACT_HTTP_CREDENTIALS, true);
	fact_put_bool(&c->facts, FACT_HTTP_ACCEPTED, false);
	site_skip(&r, "tunnel.6001", STAGE_TUNNEL, "the logon was refused");
	shows(&r, column_basic, "fail");
	shows(&r, column_echo, "err");
	shows(&r, column_e6001, "-");
	shows(&r, column_mgmt, "-");
	shows(&r, column_time, "imm");
	c->duration_us = CLOCK_S(5);
	shows(&r, column_time, "sec");
	report_clear(&r);
}

/* The checks behind a bad certificate were left out: that is not "-". */
static void
left_out(void **state)
{
	struct report r;

	(void)state;
	site_front(&r);
	fact_put_bool(facts(&r, "tls"), FACT_TLS_TRUSTED, false);
	site_skip(&r, "echo.in", STAGE_ECHO, "the certificate is bad");
	site_skip(&r, "tunnel.6001", STAGE_TUNNEL, "the certificate is bad");
	shows(&r, column_tls, "trust");
	shows(&r, column_basic, NULL);
	shows(&r, column_echo, NULL);
	shows(&r, column_e6001, NULL);
	shows(&r, column_mgmt, NULL);
	report_clear(&r);
}

static void
echo(void **state)
{
	struct report *r = *state;
	struct check *c = checks_find(&r->checks, "echo.in");

	c->http_status = 0;
	fact_put_bool(&c->facts, FACT_ECHO_PDU, false);
	fact_put_str(&c->facts, FACT_HTTP_RESULT, "timeout");
	shows(r, column_echo, "to");
	c->http_status = 500;
	fact_put_str(&c->facts, FACT_HTTP_RESULT, "answered");
	shows(r, column_echo, "5xx");
	c->http_status = 400;
	shows(r, column_echo, "err");
}

/* A device that swallows the echo swallows it without credentials as well. */
static void
echo_swallowed_early(void **state)
{
	struct report *r = *state;
	struct check *c = checks_find(&r->checks, "http.out");

	c->http_status = 0;
	fact_set_clear(&c->facts);
	fact_put_str(&c->facts, FACT_HTTP_RESULT, "timeout");
	shows(r, column_h0, "401g");
	shows(r, column_want, "yes");
	shows(r, column_scope, NULL);
}

static void
scope(void **state)
{
	static const struct {
		int get, verb, vdir, root, owa, random;
		const char *symbol;
	} cases[] = {
		{ 401, 404, 0, 0, 0, 0, "verb" },
		{ 404, 404, 0, 0, 0, 0, NULL },
		{ 404, 404, 404, 200, 401, 404, "rpcvdir" },
		{ 404, 404, 401, 200, 401, 404, "dll" },
		{ 404, 404, 404, 404, 404, 404, "host" },
	};
	struct report r;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		site_refuses(&r, 404, "iis");
		site_answer(&r, "http.get", cases[i].get, "", NULL, "iis");
		site_answer(&r, "http.verb", cases[i].verb, "", NULL, "iis");
		if (cases[i].vdir != 0) {
			site_answer(&r, "http.scope.vdir", cases[i].vdir, "",
			    NULL, "iis");
			site_answer(&r, "http.scope.root", cases[i].root, "",
			    NULL, "iis");
			site_answer(&r, "http.scope.owa", cases[i].owa, "",
			    NULL, "iis");
			site_answer(&r, "http.scope.random", cases[i].random,
			    "", NULL, "iis");
		}
		shows(&r, column_scope, cases[i].symbol);
		report_clear(&r);
	}
}

/* Where the logon is accepted, and then nothing for RPC gets through. */
static void
behind_the_logon(void **state)
{
	struct report *r = *state;

	site_answer(r, "http.scope.dll", 404, "Not Found", NULL, "iis");
	shows(r, column_scope, "dll");
	site_answer(r, "http.scope.dll", 200, "OK", NULL, "iis");
	shows(r, column_scope, "verb");
	site_answer(r, "http.scope.dll", 401, "Unauthorized", NULL, "iis");
	shows(r, column_scope, NULL);
	shows(r, column_sub, NULL);
	site_answer(r, "http.length", 401, "Unauthorized", NULL, "iis");
	shows(r, column_sub, NULL);
	site_answer(r, "http.length", 404, "Not Found", NULL, "iis");
	shows(r, column_sub, "404.13");
	site_answer(r, "http.length", 413, "Too Large", NULL, "iis");
	shows(r, column_sub, "413.1");
}

/* The system's resolver has an address that was not asked for. */
static void
two_resolvers(void **state)
{
	struct report *r = *state;
	struct fact_set *f =
	    &site_check(r, "dns.other", STAGE_DNS, OUTCOME_INFO)->facts;

	fact_put_str(f, FACT_DNS_RESULT, "nxdomain");
	shows(r, column_dns, "ok");
	fact_put_str(f, FACT_DNS_RESULT, "ok");
	shows(r, column_dns, "ok"); /* the same address */
	fact_put_str(f, FACT_TCP_RESULT, "ok");
	shows(r, column_dns, "ok"); /* harmless */
	fact_put_str(f, FACT_TCP_RESULT, "timeout");
	shows(r, column_dns, "diff");
	fact_put_str(facts(r, "tcp.1"), FACT_TCP_RESULT, "refused");
	shows(r, column_dns, "ok"); /* nobody is at home */
	fact_put_str(f, FACT_TCP_RESULT, "ok");
	shows(r, column_dns, "diff");
}

static void
hints(void **state)
{
	struct report *r = *state;
	struct report other;

	fact_put_int(facts(r, "http.get"), FACT_HTTP_DATE_SKEW_S, -12);
	shows(r, column_date, "ok");
	fact_put_int(facts(r, "http.get"), FACT_HTTP_DATE_SKEW_S, -301);
	shows(r, column_date, "skew");
	mem_set(&r->target.user, "alice");
	shows(r, column_user, "bare");
	mem_set(&r->target.user, "alice@contoso.test");
	shows(r, column_user, "upn");
	fact_put_str(facts(r, "http.out"), FACT_HTTP_FE_SERVER, "EX1");
	shows(r, column_server, "exch");
	site_refuses(&other, 403, "iis");
	fact_put_str(facts(&other, "http.out"), FACT_HTTP_TITLE,
	    "403.4 - Forbidden: SSL is required");
	shows(&other, column_sub, "403.4");
	report_clear(&other);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_run),
		cmocka_unit_test(dns),
		cmocka_unit_test(tcp),
		cmocka_unit_test(first_answers),
		cmocka_unit_test(login_page),
		cmocka_unit_test(logon_refused),
		cmocka_unit_test(left_out),
		cmocka_unit_test(scope),
#define T(f) cmocka_unit_test_setup_teardown(f, site_open, site_close)
		T(healthy_site),
		T(certificate),
		T(handshake),
		T(no_logon_needed),
		T(schemes),
		T(echo),
		T(echo_swallowed_early),
		T(behind_the_logon),
		T(two_resolvers),
		T(hints),
#undef T
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
