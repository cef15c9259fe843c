/* SPDX-License-Identifier: Apache-2.0 */
/* The report as a stream of JSON, a line each (docs/line.schema.json). */
#ifndef RPCDIAG_REPORT_JSONL_H
#define RPCDIAG_REPORT_JSONL_H

#include "report/render.h"

bool jsonl_render(
    const struct report *r, const struct render_options *o, struct buf *out);
/* One line, as soon as the check has ended. */
bool jsonl_check(const struct report *r, const struct check *c,
    const struct render_options *o, struct buf *out);
/* The last line. */
bool jsonl_end(
    const struct report *r, const struct render_options *o, struct buf *out);

#endif
