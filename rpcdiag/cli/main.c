/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The program: finds the command, has its arguments read, runs it. What a
 * command does stands in the file of its name.
 */
#include <errno.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "cli/command.h"
#include "cli/complain.h"
#include "cli/help.h"
#include "cli/params.h"
#include "cli/stop.h"

/* In the order the help lists them. */
static const struct command *const commands[] = {
	&command_check,
	&command_ping,
	&command_demo,
	&command_render,
	&command_explain,
	&command_lint,
	&command_help,
	&command_version,
};

const struct command *
command_nth(size_t n)
{
	return n < sizeof(commands) / sizeof(commands[0]) ? commands[n] : NULL;
}

const struct command *
command_find(const char *name)
{
	const struct command *c;

	for (size_t n = 0; (c = command_nth(n)) != NULL; n++)
		if (strcmp(c->name, name) == 0)
			return c;
	return NULL;
}

/* -v alone shows the lines of progress, which say what LOG_STEPS would. */
static enum log_level
level_of(int verbosity)
{
	if (verbosity < LOG_EVENTS)
		return LOG_QUIET;
	return verbosity > LOG_BYTES ? LOG_BYTES : (enum log_level)verbosity;
}

static int
command_run(const struct command *command, int argc, char **argv)
{
	struct cli cli;
	struct err *e;
	int status = 0;

	cli_init(&cli);
	cli.argc = argc;
	cli.argv = argv;
	e = params_parse(options, command, &cli, argc, argv);
	log_set(level_of(cli.verbosity));
	if (e != NULL)
		status = complain_usage(command->name, e);
	else if (cli.help)
		help_command(command);
	else
		status = command->run(&cli);
	cli_clear(&cli);
	return status;
}

/* The words before any command: only these two. */
static const struct command *
command_of_flag(const char *word)
{
	if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
		return &command_help;
	return strcmp(word, "--version") == 0 ? &command_version : NULL;
}

static int
main_dispatch(int argc, char **argv)
{
	const struct command *command;

	/* Scripts written for Microsoft's tool call us by its name. */
	if (argc > 0 && strcmp(basename(argv[0]), "rpcping") == 0)
		return command_run(&command_ping, argc - 1, argv + 1);
	if (argc < 2) {
		help_usage(stderr);
		return STATUS_USAGE;
	}
	command = command_find(argv[1]);
	if (command == NULL)
		command = command_of_flag(argv[1]);
	if (command == NULL)
		return complain_usage(
		    NULL, err_new("\"%s\" is not a command", argv[1]));
	return command_run(command, argc - 2, argv + 2);
}

int
main(int argc, char **argv)
{
	int status;

	stop_install();
	status = main_dispatch(argc, argv);
	if (fflush(stdout) != 0 || ferror(stdout))
		return complain(NULL,
		    err_new("standard output: cannot be written: %s",
			strerror(errno)));
	return status;
}
