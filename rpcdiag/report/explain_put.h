/* SPDX-License-Identifier: Apache-2.0 */
/* The renderers behind explain.h. */
#ifndef RPCDIAG_REPORT_EXPLAIN_PUT_H
#define RPCDIAG_REPORT_EXPLAIN_PUT_H

#include "report/explain.h"

bool explain_sheet(const struct explanation *v, size_t n,
    const struct render_options *o, struct buf *out);
bool explain_json(const struct explanation *v, size_t n,
    const struct render_options *o, struct buf *out);

#endif
