/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Texts of servers on their way to a terminal or into a document: they may
 * hold bytes that are no UTF-8, and characters that steer a terminal.
 */
#ifndef RPCDIAG_REPORT_UTF8_H
#define RPCDIAG_REPORT_UTF8_H

#include "base/unicode.h"

/* Columns a character takes on a terminal: 0, 1 or 2. */
unsigned utf8_width(uint32_t ch);
/* Columns of a text that utf8_printable made. */
size_t utf8_columns(const char *s);

/* An owned copy, every bad byte as U+FFFD; NULL gives NULL. */
char *utf8_mended(const char *s);
/* An owned copy that a terminal prints and never obeys: bad bytes, control
 * characters and direction marks stand as \xNN or \u{NNNN}. NULL gives "". */
char *utf8_printable(const char *s);

#endif
