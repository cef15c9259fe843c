/* SPDX-License-Identifier: Apache-2.0 */
/* The main job, for the commands that end in it. */
#ifndef RPCDIAG_CLI_CHECK_H
#define RPCDIAG_CLI_CHECK_H

#include "cli/cli.h"

/* Complete the command line, run the whole diagnosis, show its report.
 * command stands before errors. Returns the exit status. */
int check_exec(struct cli *cli, const char *command);

#endif
