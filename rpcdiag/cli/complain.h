/* SPDX-License-Identifier: Apache-2.0 */
/* Errors of our own on stderr, one line each, safe for a terminal. */
#ifndef RPCDIAG_CLI_COMPLAIN_H
#define RPCDIAG_CLI_COMPLAIN_H

#include "base/err.h"

/* command may be NULL. The error is freed. Both return STATUS_USAGE. */
int complain(const char *command, struct err *e);
/* As complain, and names the help to read. */
int complain_usage(const char *command, struct err *e);
/* A warning: the run goes on. */
void complain_warn(const char *command, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
