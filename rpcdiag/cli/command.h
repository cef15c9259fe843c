/* SPDX-License-Identifier: Apache-2.0 */
/* One command of the program: a file of its own that ends in one row. */
#ifndef RPCDIAG_CLI_COMMAND_H
#define RPCDIAG_CLI_COMMAND_H

#include "cli/cli.h"
#include "model/report.h"

/* Beyond the statuses of a report (enum health). */
#define STATUS_USAGE HEALTH_UNKNOWN
#define STATUS_STOPPED 130 /* ended by a signal, as shells count it */

/* Which commands an option belongs to. */
enum command_bit {
	CMD_CHECK = 1 << 0,
	CMD_PING = 1 << 1,
	CMD_DEMO = 1 << 2,
	CMD_HELP = 1 << 3,
	CMD_VERSION = 1 << 4,
	CMD_RENDER = 1 << 5,
	CMD_EXPLAIN = 1 << 6,
	CMD_LINT = 1 << 7,
	CMD_TARGET = CMD_CHECK | CMD_PING | CMD_DEMO,
	/* They draw something. */
	CMD_SHOW = CMD_TARGET | CMD_RENDER | CMD_EXPLAIN | CMD_LINT,
	CMD_ALL = CMD_SHOW | CMD_HELP | CMD_VERSION,
};

struct command {
	const char *name;
	enum command_bit bit;
	const char *operands; /* as shown in the usage; "" = takes none */
	size_t max_operands;
	const char *help;  /* one line for the list of commands */
	const char *about; /* what `help COMMAND` says before the options */
	/* Returns the exit status. cli is read, not yet completed. */
	int (*run)(struct cli *cli);
};

extern const struct command command_check;
extern const struct command command_ping;
extern const struct command command_demo;
extern const struct command command_render;
extern const struct command command_explain;
extern const struct command command_lint;
extern const struct command command_help;
extern const struct command command_version;

/* NULL when no command has this name. */
const struct command *command_find(const char *name);
/* The n-th, NULL past the end. */
const struct command *command_nth(size_t n);

#endif
