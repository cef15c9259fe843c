/* SPDX-License-Identifier: Apache-2.0 */
/* The report for the person at the telephone: the answer first. */
#ifndef RPCDIAG_REPORT_TEXT_H
#define RPCDIAG_REPORT_TEXT_H

#include "report/render.h"
#include "report/sheet.h"

bool text_render(
    const struct report *r, const struct render_options *o, struct buf *out);

/* The checks as a tree, one line each; part of text_render. */
void ladder_put(
    struct sheet *s, const struct checks *c, const struct render_options *o);
/* One line of it: mark, what, telling detail, duration. */
struct ladder_line {
	enum outcome outcome;
	unsigned indent; /* columns before the label */
	unsigned column; /* of the detail; 0 = right after the label */
	int64_t duration_us;
	const char *label;
	const char *detail;
	bool cut; /* to one line */
};
void ladder_line_put(struct sheet *s, const struct ladder_line *l);

#endif
