/* SPDX-License-Identifier: Apache-2.0 */
#include "net/rpc.h"

#include <string.h>

#include "wire/pdu_put.h"

void
rpc_init(struct rpc *r, bool (*send)(void *arg, struct span pdu), void *arg)
{
	*r = (struct rpc){ .send = send, .arg = arg };
	buf_init(&r->reply, RPC_REPLY_MAX);
}

void
rpc_clear(struct rpc *r)
{
	buf_clear(&r->reply);
}

bool
rpc_bind(struct rpc *r, const struct iface *i)
{
	struct pdu_bind bind = {
		.max_xmit = RPC_FRAG,
		.max_recv = RPC_FRAG,
		.ncontexts = 1,
	};
	struct buf pdu;
	bool ok;

	r->context = (uint16_t)(r->bound ? r->context + 1 : 0);
	bind.context[0].id = r->context;
	bind.context[0].abstract = i->syntax;
	bind.context[0].transfer = pdu_ndr;
	buf_init(&pdu, RPC_FRAG);
	ok = pdu_put_bind(&bind, r->bound ? PDU_ALTER_CONTEXT : PDU_BIND,
		 PFC_FIRST_FRAG | PFC_LAST_FRAG, ++r->call_id, NULL, &pdu) &&
	    r->send(r->arg, buf_span(&pdu));
	buf_clear(&pdu);
	return ok;
}

bool
rpc_call(struct rpc *r, uint16_t opnum, struct span stub)
{
	struct pdu_request req = {
		.context_id = r->context,
		.opnum = opnum,
		.stub = stub,
	};
	struct buf pdu;
	bool ok;

	buf_clear(&r->reply);
	buf_init(&pdu, RPC_FRAG);
	ok = pdu_put_request(&req, ++r->call_id, NULL, &pdu) &&
	    r->send(r->arg, buf_span(&pdu));
	buf_clear(&pdu);
	return ok;
}

static enum rpc_event
on_bind_ack(struct rpc *r, const struct pdu_bind_ack *ack)
{
	r->bound = true;
	if (ack->nresults == 0)
		return RPC_BROKEN;
	r->reason = ack->result[0].reason;
	return ack->result[0].result == 0 ? RPC_BOUND : RPC_REJECTED;
}

static enum rpc_event
on_response(struct rpc *r, const struct pdu *p)
{
	if (!buf_add(&r->reply, p->response.stub.p, p->response.stub.n))
		return RPC_BROKEN;
	r->big_endian = p->head.big_endian;
	return p->head.flags & PFC_LAST_FRAG ? RPC_REPLY : RPC_NOTHING;
}

enum rpc_event
rpc_feed(struct rpc *r, struct span bytes)
{
	struct pdu p;

	if (pdu_decode(bytes, &p) != WIRE_OK)
		return RPC_BROKEN;
	if (p.head.call_id != r->call_id)
		return RPC_NOTHING;
	r->eeinfo = span_of(NULL, 0);
	switch (p.head.type) {
	case PDU_BIND_ACK:
	case PDU_ALTER_CONTEXT_RESP:
		return on_bind_ack(r, &p.bind_ack);
	case PDU_BIND_NAK:
		r->reason = p.bind_nak.reason;
		r->eeinfo = p.bind_nak.eeinfo;
		return RPC_NAK;
	case PDU_RESPONSE:
		return on_response(r, &p);
	case PDU_FAULT:
		r->status = p.fault.status;
		r->eeinfo = p.fault.eeinfo;
		return RPC_FAULT;
	default:
		return RPC_NOTHING;
	}
}
