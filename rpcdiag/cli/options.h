/* SPDX-License-Identifier: Apache-2.0 */
/* The one table of options: the parser, the help and the tests read it. */
#ifndef RPCDIAG_CLI_OPTIONS_H
#define RPCDIAG_CLI_OPTIONS_H

#include "cli/cli.h"

/* value is NULL for an option without argument. The error says what is wrong
 * with the value; the parser puts the option's name before it. */
typedef struct err *option_set(struct cli *cli, const char *value);

struct option_row {
	const char *name;  /* long, without dashes; NULL = none */
	char letter;	   /* 0 = none */
	const char *arg;   /* what the help calls its argument; NULL = none */
	unsigned commands; /* enum command_bit */
	const char *help;
	option_set *set;
};

/* Ends with a row whose set is NULL. */
extern const struct option_row options[];

struct option_part {
	option_set *first; /* the option that the part begins with */
	const char *title;
};

/* The parts of the help, in the order of the options; ends with zeros. */
extern const struct option_part option_parts[];

#endif
