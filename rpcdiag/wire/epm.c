/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/epm.h"

#include <string.h>

#define FLOORS 5
#define PROTOCOL_UUID 0x0d
#define PROTOCOL_NCACN 0x0b
#define PROTOCOL_IP 0x09
#define ANNOTATION_MAX 64 /* bytes, C706 appendix O */

/* Windows 2003 takes these referents alone in ept_map. */
#define REFERENT_OBJECT 1
#define REFERENT_TOWER 2

struct floor { /* one of a tower: what it is, and where */
	struct span id;
	struct span data;
};

/* A tower is a string of bytes, little-endian and without alignment. */
static struct floor
floor_read(struct rd *r)
{
	struct floor f = { .id = rd_bytes(r, rd_u16(r)) };

	f.data = rd_bytes(r, rd_u16(r));
	return f;
}

static struct pdu_syntax
syntax_of(const struct floor *f)
{
	struct pdu_syntax s = { .major = 0 };
	struct rd id, data;

	rd_init(&id, f->id);
	rd_init(&data, f->data);
	if (rd_u8(&id) == PROTOCOL_UUID) {
		s.uuid = rd_guid(&id);
		s.major = rd_u16(&id);
		s.minor = rd_u16(&data);
	}
	return s;
}

static bool
has_port(uint8_t protocol)
{
	return protocol == EPM_TCP || protocol == EPM_HTTP;
}

/* Floors beyond those that are known, and of other shapes, tell nothing. */
static void
tower_open(struct rd *r, struct span bytes, struct epm_tower *out)
{
	struct floor f[FLOORS] = { 0 };
	struct rd tower, port;
	uint16_t n;

	*out = (struct epm_tower){ 0 };
	rd_init(&tower, bytes);
	n = rd_u16(&tower);
	for (uint16_t i = 0; i < n && i < FLOORS; i++)
		f[i] = floor_read(&tower);
	if (tower.e != WIRE_OK) {
		rd_fail(r, tower.e);
		return;
	}
	out->iface = syntax_of(&f[0]);
	out->protocol = f[3].id.n == 1 ? f[3].id.p[0] : 0;
	rd_init(&port, f[3].data);
	if (has_port(out->protocol))
		out->port = rd_be16(&port);
	if (f[4].id.n == 1 && f[4].id.p[0] == PROTOCOL_IP &&
	    f[4].data.n == sizeof(out->address))
		memcpy(out->address, f[4].data.p, sizeof(out->address));
}

static void
floor_syntax_write(struct wr *w, const struct pdu_syntax *s)
{
	wr_u16(w, 1 + sizeof(s->uuid) + sizeof(s->major));
	wr_u8(w, PROTOCOL_UUID);
	wr_guid(w, &s->uuid);
	wr_u16(w, s->major);
	wr_u16(w, sizeof(s->minor));
	wr_u16(w, s->minor);
}

static void
floor_write(struct wr *w, uint8_t id, struct span data)
{
	wr_u16(w, 1);
	wr_u8(w, id);
	wr_u16(w, (uint16_t)data.n);
	wr_bytes(w, data);
}

static bool
tower_put(const struct epm_tower *t, struct buf *out)
{
	uint8_t port[2] = { (uint8_t)(t->port >> 8), (uint8_t)t->port };
	struct wr w;

	wr_init(&w, out);
	wr_u16(&w, FLOORS);
	floor_syntax_write(&w, &t->iface);
	floor_syntax_write(&w, &pdu_ndr);
	floor_write(&w, PROTOCOL_NCACN, span_of("\0\0", 2));
	floor_write(&w, t->protocol, span_of(port, sizeof(port)));
	floor_write(&w, PROTOCOL_IP, span_of(t->address, sizeof(t->address)));
	return wr_done(&w);
}

/* twr_t: the size, which stands before the structure too, and the bytes. */
static void
tower_read(struct rd *r, struct epm_tower *out)
{
	uint32_t max_count = ndr_get_u32(r);
	struct span bytes = ndr_get_bytes(r, EPM_TOWER_BYTES);

	if (r->e == WIRE_OK && bytes.n != max_count)
		rd_fail(r, WIRE_INVALID);
	if (r->e == WIRE_OK)
		tower_open(r, bytes, out);
}

static void
tower_write(struct wr *w, const struct epm_tower *t)
{
	struct buf bytes;

	buf_init(&bytes, EPM_TOWER_BYTES);
	w->ok = w->ok && tower_put(t, &bytes);
	ndr_put_u32(w, (uint32_t)bytes.n);
	ndr_put_bytes(w, buf_span(&bytes));
	buf_clear(&bytes);
}

enum wire_err
epm_map_decode(struct span stub, bool big_endian, struct epm_map *out)
{
	struct rd r;

	*out = (struct epm_map){ 0 };
	ndr_open(&r, stub, big_endian);
	if (ndr_get_pointer(&r)) /* the object */
		rd_guid(&r);
	if (ndr_get_pointer(&r))
		tower_read(&r, &out->tower);
	ndr_get_handle(&r);
	out->max = ndr_get_u32(&r);
	return ndr_end(&r);
}

bool
epm_map_encode(const struct epm_map *in, struct buf *out)
{
	struct ndr_handle none = { 0 };
	struct wr w;

	wr_init(&w, out);
	wr_u32(&w, REFERENT_OBJECT);
	wr_zero(&w, sizeof(struct guid));
	wr_u32(&w, REFERENT_TOWER);
	tower_write(&w, &in->tower);
	ndr_put_handle(&w, &none);
	ndr_put_u32(&w, in->max);
	return wr_done(&w);
}

enum wire_err
epm_lookup_decode(struct span stub, bool big_endian, struct epm_lookup *out)
{
	struct rd r;

	ndr_open(&r, stub, big_endian);
	ndr_get_u32(&r);	   /* inquiry_type */
	if (ndr_get_pointer(&r)) { /* the object */
		rd_guid(&r);
	}
	if (ndr_get_pointer(&r)) { /* the interface and its version */
		rd_guid(&r);
		rd_u32(&r);
	}
	ndr_get_u32(&r); /* vers_option */
	out->handle = ndr_get_handle(&r);
	out->max = ndr_get_u32(&r);
	return ndr_end(&r);
}

bool
epm_lookup_encode(const struct epm_lookup *in, struct buf *out)
{
	struct wr w;

	wr_init(&w, out);
	wr_u32(&w, 0); /* all elements, so nothing of the rest is looked at */
	ndr_put_pointer(&w, false);
	ndr_put_pointer(&w, false);
	wr_u32(&w, 1);
	ndr_put_handle(&w, &in->handle);
	wr_u32(&w, in->max);
	return wr_done(&w);
}

/* What stands before the elements of the answer's array; their number. */
static uint32_t
array_read(struct rd *r, struct epm_answer *out)
{
	uint32_t n;

	*out = (struct epm_answer){ .handle = ndr_get_handle(r) };
	n = ndr_get_u32(r);
	out->room = ndr_get_u32(r);
	if (ndr_get_variance(r, out->room) != n)
		rd_fail(r, WIRE_INVALID);
	else if (n > EPM_TOWERS_MAX)
		rd_fail(r, WIRE_LIMIT);
	return r->e == WIRE_OK ? n : 0;
}

static void
array_write(struct wr *w, const struct epm_answer *in)
{
	w->ok = w->ok && in->n <= EPM_TOWERS_MAX && in->n <= in->room;
	ndr_put_handle(w, &in->handle);
	ndr_put_u32(w, in->n);
	ndr_put_u32(w, in->room);
	ndr_put_variance(w, in->n);
}

/* The towers come after all the pointers to them. */
static enum wire_err
towers_read(struct rd *r, uint32_t there, struct epm_answer *out)
{
	while (r->e == WIRE_OK && out->n < there) {
		struct epm_tower *t = &out->tower[out->n];

		tower_read(r, t);
		if (r->e == WIRE_OK)
			out->n++;
		else
			*t = (struct epm_tower){ 0 };
	}
	out->status = ndr_get_u32(r);
	return ndr_end(r);
}

static bool
towers_write(struct wr *w, const struct epm_answer *in)
{
	for (unsigned i = 0; w->ok && i < in->n; i++)
		tower_write(w, &in->tower[i]);
	ndr_put_u32(w, in->status);
	return wr_done(w);
}

enum wire_err
epm_map_answer_decode(struct span stub, bool big_endian, struct epm_answer *out)
{
	uint32_t n, there = 0;
	struct rd r;

	ndr_open(&r, stub, big_endian);
	n = array_read(&r, out);
	for (uint32_t i = 0; i < n; i++)
		there += ndr_get_pointer(&r);
	return towers_read(&r, there, out);
}

bool
epm_map_answer_encode(const struct epm_answer *in, struct buf *out)
{
	struct wr w;

	wr_init(&w, out);
	array_write(&w, in);
	for (unsigned i = 0; w.ok && i < in->n; i++)
		ndr_put_pointer(&w, true);
	return towers_write(&w, in);
}

/* ept_entry_t: the object, the tower, and a word about it. */
static bool
entry_read(struct rd *r)
{
	bool there;
	uint32_t n;

	rd_align(r, 4);
	rd_guid(r);
	there = ndr_get_pointer(r);
	n = ndr_get_variance(r, ANNOTATION_MAX);
	rd_skip(r, n);
	return there;
}

static void
entry_write(struct wr *w)
{
	wr_align(w, 4);
	wr_zero(w, sizeof(struct guid));
	ndr_put_pointer(w, true);
	ndr_put_variance(w, 1);
	wr_u8(w, '\0');
}

enum wire_err
epm_lookup_answer_decode(
    struct span stub, bool big_endian, struct epm_answer *out)
{
	uint32_t n, there = 0;
	struct rd r;

	ndr_open(&r, stub, big_endian);
	n = array_read(&r, out);
	for (uint32_t i = 0; r.e == WIRE_OK && i < n; i++)
		there += entry_read(&r);
	return towers_read(&r, there, out);
}

bool
epm_lookup_answer_encode(const struct epm_answer *in, struct buf *out)
{
	struct wr w;

	wr_init(&w, out);
	array_write(&w, in);
	for (unsigned i = 0; w.ok && i < in->n; i++)
		entry_write(&w);
	return towers_write(&w, in);
}
