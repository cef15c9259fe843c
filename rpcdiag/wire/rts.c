/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading, writing and recognising RTS PDUs by the two tables of rts_table.c.
 * Knows structure only: whether a value is in the range of [MS-RPCH] 2.2.3.5
 * is a matter of diagnosis, and a bad value has to reach it.
 */
#include "wire/rts.h"

#include <string.h>

#include "wire/cursor.h"
#include "wire/pdu.h"
#include "wire/rts_table.h"

#define RTS_PFC (PFC_FIRST_FRAG | PFC_LAST_FRAG)
#define ADDRESS_TAIL 12	  /* [MS-RPCH] 2.2.3.5.12 */
#define PADDING_MAX 65535 /* [MS-RPCH] 2.2.3.5.9 */

static const uint8_t drep[4] = { 0x10, 0, 0, 0 }; /* little-endian, ASCII */

/* Bytes of an address of this family; 0 for a family that does not exist. */
static size_t
address_size(uint32_t family)
{
	return family == 0 ? 4 : family == 1 ? 16 : 0;
}

static void
address_read(struct rd *r, struct rts_cmd *c)
{
	struct span bytes;
	size_t n;

	c->address.family = rd_u32(r);
	n = address_size(c->address.family);
	if (n == 0)
		rd_fail(r, WIRE_INVALID);
	bytes = rd_bytes(r, n);
	if (bytes.n > 0)
		memcpy(c->address.bytes, bytes.p, bytes.n);
	rd_skip(r, ADDRESS_TAIL);
}

static void
cmd_read(struct rd *r, struct rts_cmd *c)
{
	uint32_t type = rd_u32(r);

	if (type >= RTS_NTYPES) {
		rd_fail(r, WIRE_UNKNOWN);
		return;
	}
	c->type = (enum rts_cmd_type)type;
	switch (rts_types[type].payload) {
	case RTS_PAYLOAD_NONE:
		break;
	case RTS_PAYLOAD_U32:
		c->u32 = rd_u32(r);
		break;
	case RTS_PAYLOAD_GUID:
		c->guid = rd_guid(r);
		break;
	case RTS_PAYLOAD_ACK:
		c->ack.bytes_received = rd_u32(r);
		c->ack.available_window = rd_u32(r);
		c->ack.cookie = rd_guid(r);
		break;
	case RTS_PAYLOAD_PADDING:
		c->u32 = rd_u32(r);
		if (c->u32 > PADDING_MAX)
			rd_fail(r, WIRE_LIMIT);
		rd_skip(r, c->u32);
		break;
	case RTS_PAYLOAD_ADDRESS:
		address_read(r, c);
		break;
	}
}

static void
cmd_write(struct wr *w, const struct rts_cmd *c)
{
	if ((unsigned)c->type >= RTS_NTYPES) {
		w->ok = false;
		return;
	}
	wr_u32(w, c->type);
	switch (rts_types[c->type].payload) {
	case RTS_PAYLOAD_NONE:
		break;
	case RTS_PAYLOAD_U32:
		wr_u32(w, c->u32);
		break;
	case RTS_PAYLOAD_GUID:
		wr_guid(w, &c->guid);
		break;
	case RTS_PAYLOAD_ACK:
		wr_u32(w, c->ack.bytes_received);
		wr_u32(w, c->ack.available_window);
		wr_guid(w, &c->ack.cookie);
		break;
	case RTS_PAYLOAD_PADDING:
		w->ok = w->ok && c->u32 <= PADDING_MAX;
		wr_u32(w, c->u32);
		wr_zero(w, c->u32);
		break;
	case RTS_PAYLOAD_ADDRESS:
		w->ok = w->ok && address_size(c->address.family) > 0;
		wr_u32(w, c->address.family);
		wr_bytes(w,
		    span_of(c->address.bytes, address_size(c->address.family)));
		wr_zero(w, ADDRESS_TAIL);
		break;
	}
}

/* [MS-RPCH] 2.2.3.6.1 leaves nothing of the common header to choice. */
static void
header_read(struct rd *r)
{
	bool good = rd_u8(r) == 5;

	good = rd_u8(r) == 0 && good;
	good = rd_u8(r) == PDU_RTS && good;
	good = rd_u8(r) == RTS_PFC && good;
	good = span_eq(rd_bytes(r, 4), span_of(drep, sizeof(drep))) && good;
	good = rd_u16(r) == r->in.n && good;
	good = rd_u16(r) == 0 && good; /* auth_length */
	good = rd_u32(r) == 0 && good; /* call_id */
	if (!good)
		rd_fail(r, WIRE_INVALID);
}

enum wire_err
rts_decode(struct span pdu, struct rts_pdu *out)
{
	struct rd r;

	memset(out, 0, sizeof(*out));
	rd_init(&r, pdu);
	header_read(&r);
	out->flags = rd_u16(&r);
	out->ncmds = rd_u16(&r);
	if (out->ncmds > RTS_CMDS_MAX) {
		rd_fail(&r, WIRE_LIMIT);
		out->ncmds = 0;
	}
	for (unsigned i = 0; i < out->ncmds && r.e == WIRE_OK; i++)
		cmd_read(&r, &out->cmd[i]);
	return rd_end(&r);
}

bool
rts_encode(const struct rts_pdu *p, struct buf *out)
{
	struct wr w;

	if (p->ncmds > RTS_CMDS_MAX)
		return false;
	wr_init(&w, out);
	wr_u8(&w, 5);
	wr_u8(&w, 0);
	wr_u8(&w, PDU_RTS);
	wr_u8(&w, RTS_PFC);
	wr_bytes(&w, span_of(drep, sizeof(drep)));
	wr_zero(&w, 8); /* frag_length (below), auth_length, call_id */
	wr_u16(&w, p->flags);
	wr_u16(&w, p->ncmds);
	for (unsigned i = 0; i < p->ncmds; i++)
		cmd_write(&w, &p->cmd[i]);
	w.ok = w.ok && wr_size(&w) <= UINT16_MAX;
	wr_put_u16(&w, 8, (uint16_t)wr_size(&w));
	return wr_done(&w);
}

bool
rts_is(const struct rts_pdu *p, enum rts_name name)
{
	const struct rts_shape *s = &rts_shapes[name];

	if (name == RTS_UNNAMED || p->flags != s->flags || p->ncmds != s->ncmds)
		return false;
	for (unsigned i = 0; i < s->ncmds; i++)
		if ((unsigned)p->cmd[i].type != s->type[i])
			return false;
	return true;
}

static enum rts_name
identify(const struct rts_pdu *p, unsigned readers)
{
	for (unsigned name = RTS_UNNAMED + 1; name < RTS_NNAMES; name++)
		if ((rts_shapes[name].readers & readers) != 0 &&
		    rts_is(p, (enum rts_name)name))
			return (enum rts_name)name;
	return RTS_UNNAMED;
}

enum rts_name
rts_identify(const struct rts_pdu *p)
{
	return identify(p, ~0U);
}

enum rts_name
rts_identify_at(const struct rts_pdu *p, enum rts_destination reader)
{
	return identify(p, 1U << reader);
}

const struct rts_cmd *
rts_find(const struct rts_pdu *p, enum rts_cmd_type type, unsigned n)
{
	for (unsigned i = 0; i < p->ncmds; i++)
		if (p->cmd[i].type == type && n-- == 0)
			return &p->cmd[i];
	return NULL;
}

void
rts_shape(enum rts_name name, struct rts_pdu *out)
{
	const struct rts_shape *s = &rts_shapes[name];

	memset(out, 0, sizeof(*out));
	out->flags = s->flags;
	out->ncmds = s->ncmds;
	for (unsigned i = 0; i < s->ncmds; i++)
		out->cmd[i].type = (enum rts_cmd_type)s->type[i];
}

const char *
rts_name_text(enum rts_name name)
{
	return rts_shapes[(unsigned)name < RTS_NNAMES ? name : RTS_UNNAMED]
	    .text;
}

const char *
rts_cmd_text(unsigned type)
{
	return type < RTS_NTYPES ? rts_types[type].text : NULL;
}
