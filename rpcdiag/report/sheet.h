/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A sheet of text of fixed width: columns, wrapping, colour. It knows nothing
 * of reports. Every text it is given must come from utf8_printable or from
 * this program.
 */
#ifndef RPCDIAG_REPORT_SHEET_H
#define RPCDIAG_REPORT_SHEET_H

#include "report/out.h"

enum ink { INK_PLAIN, INK_GOOD, INK_BAD, INK_WARN, INK_FAINT, INK_BOLD, INK_N };

struct sheet {
	struct out out;
	unsigned width;
	bool color;
	unsigned column; /* private: columns of the open line */
};

void sheet_init(struct sheet *s, struct buf *out, unsigned width, bool color);
void sheet_put(struct sheet *s, enum ink ink, const char *text);
/* Blanks up to a column (at least to where the line is already). */
void sheet_tab(struct sheet *s, unsigned column);
void sheet_end(struct sheet *s); /* of the line */
void sheet_part(struct sheet *s, const char *text, size_t n);
/* Bytes of the first line when text is broken at a blank to fit the columns;
 * a word wider than that is cut. */
size_t sheet_line(const char *text, unsigned columns);
/* The whole text from where the line is, broken at the width of the sheet,
 * further lines indented to column. Ends the line. */
void sheet_wrap(struct sheet *s, unsigned column, const char *text);
/* A blank line, then a bold one. */
void sheet_heading(struct sheet *s, const char *text);
/* A paragraph from indent on, its further lines at hang. Unlike the others it
 * takes any text: line breaks become blanks, the rest is made printable. */
void sheet_text(struct sheet *s, unsigned indent, unsigned hang,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* The text cut to a number of columns, "..." in place of what is missing. */
void sheet_fit(struct sheet *s, unsigned columns, const char *text);

#endif
