/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/pdu_put.h"

#include "wire/cursor.h"

#define BIND_NAK_ALIGN 8 /* of the signature, [MS-RPCE] 2.2.2.9 */
#define STUB_HEADER 24	 /* before the stub of a request or response */
#define TRAILER_ALIGN 16 /* counted from the stub, [MS-RPCE] 2.2.2.11 */
#define FAULT_SIZE 32
#define AT_FRAG_LENGTH 8
#define AT_AUTH_LENGTH 10

static void
head_write(struct wr *w, uint8_t type, unsigned flags, uint32_t call_id)
{
	wr_u8(w, 5);
	wr_u8(w, 0);
	wr_u8(w, type);
	wr_u8(w, (uint8_t)flags);
	wr_u32(w, 0x10); /* little-endian, ASCII, IEEE */
	wr_u16(w, 0);	 /* frag_length, at the end */
	wr_u16(w, 0);	 /* auth_length, with the trailer */
	wr_u32(w, call_id);
}

static void
trailer_write(struct wr *w, const struct pdu_auth *auth, uint8_t pad)
{
	if (auth == NULL)
		return;
	wr_zero(w, pad);
	wr_u8(w, auth->type);
	wr_u8(w, auth->level);
	wr_u8(w, pad);
	wr_u8(w, 0);
	wr_u32(w, auth->context_id);
	wr_bytes(w, auth->value);
	w->ok = w->ok && auth->value.n <= UINT16_MAX;
	wr_put_u16(w, AT_AUTH_LENGTH, (uint16_t)auth->value.n);
}

static bool
pdu_finish(struct wr *w)
{
	w->ok = w->ok && wr_size(w) <= UINT16_MAX;
	wr_put_u16(w, AT_FRAG_LENGTH, (uint16_t)wr_size(w));
	return wr_done(w);
}

static void
syntax_write(struct wr *w, const struct pdu_syntax *s)
{
	wr_guid(w, &s->uuid);
	wr_u16(w, s->major);
	wr_u16(w, s->minor);
}

bool
pdu_put_bind(const struct pdu_bind *b, uint8_t type, uint8_t flags,
    uint32_t call_id, const struct pdu_auth *auth, struct buf *out)
{
	struct wr w;

	if (b->ncontexts > PDU_CONTEXTS_MAX)
		return false;
	wr_init(&w, out);
	head_write(&w, type, flags | PFC_FIRST_FRAG | PFC_LAST_FRAG, call_id);
	wr_u16(&w, b->max_xmit);
	wr_u16(&w, b->max_recv);
	wr_u32(&w, b->group);
	wr_u8(&w, b->ncontexts);
	wr_zero(&w, 3);
	for (unsigned i = 0; i < b->ncontexts; i++) {
		wr_u16(&w, b->context[i].id);
		wr_u8(&w, 1);
		wr_u8(&w, 0);
		syntax_write(&w, &b->context[i].abstract);
		syntax_write(&w, &b->context[i].transfer);
	}
	trailer_write(&w, auth, 0);
	return pdu_finish(&w);
}

bool
pdu_put_bind_ack(const struct pdu_bind_ack *a, uint8_t type, uint8_t flags,
    uint32_t call_id, const struct pdu_auth *auth, struct buf *out)
{
	static const struct pdu_syntax none;
	struct wr w;

	if (a->nresults > PDU_CONTEXTS_MAX || a->address.n >= UINT16_MAX)
		return false;
	wr_init(&w, out);
	head_write(&w, type, flags | PFC_FIRST_FRAG | PFC_LAST_FRAG, call_id);
	wr_u16(&w, a->max_xmit);
	wr_u16(&w, a->max_recv);
	wr_u32(&w, a->group);
	if (a->address.n == 0) {
		wr_u16(&w, 0);
	} else {
		wr_u16(&w, (uint16_t)(a->address.n + 1));
		wr_bytes(&w, a->address);
		wr_u8(&w, 0);
	}
	wr_align(&w, 4);
	wr_u8(&w, a->nresults);
	wr_zero(&w, 3);
	for (unsigned i = 0; i < a->nresults; i++) {
		wr_u16(&w, a->result[i].result);
		wr_u16(&w, a->result[i].reason);
		/* C706 12.6.3.1: only an acceptance names a syntax. */
		syntax_write(&w, a->result[i].result == 0 ? &pdu_ndr : &none);
	}
	trailer_write(&w, auth, 0);
	return pdu_finish(&w);
}

bool
pdu_put_bind_nak(
    const struct pdu_bind_nak *n, uint32_t call_id, struct buf *out)
{
	struct wr w;

	wr_init(&w, out);
	head_write(&w, PDU_BIND_NAK, PFC_FIRST_FRAG | PFC_LAST_FRAG, call_id);
	wr_u16(&w, n->reason);
	wr_u8(&w, 1); /* one version, 5.0 */
	wr_u8(&w, 5);
	wr_u8(&w, 0);
	wr_align(&w, BIND_NAK_ALIGN);
	if (n->eeinfo.n > 0) {
		wr_guid(&w, &pdu_nak_signature);
		wr_bytes(&w, n->eeinfo);
	}
	return pdu_finish(&w);
}

bool
pdu_put_request(const struct pdu_request *r, uint32_t call_id,
    const struct pdu_auth *auth, struct buf *out)
{
	unsigned flags = PFC_FIRST_FRAG | PFC_LAST_FRAG;
	struct wr w;

	if (r->stub.n > UINT16_MAX)
		return false;
	wr_init(&w, out);
	if (r->object != NULL)
		flags |= PFC_OBJECT_UUID;
	head_write(&w, PDU_REQUEST, flags, call_id);
	wr_u32(&w, (uint32_t)r->stub.n); /* alloc_hint */
	wr_u16(&w, r->context_id);
	wr_u16(&w, r->opnum);
	if (r->object != NULL)
		wr_guid(&w, r->object);
	wr_bytes(&w, r->stub);
	trailer_write(&w, auth, (uint8_t)(-r->stub.n & (TRAILER_ALIGN - 1)));
	return pdu_finish(&w);
}

/* One fragment; left counts the stub bytes from here to the end. */
static bool
response_fragment(const struct pdu_response *r, unsigned flags,
    uint32_t call_id, struct span part, size_t left, struct buf *out)
{
	struct wr w;

	wr_init(&w, out);
	head_write(&w, PDU_RESPONSE, flags, call_id);
	wr_u32(&w, (uint32_t)left); /* alloc_hint */
	wr_u16(&w, r->context_id);
	wr_zero(&w, 2); /* cancel_count, reserved */
	wr_bytes(&w, part);
	return pdu_finish(&w);
}

bool
pdu_put_response(const struct pdu_response *r, uint32_t call_id,
    uint16_t max_frag, struct buf *out)
{
	struct wr all;
	size_t at = 0, room;

	if (max_frag < STUB_HEADER + 8 || r->stub.n > UINT32_MAX)
		return false;
	/* All but the last end on NDR's largest alignment. */
	room = (size_t)(max_frag - STUB_HEADER) & ~(size_t)7;
	wr_init(&all, out);
	do {
		struct span part = r->stub;
		unsigned flags = at == 0 ? PFC_FIRST_FRAG : 0;

		if (part.n > 0)
			part = span_sub(r->stub, at, room);
		if (at + part.n == r->stub.n)
			flags |= PFC_LAST_FRAG;
		all.ok = all.ok &&
		    response_fragment(
			r, flags, call_id, part, r->stub.n - at, out);
		at += part.n;
	} while (all.ok && at < r->stub.n);
	return wr_done(&all);
}

bool
pdu_put_fault(
    const struct pdu_fault *f, uint8_t flags, uint32_t call_id, struct buf *out)
{
	struct wr w;

	if (f->eeinfo.n > UINT16_MAX)
		return false;
	wr_init(&w, out);
	head_write(
	    &w, PDU_FAULT, flags | PFC_FIRST_FRAG | PFC_LAST_FRAG, call_id);
	wr_u32(&w, (uint32_t)(FAULT_SIZE + f->eeinfo.n)); /* alloc_hint */
	wr_u16(&w, f->context_id);
	wr_u8(&w, 0);			    /* cancel_count */
	wr_u8(&w, f->eeinfo.n > 0 ? 1 : 0); /* [MS-RPCE] 2.2.2.8 */
	wr_u32(&w, f->status);
	wr_u32(&w, 0);
	wr_bytes(&w, f->eeinfo);
	return pdu_finish(&w);
}

bool
pdu_put_auth3(uint32_t call_id, const struct pdu_auth *auth, struct buf *out)
{
	struct wr w;

	wr_init(&w, out);
	head_write(&w, PDU_AUTH3, PFC_FIRST_FRAG | PFC_LAST_FRAG, call_id);
	wr_zero(&w, 4); /* [MS-RPCE] 2.2.2.10 */
	trailer_write(&w, auth, 0);
	return pdu_finish(&w);
}
