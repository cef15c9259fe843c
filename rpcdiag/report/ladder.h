/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The checks of a report as the rows a person reads: a tree in which what says
 * the same stands once. How a row looks is the business of each renderer.
 */
#ifndef RPCDIAG_REPORT_LADDER_H
#define RPCDIAG_REPORT_LADDER_H

#include "model/check.h"
#include "report/sheet.h"

struct ladder_row {
	const struct check *check; /* borrowed; of several the telling one */
	size_t n;		   /* checks that this row stands for */
	unsigned depth;
	enum outcome outcome;
	int64_t duration_us;	  /* to be shown; 0 = none */
	int64_t from_us, span_us; /* of all of them, since the run began */
	char *label;		  /* both are owned and printable */
	char *detail;
};

/* How an outcome is shown: "ok", "FAIL", "skip", "info". */
struct mark {
	const char *word;
	enum ink ink;
};

struct ladder {
	struct ladder_row *v;
	size_t n;
};

/* full: nothing is folded, and the cells of the table of authentication are
 * rows, too. The checks must outlive the ladder. */
void ladder_init(struct ladder *l, const struct checks *c, bool full);
void ladder_clear(struct ladder *l);
const struct mark *ladder_mark(enum outcome o);

#endif
