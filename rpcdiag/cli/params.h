/* SPDX-License-Identifier: Apache-2.0 */
/* Reads arguments by a table of options; knows no option itself. */
#ifndef RPCDIAG_CLI_PARAMS_H
#define RPCDIAG_CLI_PARAMS_H

#include "cli/command.h"
#include "cli/options.h"

/*
 * --name VALUE, --name=VALUE, -x, -xy, -xVALUE, -x VALUE; "--" ends options;
 * options and operands may be mixed. Names are taken in full only, so that
 * a later option never changes what a script meant. Operands are added to
 * cli->operands.
 */
struct err *params_parse(const struct option_row *table,
    const struct command *command, struct cli *cli, int argc, char **argv);

#endif
