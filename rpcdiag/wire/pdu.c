/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/pdu.h"

#include <string.h>

#include "wire/cursor.h"

#define PADDING_MAX 15 /* sec_trailer is 16-aligned at most */

#define FAULT_HAS_EEINFO 0x01 /* [MS-RPCE] 2.2.2.8 */
#define FAULT_SIZE 32	      /* where its EEInfo starts, 2.2.2.8 */

const struct pdu_syntax pdu_ndr = {
	.uuid = GUID_INIT(0x8a885d04, 0x1ceb, 0x11c9, 0x9f, 0xe8, 0x08, 0x00,
	    0x2b, 0x10, 0x48, 0x60),
	.major = 2,
};

const struct guid pdu_nak_signature = GUID_INIT(
    0x90740320, 0xfad0, 0x11d3, 0x82, 0xd7, 0x00, 0x90, 0x27, 0xb1, 0x30, 0xab);

static struct pdu_syntax
syntax_read(struct rd *r)
{
	struct pdu_syntax s;

	s.uuid = rd_guid(r);
	if (r->big_endian) { /* one u32: minor in the upper half */
		s.minor = rd_u16(r);
		s.major = rd_u16(r);
	} else {
		s.major = rd_u16(r);
		s.minor = rd_u16(r);
	}
	return s;
}

/* What is left may only be alignment of the trailer. */
static enum wire_err
body_end(struct rd *r)
{
	if (rd_left(r) > PADDING_MAX)
		rd_fail(r, WIRE_TRAILING);
	return rd_done(r);
}

static enum wire_err
bind_decode(struct rd *r, struct pdu *out)
{
	struct pdu_bind *b = &out->bind;

	b->max_xmit = rd_u16(r);
	b->max_recv = rd_u16(r);
	b->group = rd_u32(r);
	b->ncontexts = rd_u8(r);
	rd_skip(r, 3);
	if (b->ncontexts > PDU_CONTEXTS_MAX) {
		b->ncontexts = 0;
		rd_fail(r, WIRE_LIMIT);
	}
	for (unsigned i = 0; i < b->ncontexts && r->e == WIRE_OK; i++) {
		struct pdu_context *c = &b->context[i];
		unsigned ntransfer;

		c->id = rd_u16(r);
		ntransfer = rd_u8(r);
		rd_skip(r, 1);
		c->abstract = syntax_read(r);
		if (ntransfer > 0) {
			c->transfer = syntax_read(r);
			rd_skip(r, 20 * (size_t)(ntransfer - 1));
		}
	}
	return body_end(r);
}

static enum wire_err
bind_ack_decode(struct rd *r, struct pdu *out)
{
	struct pdu_bind_ack *a = &out->bind_ack;

	a->max_xmit = rd_u16(r);
	a->max_recv = rd_u16(r);
	a->group = rd_u32(r);
	a->address = rd_bytes(r, rd_u16(r));
	if (a->address.n > 0 && a->address.p[a->address.n - 1] == '\0')
		a->address.n--;
	rd_align(r, 4);
	a->nresults = rd_u8(r);
	rd_skip(r, 3);
	if (a->nresults > PDU_CONTEXTS_MAX) {
		a->nresults = 0;
		rd_fail(r, WIRE_LIMIT);
	}
	for (unsigned i = 0; i < a->nresults && r->e == WIRE_OK; i++) {
		a->result[i].result = rd_u16(r);
		a->result[i].reason = rd_u16(r);
		rd_skip(r, 20); /* the transfer syntax chosen: ours or zero */
	}
	return body_end(r);
}

/*
 * The specification's length of the EEInfo and what Windows sends disagree,
 * so the signature of [MS-RPCE] 2.2.2.9 is looked for from the list of
 * versions on; what follows it is the blob.
 */
static enum wire_err
bind_nak_decode(struct rd *r, struct pdu *out)
{
	const struct guid *mark = &pdu_nak_signature;
	struct span rest;
	const uint8_t *at;

	out->bind_nak.reason = rd_u16(r);
	if (rd_left(r) > 0)
		rd_skip(r, 2 * (size_t)rd_u8(r));
	rest = rd_bytes(r, rd_left(r));
	at = rest.n == 0 ? NULL
			 : memmem(rest.p, rest.n, mark->b, sizeof(mark->b));
	if (at != NULL)
		out->bind_nak.eeinfo = span_sub(
		    rest, (size_t)(at - rest.p) + sizeof(mark->b), rest.n);
	return rd_done(r);
}

static enum wire_err
request_decode(struct rd *r, struct pdu *out)
{
	rd_skip(r, 4); /* alloc_hint: may be 0, never relied on */
	out->request.context_id = rd_u16(r);
	out->request.opnum = rd_u16(r);
	if ((out->head.flags & PFC_OBJECT_UUID) != 0)
		rd_skip(r, sizeof(struct guid));
	out->request.stub = rd_bytes(r, rd_left(r));
	return rd_done(r);
}

static enum wire_err
response_decode(struct rd *r, struct pdu *out)
{
	rd_skip(r, 4);
	out->response.context_id = rd_u16(r);
	rd_skip(r, 2); /* cancel_count, reserved */
	out->response.stub = rd_bytes(r, rd_left(r));
	return rd_done(r);
}

/* alloc_hint bounds the EEInfo when it says anything ([MS-RPCE] 2.2.2.8). */
static enum wire_err
fault_decode(struct rd *r, struct pdu *out)
{
	uint32_t hint = rd_u32(r);
	uint8_t flags;
	size_t n;

	out->fault.context_id = rd_u16(r);
	rd_skip(r, 1); /* cancel_count */
	flags = rd_u8(r);
	out->fault.status = rd_u32(r);
	if (rd_left(r) > 0)
		rd_skip(r, 4);
	n = rd_left(r);
	if (hint > FAULT_SIZE && hint - FAULT_SIZE < n)
		n = hint - FAULT_SIZE;
	if ((flags & FAULT_HAS_EEINFO) != 0)
		out->fault.eeinfo = rd_bytes(r, n);
	return rd_done(r);
}

/* Only head and trailer are of interest. */
static enum wire_err
empty_decode(struct rd *r, struct pdu *out)
{
	(void)out;
	return rd_done(r);
}

static const struct {
	const char *text;
	enum wire_err (*decode)(struct rd *r, struct pdu *out);
} types[] = {
	[PDU_REQUEST] = { "request", request_decode },
	[PDU_RESPONSE] = { "response", response_decode },
	[PDU_FAULT] = { "fault", fault_decode },
	[PDU_BIND] = { "bind", bind_decode },
	[PDU_BIND_ACK] = { "bind_ack", bind_ack_decode },
	[PDU_BIND_NAK] = { "bind_nak", bind_nak_decode },
	[PDU_ALTER_CONTEXT] = { "alter_context", bind_decode },
	[PDU_ALTER_CONTEXT_RESP] = { "alter_context_resp", bind_ack_decode },
	[PDU_AUTH3] = { "auth3", empty_decode },
	[PDU_SHUTDOWN] = { "shutdown", empty_decode },
	[PDU_CO_CANCEL] = { "co_cancel", empty_decode },
	[PDU_ORPHANED] = { "orphaned", empty_decode },
	[PDU_RTS] = { "RTS", empty_decode },
};

#define NTYPES (sizeof(types) / sizeof(types[0]))

const char *
pdu_type_text(uint8_t type)
{
	return type < NTYPES ? types[type].text : NULL;
}

static enum wire_err
head_read(struct rd *r, struct pdu_head *h)
{
	uint8_t drep, version;

	version = rd_u8(r);
	rd_skip(r, 1); /* rpc_vers_minor: 0, or 1 for large fragments */
	h->type = rd_u8(r);
	h->flags = rd_u8(r);
	drep = rd_u8(r);
	rd_skip(r, 3);
	h->big_endian = r->big_endian = drep >> 4 == 0;
	h->frag_length = rd_u16(r);
	h->auth_length = rd_u16(r);
	h->call_id = rd_u32(r);
	if (version != 5 || drep >> 4 > 1 || h->frag_length < PDU_HEADER_SIZE)
		rd_fail(r, WIRE_INVALID);
	return rd_done(r);
}

enum wire_err
pdu_head_decode(struct span in, struct pdu_head *out)
{
	struct rd r;

	memset(out, 0, sizeof(*out));
	rd_init(&r, in);
	return head_read(&r, out);
}

/*
 * Take the trailer off the end of the body. Its alignment is not looked at:
 * the specification and every implementation align it differently, so only
 * auth_length and auth_pad_length count.
 */
static enum wire_err
trailer_read(struct rd *r, struct pdu *out)
{
	struct pdu_trailer *t = &out->trailer;
	struct rd tail = *r;
	size_t size = PDU_TRAILER_SIZE + (size_t)out->head.auth_length;

	if (out->head.auth_length == 0)
		return WIRE_OK;
	if (size > rd_left(r))
		return WIRE_INVALID;
	t->present = true;
	t->at = r->in.n - size;
	tail.at = t->at;
	t->type = rd_u8(&tail);
	t->level = rd_u8(&tail);
	t->pad = rd_u8(&tail);
	rd_skip(&tail, 1);
	t->context_id = rd_u32(&tail);
	t->value = rd_bytes(&tail, out->head.auth_length);
	if (t->pad > t->at - r->at)
		return WIRE_INVALID;
	r->in.n = t->at - t->pad;
	return rd_done(&tail);
}

enum wire_err
pdu_decode(struct span in, struct pdu *out)
{
	struct rd r;
	enum wire_err e;

	memset(out, 0, sizeof(*out));
	rd_init(&r, in);
	e = head_read(&r, &out->head);
	if (e != WIRE_OK)
		return e;
	if (in.n != out->head.frag_length)
		return in.n < out->head.frag_length ? WIRE_SHORT
						    : WIRE_TRAILING;
	e = trailer_read(&r, out);
	if (e != WIRE_OK)
		return e;
	if (pdu_type_text(out->head.type) == NULL)
		return WIRE_UNKNOWN;
	return types[out->head.type].decode(&r, out);
}
