/* SPDX-License-Identifier: Apache-2.0 */
/* Whole reports in, verdicts out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "site.h"
#include "verdict/say.h"
#include "verdict/verdict.h"

static double
alternative(const struct report *r, const char *id)
{
	for (size_t i = 0; i < r->verdict.nalternatives; i++)
		if (strcmp(r->verdict.alternatives[i].id, id) == 0)
			return r->verdict.alternatives[i].confidence;
	return 0;
}

static const struct finding *
finding(const struct report *r, const char *id)
{
	for (size_t i = 0; i < r->nfindings; i++)
		if (strcmp(r->findings[i].id, id) == 0)
			return &r->findings[i];
	return NULL;
}

static bool
untested(const struct finding *f, const char *part)
{
	for (size_t i = 0; i < f->nnot_tested; i++)
		if (strstr(f->not_tested[i].what, part) != NULL ||
		    strstr(f->not_tested[i].why, part) != NULL)
			return true;
	return false;
}

static void
expect_sums(const struct report *r)
{
	double sum = r->verdict.confidence;

	for (size_t i = 0; i < r->verdict.nalternatives; i++) {
		sum += r->verdict.alternatives[i].confidence;
		assert_true(r->verdict.alternatives[i].confidence > 0);
	}
	assert_true(sum <= 1.0 + 1e-9);
	assert_true(r->verdict.nalternatives <= 5);
}

static void
judged(struct report *r, const char *id, enum health status, double least,
    double most)
{
	verdict_judge(r);
	assert_string_equal(r->verdict.id, id);
	assert_int_equal(r->verdict.status, status);
	if (r->verdict.confidence < least || r->verdict.confidence > most)
		fail_msg("%s with %.2f", id, r->verdict.confidence);
	assert_non_null(r->verdict.summary);
	assert_null(strchr(r->verdict.summary, '{'));
	assert_null(strchr(r->verdict.cause, '{'));
	assert_true(r->verdict.fix.n > 0);
	expect_sums(r);
}

static void
healthy(void **state)
{
	struct report *r = *state;

	judged(r, "HEALTHY", HEALTH_HEALTHY, 0.85, 0.95);
	assert_int_equal(r->exit_status, 0);
	assert_int_equal(r->verdict.nalternatives, 0);
	assert_int_equal(r->nfindings, 0);
	assert_true(untested(&r->verdict, "idle"));
	assert_true(r->nsignature > 30);
}

static void
dsproxy_inside(void **state)
{
	struct report *r = *state;

	site_tunnel_error(r, 6004, 0x6ba, SITE_REFUSED_MS);
	site_connect_record(r, 6004, 10061);
	site_inside(r, 6001, "ok", "ok");
	site_inside(r, 6002, "ok", "ok");
	site_inside(r, 6004, "ok", "refused");
	judged(r, "DSPROXY_IPV4_ONLY_6004", HEALTH_FAILED, 0.97, 0.99);
	assert_int_equal(r->exit_status, 2);
	assert_true(strlist_has(&r->verdict.evidence, "inside.6004.ipv6"));
	assert_true(strlist_has(&r->verdict.evidence, "tunnel.6004"));
}

static void
dsproxy_outside(void **state)
{
	struct report *r = *state;

	site_tunnel_error(r, 6004, 0x6ba, SITE_REFUSED_MS);
	site_connect_record(r, 6004, 10061);
	judged(r, "DSPROXY_IPV4_ONLY_6004", HEALTH_FAILED, 0.70, 0.80);
	assert_true(alternative(r, "BACKEND_ONE_PORT_CLOSED") > 0.10);
	assert_true(alternative(r, "BACKEND_ONE_PORT_CLOSED") < 0.20);
	assert_true(untested(&r->verdict, "--inside"));
}

static void
dsproxy_without_record(void **state)
{
	struct report *r = *state;

	site_tunnel_error(r, 6004, 0x6ba, SITE_REFUSED_MS);
	judged(r, "DSPROXY_IPV4_ONLY_6004", HEALTH_FAILED, 0.4, 0.6);
}

static void
other_iis_is_no_dsproxy(void **state)
{
	struct report *r = *state;

	for (size_t i = 0; i < r->checks.n; i++)
		if (r->checks.v[i]->http_server != NULL)
			mem_set(
			    &r->checks.v[i]->http_server, "Microsoft-IIS/8.5");
	site_tunnel_error(r, 6004, 0x6ba, SITE_REFUSED_MS);
	site_connect_record(r, 6004, 10061);
	judged(r, "BACKEND_ONE_PORT_CLOSED", HEALTH_FAILED, 0.65, 0.85);
	assert_true(alternative(r, "DSPROXY_IPV4_ONLY_6004") > 0.10);
	assert_true(alternative(r, "DSPROXY_IPV4_ONLY_6004") < 0.20);
}

static void
attendant_down(void **state)
{
	struct report *r = *state;

	site_tunnel_error(r, 6002, 0x6ba, SITE_REFUSED_MS);
	site_tunnel_error(r, 6004, 0x6ba, SITE_REFUSED_MS);
	site_connect_record(r, 6002, 10061);
	site_connect_record(r, 6004, 10061);
	judged(r, "BACKEND_ONE_PORT_CLOSED", HEALTH_FAILED, 0.75, 0.97);
	assert_non_null(strstr(r->verdict.summary, "6002, 6004"));
	assert_null(strstr(r->verdict.summary, "6001"));
	assert_true(alternative(r, "DSPROXY_IPV4_ONLY_6004") == 0);
}

static void
one_port_not_listed(void **state)
{
	struct report *r = *state;

	site_tunnel_error(r, 6004, 0x6ba, SITE_RTT_MS);
	judged(r, "VALIDPORTS_PARTIAL", HEALTH_FAILED, 0.7, 0.9);
	assert_true(alternative(r, "DSPROXY_IPV4_ONLY_6004") > 0);
	/* Without a control nothing says how quick a refusal is. */
	checks_find(&r->checks, "tunnel.control")->outcome = OUTCOME_SKIP;
	judged(r, "VALIDPORTS_PARTIAL", HEALTH_FAILED, 0.3, 0.6);
}

static void
nothing_listed(void **state)
{
	struct report *r = *state;

	site_tunnel_error(r, 6001, 0x6ba, SITE_RTT_MS);
	site_tunnel_error(r, 6002, 0x6ba, SITE_RTT_MS);
	site_tunnel_error(r, 6004, 0x6ba, SITE_RTT_MS);
	judged(r, "VALIDPORTS_DENIED", HEALTH_FAILED, 0.55, 0.9);
	assert_true(alternative(r, "BACKEND_NAME_UNRESOLVED") > 0);
}

/* Two faults: the certificate is passed by, and both are told. */
static void
two_faults(void **state)
{
	struct report *r = *state;
	const struct finding *f;

	fact_put_bool(
	    &checks_find(&r->checks, "tls")->facts, FACT_TLS_TRUSTED, false);
	site_tunnel_error(r, 6001, 0x6ba, SITE_RTT_MS);
	site_tunnel_error(r, 6002, 0x6ba, SITE_RTT_MS);
	site_tunnel_error(r, 6004, 0x6ba, SITE_RTT_MS);
	judged(r, "TLS_CERT_UNTRUSTED", HEALTH_FAILED, 0.8, 0.98);
	assert_true(strlist_has(&r->verdict.evidence, "tls"));
	f = finding(r, "VALIDPORTS_DENIED");
	assert_non_null(f);
	assert_true(f->confidence > 0.5);
	assert_true(strlist_has(&f->evidence, "tunnel.6001"));
	assert_int_equal(r->exit_status, 2);
}

/* What only annoys does not hide what keeps people from working. */
static void
failed_before_degraded(void **state)
{
	struct report *r = *state;
	struct check *c = site_check(r, "tcp.2", STAGE_TCP, OUTCOME_FAIL);

	c->family = FAMILY_IPV6;
	fact_put_str(&c->facts, FACT_TCP_RESULT, "refused");
	judged(r, "CLIENT_V6_PATH_BROKEN", HEALTH_DEGRADED, 0.9, 1);
	assert_int_equal(r->exit_status, 1);
	site_tunnel_silent(r, 6001, "conn-a3");
	judged(r, "BACKEND_HANG", HEALTH_FAILED, 0.3, 1);
	assert_non_null(finding(r, "CLIENT_V6_PATH_BROKEN"));
	assert_int_equal(r->exit_status, 2);
}

/* TLS that never answers is one fault, whatever was tried behind it. */
static void
silence_is_one_fault(void **state)
{
	static const char *const ids[] = { "http.get", "http.out" };
	struct report r;

	(void)state;
	site_front(&r);
	fact_put_str(
	    &checks_find(&r.checks, "tls")->facts, FACT_TLS_RESULT, "timeout");
	for (size_t i = 0; i < 2; i++) {
		struct check *c = checks_find(&r.checks, ids[i]);

		c->http_status = 0;
		fact_put_str(&c->facts, FACT_HTTP_RESULT, "timeout");
	}
	judged(&r, "TLS_RESET_BY_MIDDLEBOX", HEALTH_FAILED, 0.3, 0.8);
	assert_int_equal(r.nfindings, 0);
	report_clear(&r);
}

/* A front end that takes requests and never answers is no known mode. */
static void
mute_front_end(void **state)
{
	struct report r;

	(void)state;
	site_refuses(&r, 0, "unknown");
	judged(&r, "REVPROXY_BACKEND_DOWN", HEALTH_FAILED, 0.1, 0.3);
	report_clear(&r);
}

static void
no_mode_fits(void **state)
{
	struct report *r = *state;

	site_tunnel_error(r, 6001, 0x6c0, SITE_RTT_MS);
	site_tunnel_http(r, 6002, "in", 413);
	site_tunnel_silent(r, 6004, "conn-a3");
	verdict_judge(r);
	assert_int_equal(r->verdict.status, HEALTH_FAILED);
	assert_true(r->verdict.confidence <= 0.3);
	assert_non_null(strstr(r->verdict.summary, "No known failure"));
	expect_sums(r);
}

static void
too_little_seen(void **state)
{
	struct report r;

	(void)state;
	site_begin(&r);
	judged(&r, VERDICT_UNKNOWN, HEALTH_UNKNOWN, 0, 0);
	assert_int_equal(r.exit_status, 3);
	report_clear(&r);

	site_front(&r);
	site_skip(&r, "echo.in", STAGE_ECHO, "no credentials were given");
	judged(&r, VERDICT_UNKNOWN, HEALTH_UNKNOWN, 0, 0);
	assert_true(untested(&r.verdict, "no credentials"));
	report_clear(&r);
}

static void
certificate_ends_soon(void **state)
{
	struct report *r = *state;
	const struct finding *f;

	fact_put_int(
	    &checks_find(&r->checks, "tls")->facts, FACT_TLS_DAYS_LEFT, 13);
	judged(r, "HEALTHY", HEALTH_HEALTHY, 0.8, 1);
	f = finding(r, "TLS_CERT_TIME");
	assert_non_null(f);
	assert_int_equal(f->status, HEALTH_DEGRADED);
	assert_non_null(strstr(f->summary, "13 days"));
	assert_int_equal(r->exit_status, 1);
}

static void
two_certificate_faults(void **state)
{
	struct report *r = *state;
	struct fact_set *f = &checks_find(&r->checks, "tls")->facts;

	fact_put_bool(f, FACT_TLS_TRUSTED, false);
	fact_put_bool(f, FACT_TLS_NAME_OK, false);
	judged(r, "TLS_CERT_UNTRUSTED", HEALTH_FAILED, 0.8, 1);
	assert_non_null(finding(r, "TLS_CERT_NAME_MISMATCH"));
	assert_null(finding(r, "TLS_CERT_TIME"));
}

static void
mapper_is_information(void **state)
{
	struct report *r = *state;
	const struct finding *f;

	r->target.endpoints = mem_grow(r->target.endpoints, 4, sizeof(int));
	r->target.endpoints[r->target.nendpoints++] = 593;
	/* a front end that knows those of Outlook alone */
	site_tunnel_http(r, 593, "out", 404);
	mem_set(&checks_find(&r->checks, "tunnel.593")->http_reason,
	    "Invalid RPC Port");
	judged(r, "HEALTHY", HEALTH_HEALTHY, 0.8, 1);
	assert_non_null(finding(r, "E15_INVALID_RPC_PORT"));
	assert_null(finding(r, "EPM_593_UNAVAILABLE"));
	site_tunnel_error(r, 593, 0x6ba, SITE_RTT_MS);
	judged(r, "HEALTHY", HEALTH_HEALTHY, 0.8, 1);
	f = finding(r, "EPM_593_UNAVAILABLE");
	assert_non_null(f);
	assert_int_equal(f->status, HEALTH_HEALTHY);
	assert_int_equal(r->exit_status, 0);
}

/* A service beside the proxy only counts when it offers what it refuses. */
static void
other_service_refuses(void **state)
{
	struct report *r = *state;
	struct check *c;

	site_answer(r, "http.oab", 401, "Unauthorized", NULL, "iis");
	c = checks_find(&r->checks, "http.oab");
	mem_set(&c->http_auth, "basic");
	fact_put_bool(&c->facts, FACT_HTTP_ACCEPTED, false);
	judged(r, "HEALTHY", HEALTH_HEALTHY, 0.8, 1);
	assert_null(finding(r, "OAB_ONLY_AUTH_FAILURE"));
	site_schemes(r, "http.oab", "basic");
	judged(r, "HEALTHY", HEALTH_HEALTHY, 0.8, 1);
	assert_non_null(finding(r, "OAB_ONLY_AUTH_FAILURE"));
	assert_int_equal(r->exit_status, 1);
	fact_put_bool(&c->facts, FACT_HTTP_ACCEPTED, true);
	judged(r, "HEALTHY", HEALTH_HEALTHY, 0.8, 1);
	assert_null(finding(r, "OAB_ONLY_AUTH_FAILURE"));
}

/* IPv6 leads nowhere, and whoever comes over IPv4 is refused. */
static void
behind_another_fault(void **state)
{
	struct report r;
	struct check *c;

	(void)state;
	site_front(&r);
	c = site_check(&r, "tcp.2", STAGE_TCP, OUTCOME_FAIL);
	c->family = FAMILY_IPV6;
	fact_put_str(&c->facts, FACT_TCP_RESULT, "refused");
	site_logon(&r, "basic", 401, NULL);
	verdict_judge(&r);
	assert_string_equal(r.verdict.id, "HTTP_BAD_CREDENTIALS");
	assert_non_null(finding(&r, "CLIENT_V6_PATH_BROKEN"));
	report_clear(&r);
}

/* Judging again forgets what was said before. */
static void
judged_twice(void **state)
{
	struct report *r = *state;
	size_t nsignature;

	judged(r, "HEALTHY", HEALTH_HEALTHY, 0.8, 1);
	nsignature = r->nsignature;
	site_tunnel_error(r, 6004, 0x6ba, SITE_RTT_MS);
	judged(r, "VALIDPORTS_PARTIAL", HEALTH_FAILED, 0.7, 0.9);
	judged(r, "VALIDPORTS_PARTIAL", HEALTH_FAILED, 0.7, 0.9);
	assert_int_equal(r->nsignature, nsignature);
}

/* Who reads along does not close ports: two faults, and both are told. */
static void
intercepted_and_closed(void **state)
{
	struct report *r = *state;

	fact_put_bool(&checks_find(&r->checks, "tls")->facts,
	    FACT_TLS_FINGERPRINT_OK, false);
	judged(r, "TLS_INTERCEPTION", HEALTH_DEGRADED, 0.7, 0.95);
	site_tunnel_error(r, 6004, 0x6ba, SITE_RTT_MS);
	judged(r, "VALIDPORTS_PARTIAL", HEALTH_FAILED, 0.7, 0.9);
	assert_int_equal(r->nfindings, 1);
	assert_string_equal(r->findings[0].id, "TLS_INTERCEPTION");
}

static void
next_experiment(void **state)
{
	struct report *r = *state;
	struct strlist all = { 0 };
	struct check *c;

	strlist_split(&all, "SCOPE INLIVE REP NOSUCH", " ");
	assert_null(verdict_next_experiment(r, &all));
	site_tunnel_silent(r, 6001, "conn-a3");
	site_tunnel_silent(r, 6002, "conn-a3");
	site_tunnel_silent(r, 6004, "conn-a3");
	assert_string_equal(verdict_next_experiment(r, &all), "INLIVE");
	c = site_check(r, "tunnel.inlive", STAGE_TUNNEL, OUTCOME_INFO);
	fact_put_bool(&c->facts, FACT_IN_ALIVE, false);
	judged(r, "IN_CHANNEL_BUFFERED", HEALTH_FAILED, 0.8, 1);
	/* A bad certificate in front does not hide what is worth asking. */
	c->outcome = OUTCOME_SKIP;
	fact_put_bool(
	    &checks_find(&r->checks, "tls")->facts, FACT_TLS_TRUSTED, false);
	assert_string_equal(verdict_next_experiment(r, &all), "INLIVE");
	strlist_clear(&all);
}

static void
next_experiment_scope(void **state)
{
	struct report r;
	struct strlist all = { 0 };

	(void)state;
	strlist_split(&all, "SCOPE INLIVE", " ");
	site_refuses(&r, 403, "iis");
	assert_string_equal(verdict_next_experiment(&r, &all), "SCOPE");
	strlist_clear(&all);
	report_clear(&r);
}

static void
places(void **state)
{
	struct report *r = *state;
	char *text =
	    say_fill("{server} at {host} for {user}: {endpoints} {x", r);

	assert_string_equal(text,
	    SITE_SERVER
	    " at mail.contoso.test for CONTOSO\\alice: 6001, 6002, 6004 {x");
	mem_set(&text, NULL);
	text = say_fill("{nothing} {} {", r);
	assert_string_equal(text, "{nothing} {} {");
	mem_set(&text, NULL);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, site_open, site_close)
	const struct CMUnitTest tests[] = {
		T(healthy),
		T(dsproxy_inside),
		T(dsproxy_outside),
		T(dsproxy_without_record),
		T(other_iis_is_no_dsproxy),
		T(attendant_down),
		T(one_port_not_listed),
		T(nothing_listed),
		T(two_faults),
		T(failed_before_degraded),
		cmocka_unit_test(silence_is_one_fault),
		cmocka_unit_test(mute_front_end),
		T(no_mode_fits),
		cmocka_unit_test(too_little_seen),
		T(certificate_ends_soon),
		T(two_certificate_faults),
		T(mapper_is_information),
		T(other_service_refuses),
		cmocka_unit_test(behind_another_fault),
		T(judged_twice),
		T(intercepted_and_closed),
		T(next_experiment),
		cmocka_unit_test(next_experiment_scope),
		T(places),
	};
#undef T

	return cmocka_run_group_tests(tests, NULL, NULL);
}
