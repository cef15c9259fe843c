/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of a virtual connection, for the files that are one. */
#ifndef RPCDIAG_NET_VCONN_STATE_H
#define RPCDIAG_NET_VCONN_STATE_H

#include "net/flow.h"
#include "net/vconn.h"
#include "wire/rts.h"

struct vconn {
	struct loop *loop;
	vconn_fn *fn;
	void *arg;
	struct exchange *in, *out;
	struct vconn_spec later; /* IN is still to be opened by it */
	struct timer ping, grace, open_in;
	struct rts_conn conn_a, conn_b;
	struct flow_sender send;
	struct flow_receiver receive;
	struct buf queue; /* RPC PDUs that wait for window */
	struct span pdu;
	enum vconn_state state, reached;
	enum vconn_end end;
	bool ended_on_in;
	char *error;
	struct answer late; /* a 503 that came inside the OUT body */
	uint32_t timeout_ms;
	unsigned pings;
	bool no_pings;
	bool recycling; /* OUT_R1/A2 or OUT_R2/A2 came */
};

const char *vconn_state_text(enum vconn_state s);
/* To the next state; raises VCONN_STEP. */
void vconn_move(struct vconn *v, enum vconn_state s);
/* The end, once; why (NULL = nothing to add) is copied. */
void vconn_finish(
    struct vconn *v, enum vconn_end end, bool on_in, const char *why);
/* Send on IN and put off the next ping: any traffic keeps it alive. */
BUF_MUST_CHECK bool vconn_send_in(struct vconn *v, struct span bytes);
/* Send queued PDUs, in order, as far as the peer's window allows. */
void vconn_flush(struct vconn *v);
/* One PDU of the OUT channel, of the protocol itself or of RPC. */
void vconn_take_rts(struct vconn *v, struct span pdu);
void vconn_take_rpc(struct vconn *v, struct span pdu);

#endif
