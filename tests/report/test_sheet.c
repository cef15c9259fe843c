/* SPDX-License-Identifier: Apache-2.0 */
/* What a text for people is made of: characters, lines, order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "report/sheet.h"
#include "report/tree.h"
#include "report/utf8.h"

static void
characters_are_decoded(void **state)
{
	static const struct {
		const char *text;
		uint32_t first;
		size_t bytes;
	} rows[] = {
		{ "", 0, 0 },
		{ "a", 'a', 1 },
		{ "\xc3\xa9", 0xe9, 2 },
		{ "\xe2\x82\xac", 0x20ac, 3 },
		{ "\xf0\x9f\x92\xa5", 0x1f4a5, 4 },
		{ "\xf4\x8f\xbf\xbf", 0x10ffff, 4 },
		/* RFC 3629 section 3: overlong, surrogate, too large, cut */
		{ "\xc0\x80", UNICODE_BAD, 1 },
		{ "\xe0\x80\xaf", UNICODE_BAD, 1 },
		{ "\xf0\x80\x80\xaf", UNICODE_BAD, 1 },
		{ "\xed\xa0\x80", UNICODE_BAD, 1 },
		{ "\xf4\x90\x80\x80", UNICODE_BAD, 1 },
		{ "\xff", UNICODE_BAD, 1 },
		{ "\x80", UNICODE_BAD, 1 },
		{ "\xe2\x82", UNICODE_BAD, 1 },
		{ "\xe2", UNICODE_BAD, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *p = rows[i].text;

		assert_int_equal(utf8_next(&p), rows[i].first);
		assert_int_equal(p - rows[i].text, rows[i].bytes);
	}
}

static void
texts_are_made_safe(void **state)
{
	static const struct {
		const char *raw;
		const char *printable;
		const char *mended;
	} rows[] = {
		{ "plain", "plain", "plain" },
		{ "\x1b[2J", "\\x1b[2J", "\x1b[2J" },
		{ "a\r\nb", "a\\x0d\\x0ab", "a\r\nb" },
		{ "\xe9t\xe9", "\\xe9t\\xe9", "\xef\xbf\xbdt\xef\xbf\xbd" },
		{ "\xc2\x9b", "\\u{9b}", "\xc2\x9b" },
		{ "\xe2\x80\xae", "\\u{202e}", "\xe2\x80\xae" },
		{ "\xc3\xa9", "\xc3\xa9", "\xc3\xa9" },
		{ "\x7f", "\\x7f", "\x7f" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *printable = utf8_printable(rows[i].raw);
		char *mended = utf8_mended(rows[i].raw);

		assert_string_equal(printable, rows[i].printable);
		assert_string_equal(mended, rows[i].mended);
		free(printable);
		free(mended);
	}
	assert_null(utf8_mended(NULL));
}

static void
columns_are_counted(void **state)
{
	(void)state;
	assert_int_equal(utf8_columns("abc"), 3);
	assert_int_equal(utf8_columns("\xc3\xa9"), 1);
	assert_int_equal(utf8_columns("e\xcc\x81"), 1);
	assert_int_equal(utf8_columns("\xe6\x97\xa5\xe6\x9c\xac"), 4);
}

static void
lines_break_at_blanks(void **state)
{
	(void)state;
	assert_int_equal(sheet_line("one two three", 20), 13);
	assert_int_equal(sheet_line("one two three", 13), 13);
	assert_int_equal(sheet_line("one two three", 12), 7);
	assert_int_equal(sheet_line("onetwothreefour", 10), 10);
	assert_int_equal(sheet_line("\xe6\x97\xa5\xe6\x97\xa5\xe6\x97\xa5"
				    "\xe6\x97\xa5\xe6\x97\xa5",
			     9),
	    12);
	assert_int_equal(sheet_line("anything", 0), 8);
	assert_int_equal(sheet_line("", 10), 0);
}

static void
wrapping_indents(void **state)
{
	struct sheet s;
	struct buf out;

	(void)state;
	buf_init(&out, 1000);
	sheet_init(&s, &out, 16, false);
	sheet_put(&s, INK_BAD, "1. ");
	sheet_wrap(&s, 3, "alpha beta  gamma delta");
	sheet_put(&s, INK_PLAIN, "x");
	sheet_tab(&s, 4);
	sheet_fit(&s, 8, "much too long");
	sheet_end(&s);
	assert_string_equal(
	    buf_text(&out), "1. alpha beta\n   gamma delta\nx   much ...\n");
	assert_false(s.out.full);
	buf_clear(&out);
}

static void
colour_takes_no_column(void **state)
{
	struct sheet s;
	struct buf out;

	(void)state;
	buf_init(&out, 1000);
	sheet_init(&s, &out, 20, true);
	sheet_put(&s, INK_GOOD, "ok");
	sheet_tab(&s, 4);
	sheet_put(&s, INK_PLAIN, "x");
	sheet_end(&s);
	assert_string_equal(buf_text(&out), "\033[32mok\033[0m  x\n");
	buf_clear(&out);
}

static void
a_full_sheet_stops(void **state)
{
	struct sheet s;
	struct buf out;

	(void)state;
	buf_init(&out, 10);
	sheet_init(&s, &out, 4000000, false);
	sheet_tab(&s, 3999999);
	sheet_wrap(&s, 8, "never");
	assert_true(s.out.full);
	assert_true(out.n <= 10);
	buf_clear(&out);
}

static void
every_check_stands_once(void **state)
{
	static const struct {
		const char *id;
		const char *parent;
	} rows[] = {
		{ "late", "root" },
		{ "root", NULL },
		{ "x", "y" },
		{ "y", "x" },
		{ "lost", "nobody" },
		{ "self", "self" },
		{ "later", "late" },
	};
	static const char *const order[] = { "root", "late", "later", "lost",
		"x", "y", "self" };
	static const unsigned depth[] = { 0, 1, 2, 0, 0, 1, 0 };
	struct checks c = { 0 };
	struct tree t;

	(void)state;
	for (size_t i = 0; i < 7; i++)
		checks_add(&c, rows[i].id, rows[i].parent, STAGE_DNS);
	tree_init(&t, &c);
	assert_int_equal(t.n, 7);
	for (size_t i = 0; i < 7; i++) {
		assert_string_equal(t.v[i].check->id, order[i]);
		assert_int_equal(t.v[i].depth, depth[i]);
	}
	tree_clear(&t);
	checks_clear(&c);
	tree_init(&t, &c);
	assert_int_equal(t.n, 0);
	tree_clear(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(characters_are_decoded),
		cmocka_unit_test(texts_are_made_safe),
		cmocka_unit_test(columns_are_counted),
		cmocka_unit_test(lines_break_at_blanks),
		cmocka_unit_test(wrapping_indents),
		cmocka_unit_test(colour_takes_no_column),
		cmocka_unit_test(a_full_sheet_stops),
		cmocka_unit_test(every_check_stands_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
