/* SPDX-License-Identifier: Apache-2.0 */
/* A document read back is the report it was; a bad one is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "report/json.h"
#include "samples.h"

#define OUT_MAX (1u << 20)

static char *
write_down(const struct report *r)
{
	const struct render_options o = { .version = "0.0" };
	struct buf out;

	buf_init(&out, OUT_MAX);
	assert_true(json_render(r, &o, &out));
	return buf_take(&out);
}

static char *
sample_document(const char *name)
{
	struct report r = { 0 };
	char *text;

	sample_find(name)->make(&r);
	text = write_down(&r);
	report_clear(&r);
	return text;
}

static void
round_trip_is_identical(void **state)
{
	const struct sample *s;

	(void)state;
	for (unsigned n = 0; (s = sample_nth(n)) != NULL; n++) {
		char *first = sample_document(s->name);
		struct report back;
		char *second;

		assert_null(json_read(span_str(first), &back));
		second = write_down(&back);
		assert_string_equal(first, second);
		report_clear(&back);
		free(first);
		free(second);
	}
}

static void
facts_keep_their_three_states(void **state)
{
	char *text = sample_document("healthy");
	const struct fact_set *f;
	struct report r;

	(void)state;
	assert_null(json_read(span_str(text), &r));
	f = &checks_find(&r.checks, "tls")->facts;
	assert_true(fact_true(f, FACT_TLS_TRUSTED));
	assert_true(fact_get(f, FACT_TLS_ALERT)->absent);
	assert_null(fact_get(f, FACT_TLS_SUBJECT));
	assert_int_equal(r.checks.v[2]->duration_us, 400);
	assert_int_equal(r.started, 1795258923);
	report_clear(&r);
	free(text);
}

/* Every prefix is refused, in bounds and without a leak. */
static void
every_prefix_is_refused(void **state)
{
	char *text = sample_document("tls-bad");
	size_t n = strlen(text) - 1; /* the last newline may go */

	(void)state;
	for (size_t i = 0; i < n; i++) {
		char *part = mem_strndup(text, i);
		struct report r;
		struct err *e = json_read(span_of(part, i), &r);

		assert_non_null(e);
		err_free(e);
		report_clear(&r);
		free(part);
	}
	free(text);
}

static void
wrong_documents_are_refused(void **state)
{
	static const struct {
		const char *text;
		const char *says;
	} rows[] = {
		{ "", "not one JSON object" },
		{ "[]", "not one JSON object" },
		{ "{} {}", "not one JSON object" },
		{ "{}", "schema_version must be 1" },
		{ "{\"schema_version\":2}", "schema_version must be 1" },
		{ "{\"schema_version\":1,\"checks\":{}}",
		    "checks must be a list" },
		{ "{\"schema_version\":1,\"checks\":[7]}",
		    "checks must be a list of objects" },
		{ "{\"schema_version\":1,\"checks\":[{\"stage\":\"dns\"}]}",
		    "checks[0]: id must be a string" },
		{ "{\"schema_version\":1,\"checks\":[{\"id\":\"a\"},"
		  "{\"id\":\"a\"}]}",
		    "checks[1]: id must be unique" },
		{ "{\"schema_version\":1,\"checks\":[{\"id\":\"a\","
		  "\"stage\":\"x\"}]}",
		    "checks[0]: stage must be one of" },
		{ "{\"schema_version\":1,\"checks\":[{\"id\":\"a\","
		  "\"facts\":{\"tls_trusted\":\"yes\"}}]}",
		    "checks[0]: tls_trusted must be true or false" },
		{ "{\"schema_version\":1,\"checks\":[{\"id\":\"a\","
		  "\"status\":{\"code\":-1}}]}",
		    "checks[0]: code must be a whole number" },
		{ "{\"schema_version\":1,\"verdict\":{\"confidence\":2}}",
		    "verdict: confidence must be between 0 and 1" },
		{ "{\"schema_version\":1,\"run\":{\"started\":\"today\"}}",
		    "run: started must be a time" },
		{ "{\"schema_version\":1,\"run\":{\"duration_ms\":1e300}}",
		    "run: duration_ms must be a number" },
		{ "{\"schema_version\":1,\"target\":{\"endpoints\":[1.5]}}",
		    "target: endpoints must be" },
		{ "{\"schema_version\":1,\"signature\":{\"DNS\":1}}",
		    "signature: signature must be" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct report r;
		struct err *e = json_read(span_str(rows[i].text), &r);

		if (e == NULL || strstr(err_text(e), rows[i].says) == NULL)
			fail_msg("%s: %s", rows[i].text,
			    e == NULL ? "accepted" : err_text(e));
		err_free(e);
		report_clear(&r);
	}
}

static void
unknown_members_are_passed_over(void **state)
{
	static const char text[] =
	    "{\"schema_version\":1,\"new\":{\"x\":[1]},\"checks\":[{\"id\":"
	    "\"a\",\"shape\":4,\"facts\":{\"later\":[],\"echo_pdu\":true}}]}";
	struct report r;

	(void)state;
	assert_null(json_read(span_str(text), &r));
	assert_int_equal(r.checks.n, 1);
	assert_true(fact_true(&r.checks.v[0]->facts, FACT_ECHO_PDU));
	assert_int_equal(r.verdict.status, HEALTH_UNKNOWN);
	report_clear(&r);
}

static void
long_lists_are_refused(void **state)
{
	struct strlist items = { 0 };
	struct report r;
	struct err *e;
	char *joined;
	char *text;

	(void)state;
	for (unsigned i = 0; i <= JSON_READ_CHECKS_MAX; i++)
		strlist_addf(&items, "{\"id\":\"%u\"}", i);
	joined = strlist_join(&items, ",");
	text = mem_printf("{\"schema_version\":1,\"checks\":[%s]}", joined);
	e = json_read(span_str(text), &r);
	assert_non_null(e);
	assert_non_null(strstr(err_text(e), "checks must be shorter"));
	err_free(e);
	report_clear(&r);
	free(text);
	free(joined);
	strlist_clear(&items);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(round_trip_is_identical),
		cmocka_unit_test(facts_keep_their_three_states),
		cmocka_unit_test(every_prefix_is_refused),
		cmocka_unit_test(wrong_documents_are_refused),
		cmocka_unit_test(unknown_members_are_passed_over),
		cmocka_unit_test(long_lists_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
