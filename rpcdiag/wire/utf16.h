/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names as Windows sends them, turned into UTF-8 that is safe to print: cut to
 * the room there is, never inside a character, without control characters.
 */
#ifndef RPCDIAG_WIRE_UTF16_H
#define RPCDIAG_WIRE_UTF16_H

#include <stdbool.h>

#include "wire/cursor.h"

/* Up to the first NUL of in; room counts the NUL of out and is not 0. A unit
 * that is no character becomes U+FFFD, a control character '?'. */
void utf16_text(struct span in, bool big_endian, char *out, size_t room);
/* The same for 8-bit text, taken as ISO 8859-1. */
void latin1_text(struct span in, char *out, size_t room);

/* Write text with its NUL, or only count when w is NULL; the units it takes. */
size_t utf16_write(struct wr *w, const char *text);
size_t latin1_write(struct wr *w, const char *text);

#endif
