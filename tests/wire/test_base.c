/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/base64.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/secret.h"
#include "base/strlist.h"
#include "vector.h"

static void
test_buf_keeps_its_maximum(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 5);
	assert_string_equal(buf_text(&b), "");
	assert_true(buf_adds(&b, "abc"));
	assert_false(buf_adds(&b, "def"));
	assert_string_equal(buf_text(&b), "abc");
	assert_true(buf_printf(&b, "%d", 12));
	assert_false(buf_add(&b, "x", 1));
	assert_true(buf_add(&b, "x", 0));
	assert_false(buf_add(&b, "x", SIZE_MAX));
	assert_string_equal(buf_text(&b), "abc12");
	buf_drop(&b, 2);
	assert_string_equal(buf_text(&b), "c12");
	assert_true(buf_adds(&b, "de"));
	assert_int_equal(b.n, 5);
	buf_drop(&b, 99);
	assert_int_equal(b.n, 0);
	assert_true(buf_adds(&b, "fghij"));
	buf_wipe(&b);
	assert_int_equal(b.n, 0);
	assert_true(buf_adds(&b, "fghij"));
	assert_false(buf_adds(&b, "k"));
	buf_clear(&b);
}

static void
test_buf_hands_over(void **state)
{
	struct buf b;
	char *s;

	(void)state;
	buf_init(&b, 100);
	s = buf_take(&b);
	assert_string_equal(s, "");
	free(s);
	assert_true(buf_adds(&b, "abc"));
	s = buf_take(&b);
	assert_string_equal(s, "abc");
	assert_int_equal(b.n, 0);
	free(s);
	assert_true(buf_adds(&b, "again"));
	assert_string_equal(buf_text(&b), "again");
	buf_clear(&b);
}

static void
test_spans(void **state)
{
	struct span s = span_str("abcdef");

	(void)state;
	assert_text(span_sub(s, 2, 2), "cd");
	assert_text(span_sub(s, 4, 99), "ef");
	assert_int_equal(span_sub(s, 6, 1).n, 0);
	assert_int_equal(span_sub(s, 7, 1).n, 0);
	assert_true(span_eq(span_str(NULL), span_str("")));
	assert_false(span_eq(s, span_str("abcdeg")));
}

static void
test_base64(void **state)
{
	static const struct {
		const char *text, *bytes, *encoded;
	} row[] = {
		/* RFC 4648 section 10 */
		{ "", "", "" },
		{ "Zg==", "f", "Zg==" },
		{ "Zm8=", "fo", "Zm8=" },
		{ "Zm9v", "foo", "Zm9v" },
		{ "Zm9vYg==", "foob", "Zm9vYg==" },
		{ "Zm9vYmE=", "fooba", "Zm9vYmE=" },
		{ "Zm9vYmFy", "foobar", "Zm9vYmFy" },
		/* cut or folded on the way */
		{ "Zm9vYg", "foob", NULL },
		{ "Zm9vY", "foo", NULL },
		{ " Zm\r\n 9v\tYg = =", "foob", NULL },
		{ "Zg==Zg==", "f", NULL },
		{ "Zm9v-_", NULL, NULL },
		{ "Zm9v!", NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(row); i++) {
		struct buf b;

		buf_init(&b, 99);
		assert_true(buf_adds(&b, ">"));
		assert_int_equal(base64_decode(span_str(row[i].text), &b),
		    row[i].bytes != NULL);
		assert_string_equal(
		    buf_text(&b) + 1, row[i].bytes ? row[i].bytes : "");
		buf_clear(&b);
		if (row[i].encoded == NULL)
			continue;
		assert_true(base64_encode(span_str(row[i].bytes), &b));
		assert_string_equal(buf_text(&b), row[i].encoded);
		buf_clear(&b);
	}
}

static void
test_base64_limits(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 3);
	assert_false(base64_decode(span_str("Zm9vYg=="), &b));
	assert_string_equal(buf_text(&b), "");
	assert_true(base64_decode(span_str("Zm9v"), &b));
	assert_false(base64_encode(span_str("f"), &b));
	assert_false(base64_decode(span_of("Zg\0=", 4), &b));
	buf_clear(&b);
}

static void
test_strlist(void **state)
{
	static const struct {
		const char *text, *seps, *joined;
	} row[] = {
		{ "", ",", "" },
		{ " , ,, ", ",", "" },
		{ "a", ",", "a" },
		{ " 6001, 6002 ,6004", ",", "6001|6002|6004" },
		{ "a b;c,d", ";,", "a b|c|d" },
		{ "a,", ",", "a" },
		{ ",a", ",", "a" },
		{ "a b", "", "a b" },
	};
	struct strlist l = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(row); i++) {
		char *s;

		strlist_split(&l, row[i].text, row[i].seps);
		s = strlist_join(&l, "|");
		assert_string_equal(s, row[i].joined);
		free(s);
		strlist_clear(&l);
	}
	strlist_add_once(&l, "NTLM");
	strlist_add_once(&l, "ntlm");
	strlist_addf(&l, "%s-%d", "x", 1);
	assert_int_equal(l.n, 2);
	assert_true(strlist_has(&l, "X-1"));
	assert_false(strlist_has(&l, "x"));
	strlist_clear(&l);
	assert_int_equal(l.n, 0);
}

static void
test_secret(void **state)
{
	struct secret a = { 0 }, b = { 0 };

	(void)state;
	assert_false(secret_given(&a));
	secret_set(&a, "", 0);
	assert_true(secret_given(&a)); /* an empty password is one */
	secret_set(&a, "pass\0word", 9);
	assert_int_equal(a.n, 9);
	assert_memory_equal(a.p, "pass\0word", 10);
	secret_copy(&b, &a);
	assert_ptr_not_equal(a.p, b.p);
	secret_clear(&a);
	assert_false(secret_given(&a));
	assert_int_equal(b.n, 9);
	secret_copy(&b, &a);
	assert_false(secret_given(&b));
	secret_clear(&b);
}

static void
test_mem_and_err(void **state)
{
	char *s = NULL;
	struct err *e = err_new("%s: %d", "line", 7);

	(void)state;
	assert_string_equal(err_text(e), "line: 7");
	err_free(e);
	err_free(NULL);
	mem_set(&s, "one");
	assert_string_equal(s, "one");
	mem_set(&s, s);
	assert_string_equal(s, "one");
	mem_set(&s, NULL);
	assert_null(s);
	s = mem_strndup("abcdef", 3);
	assert_string_equal(s, "abc");
	free(s);
}

static void
test_clock(void **state)
{
	char text[21];

	(void)state;
	clock_fake(CLOCK_S(5), 1795258923);
	assert_true(clock_mono_us() == 5000000);
	assert_true(clock_mono_us() == CLOCK_MS(5000));
	clock_rfc3339(clock_wall(), text);
	assert_string_equal(text, "2026-11-21T11:02:03Z");
	clock_fake(-1, -1);
	assert_true(clock_wall() != 1795258923);
	assert_true(clock_mono_us() <= clock_mono_us());
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_buf_keeps_its_maximum),
		cmocka_unit_test(test_buf_hands_over),
		cmocka_unit_test(test_spans),
		cmocka_unit_test(test_base64),
		cmocka_unit_test(test_base64_limits),
		cmocka_unit_test(test_strlist),
		cmocka_unit_test(test_secret),
		cmocka_unit_test(test_mem_and_err),
		cmocka_unit_test(test_clock),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
