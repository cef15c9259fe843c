/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "vector.h"
#include "wire/www_auth.h"

/* The challenges as "scheme|token|realm" joined by blanks. */
static void
show(const struct www_auth *a, struct buf *out)
{
	for (unsigned i = 0; i < a->n; i++) {
		const struct www_challenge *c = &a->challenge[i];

		assert_true(i == 0 || buf_adds(out, " "));
		assert_true(buf_add(out, c->scheme.p, c->scheme.n));
		assert_true(buf_adds(out, "|"));
		assert_true(buf_add(out, c->token.p, c->token.n));
		assert_true(buf_adds(out, "|"));
		assert_true(buf_add(out, c->realm.p, c->realm.n));
	}
}

static void
test_values(void **state)
{
	static const struct {
		const char *value;
		enum wire_err want;
		const char *shown;
	} row[] = {
		{ "", WIRE_OK, "" },
		{ " , ,", WIRE_OK, "" },
		{ "NTLM", WIRE_OK, "NTLM||" },
		{ "Negotiate, NTLM", WIRE_OK, "Negotiate|| NTLM||" },
		{ "Negotiate,NTLM,Basic realm=\"a\"", WIRE_OK,
		    "Negotiate|| NTLM|| Basic||a" },
		{ "Basic realm=\"a, NTLM b\", NTLM", WIRE_OK,
		    "Basic||a, NTLM b NTLM||" },
		{ "Basic realm=\"a\\\"b\"", WIRE_OK, "Basic||a\\\"b" },
		{ "Basic REALM = plain , charset=\"UTF-8\"", WIRE_OK,
		    "Basic||plain" },
		{ "Basic realm=\"\"", WIRE_OK, "Basic||" },
		{ "NTLM TlRMTVNTUAACAAAA==", WIRE_OK,
		    "NTLM|TlRMTVNTUAACAAAA==|" },
		{ "NTLM TlRM , Negotiate oYG2, Basic realm=x", WIRE_OK,
		    "NTLM|TlRM| Negotiate|oYG2| Basic||x" },
		{ "Digest realm=\"r\", nonce=\"n,=\", qop=auth,\tBasic",
		    WIRE_OK, "Digest||r Basic||" },
		{ "Digest nonce=abc, realm=\"late\"", WIRE_OK, "Digest||late" },
		{ "realm=\"a\"", WIRE_INVALID, "" },
		{ "Basic realm=\"a", WIRE_INVALID, "Basic||" },
		{ "Basic realm=\"a\\", WIRE_INVALID, "Basic||" },
		{ "\"Basic\"", WIRE_INVALID, "" },
		{ "NTLM, @", WIRE_INVALID, "NTLM||" },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(row); i++) {
		struct www_auth a = { 0 };
		struct buf b;

		buf_init(&b, 999);
		if (www_auth_parse(span_str(row[i].value), &a) != row[i].want)
			fail_msg("%s", row[i].value);
		show(&a, &b);
		assert_string_equal(buf_text(&b), row[i].shown);
		buf_clear(&b);
	}
}

static void
test_several_headers(void **state)
{
	struct www_auth a = { 0 };

	(void)state;
	assert_int_equal(www_auth_parse(span_str("Negotiate"), &a), WIRE_OK);
	assert_int_equal(www_auth_parse(span_of(NULL, 0), &a), WIRE_OK);
	assert_int_equal(
	    www_auth_parse(span_str("basic realm=\"x\""), &a), WIRE_OK);
	/* a parameter cannot belong to a challenge of another header */
	assert_int_equal(
	    www_auth_parse(span_str("realm=\"y\""), &a), WIRE_INVALID);
	assert_int_equal(a.n, 2);
	assert_text(www_auth_find(&a, "Basic")->realm, "x");
	assert_non_null(www_auth_find(&a, "NEGOTIATE"));
	assert_null(www_auth_find(&a, "NTLM"));
	assert_null(www_auth_find(&a, "Nego"));
}

static void
test_limit(void **state)
{
	struct www_auth a = { 0 };

	(void)state;
	for (int i = 0; i < WWW_AUTH_MAX; i++)
		assert_int_equal(www_auth_parse(span_str("NTLM"), &a), WIRE_OK);
	assert_int_equal(www_auth_parse(span_str("NTLM"), &a), WIRE_LIMIT);
	assert_int_equal(a.n, WWW_AUTH_MAX);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_several_headers),
		cmocka_unit_test(test_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
