/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One interface for every form a report can take. Renderers are pure: they
 * look at a report and at what they are told here, never at a terminal.
 */
#ifndef RPCDIAG_REPORT_RENDER_H
#define RPCDIAG_REPORT_RENDER_H

#include "base/buf.h"
#include "model/explanation.h"
#include "model/report.h"

#define RENDER_WIDTH 80

enum render_verbosity {
	RENDER_ANSWER = -1, /* the verdict alone */
	RENDER_NORMAL = 0,
	RENDER_FULL = 1, /* nothing cut short, nothing folded */
};

struct render_options {
	bool color;
	unsigned width; /* columns of a line for people; 0 = RENDER_WIDTH */
	enum render_verbosity verbosity;
	const char *version; /* of this program */
	/* The page of a finding, for page_text_free; NULL when it has none.
	 * The pointer itself may be NULL. */
	struct page_text *(*page)(const struct report *r, const char *id);
};

struct renderer {
	const char *name; /* of --format */
	/* False when out cannot hold the report; out is then of no use. */
	bool (*render)(const struct report *r, const struct render_options *o,
	    struct buf *out);
	/* Of a stream: what is said of each check as it ends, and then of the
	 * whole. Together they are what render says. NULL = no stream. */
	bool (*check)(const struct report *r, const struct check *c,
	    const struct render_options *o, struct buf *out);
	bool (*end)(const struct report *r, const struct render_options *o,
	    struct buf *out);
};

/* NULL when there is none of this name. */
const struct renderer *renderer_find(const char *name);
/* The n-th renderer, NULL past the last. */
const struct renderer *renderer_nth(unsigned n);

/* One line, with its newline, for a check that has ended; false as above. */
BUF_MUST_CHECK bool progress_line(
    const struct check *c, const struct render_options *o, struct buf *out);
/* The line of a check that has waited for a while: what for, how long. */
BUF_MUST_CHECK bool progress_wait(const struct check *c, const char *stage,
    int64_t waited_us, int64_t at_most_us, const struct render_options *o,
    struct buf *out);

#endif
