/* SPDX-License-Identifier: Apache-2.0 */
/* What is said about each kind of check, and that nothing is left unsaid. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "report/say.h"

#define FACTS_MAX 4

/* A text fact; "" is one that was tested and is not there. */
struct said {
	enum fact_key key;
	const char *value;
};

static const struct {
	enum stage_id stage;
	enum outcome outcome;
	int http;
	uint32_t status; /* 0 = none */
	const char *detail;
	struct said facts[FACTS_MAX];
	const char *says;
} rows[] = {
	{ STAGE_DNS, OUTCOME_FAIL, 0, 0, NULL,
	    { { FACT_DNS_RESULT, "nxdomain" } }, "the name does not exist" },
	{ STAGE_DNS, OUTCOME_FAIL, 0, 0, "SERVFAIL",
	    { { FACT_DNS_RESULT, "failure" } }, "SERVFAIL" },
	{ STAGE_CALL, OUTCOME_PASS, 0, 0, NULL,
	    { { FACT_ASSOCIATION_ROLE, "same" },
		{ FACT_ASSOCIATION_RESULT, "ok" },
		{ FACT_ASSOCIATION_WAIT, "parked" } },
	    "the same account again: accepted, waits for notifications" },
	{ STAGE_CALL, OUTCOME_INFO, 0, 1726, NULL,
	    { { FACT_ASSOCIATION_ROLE, "other" },
		{ FACT_ASSOCIATION_RESULT, "refused" } },
	    "another account in it: refused, 1726 (0x6be) RPC_S_CALL_FAILED" },
	{ STAGE_CALL, OUTCOME_INFO, 0, 0, "no route",
	    { { FACT_ASSOCIATION_ROLE, "apart" },
		{ FACT_ASSOCIATION_RESULT, "unclear" } },
	    "another account apart, no route" },
	{ STAGE_BIND, OUTCOME_FAIL, 404, 0, NULL,
	    { { FACT_BIND_INTERFACE, "EMSMDB" },
		{ FACT_TUNNEL_REACHED, "conn-a3" }, { FACT_TUNNEL_END, "http" },
		{ FACT_TUNNEL_CHANNEL, "in" } },
	    "404 on the IN channel" },
	{ STAGE_INSIDE, OUTCOME_INFO, 401, 0, NULL,
	    { { FACT_HTTP_METHOD, "RPC_OUT_DATA" } }, "401" },
	{ STAGE_INSIDE, OUTCOME_INFO, 0, 0, NULL,
	    { { FACT_TUNNEL_TARGET, "mbx1:6004" },
		{ FACT_TUNNEL_REACHED, "conn-a3" },
		{ FACT_TUNNEL_END, "timeout" } },
	    "silence after CONN/A3" },
	{ STAGE_TCP, OUTCOME_FAIL, 0, 0, NULL,
	    { { FACT_TCP_RESULT, "timeout" } }, "no answer" },
	{ STAGE_TCP, OUTCOME_FAIL, 0, 0, NULL,
	    { { FACT_TCP_RESULT, "failure" } }, "failed" },
	{ STAGE_TCP, OUTCOME_FAIL, 0, 0, NULL,
	    { { FACT_TCP_RESULT, "something new" } }, "something new" },
	{ STAGE_TLS, OUTCOME_FAIL, 0, 0, NULL,
	    { { FACT_TLS_RESULT, "not_tls" } },
	    "the server does not speak TLS" },
	{ STAGE_HTTP, OUTCOME_INFO, 401, 0, NULL,
	    { { FACT_HTTP_RESULT, "answered" }, { FACT_HTTP_SCHEMES, "" },
		{ FACT_HTTP_AUTHOR, "iis" } },
	    "401, no scheme offered" },
	{ STAGE_HTTP, OUTCOME_FAIL, 302, 0, NULL,
	    { { FACT_HTTP_LOCATION, "/login" },
		{ FACT_HTTP_AUTHOR, "device" } },
	    "302, from a device in front, points to /login" },
	{ STAGE_DNS, OUTCOME_FAIL, 0, 0, NULL,
	    { { FACT_DNS_RESULT, "nxdomain" },
		{ FACT_FORWARD_PROXY, "squid:3128" } },
	    "the name does not exist, forward proxy" },
	{ STAGE_TCP, OUTCOME_PASS, 0, 0, NULL,
	    { { FACT_TCP_RESULT, "ok" }, { FACT_FORWARD_PROXY, "squid:3128" } },
	    "connected, forward proxy" },
	{ STAGE_HTTP, OUTCOME_PASS, 200, 0, NULL,
	    { { FACT_FORWARD_AUTH, "ntlm" } },
	    "200, logon with ntlm accepted" },
	{ STAGE_HTTP, OUTCOME_FAIL, 407, 0, NULL,
	    { { FACT_FORWARD_AUTH, "ntlm" },
		{ FACT_FORWARD_ERROR, "ERR_CACHE_ACCESS_DENIED 0" } },
	    "407, logon with ntlm refused" },
	{ STAGE_HTTP, OUTCOME_FAIL, 407, 0, NULL,
	    { { FACT_FORWARD_AUTH, "ntlm" }, { FACT_AUTH_FAULT, "token" } },
	    "407, no token for a logon with ntlm, "
	    "the server's token is not acceptable" },
	{ STAGE_HTTP, OUTCOME_FAIL, 503, 0, NULL,
	    { { FACT_FORWARD_ERROR, "ERR_CONNECT_FAIL 111" } },
	    "503, ERR_CONNECT_FAIL 111" },
	{ STAGE_ECHO, OUTCOME_FAIL, 0, 0, NULL,
	    { { FACT_HTTP_RESULT, "timeout" } }, "no answer" },
	{ STAGE_TUNNEL, OUTCOME_PASS, 0, 0, NULL,
	    { { FACT_TUNNEL_TARGET, "a:1" } }, "open to a:1" },
	{ STAGE_TUNNEL, OUTCOME_FAIL, 0, 0, NULL,
	    { { FACT_TUNNEL_REACHED, "conn-a3" },
		{ FACT_TUNNEL_END, "timeout" } },
	    "silence after CONN/A3" },
	{ STAGE_TUNNEL, OUTCOME_FAIL, 0, 0, NULL,
	    { { FACT_TUNNEL_REACHED, "nothing" },
		{ FACT_TUNNEL_END, "timeout" } },
	    "no answer" },
	{ STAGE_TUNNEL, OUTCOME_FAIL, 413, 0, NULL,
	    { { FACT_TUNNEL_REACHED, "nothing" }, { FACT_TUNNEL_END, "http" },
		{ FACT_TUNNEL_CHANNEL, "in" } },
	    "413 on the IN channel" },
	{ STAGE_BIND, OUTCOME_FAIL, 0, 5, NULL,
	    { { FACT_BIND_RESULT, "fault" } },
	    "fault, 5 (0x5) RPC_S_ACCESS_DENIED" },
	{ STAGE_BIND, OUTCOME_SKIP, 0, 0, "no time left",
	    { { FACT_BIND_RESULT, "fault" } }, "no time left" },
	{ STAGE_CALL, OUTCOME_PASS, 0, 0, NULL, { { FACT_CALL_RESULT, "ok" } },
	    "answered" },
	{ STAGE_REPEAT, OUTCOME_FAIL, 0, 0, NULL,
	    { { FACT_TUNNEL_END, "reset" } }, "connection reset" },
	{ STAGE_INSIDE, OUTCOME_FAIL, 0, 0, NULL,
	    { { FACT_INSIDE_CONNECT, "ok" },
		{ FACT_INSIDE_GREETING, "wrong" } },
	    "greets as something else" },
	{ STAGE_INSIDE, OUTCOME_PASS, 0, 0, NULL,
	    { { FACT_INSIDE_CONNECT, "ok" } }, "connects" },
};

static void
checks_say_their_detail(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct checks all = { 0 };
		struct check *c = checks_add(&all, "x", NULL, rows[i].stage);
		char *s;

		c->outcome = rows[i].outcome;
		c->http_status = rows[i].http;
		c->has_status = rows[i].status != 0;
		c->status_code = rows[i].status;
		mem_set(&c->detail, rows[i].detail);
		for (size_t k = 0; k < FACTS_MAX; k++) {
			const struct said *f = &rows[i].facts[k];

			if (f->value != NULL && *f->value == '\0')
				fact_put_absent(&c->facts, f->key);
			else if (f->value != NULL)
				fact_put_str(&c->facts, f->key, f->value);
		}
		s = say_check(c);
		assert_string_equal(s, rows[i].says);
		free(s);
		checks_clear(&all);
	}
}

static void
nothing_known_says_nothing(void **state)
{
	(void)state;
	for (unsigned stage = 0; stage < STAGE_N; stage++)
		for (unsigned outcome = 0; outcome < OUTCOME_N; outcome++) {
			struct checks all = { 0 };
			struct check *c = checks_add(&all, "x", NULL, stage);
			char *s;

			c->outcome = outcome;
			s = say_check(c);
			assert_non_null(s);
			free(s);
			checks_clear(&all);
		}
}

static void
numbers_are_named(void **state)
{
	static const struct {
		uint32_t code;
		const char *says;
	} numbers[] = {
		{ 1722, "1722 (0x6ba) RPC_S_SERVER_UNAVAILABLE" },
		{ 4711, "4711 (0x1267)" },
		{ 0x8009030c, "0x8009030c SEC_E_LOGON_DENIED" },
		{ 0x1c010003,
		    "0x1c010003 nca_s_unk_if = 1717 (0x6b5) "
		    "RPC_S_UNKNOWN_IF" },
		{ 0xdeadbeef, "0xdeadbeef" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		char *s = say_status(numbers[i].code);

		assert_string_equal(s, numbers[i].says);
		free(s);
	}
}

static void
labels_leave_out_what_the_tree_shows(void **state)
{
	static const struct {
		const char *id;
		int endpoint;
		const char *label;
	} labels[] = {
		{ "dns", 0, "dns" },
		{ "http.scope.vdir", 0, "http scope vdir" },
		{ "tunnel.6004", 6004, "tunnel 6004" },
		{ "bind.6004.mgmt", 6004, "bind mgmt" },
		{ "call.6004.inq_if_ids", 6004, "inq_if_ids" },
		{ "call.6004.inq_if_ids", 6001, "call 6004 inq_if_ids" },
		{ "\033", 0, "\\x1b" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
		struct checks all = { 0 };
		struct check *c =
		    checks_add(&all, labels[i].id, NULL, STAGE_CALL);
		char *s;

		c->endpoint = labels[i].endpoint;
		s = say_label(c);
		assert_string_equal(s, labels[i].label);
		free(s);
		checks_clear(&all);
	}
}

static void
durations_are_rounded(void **state)
{
	static const struct {
		int64_t us;
		const char *says;
	} durations[] = {
		{ 0, "" },
		{ -1, "" },
		{ 1, "<1 ms" },
		{ 1499, "1 ms" },
		{ 1500, "2 ms" },
		{ 21000000, "21000 ms" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(durations) / sizeof(durations[0]); i++) {
		char *s = say_duration(durations[i].us);

		assert_string_equal(s, durations[i].says);
		free(s);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(checks_say_their_detail),
		cmocka_unit_test(nothing_known_says_nothing),
		cmocka_unit_test(numbers_are_named),
		cmocka_unit_test(labels_leave_out_what_the_tree_shows),
		cmocka_unit_test(durations_are_rounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
