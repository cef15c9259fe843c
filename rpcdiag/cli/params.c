/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/params.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/span.h"

struct args {
	const struct option_row *table;
	const struct command *command;
	struct cli *cli;
	char **next;
	char **end;
};

static const struct option_row *
row_by_name(const struct option_row *table, struct span name)
{
	for (; table->set != NULL; table++)
		if (table->name != NULL && span_eq(span_str(table->name), name))
			return table;
	return NULL;
}

/* A letter may be another option for another command. */
static const struct option_row *
row_by_letter(const struct args *a, char letter)
{
	const struct option_row *other = NULL;

	for (const struct option_row *row = a->table; row->set != NULL; row++) {
		if (row->letter != letter)
			continue;
		if ((row->commands & a->command->bit) != 0)
			return row;
		other = row;
	}
	return other;
}

/* Only the name of an unknown option is shown: its value may be a secret. */
static struct err *
row_check(const struct args *a, const struct option_row *row,
    const char *dashes, struct span name)
{
	if (row == NULL)
		return err_new("%s%.*s: no such option", dashes, (int)name.n,
		    (const char *)name.p);
	if ((row->commands & a->command->bit) == 0)
		return err_new("%s%.*s: not an option of %s", dashes,
		    (int)name.n, (const char *)name.p, a->command->name);
	return NULL;
}

/* Put the option's name before what is wrong with its value. */
static struct err *
err_of_option(const char *dashes, struct span name, struct err *inner)
{
	char *what =
	    mem_printf("%s%.*s", dashes, (int)name.n, (const char *)name.p);
	struct err *e = err_under(what, inner);

	free(what);
	return e;
}

/* value: what stood in the same argument, or NULL. */
static struct err *
row_apply(struct args *a, const struct option_row *row, const char *value)
{
	if (row->arg != NULL && value == NULL && row->arg[0] == '[') {
		if (a->next < a->end && isdigit((unsigned char)**a->next))
			value = *a->next++;
	} else if (row->arg != NULL && value == NULL) {
		if (a->next == a->end)
			return err_new("%s is missing", row->arg);
		value = *a->next++;
	}
	return row->set(a->cli, value);
}

static struct err *
long_parse(struct args *a, const char *text)
{
	struct span name = span_of(text, strcspn(text, "="));
	const char *value = text[name.n] == '=' ? text + name.n + 1 : NULL;
	const struct option_row *row = row_by_name(a->table, name);
	struct err *e = row_check(a, row, "--", name);

	if (e != NULL)
		return e;
	if (row->arg == NULL && value != NULL)
		return err_of_option("--", name, err_new("takes no value"));
	return err_of_option("--", name, row_apply(a, row, value));
}

/* -vv, where a number may follow: "[...]" is the argument's name. */
static bool
without_value(const struct option_row *row, const char *rest)
{
	return row->arg[0] == '[' && rest != NULL &&
	    !isdigit((unsigned char)*rest);
}

static struct err *
letters_parse(struct args *a, const char *text)
{
	for (; *text != '\0'; text++) {
		struct span name = span_of(text, 1);
		const struct option_row *row =
		    row_by_letter(a, *text == '?' ? 'h' : *text);
		struct err *e = row_check(a, row, "-", name);
		const char *rest = text[1] != '\0' ? text + 1 : NULL;

		if (e != NULL)
			return e;
		if (row->arg != NULL && !without_value(row, rest))
			return err_of_option(
			    "-", name, row_apply(a, row, rest));
		e = err_of_option("-", name, row->set(a->cli, NULL));
		if (e != NULL)
			return e;
	}
	return NULL;
}

/* -2147023174, where no option of the command is a digit. */
static bool
is_number(const struct args *a, const char *text)
{
	const struct option_row *row = row_by_letter(a, text[1]);

	return text[1] >= '0' && text[1] <= '9' &&
	    (row == NULL || (row->commands & a->command->bit) == 0) &&
	    a->command->max_operands > 0;
}

/* Microsoft's tools take /x for -x, and rpcping scripts are written so. */
static bool
is_option(const struct args *a, const char *text)
{
	if (text[0] == '/' && a->command->bit == CMD_PING)
		return text[1] != '\0' && text[2] == '\0';
	return text[0] == '-' && text[1] != '\0' && !is_number(a, text);
}

static struct err *
operand_parse(struct args *a, const char *text)
{
	if (a->cli->operands.n == a->command->max_operands)
		return err_new("\"%s\" is one argument too many", text);
	strlist_add(&a->cli->operands, text);
	return NULL;
}

struct err *
params_parse(const struct option_row *table, const struct command *command,
    struct cli *cli, int argc, char **argv)
{
	struct args a = {
		.table = table,
		.command = command,
		.cli = cli,
		.next = argv,
		.end = argv + argc,
	};
	bool options_end = false;
	struct err *e = NULL;

	while (e == NULL && a.next < a.end) {
		const char *text = *a.next++;

		if (options_end || !is_option(&a, text))
			e = operand_parse(&a, text);
		else if (strcmp(text, "--") == 0)
			options_end = true;
		else if (text[0] == '-' && text[1] == '-')
			e = long_parse(&a, text + 2);
		else
			e = letters_parse(&a, text + 1);
	}
	return e;
}
