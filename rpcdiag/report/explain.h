/* SPDX-License-Identifier: Apache-2.0 */
/* Explanations for people and for programs. */
#ifndef RPCDIAG_REPORT_EXPLAIN_H
#define RPCDIAG_REPORT_EXPLAIN_H

#include "model/explanation.h"
#include "report/render.h"

struct explain_renderer {
	const char *name; /* of --format */
	/* False when out cannot hold it; out is then of no use. */
	bool (*render)(const struct explanation *v, size_t n,
	    const struct render_options *o, struct buf *out);
};

/* NULL when there is none of this name. */
const struct explain_renderer *explain_renderer_find(const char *name);

#endif
