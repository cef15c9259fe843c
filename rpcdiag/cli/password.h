/* SPDX-License-Identifier: Apache-2.0 */
/* Where passwords come from; never from an argument. */
#ifndef RPCDIAG_CLI_PASSWORD_H
#define RPCDIAG_CLI_PASSWORD_H

#include "cli/cli.h"

#define PASSWORD_VARIABLE "RPCDIAG_PASSWORD"

/*
 * The passwords of the accounts the command line names, from the first of:
 * the option, PASSWORD_VARIABLE, $CREDENTIALS_DIRECTORY/password, a prompt.
 * Core dumps are off from here on. command stands before warnings.
 */
struct err *password_load(struct cli *cli, const char *command);
/* The first line of an open descriptor; name is for the error. */
struct err *password_read(int fd, const char *name, struct secret *out);

#endif
