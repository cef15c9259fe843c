/* SPDX-License-Identifier: Apache-2.0 */
/* A report that check saved, its facts judged by this version. */
#ifndef RPCDIAG_CLI_SAVED_H
#define RPCDIAG_CLI_SAVED_H

#include "base/err.h"
#include "model/report.h"

/* "-" is standard input. report is to be cleared by the caller, also after an
 * error. */
struct err *saved_read(const char *name, struct report *report);

#endif
