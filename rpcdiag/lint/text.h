/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file as lines of UTF-8, whatever Windows wrote it in: UTF-16 of either
 * order, UTF-8, both with or without a byte order mark, else CP1252. Knows
 * nothing of what the lines mean.
 */
#ifndef RPCDIAG_LINT_TEXT_H
#define RPCDIAG_LINT_TEXT_H

#include "base/span.h"

enum text_encoding {
	TEXT_UTF8,
	TEXT_UTF8_BOM,
	TEXT_UTF16LE,
	TEXT_UTF16BE,
	TEXT_CP1252,
	TEXT_NENCODINGS
};

struct text {
	char *utf8;	   /* owned: the lines, a NUL after each */
	const char **line; /* owned list; line[0] is line 1 of the file */
	size_t n;
	enum text_encoding encoding;
};

/* Takes any bytes. NUL and what is no character become U+FFFD. */
void text_decode(struct span bytes, struct text *out);
void text_clear(struct text *t);
const char *text_encoding_name(enum text_encoding e);

#endif
