/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/ndr.h"

#include "wire/utf16.h"

#define PADDING_MAX 15
#define REFERENT 0x20000U /* where Windows begins to count */

void
ndr_open(struct rd *r, struct span stub, bool big_endian)
{
	rd_init(r, stub);
	r->big_endian = big_endian;
}

enum wire_err
ndr_end(struct rd *r)
{
	if (rd_left(r) > PADDING_MAX)
		rd_fail(r, WIRE_TRAILING);
	return rd_done(r);
}

uint16_t
ndr_get_u16(struct rd *r)
{
	rd_align(r, 2);
	return rd_u16(r);
}

uint32_t
ndr_get_u32(struct rd *r)
{
	rd_align(r, 4);
	return rd_u32(r);
}

void
ndr_put_u16(struct wr *w, uint16_t v)
{
	wr_align(w, 2);
	wr_u16(w, v);
}

void
ndr_put_u32(struct wr *w, uint32_t v)
{
	wr_align(w, 4);
	wr_u32(w, v);
}

bool
ndr_get_pointer(struct rd *r)
{
	return ndr_get_u32(r) != 0;
}

/* Referents need only differ from each other; places in the stub do. */
void
ndr_put_pointer(struct wr *w, bool there)
{
	wr_align(w, 4);
	wr_u32(w, there ? REFERENT + (uint32_t)wr_size(w) : 0);
}

uint32_t
ndr_get_variance(struct rd *r, uint32_t max)
{
	uint32_t offset = ndr_get_u32(r);
	uint32_t n = ndr_get_u32(r);

	if (offset != 0 || n > max)
		rd_fail(r, WIRE_INVALID);
	return r->e == WIRE_OK ? n : 0;
}

void
ndr_put_variance(struct wr *w, uint32_t n)
{
	ndr_put_u32(w, 0);
	ndr_put_u32(w, n);
}

struct span
ndr_get_string(struct rd *r)
{
	uint32_t n = ndr_get_variance(r, ndr_get_u32(r));
	struct span s;

	if (n > NDR_TEXT_MAX)
		rd_fail(r, WIRE_LIMIT);
	s = rd_bytes(r, r->e == WIRE_OK ? n : 0);
	if (s.n == 0)
		return s;
	if (s.p[s.n - 1] != '\0') {
		rd_fail(r, WIRE_INVALID);
		return span_sub(s, 0, 0);
	}
	return span_str((const char *)s.p);
}

void
ndr_put_string(struct wr *w, struct span text)
{
	w->ok = w->ok && text.n < NDR_TEXT_MAX;
	ndr_put_u32(w, (uint32_t)text.n + 1);
	ndr_put_variance(w, (uint32_t)text.n + 1);
	wr_bytes(w, text);
	wr_u8(w, '\0');
}

struct span
ndr_get_text(struct rd *r)
{
	return ndr_get_pointer(r) ? ndr_get_string(r) : span_of(NULL, 0);
}

void
ndr_put_text(struct wr *w, struct span text)
{
	ndr_put_pointer(w, text.p != NULL);
	if (text.p != NULL)
		ndr_put_string(w, text);
}

void
ndr_get_wide(struct rd *r, char *out, size_t room)
{
	uint32_t n = ndr_get_variance(r, ndr_get_u32(r));
	struct span s;

	if (n > NDR_TEXT_MAX)
		rd_fail(r, WIRE_LIMIT);
	s = rd_bytes(r, r->e == WIRE_OK ? 2 * (size_t)n : 0);
	if (s.n > 0 && (s.p[s.n - 2] != 0 || s.p[s.n - 1] != 0))
		rd_fail(r, WIRE_INVALID);
	utf16_text(s, r->big_endian, out, room);
}

void
ndr_put_wide(struct wr *w, const char *text)
{
	uint32_t n = (uint32_t)utf16_write(NULL, text);

	w->ok = w->ok && n <= NDR_TEXT_MAX;
	ndr_put_u32(w, n);
	ndr_put_variance(w, n);
	utf16_write(w, text);
}

struct span
ndr_get_bytes(struct rd *r, size_t max)
{
	uint32_t n = ndr_get_u32(r);

	if (n > max)
		rd_fail(r, WIRE_LIMIT);
	return rd_bytes(r, r->e == WIRE_OK ? n : 0);
}

void
ndr_put_bytes(struct wr *w, struct span bytes)
{
	ndr_put_u32(w, (uint32_t)bytes.n);
	wr_bytes(w, bytes);
}

struct ndr_handle
ndr_get_handle(struct rd *r)
{
	struct ndr_handle h = { .attributes = ndr_get_u32(r) };

	h.uuid = rd_guid(r);
	return h;
}

void
ndr_put_handle(struct wr *w, const struct ndr_handle *h)
{
	ndr_put_u32(w, h->attributes);
	wr_guid(w, &h->uuid);
}

bool
ndr_handle_is_null(const struct ndr_handle *h)
{
	return h->attributes == 0 && guid_is_zero(&h->uuid);
}

enum wire_err
ndr_handle_decode(struct span stub, bool big_endian, struct ndr_handle *out)
{
	struct rd r;

	ndr_open(&r, stub, big_endian);
	*out = ndr_get_handle(&r);
	return ndr_end(&r);
}

bool
ndr_handle_encode(const struct ndr_handle *in, struct buf *out)
{
	struct wr w;

	wr_init(&w, out);
	ndr_put_handle(&w, in);
	return wr_done(&w);
}

enum wire_err
ndr_returned_decode(struct span stub, bool big_endian, struct ndr_returned *out)
{
	struct rd r;

	ndr_open(&r, stub, big_endian);
	out->handle = ndr_get_handle(&r);
	out->status = ndr_get_u32(&r);
	return ndr_end(&r);
}

bool
ndr_returned_encode(const struct ndr_returned *in, struct buf *out)
{
	struct wr w;

	wr_init(&w, out);
	ndr_put_handle(&w, &in->handle);
	ndr_put_u32(&w, in->status);
	return wr_done(&w);
}
