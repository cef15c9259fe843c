/* SPDX-License-Identifier: Apache-2.0 */
/* Lines out of every encoding that Windows writes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lint/text.h"

#define BYTES(s) s, sizeof(s) - 1
#define FFFD "\xef\xbf\xbd"

static const struct {
	const char *bytes;
	size_t n;
	enum text_encoding encoding;
	const char *lines[4]; /* ends with NULL */
} rows[] = {
	{ BYTES(""), TEXT_UTF8, { NULL } },
	{ BYTES("one"), TEXT_UTF8, { "one" } },
	{ BYTES("a\nb\r\nc\r"), TEXT_UTF8, { "a", "b", "c" } },
	{ BYTES("\n\n"), TEXT_UTF8, { "", "" } },
	{ BYTES("\xef\xbb\xbfx\n"), TEXT_UTF8_BOM, { "x" } },
	{ BYTES("ABH\xc3\x96REN"), TEXT_UTF8, { "ABH\xc3\x96REN" } },
	{ BYTES("ABH\xd6REN\n\x80"), TEXT_CP1252,
	    { "ABH\xc3\x96REN", "\xe2\x82\xac" } },
	{ BYTES("\x81"), TEXT_CP1252, { FFFD } },
	{ BYTES("\xff\xfe"
		"a\0\r\0\n\0\xd6\0"),
	    TEXT_UTF16LE, { "a", "\xc3\x96" } },
	{ BYTES("\xfe\xff\0a\0\n\0b"), TEXT_UTF16BE, { "a", "b" } },
	{ BYTES("a\0b\0\n\0"), TEXT_UTF16LE, { "ab" } },
	{ BYTES("\0a\0b\0\n"), TEXT_UTF16BE, { "ab" } },
	{ BYTES("\xff\xfe\x3d\xd8\x00\xde"), TEXT_UTF16LE,
	    { "\xf0\x9f\x98\x80" } },
	{ BYTES("\xff\xfe\x3d\xd8x\0y"), TEXT_UTF16LE, { FFFD "x" FFFD } },
	{ BYTES("a\0b"), TEXT_UTF8, { "a" FFFD "b" } },
	{ BYTES("\xff\xfe"), TEXT_UTF16LE, { NULL } },
};

static void
encodings_are_told_apart(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct text t;
		size_t n = 0;

		text_decode(span_of(rows[i].bytes, rows[i].n), &t);
		if (t.encoding != rows[i].encoding)
			fail_msg(
			    "row %zu: %s", i, text_encoding_name(t.encoding));
		for (; rows[i].lines[n] != NULL; n++) {
			assert_true(n < t.n);
			assert_string_equal(t.line[n], rows[i].lines[n]);
		}
		assert_int_equal(t.n, n);
		text_clear(&t);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(encodings_are_told_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
