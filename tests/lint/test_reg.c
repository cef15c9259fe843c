/* SPDX-License-Identifier: Apache-2.0 */
/* Registry exports, as regedit and `reg query` write them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "lint/reg.h"

#define V5 "Windows Registry Editor Version 5.00\r\n\r\n[HKEY_X\\K]\r\n"
#define V4 "REGEDIT4\r\n\r\n[HKEY_X\\K]\r\n"

static const struct {
	const char *text;
	const char *name; /* of the value looked at */
	const char *shown;
	uint32_t type;
	unsigned line;
} rows[] = {
	{ V5 "\"a\"=\"b\"", "a", "b", REG_SZ, 4 },
	{ V5 "@=\"b\"", "", "b", REG_SZ, 4 },
	{ V5 "; x\r\n\r\n\"A\" = \"\"", "a", "", REG_SZ, 6 },
	{ V5 "\"p\"=\"C:\\\\x \\\"y\\\"\"", "p", "C:\\x \"y\"", REG_SZ, 4 },
	{ V5 "\"p\"=\"C:\\n\"", "p", "C:\\n", REG_SZ, 4 },
	{ V5 "\"two\"=\"one\r\nmore\"\r\n\"z\"=\"1\"", "two", "one\nmore",
	    REG_SZ, 4 },
	{ V5 "\"two\"=\"one\r\nmore\"\r\n\"z\"=\"1\"", "z", "1", REG_SZ, 6 },
	{ V5 "\"q\\\"x\"=\"1\"", "q\"x", "1", REG_SZ, 4 },
	{ V5 "\"n\"=dword:00001774", "n", "6004 (0x1774)", REG_DWORD, 4 },
	{ V5 "\"n\"=DWORD:ffffffff", "n", "4294967295 (0xffffffff)", REG_DWORD,
	    4 },
	{ V5 "\"n\"=hex(4):74,17,00,00", "n", "6004 (0x1774)", REG_DWORD, 4 },
	{ V5 "\"n\"=hex(b):01,00,00,00,00,00,00,00", "n", "1 (0x1)", REG_QWORD,
	    4 },
	{ V5 "\"n\"=hex:01,02", "n", "hex: 01,02", REG_BINARY, 4 },
	{ V5 "\"n\"=hex:", "n", "hex: ", REG_BINARY, 4 },
	{ V5 "\"n\"=hex(7):61,00,\\\r\n  00,00,62,00,00,00,00,00", "n", "a | b",
	    REG_MULTI_SZ, 4 },
	{ V5 "\"n\"=hex(2):25,00,78,00,25,00,00,00", "n", "%x%", REG_EXPAND_SZ,
	    4 },
	{ V4 "\"n\"=hex(7):61,00,62,e4,00,00", "n", "a | b\xc3\xa4",
	    REG_MULTI_SZ, 4 },
	{ V5 "\"n\"=-", "n", "deleted", REG_NONE, 4 },
	{ V5 "\"n\"=dword:1\r\n\"N\"=dword:2", "n", "2 (0x2)", REG_DWORD, 5 },
	{ "HKEY_X\\K\r\n    a b    REG_SZ    c  d\r\n", "a b", "c  d", REG_SZ,
	    2 },
	{ "\r\nHKEY_X\\K\r\n    n    REG_DWORD    0x1774\r\n", "n",
	    "6004 (0x1774)", REG_DWORD, 3 },
	{ "! REG.EXE VERSION 3.0\r\n\r\nHKEY_X\\K\r\n"
	  "    n\tREG_MULTI_SZ\ta\\0b\\0\\0\r\n",
	    "n", "a | b", REG_MULTI_SZ, 4 },
	{ "HKEY_X\\K\r\n    n    REG_BINARY    0102\r\n", "n", "hex: 01,02",
	    REG_BINARY, 2 },
	{ "HKEY_X\\K\r\n    (Standard)    REG_SZ    x\r\n", "", "x", REG_SZ,
	    2 },
};

static void
reg_load(const char *text, struct reg *r)
{
	struct text t;

	text_decode(span_str(text), &t);
	if (reg_is_export(&t))
		reg_read_export(&t, r);
	else if (reg_is_query(&t))
		reg_read_query(&t, r);
	else
		fail_msg("not recognised: %s", text);
	text_clear(&t);
}

static void
values_are_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct reg_value *v;
		struct reg r;
		char *shown;

		reg_load(rows[i].text, &r);
		assert_int_equal(r.n, 1);
		assert_int_equal(r.bad, 0);
		v = reg_value_find(&r.v[0], rows[i].name);
		if (v == NULL)
			fail_msg("row %zu: no %s", i, rows[i].name);
		shown = reg_value_shown(v);
		assert_string_equal(shown, rows[i].shown);
		assert_int_equal(v->type, rows[i].type);
		assert_int_equal(v->line, rows[i].line);
		free(shown);
		reg_clear(&r);
	}
}

static void
bad_lines_are_counted(void **state)
{
	static const char *const bad[] = {
		V5 "word",
		V5 "\"a",
		V5 "\"a\"",
		V5 "\"a\"=x",
		V5 "[",
		V5 "\"a\"=dword:xyz",
		V5 "\"a\"=hex:1",
		V5 "\"a\"=hex:0g",
		V5 "\"a\"=hex(7:00",
		V5 "\"a\"=\"b\" c",
		"REGEDIT4\n\n\n\"a\"=\"no key\"",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct reg r;

		reg_load(bad[i], &r);
		if (r.bad != 1 || r.bad_line != 4)
			fail_msg(
			    "%s: %zu bad, line %u", bad[i], r.bad, r.bad_line);
		reg_clear(&r);
	}
}

/* What is behind a bad line is still read, and nothing goes to a wrong key. */
static void
bad_lines_cost_themselves_only(void **state)
{
	struct reg r;

	(void)state;
	reg_load(V5 "\"a\"=\"cut\r\n\"b\"=\"whole\"\r\n[HKEY_X\\L\r\n"
		    "\"c\"=\"of no key\"\r\n[HKEY_X\\M]\r\n\"d\"=dword:1\r\n",
	    &r);
	assert_int_equal(r.bad, 3);
	assert_int_equal(r.bad_line, 4);
	assert_int_equal(r.n, 2);
	assert_null(reg_value_find(&r.v[0], "a"));
	assert_string_equal(
	    reg_value_find(&r.v[0], "b")->strings.v[0], "whole");
	assert_null(reg_value_find(&r.v[0], "c"));
	assert_int_equal(reg_value_find(&r.v[1], "d")->number, 1);
	reg_clear(&r);
}

static void
keys_are_found_by_their_end(void **state)
{
	struct reg r;

	(void)state;
	reg_load("REGEDIT4\n[HKEY_LOCAL_MACHINE\\A B\\C]\n[-HKEY_X\\D]\n", &r);
	assert_int_equal(r.n, 2);
	assert_true(reg_key_ends(&r.v[0], "a b\\c"));
	assert_true(reg_key_ends(&r.v[0], "C"));
	assert_false(reg_key_ends(&r.v[0], "B\\C"));
	assert_false(r.v[0].deleted);
	assert_true(r.v[1].deleted);
	assert_string_equal(r.v[1].path, "HKEY_X\\D");
	reg_clear(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_read),
		cmocka_unit_test(bad_lines_are_counted),
		cmocka_unit_test(bad_lines_cost_themselves_only),
		cmocka_unit_test(keys_are_found_by_their_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
