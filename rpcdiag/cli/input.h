/* SPDX-License-Identifier: Apache-2.0 */
/* Files that a command reads whole: reports, listings, exports. */
#ifndef RPCDIAG_CLI_INPUT_H
#define RPCDIAG_CLI_INPUT_H

#include "base/buf.h"
#include "base/err.h"

/* Adds the whole of a file to out; "-" is standard input. A file that does
 * not fit under out's maximum is an error that names the limit. */
struct err *input_read(const char *name, struct buf *out);

#endif
