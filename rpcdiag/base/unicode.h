/* SPDX-License-Identifier: Apache-2.0 */
/* Characters, and the bytes they are written as (RFC 3629, RFC 2781). */
#ifndef RPCDIAG_BASE_UNICODE_H
#define RPCDIAG_BASE_UNICODE_H

#include "base/span.h"

#define UNICODE_BAD 0xffffffffu
#define UNICODE_REPLACEMENT 0xfffdu

/* The next character of a NUL-terminated text, stepping over it; UNICODE_BAD
 * steps over one byte that begins none. 0 at the end. */
uint32_t utf8_next(const char **s);
/* Writes a character below 0x110000, without a NUL; the bytes it took. */
size_t utf8_put(char out[4], uint32_t ch);

/* The next character of in, which is cut by it; a surrogate without its
 * other half, or half a unit at the end, gives UNICODE_BAD. 0 when empty. */
uint32_t utf16_next(struct span *in, bool big_endian);

#endif
