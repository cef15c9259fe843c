/* SPDX-License-Identifier: Apache-2.0 */
/* The help texts, made from the tables of commands and options. */
#ifndef RPCDIAG_CLI_HELP_H
#define RPCDIAG_CLI_HELP_H

#include <stdio.h>

#include "cli/command.h"

/* The few lines for somebody who gave no command. */
void help_usage(FILE *to);
/* One command with its options, on standard output. */
void help_command(const struct command *command);

#endif
