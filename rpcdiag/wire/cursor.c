/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/cursor.h"

#include <string.h>

void
rd_init(struct rd *r, struct span in)
{
	*r = (struct rd){ .in = in };
}

void
rd_fail(struct rd *r, enum wire_err e)
{
	if (r->e == WIRE_OK)
		r->e = e;
}

size_t
rd_left(const struct rd *r)
{
	return r->e == WIRE_OK ? r->in.n - r->at : 0;
}

/* The next n bytes, or NULL and a bad cursor. n is not 0. */
static const uint8_t *
rd_take(struct rd *r, size_t n)
{
	const uint8_t *p;

	if (n > rd_left(r)) {
		rd_fail(r, WIRE_SHORT);
		return NULL;
	}
	p = r->in.p + r->at;
	r->at += n;
	return p;
}

/* An unsigned integer of n bytes in the cursor's byte order. */
static uint64_t
rd_uint(struct rd *r, size_t n)
{
	const uint8_t *p = rd_take(r, n);
	uint64_t v = 0;

	for (size_t i = 0; p != NULL && i < n; i++)
		v = v << 8 | p[r->big_endian ? i : n - 1 - i];
	return v;
}

uint8_t
rd_u8(struct rd *r)
{
	return (uint8_t)rd_uint(r, 1);
}

uint16_t
rd_u16(struct rd *r)
{
	return (uint16_t)rd_uint(r, 2);
}

uint32_t
rd_u32(struct rd *r)
{
	return (uint32_t)rd_uint(r, 4);
}

uint64_t
rd_u64(struct rd *r)
{
	return rd_uint(r, 8);
}

uint16_t
rd_be16(struct rd *r)
{
	uint16_t high = rd_u8(r);

	return (uint16_t)(high << 8 | rd_u8(r));
}

/*
 * A UUID is a structure of integers, so its first three groups follow the
 * byte order of the sender (C706 14.2.2); struct guid is always little-endian.
 */
struct guid
rd_guid(struct rd *r)
{
	struct guid g = { { 0 } };
	struct {
		uint8_t at, n;
	} group[] = { { 0, 4 }, { 4, 2 }, { 6, 2 } };
	const uint8_t *p = rd_take(r, sizeof(g.b));

	if (p == NULL)
		return g;
	memcpy(g.b, p, sizeof(g.b));
	for (size_t k = 0; r->big_endian && k < 3; k++)
		for (size_t i = 0; i < group[k].n; i++)
			g.b[group[k].at + i] =
			    p[group[k].at + group[k].n - 1 - i];
	return g;
}

struct span
rd_bytes(struct rd *r, size_t n)
{
	if (n == 0 || rd_left(r) < n) {
		if (n > 0)
			rd_fail(r, WIRE_SHORT);
		return span_of(r->in.p, 0);
	}
	return span_of(rd_take(r, n), n);
}

void
rd_skip(struct rd *r, size_t n)
{
	(void)rd_bytes(r, n);
}

void
rd_align(struct rd *r, size_t n)
{
	rd_skip(r, (0 - r->at) & (n - 1));
}

enum wire_err
rd_done(const struct rd *r)
{
	return r->e;
}

enum wire_err
rd_end(const struct rd *r)
{
	if (r->e != WIRE_OK)
		return r->e;
	return rd_left(r) == 0 ? WIRE_OK : WIRE_TRAILING;
}

void
wr_init(struct wr *w, struct buf *out)
{
	*w = (struct wr){ .out = out, .start = out->n, .ok = true };
}

void
wr_bytes(struct wr *w, struct span s)
{
	w->ok = w->ok && (s.n == 0 || buf_add(w->out, s.p, s.n));
}

static void
wr_uint(struct wr *w, uint64_t v, size_t n)
{
	uint8_t b[8];

	for (size_t i = 0; i < n; i++)
		b[i] = (uint8_t)(v >> 8 * i);
	wr_bytes(w, span_of(b, n));
}

void
wr_u8(struct wr *w, uint8_t v)
{
	wr_uint(w, v, 1);
}

void
wr_u16(struct wr *w, uint16_t v)
{
	wr_uint(w, v, 2);
}

void
wr_u32(struct wr *w, uint32_t v)
{
	wr_uint(w, v, 4);
}

void
wr_u64(struct wr *w, uint64_t v)
{
	wr_uint(w, v, 8);
}

void
wr_guid(struct wr *w, const struct guid *g)
{
	wr_bytes(w, span_of(g->b, sizeof(g->b)));
}

void
wr_zero(struct wr *w, size_t n)
{
	static const uint8_t zero[64];

	while (w->ok && n > 0) {
		size_t some = n < sizeof(zero) ? n : sizeof(zero);

		wr_bytes(w, span_of(zero, some));
		n -= some;
	}
}

void
wr_align(struct wr *w, size_t n)
{
	wr_zero(w, (0 - wr_size(w)) & (n - 1));
}

static void
wr_put(struct wr *w, size_t at, uint32_t v, size_t n)
{
	if (!w->ok || wr_size(w) < n || at > wr_size(w) - n) {
		w->ok = false;
		return;
	}
	for (size_t i = 0; i < n; i++)
		w->out->p[w->start + at + i] = (uint8_t)(v >> 8 * i);
}

void
wr_put_u16(struct wr *w, size_t at, uint16_t v)
{
	wr_put(w, at, v, 2);
}

void
wr_put_u32(struct wr *w, size_t at, uint32_t v)
{
	wr_put(w, at, v, 4);
}

size_t
wr_size(const struct wr *w)
{
	return w->out->n - w->start;
}

bool
wr_done(struct wr *w)
{
	if (!w->ok && w->out->p != NULL) {
		w->out->n = w->start;
		w->out->p[w->start] = '\0';
	}
	return w->ok;
}
