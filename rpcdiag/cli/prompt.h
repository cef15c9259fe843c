/* SPDX-License-Identifier: Apache-2.0 */
/* Asks for a password on the terminal. */
#ifndef RPCDIAG_CLI_PROMPT_H
#define RPCDIAG_CLI_PROMPT_H

#include "base/err.h"
#include "base/secret.h"

/* Is somebody there to ask? */
bool prompt_possible(void);
/* Read one line from /dev/tty without echo. The terminal is put back also
 * when a signal ends the program meanwhile. */
struct err *prompt_secret(const char *text, struct secret *out);

#endif
