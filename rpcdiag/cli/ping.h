/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of `rpcdiag ping`. */
#ifndef RPCDIAG_CLI_PING_H
#define RPCDIAG_CLI_PING_H

#include "base/buf.h"
#include "cli/cli.h"
#include "model/call_times.h"
#include "model/report.h"
#include "report/render.h"

/* What follows from rpcping's letters; nothing when none was used. */
struct err *rpcping_complete(struct cli *cli);
/* What to know about them, on stderr. */
void rpcping_warn(const struct cli *cli, const char *command);

/* The check that decides: the last call, or the echo. */
const struct check *ping_decides(const struct report *r);
/* The first that failed, else the first that was not made; or NULL. */
const struct check *ping_wrong(const struct report *r);
/* The answer as rpcping writes it. */
BUF_MUST_CHECK bool rpcping_put(const struct cli *cli, const struct report *r,
    const struct render_options *o, struct buf *out);
/* "3 calls, min 0.2, mean 0.3, ... ms, 4000 calls/s" and a line end. */
BUF_MUST_CHECK bool times_put(const struct call_summary *s, struct buf *out);

#endif
