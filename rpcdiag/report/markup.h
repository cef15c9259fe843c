/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Markup that is well-formed by construction, as HTML and as XML: whatever
 * text comes in is escaped, and what is opened is closed by its own name. It
 * knows nothing of reports.
 */
#ifndef RPCDIAG_REPORT_MARKUP_H
#define RPCDIAG_REPORT_MARKUP_H

#include "report/out.h"

#define MARKUP_DEPTH 24

struct markup {
	struct out out;
	unsigned depth;
	struct {
		const char *name;
		bool tall; /* holds an element on a line of its own */
	} open[MARKUP_DEPTH];
};

void markup_init(struct markup *m, struct buf *out);
/* As it is: texts of this program alone. */
void markup_raw(struct markup *m, const char *text);
/* Escaped; bad bytes and what steers a terminal stand as \xNN, line breaks as
 * blanks. NULL adds nothing. */
void markup_text(struct markup *m, const char *text);
void markup_textf(struct markup *m, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* All take the name, static, then pairs of an attribute's name and value, and
 * a NULL. A value that is NULL leaves the attribute out. */
#define MARKUP_PAIRS __attribute__((sentinel))
/* On a line of its own. */
void markup_open(struct markup *m, const char *name, ...) MARKUP_PAIRS;
/* Within the line. */
void markup_inline(struct markup *m, const char *name, ...) MARKUP_PAIRS;
/* One that has no content, on a line of its own. */
void markup_empty(struct markup *m, const char *name, ...) MARKUP_PAIRS;
/* The innermost one that is open. */
void markup_close(struct markup *m);
/* An element with nothing but a text, on a line of its own or within it. */
void markup_line(struct markup *m, const char *name, const char *text);
void markup_word(
    struct markup *m, const char *name, const char *class, const char *text);

#endif
