/* SPDX-License-Identifier: Apache-2.0 */
/* The argument parser over a table of its own, and the program's table. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <ctype.h>
#include <string.h>

#include "base/mem.h"
#include "cli/number.h"
#include "cli/params.h"
#include "cli/set.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define ARGS_MAX 8

static const struct command command = {
	.name = "trial",
	.bit = CMD_CHECK,
	.operands = "[A] [B]",
	.max_operands = 2,
};

/* Each setter leaves its mark in the log of one parse. */
static struct strlist said;

static struct err *
say_flag(struct cli *cli, const char *value)
{
	(void)cli;
	assert_null(value);
	strlist_add(&said, "flag");
	return NULL;
}

static struct err *
say_value(struct cli *cli, const char *value)
{
	(void)cli;
	strlist_addf(&said, "value(%s)", value);
	return strcmp(value, "bad") == 0 ? err_new("is bad") : NULL;
}

static const struct option_row table[] = {
	{ "flag", 'f', NULL, CMD_CHECK, "", say_flag },
	{ "value", 'o', "V", CMD_CHECK, "", say_value },
	{ "other", 0, NULL, CMD_PING, "", say_flag },
	{ 0 },
};

static const struct {
	const char *args[ARGS_MAX];
	const char *said;
	const char *operands;
	const char *error; /* NULL = none */
} parses[] = {
	{ { NULL }, "", "", NULL },
	{ { "--flag" }, "flag", "", NULL },
	{ { "--value", "x" }, "value(x)", "", NULL },
	{ { "--value=x" }, "value(x)", "", NULL },
	{ { "--value=" }, "value()", "", NULL },
	{ { "--value", "" }, "value()", "", NULL },
	{ { "--value", "--flag" }, "value(--flag)", "", NULL },
	{ { "--value=a=b" }, "value(a=b)", "", NULL },
	{ { "-f" }, "flag", "", NULL },
	{ { "-ff" }, "flag flag", "", NULL },
	{ { "-ox" }, "value(x)", "", NULL },
	{ { "-fox" }, "flag value(x)", "", NULL },
	{ { "-o", "x" }, "value(x)", "", NULL },
	{ { "a", "-f", "b" }, "flag", "a b", NULL },
	{ { "--", "-f", "--" }, "", "-f --", NULL },
	{ { "-" }, "", "-", NULL },
	{ { "--flag=1" }, "", "", "--flag: takes no value" },
	{ { "--flag=" }, "", "", "--flag: takes no value" },
	{ { "--value" }, "", "", "--value: V is missing" },
	{ { "-o" }, "", "", "-o: V is missing" },
	{ { "--value=bad" }, "value(bad)", "", "--value: is bad" },
	{ { "--fla" }, "", "", "--fla: no such option" },
	{ { "--FLAG" }, "", "", "--FLAG: no such option" },
	{ { "--none=secret" }, "", "", "--none: no such option" },
	{ { "--=x" }, "", "", "--: no such option" },
	{ { "-x" }, "", "", "-x: no such option" },
	{ { "-fx" }, "flag", "", "-x: no such option" },
	{ { "--other" }, "", "", "--other: not an option of trial" },
	{ { "a", "b", "c" }, "", "a b", "\"c\" is one argument too many" },
	{ { "--none", "--flag" }, "", "", "--none: no such option" },
};

static void
assert_joined(const struct strlist *got, const char *want)
{
	char *joined = strlist_join(got, " ");

	assert_string_equal(joined, want);
	mem_set(&joined, NULL);
}

static void
parse_one(size_t i)
{
	char *argv[ARGS_MAX];
	int argc = 0;
	struct cli cli;
	struct err *e;

	for (; argc < ARGS_MAX && parses[i].args[argc] != NULL; argc++)
		argv[argc] = mem_strdup(parses[i].args[argc]);
	cli_init(&cli);
	e = params_parse(table, &command, &cli, argc, argv);
	if (parses[i].error == NULL)
		assert_null(e);
	else
		assert_string_equal(err_text(e), parses[i].error);
	err_free(e);
	assert_joined(&said, parses[i].said);
	assert_joined(&cli.operands, parses[i].operands);
	strlist_clear(&said);
	cli_clear(&cli);
	while (argc > 0)
		mem_set(&argv[--argc], NULL);
}

static void
parse_all(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(parses); i++)
		parse_one(i);
}

static bool
row_same(const struct option_row *a, const struct option_row *b)
{
	return (a->name != NULL && b->name != NULL &&
		   strcmp(a->name, b->name) == 0) ||
	    (a->letter != '\0' && a->letter == b->letter &&
		(a->commands & b->commands) != 0) ||
	    a->set == b->set;
}

static void
table_is_sound(void **state)
{
	(void)state;
	for (const struct option_row *r = options; r->set != NULL; r++) {
		size_t n = strlen(r->help);

		assert_true(r->name != NULL || r->letter != '\0');
		assert_true(r->commands != 0);
		assert_int_equal(r->commands & ~(unsigned)CMD_ALL, 0);
		assert_true(n > 0 && r->help[n - 1] == '.');
		for (const struct option_row *o = options; o < r; o++)
			assert_false(row_same(o, r));
	}
}

static void
seconds(void **state)
{
	static const struct {
		const char *text;
		int64_t us; /* 0 = refused */
	} rows[] = {
		{ "1", 1000000 },
		{ "0.5", 500000 },
		{ ".5", 500000 },
		{ "2.", 2000000 },
		{ "0.000001", 1 },
		{ "86400", INT64_C(86400000000) },
		{ "0", 0 },
		{ "0.0", 0 },
		{ "0.0000001", 0 },
		{ "86400.1", 0 },
		{ "", 0 },
		{ ".", 0 },
		{ "-1", 0 },
		{ "+1", 0 },
		{ " 1", 0 },
		{ "1s", 0 },
		{ "1e3", 0 },
		{ "0x10", 0 },
		{ "inf", 0 },
		{ "nan", 0 },
		{ "1.2.3", 0 },
		{ "99999999999999999999", 0 },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		int64_t us = 0;
		struct err *e = seconds_parse(rows[i].text, &us);

		if ((e == NULL) != (rows[i].us > 0))
			fail_msg("\"%s\"", rows[i].text);
		assert_int_equal(us, rows[i].us);
		err_free(e);
	}
}

static void
counts(void **state)
{
	static const char *const bad[] = { "", "0", "11", "-1", "+1", " 1",
		"1 ", "1x", "0x1", "1.0", "99999999999999999999" };
	int n = 0;

	(void)state;
	assert_null(count_parse("1", 1, 10, &n));
	assert_int_equal(n, 1);
	assert_null(count_parse("10", 1, 10, &n));
	assert_int_equal(n, 10);
	for (size_t i = 0; i < N(bad); i++) {
		struct err *e = count_parse(bad[i], 1, 10, &n);

		assert_non_null(e);
		err_free(e);
	}
	assert_int_equal(n, 10);
}

static void
http_auth(void **state)
{
	static const struct {
		const char *value;
		const char *want; /* NULL = refused */
	} rows[] = {
		{ "auto", "" },
		{ "AUTO", "" },
		{ "none", "none" },
		{ "Basic", "basic" },
		{ "ntlm,negotiate", "ntlm negotiate" },
		{ "basic, basic", "basic" },
		{ "auto,basic", NULL },
		{ "digest", NULL },
		{ "", NULL },
		{ ",", NULL },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct cli cli;
		struct err *e;

		cli_init(&cli);
		e = set_http_auth(&cli, rows[i].value);
		if ((e == NULL) != (rows[i].want != NULL))
			fail_msg("\"%s\"", rows[i].value);
		if (rows[i].want != NULL)
			assert_joined(&cli.config.http_auth, rows[i].want);
		err_free(e);
		cli_clear(&cli);
	}
}

static void
msstd(void **state)
{
	struct cli cli;
	struct err *e;

	(void)state;
	cli_init(&cli);
	assert_null(set_msstd(&cli, "MSSTD:mail.contoso.com"));
	assert_string_equal(cli.config.msstd, "mail.contoso.com");
	assert_null(set_msstd(&cli, "*.contoso.com"));
	assert_string_equal(cli.config.msstd, "*.contoso.com");
	e = set_msstd(&cli, "msstd:");
	assert_non_null(e);
	err_free(e);
	cli_clear(&cli);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parse_all),
		cmocka_unit_test(table_is_sound),
		cmocka_unit_test(seconds),
		cmocka_unit_test(counts),
		cmocka_unit_test(http_auth),
		cmocka_unit_test(msstd),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
