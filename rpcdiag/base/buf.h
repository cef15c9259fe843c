/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A growing buffer with a hard maximum fixed at init: what a hostile peer can
 * make us store is decided where the buffer is declared, nowhere else.
 */
#ifndef RPCDIAG_BASE_BUF_H
#define RPCDIAG_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

#define BUF_MUST_CHECK __attribute__((warn_unused_result))

struct buf {
	uint8_t *p; /* private; kept NUL-terminated once anything was added */
	size_t n;   /* bytes held */
	size_t room;
	size_t max;
};

/* max: the most bytes it will ever hold, without the terminating NUL. */
void buf_init(struct buf *b, size_t max);
/* Frees the bytes; the buffer stays usable with the same maximum. */
void buf_clear(struct buf *b);
/* As buf_clear, but overwrites the bytes first. */
void buf_wipe(struct buf *b);

/* These add nothing and return false when the maximum would be exceeded. */
BUF_MUST_CHECK bool buf_add(struct buf *b, const void *p, size_t n);
BUF_MUST_CHECK bool buf_adds(struct buf *b, const char *s);
BUF_MUST_CHECK bool buf_printf(struct buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Forget the first n bytes (all of them if fewer are held). */
void buf_drop(struct buf *b, size_t n);
/* Borrowed until the next change. */
struct span buf_span(const struct buf *b);
/* Borrowed, NUL-terminated; "" when empty. */
const char *buf_text(const struct buf *b);
/* Hand over the bytes as an owned string; the buffer is empty afterwards. */
char *buf_take(struct buf *b);

#endif
