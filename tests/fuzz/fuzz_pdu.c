/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "fuzz.h"
#include "wire/pdu_put.h"

static void
spans_check(const struct pdu *d, struct span in)
{
	PROMISE(span_inside(d->trailer.value, in));
	switch (d->head.type) {
	case PDU_REQUEST:
		PROMISE(span_inside(d->request.stub, in));
		break;
	case PDU_RESPONSE:
		PROMISE(span_inside(d->response.stub, in));
		break;
	case PDU_FAULT:
		PROMISE(span_inside(d->fault.eeinfo, in));
		break;
	case PDU_BIND_NAK:
		PROMISE(span_inside(d->bind_nak.eeinfo, in));
		break;
	case PDU_BIND_ACK:
	case PDU_ALTER_CONTEXT_RESP:
		PROMISE(span_inside(d->bind_ack.address, in));
		PROMISE(d->bind_ack.nresults <= PDU_CONTEXTS_MAX);
		break;
	case PDU_BIND:
	case PDU_ALTER_CONTEXT:
		PROMISE(d->bind.ncontexts <= PDU_CONTEXTS_MAX);
		break;
	}
}

/* False when there is no encoder for it, or it became too long. */
static bool
encode(const struct pdu *d, struct buf *b)
{
	const struct pdu_head *h = &d->head;
	const struct pdu_auth auth = { d->trailer.type, d->trailer.level,
		d->trailer.context_id, d->trailer.value };
	const struct pdu_auth *a = d->trailer.present ? &auth : NULL;

	switch (h->type) {
	case PDU_REQUEST:
		return pdu_put_request(&d->request, h->call_id, a, b);
	case PDU_RESPONSE:
		return pdu_put_response(
		    &d->response, h->call_id, UINT16_MAX, b);
	case PDU_FAULT:
		return pdu_put_fault(&d->fault, h->flags, h->call_id, b);
	case PDU_BIND_NAK:
		return pdu_put_bind_nak(&d->bind_nak, h->call_id, b);
	case PDU_BIND_ACK:
	case PDU_ALTER_CONTEXT_RESP:
		return pdu_put_bind_ack(
		    &d->bind_ack, h->type, h->flags, h->call_id, a, b);
	case PDU_BIND:
	case PDU_ALTER_CONTEXT:
		return pdu_put_bind(
		    &d->bind, h->type, h->flags, h->call_id, a, b);
	case PDU_AUTH3:
		return a != NULL && pdu_put_auth3(h->call_id, a, b);
	default:
		return false;
	}
}

static void
bodies_compare(const struct pdu *d, const struct pdu *e)
{
	switch (d->head.type) {
	case PDU_REQUEST:
		PROMISE(span_eq(d->request.stub, e->request.stub));
		PROMISE(d->request.opnum == e->request.opnum);
		break;
	case PDU_RESPONSE:
		PROMISE(e->response.stub.n <= d->response.stub.n);
		PROMISE(d->response.context_id == e->response.context_id);
		break;
	case PDU_FAULT:
		PROMISE(span_eq(d->fault.eeinfo, e->fault.eeinfo));
		PROMISE(d->fault.status == e->fault.status);
		break;
	case PDU_BIND_NAK:
		PROMISE(span_eq(d->bind_nak.eeinfo, e->bind_nak.eeinfo));
		PROMISE(d->bind_nak.reason == e->bind_nak.reason);
		break;
	case PDU_BIND_ACK:
	case PDU_ALTER_CONTEXT_RESP:
		PROMISE(span_eq(d->bind_ack.address, e->bind_ack.address));
		PROMISE(memcmp(d->bind_ack.result, e->bind_ack.result,
			    sizeof(d->bind_ack.result)) == 0);
		break;
	case PDU_BIND:
	case PDU_ALTER_CONTEXT:
		PROMISE(memcmp(&d->bind, &e->bind, sizeof(d->bind)) == 0);
		break;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct span in = span_of(p, n);
	struct pdu_head h;
	struct pdu d, e;
	struct buf b;

	if (pdu_head_decode(in, &h) != WIRE_OK) {
		PROMISE(pdu_decode(in, &d) != WIRE_OK);
		return 0;
	}
	if (pdu_decode(in, &d) != WIRE_OK)
		return 0;
	PROMISE(n == h.frag_length);
	PROMISE(memcmp(&h, &d.head, sizeof(h)) == 0);
	PROMISE(pdu_type_text(h.type) != NULL);
	spans_check(&d, in);
	buf_init(&b, 2 * UINT16_MAX);
	if (encode(&d, &b)) {
		struct span out = buf_span(&b);

		PROMISE(pdu_head_decode(out, &h) == WIRE_OK);
		/* a long response may have become two fragments */
		out.n = h.frag_length;
		PROMISE(pdu_decode(out, &e) == WIRE_OK);
		PROMISE(e.head.type == d.head.type);
		PROMISE(e.head.call_id == d.head.call_id);
		PROMISE(h.type == PDU_RESPONSE || h.type == PDU_FAULT ||
		    h.type == PDU_BIND_NAK ||
		    span_eq(d.trailer.value, e.trailer.value));
		bodies_compare(&d, &e);
	}
	buf_clear(&b);
	return 0;
}
