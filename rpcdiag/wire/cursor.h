/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bounds-checked reading and writing with a sticky error: a read past the end
 * yields zero and marks the cursor bad, later reads do nothing, and the caller
 * asks once at the end. The idea is knot-dns's wire_ctx.
 */
#ifndef RPCDIAG_WIRE_CURSOR_H
#define RPCDIAG_WIRE_CURSOR_H

#include <stdbool.h>

#include "base/buf.h"
#include "wire/guid.h"
#include "wire/wire.h"

struct rd {
	struct span in;
	size_t at;	 /* offset of the next byte */
	bool big_endian; /* integer representation (C706 14.2.5) */
	enum wire_err e; /* sticky; WIRE_OK so far */
};

void rd_init(struct rd *r, struct span in);
uint8_t rd_u8(struct rd *r);
uint16_t rd_u16(struct rd *r); /* in the cursor's byte order */
uint32_t rd_u32(struct rd *r);
uint64_t rd_u64(struct rd *r);
uint16_t rd_be16(struct rd *r);
struct guid rd_guid(struct rd *r);
/* Borrowed from the input; empty when short. */
struct span rd_bytes(struct rd *r, size_t n);
void rd_skip(struct rd *r, size_t n);
/* Pass over padding up to a multiple of n (a power of two) from offset 0. */
void rd_align(struct rd *r, size_t n);
size_t rd_left(const struct rd *r);
/* Mark the cursor bad unless it already is. */
void rd_fail(struct rd *r, enum wire_err e);
/* The sticky error; rd_end also demands that nothing is left. */
enum wire_err rd_done(const struct rd *r) WIRE_MUST_CHECK;
enum wire_err rd_end(const struct rd *r) WIRE_MUST_CHECK;

/* Writing is little-endian always; ok turns false when the buffer is full. */
struct wr {
	struct buf *out;
	size_t start; /* alignment counts from here */
	bool ok;
};

void wr_init(struct wr *w, struct buf *out);
void wr_u8(struct wr *w, uint8_t v);
void wr_u16(struct wr *w, uint16_t v);
void wr_u32(struct wr *w, uint32_t v);
void wr_u64(struct wr *w, uint64_t v);
void wr_guid(struct wr *w, const struct guid *g);
void wr_bytes(struct wr *w, struct span s);
void wr_zero(struct wr *w, size_t n);
void wr_align(struct wr *w, size_t n);
/* Overwrite an integer written earlier, at an offset from the start. */
void wr_put_u16(struct wr *w, size_t at, uint16_t v);
void wr_put_u32(struct wr *w, size_t at, uint32_t v);
/* How many bytes were written since the start. */
size_t wr_size(const struct wr *w);
/* The value of ok; when it is false, what was written is taken back. */
BUF_MUST_CHECK bool wr_done(struct wr *w);

#endif
