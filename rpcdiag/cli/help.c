/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/help.h"

#include <string.h>

#include "cli/complain.h"
#include "cli/options.h"

#define WIDTH 79
#define INDENT 28 /* where explanations begin */
#define LABEL_MAX 256

/* Print text from the column at on, wrapped, later lines at indent. */
static void
put_wrapped(const char *text, int at, int indent)
{
	bool first = true;

	while (*text != '\0') {
		int n = (int)strcspn(text, " ");

		if (!first && at + 1 + n > WIDTH) {
			printf("\n%*s", indent, "");
			at = indent;
		} else if (!first) {
			putchar(' ');
			at++;
		}
		printf("%.*s", n, text);
		at += n;
		text += n;
		text += strspn(text, " ");
		first = false;
	}
	putchar('\n');
}

static void
put_row(const char *label, const char *text)
{
	int n = printf("  %s", label);

	if (n + 2 > INDENT)
		printf("\n%*s", INDENT, "");
	else
		printf("%*s", INDENT - n, "");
	put_wrapped(text, INDENT, INDENT);
}

static void
put_option(const struct option_row *row)
{
	char letter[] = { '-', row->letter, '\0' };
	char label[LABEL_MAX];

	snprintf(label, sizeof(label), "%s%s%s%s%s%s",
	    row->letter != '\0' ? letter : "",
	    row->letter != '\0' && row->name != NULL ? ", " : "",
	    row->name != NULL ? "--" : "", row->name != NULL ? row->name : "",
	    row->arg != NULL ? " " : "", row->arg != NULL ? row->arg : "");
	put_row(label, row->help);
}

/* The part that begins here, or the one before. */
static const char *
part_of(const struct option_row *row, const char *before)
{
	for (const struct option_part *p = option_parts; p->first != NULL; p++)
		if (p->first == row->set)
			return p->title;
	return before;
}

void
help_usage(FILE *to)
{
	fputs("usage: rpcdiag COMMAND [OPTION...]\n"
	      "try 'rpcdiag check --proxy rpc.contoso.com --user NAME', "
	      "'rpcdiag demo'\n"
	      "or 'rpcdiag help'\n",
	    to);
}

void
help_command(const struct command *command)
{
	const char *part = NULL, *said = NULL;

	printf("usage: rpcdiag %s [OPTION...]%s%s\n\n", command->name,
	    *command->operands != '\0' ? " " : "", command->operands);
	put_wrapped(command->about, 0, 0);
	printf("\nOptions:\n");
	for (const struct option_row *row = options; row->set != NULL; row++) {
		part = part_of(row, part);
		if ((row->commands & command->bit) == 0)
			continue;
		if (part != said)
			printf("%s %s\n", said != NULL ? "\n" : "", part);
		said = part;
		put_option(row);
	}
}

static void
help_all(void)
{
	const struct command *c;

	printf("usage: rpcdiag COMMAND [OPTION...]\n\n");
	put_wrapped("Says why RPC over HTTP (Outlook Anywhere, RD Gateway) "
		    "does not work, and what to do about it.",
	    0, 0);
	printf("\nCommands:\n");
	for (size_t n = 0; (c = command_nth(n)) != NULL; n++)
		put_row(c->name, c->help);
	printf("\nExit status:\n");
	put_row("0", "healthy");
	put_row("1", "degraded: works, with warnings");
	put_row("2", "failed");
	put_row("3", "unknown: nothing could be concluded, or wrong usage");
	put_row("130", "ended by SIGINT or SIGTERM");
	printf("\n'rpcdiag help COMMAND' shows the options of a command.\n");
}

static int
help_run(struct cli *cli)
{
	const struct command *command;

	if (cli->operands.n == 0) {
		help_all();
		return 0;
	}
	command = command_find(cli->operands.v[0]);
	if (command == NULL)
		return complain_usage(NULL,
		    err_new("\"%s\" is not a command", cli->operands.v[0]));
	help_command(command);
	return 0;
}

const struct command command_help = {
	.name = "help",
	.bit = CMD_HELP,
	.operands = "[COMMAND]",
	.max_operands = 1,
	.help = "show the commands, or the options of one",
	.about = "Shows the list of commands, or one command with its options.",
	.run = help_run,
};
