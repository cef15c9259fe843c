/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A table as every form of the report shows it: cells row by row, the first
 * row the heads, and remarks below. It knows nothing of what it shows.
 */
#ifndef RPCDIAG_REPORT_TABLE_H
#define RPCDIAG_REPORT_TABLE_H

#include "base/strlist.h"
#include "report/sheet.h"

#define TABLE_LABELS_MAX 2

struct table_cell {
	char *text; /* owned, printable */
	enum ink ink;
};

/* Where columns begin on a sheet. */
struct table_layout {
	unsigned labels[TABLE_LABELS_MAX];
	unsigned first; /* of the values */
	unsigned step;	/* from one value to the next */
};

struct table {
	struct table_cell *cells;
	size_t ncells;
	size_t columns;
	size_t labels; /* so many columns say what a row is about; an empty
			* label stands for the one above it */
	struct strlist notes;
	struct table_layout layout;
};

/* labels: at most TABLE_LABELS_MAX. */
void table_init(
    struct table *t, size_t labels, const struct table_layout *layout);
void table_clear(struct table *t);
/* The next cell; text is copied and made printable. The cells of the first row
 * say how many columns there are: table_end_heads ends it. */
void table_add(struct table *t, enum ink ink, const char *text);
void table_end_heads(struct table *t);
size_t table_rows(const struct table *t);
const struct table_cell *table_cell(
    const struct table *t, size_t row, size_t column);

void sheet_table(struct sheet *s, const struct table *t);

#endif
