/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One IN or OUT channel of a virtual connection: its request, its cookie, and
 * the lifetime and flow control that go with it ([MS-RPCH] 3.2.1.1). There is
 * one of each kind, and two while one of them is recycled.
 */
#ifndef RPCDIAG_NET_CHANNEL_H
#define RPCDIAG_NET_CHANNEL_H

#include "net/exchange.h"
#include "net/flow.h"
#include "net/vconn.h"
#include "wire/guid.h"

struct channel {
	struct vconn *v;
	struct exchange *x;
	bool is_in;
	bool began; /* its first PDU is on its way */
	struct guid cookie;
	uint64_t length;	      /* bytes its body may have */
	uint64_t said;		      /* of them, RTS PDUs included */
	struct flow_sender send;      /* of an IN channel */
	struct flow_receiver receive; /* of an OUT channel */
};

/* What the request of a channel has besides what is in the vconn_spec. */
struct channel_ask {
	bool is_in;
	struct guid cookie;
	struct span first;	     /* the PDUs that its body begins with */
	uint64_t length;	     /* of the body, bytes */
	const struct channel *after; /* as in struct request; NULL = none */
};

/* Send the request. Events go to vconn_on_channel. */
struct channel *channel_open(struct vconn *v, const struct channel_ask *ask);
/* Without a further event; allowed inside an event. NULL is fine. */
void channel_close(struct channel *c);
/* Bytes that its body has room for. */
uint64_t channel_room(const struct channel *c);
/* More of its body. False when there is no room, or too much waits. */
BUF_MUST_CHECK bool channel_send(struct channel *c, struct span bytes);
const struct answer *channel_answer(const struct channel *c);

#endif
