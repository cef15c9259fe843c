/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One DCE/RPC association without security, over anything that carries PDUs:
 * bind, call, reassemble. It never waits; PDUs are fed in and it says what
 * they amount to.
 */
#ifndef RPCDIAG_NET_RPC_H
#define RPCDIAG_NET_RPC_H

#include "base/buf.h"
#include "wire/iface.h"

#define RPC_FRAG 4088		/* bytes we offer in bind, as mstsc does */
#define RPC_REPLY_MAX (1 << 20) /* bytes of a reassembled reply */

struct rpc {
	bool (*send)(void *arg, struct span pdu);
	void *arg;
	uint32_t call_id;
	uint16_t context;
	bool bound; /* a bind_ack came: further interfaces are altered in */
	struct buf reply;
	/* what the last event was about */
	uint16_t reason;    /* of a reject or nak */
	uint32_t status;    /* of a fault */
	bool big_endian;    /* of the reply */
	struct span eeinfo; /* of a nak or fault, valid during the event */
};

enum rpc_event {
	RPC_NOTHING,  /* a fragment, or a PDU of no concern */
	RPC_BOUND,    /* the interface was accepted */
	RPC_REJECTED, /* provider rejection: reason */
	RPC_NAK,      /* bind_nak: reason, eeinfo */
	RPC_REPLY,    /* reply is complete */
	RPC_FAULT,    /* status, eeinfo */
	RPC_BROKEN,   /* what came is no sound PDU */
};

void rpc_init(
    struct rpc *r, bool (*send)(void *arg, struct span pdu), void *arg);
void rpc_clear(struct rpc *r);
/* Send bind, or alter_context once something is bound. False: cannot send. */
BUF_MUST_CHECK bool rpc_bind(struct rpc *r, const struct iface *i);
BUF_MUST_CHECK bool rpc_call(struct rpc *r, uint16_t opnum, struct span stub);
/* One whole PDU from the peer. */
enum rpc_event rpc_feed(struct rpc *r, struct span pdu);

#endif
