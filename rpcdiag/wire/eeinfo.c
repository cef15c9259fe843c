/* SPDX-License-Identifier: Apache-2.0 */
/*
 * NDR of the record chain. A record points to the next one, so on the wire all
 * fixed parts come first, from the first record to the last, and the strings
 * after them, from the last record to the first: two loops, no recursion.
 */
#include "wire/eeinfo.h"

#include <string.h>

#include "wire/cursor.h"
#include "wire/utf16.h"

/* Type serialisation version 1 ([MS-RPCE] 2.2.6.1, 2.2.6.2). */
#define SERIAL_VERSION 1
#define SERIAL_LITTLE 0x10
#define SERIAL_COMMON 8 /* bytes of the common header */
#define SERIAL_HEADERS 16
#define SERIAL_LENGTH 8 /* where the object length stands */
#define SERIAL_FILLER 0xccccccccU

#define NAME_PRESENT 1 /* ExtendedErrorComputerName */
#define NAME_ABSENT 2
#define REFERENT 0x20000U
#define PADDING_MAX 7

#define CHUNKS_MAX (1 + EEINFO_PARAMS_MAX)

struct chunk { /* a pointee still to be read */
	bool present;
	uint16_t count;
	enum eeinfo_type type;
	struct eeinfo_param *param; /* NULL: the computer name */
};

struct chain { /* of one blob, while it is read */
	struct eeinfo *out;
	unsigned nchunks[EEINFO_RECORDS_MAX];
	struct chunk chunk[EEINFO_RECORDS_MAX][CHUNKS_MAX];
};

static bool
has_pointee(enum eeinfo_type type)
{
	return type == EEINFO_ANSI || type == EEINFO_UNICODE ||
	    type == EEINFO_BINARY;
}

static void
pointer_read(struct rd *r, struct chain *c, enum eeinfo_type type,
    struct eeinfo_param *param)
{
	unsigned i = c->out->n;
	struct chunk *chunk = &c->chunk[i][c->nchunks[i]];

	rd_align(r, 4);
	chunk->type = type;
	chunk->param = param;
	chunk->count = rd_u16(r);
	rd_align(r, 4);
	chunk->present = rd_u32(r) != 0;
	c->nchunks[i]++;
}

static void
param_read(struct rd *r, struct chain *c, struct eeinfo_param *p)
{
	uint16_t type, tag;

	rd_align(r, 8);
	type = rd_u16(r);
	tag = rd_u16(r);
	if (tag != type)
		rd_fail(r, WIRE_INVALID);
	p->type = (enum eeinfo_type)type;
	switch (p->type) {
	case EEINFO_ANSI:
	case EEINFO_UNICODE:
	case EEINFO_BINARY:
		pointer_read(r, c, p->type, p);
		break;
	case EEINFO_LONG:
		p->number = rd_u32(r);
		break;
	case EEINFO_SHORT:
		p->number = rd_u16(r);
		break;
	case EEINFO_INT64:
		rd_align(r, 8);
		p->number = rd_u64(r);
		break;
	case EEINFO_NONE:
		break;
	default:
		rd_fail(r, WIRE_UNKNOWN);
	}
}

static void
name_read(struct rd *r, struct chain *c)
{
	uint16_t type = rd_u16(r);

	if (rd_u16(r) != type || (type != NAME_PRESENT && type != NAME_ABSENT))
		rd_fail(r, WIRE_INVALID);
	else if (type == NAME_PRESENT)
		pointer_read(r, c, EEINFO_UNICODE, NULL);
}

/* The fixed part of one record; is there a next one? */
static bool
record_read(struct rd *r, struct chain *c)
{
	struct eeinfo_record *rec = &c->out->record[c->out->n];
	uint32_t max_count;
	uint32_t next;
	uint16_t nparams;

	rd_align(r, 4);
	max_count = rd_u32(r);
	rd_align(r, 8);
	next = rd_u32(r);
	name_read(r, c);
	rec->pid = rd_u32(r);
	rd_align(r, 8);
	rec->time = rd_u64(r);
	rec->component = rd_u32(r);
	rec->status = rd_u32(r);
	rec->location = rd_u16(r);
	rec->flags = rd_u16(r);
	nparams = rd_u16(r);
	if (r->e != WIRE_OK) {
		memset(rec, 0, sizeof(*rec));
		return false;
	}
	if (nparams != max_count)
		rd_fail(r, WIRE_INVALID);
	else if (nparams > EEINFO_PARAMS_MAX)
		rd_fail(r, WIRE_LIMIT);
	while (r->e == WIRE_OK && rec->nparams < nparams) {
		struct eeinfo_param *p = &rec->param[rec->nparams];

		param_read(r, c, p);
		if (r->e == WIRE_OK)
			rec->nparams++;
		else
			memset(p, 0, sizeof(*p));
	}
	c->out->n++;
	return r->e == WIRE_OK && next != 0;
}

static void
chunk_read(struct rd *r, struct eeinfo_record *rec, const struct chunk *c)
{
	char *text = c->param == NULL ? rec->computer : c->param->text;
	struct span bytes;

	if (!c->present)
		return;
	rd_align(r, 4);
	if (rd_u32(r) != c->count)
		rd_fail(r, WIRE_INVALID);
	bytes =
	    rd_bytes(r, (size_t)c->count * (c->type == EEINFO_UNICODE ? 2 : 1));
	if (r->e != WIRE_OK)
		return;
	if (c->type == EEINFO_UNICODE)
		utf16_text(bytes, r->big_endian, text, EEINFO_TEXT);
	else if (c->type == EEINFO_ANSI)
		latin1_text(bytes, text, EEINFO_TEXT);
	else
		c->param->number = c->count;
}

static enum wire_err
chain_read(struct rd *r, struct eeinfo *out)
{
	struct chain c = { .out = out };
	bool more = rd_u32(r) != 0;

	while (more && r->e == WIRE_OK) {
		if (out->n == EEINFO_RECORDS_MAX)
			rd_fail(r, WIRE_LIMIT);
		else
			more = record_read(r, &c);
	}
	for (unsigned i = out->n; i > 0; i--)
		for (unsigned k = 0; k < c.nchunks[i - 1]; k++)
			if (r->e == WIRE_OK)
				chunk_read(
				    r, &out->record[i - 1], &c.chunk[i - 1][k]);
	if (rd_left(r) > PADDING_MAX)
		rd_fail(r, WIRE_TRAILING);
	return rd_done(r);
}

enum wire_err
eeinfo_decode(struct span blob, struct eeinfo *out)
{
	struct rd r, body;
	uint8_t version, order;
	uint32_t length;
	enum wire_err e;

	memset(out, 0, sizeof(*out));
	rd_init(&r, blob);
	version = rd_u8(&r);
	order = rd_u8(&r);
	r.big_endian = order == 0;
	if (version != SERIAL_VERSION || (order != 0 && order != SERIAL_LITTLE))
		rd_fail(&r, WIRE_INVALID);
	if (rd_u16(&r) != SERIAL_COMMON)
		rd_fail(&r, WIRE_INVALID);
	rd_skip(&r, 4);
	length = rd_u32(&r);
	rd_skip(&r, 4);
	if (r.e != WIRE_OK)
		return r.e;
	/* Alignment counts from here; a cut blob is read as far as it goes. */
	rd_init(&body, span_sub(blob, r.at, length));
	body.big_endian = r.big_endian;
	e = chain_read(&body, out);
	return e == WIRE_OK && body.in.n < length ? WIRE_SHORT : e;
}

static void
pointer_write(struct wr *w, size_t count, uint32_t *referent)
{
	w->ok = w->ok && count <= INT16_MAX;
	wr_align(w, 4);
	wr_u16(w, (uint16_t)count);
	wr_align(w, 4);
	wr_u32(w, *referent += 4);
}

static size_t
param_count(const struct eeinfo_param *p)
{
	if (p->type == EEINFO_BINARY)
		return (size_t)p->number;
	return p->type == EEINFO_UNICODE ? utf16_write(NULL, p->text)
					 : latin1_write(NULL, p->text);
}

static void
param_write(struct wr *w, const struct eeinfo_param *p, uint32_t *referent)
{
	wr_align(w, 8);
	wr_u16(w, (uint16_t)p->type);
	wr_u16(w, (uint16_t)p->type);
	if (has_pointee(p->type)) {
		pointer_write(w, param_count(p), referent);
	} else if (p->type == EEINFO_LONG) {
		wr_u32(w, (uint32_t)p->number);
	} else if (p->type == EEINFO_SHORT) {
		wr_u16(w, (uint16_t)p->number);
	} else if (p->type == EEINFO_INT64) {
		wr_align(w, 8);
		wr_u64(w, p->number);
	} else if (p->type != EEINFO_NONE) {
		w->ok = false;
	}
}

static void
record_write(struct wr *w, const struct eeinfo_record *rec, bool last,
    uint32_t *referent)
{
	uint16_t name = rec->computer[0] == '\0' ? NAME_ABSENT : NAME_PRESENT;

	wr_align(w, 4);
	wr_u32(w, rec->nparams);
	wr_align(w, 8);
	wr_u32(w, last ? 0 : (*referent += 4));
	wr_u16(w, name);
	wr_u16(w, name);
	if (name == NAME_PRESENT)
		pointer_write(w, utf16_write(NULL, rec->computer), referent);
	wr_u32(w, rec->pid);
	wr_align(w, 8);
	wr_u64(w, rec->time);
	wr_u32(w, rec->component);
	wr_u32(w, rec->status);
	wr_u16(w, rec->location);
	wr_u16(w, rec->flags);
	wr_u16(w, rec->nparams);
	wr_align(w, 8);
	for (unsigned i = 0; i < rec->nparams; i++)
		param_write(w, &rec->param[i], referent);
}

static void
strings_write(struct wr *w, const struct eeinfo_record *rec)
{
	if (rec->computer[0] != '\0') {
		wr_align(w, 4);
		wr_u32(w, (uint32_t)utf16_write(NULL, rec->computer));
		utf16_write(w, rec->computer);
	}
	for (unsigned i = 0; i < rec->nparams; i++) {
		const struct eeinfo_param *p = &rec->param[i];

		if (!has_pointee(p->type))
			continue;
		wr_align(w, 4);
		wr_u32(w, (uint32_t)param_count(p));
		if (p->type == EEINFO_UNICODE)
			utf16_write(w, p->text);
		else if (p->type == EEINFO_ANSI)
			latin1_write(w, p->text);
		else /* the bytes are not kept */
			wr_zero(w, param_count(p));
	}
}

bool
eeinfo_encode(const struct eeinfo *in, struct buf *out)
{
	uint32_t referent = REFERENT;
	struct wr w, body;

	if (in->n > EEINFO_RECORDS_MAX)
		return false;
	for (unsigned i = 0; i < in->n; i++)
		if (in->record[i].nparams > EEINFO_PARAMS_MAX)
			return false;
	wr_init(&w, out);
	wr_u8(&w, SERIAL_VERSION);
	wr_u8(&w, SERIAL_LITTLE);
	wr_u16(&w, SERIAL_COMMON);
	wr_u32(&w, SERIAL_FILLER);
	wr_zero(&w, 8); /* object length (below), filler */
	wr_init(&body, out);
	wr_u32(&body, in->n == 0 ? 0 : referent);
	for (unsigned i = 0; i < in->n; i++)
		record_write(&body, &in->record[i], i + 1 == in->n, &referent);
	for (unsigned i = in->n; i > 0; i--)
		strings_write(&body, &in->record[i - 1]);
	wr_align(&body, 8);
	w.ok = w.ok && body.ok;
	wr_put_u32(&w, SERIAL_LENGTH, (uint32_t)wr_size(&body));
	return wr_done(&w);
}
