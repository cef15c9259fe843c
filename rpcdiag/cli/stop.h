/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SIGINT and SIGTERM: the first asks the run to end, so that what is known is
 * still reported; the second ends the program. SIGPIPE becomes a write error.
 */
#ifndef RPCDIAG_CLI_STOP_H
#define RPCDIAG_CLI_STOP_H

#include <stdbool.h>

struct run;

void stop_install(void);
bool stop_asked(void);
/* The run to end; NULL when there is none any more. A signal that came
 * earlier ends it at once. */
void stop_watch(struct run *run);
/* In a child before exec: what a program expects to find. */
void stop_reset(void);

#endif
