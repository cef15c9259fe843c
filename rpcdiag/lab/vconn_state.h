/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of a server's virtual connection, for the files that are one. */
#ifndef RPCDIAG_LAB_VCONN_STATE_H
#define RPCDIAG_LAB_VCONN_STATE_H

#include "lab/flow.h"
#include "lab/vconn.h"

struct vconn {
	struct vconn_half in, out;  /* the default channels */
	struct vconn_half past_out; /* until its proxy has sent the rest */
	struct vconn_half *heir_in, *heir_out; /* NULL = none */
	struct cookie_entry in_entry, out_entry;
	struct rpc_end *end;
	struct flow_recv recv; /* from the in proxy */
	struct flow_send send; /* to the out proxy */
	struct buf calls;      /* RPC PDUs not yet handed to the server */
	struct buf answers;    /* RPC PDUs not yet sent */
	uint64_t said;	       /* bytes of the OUT channel */
	bool asked;	       /* for a successor of it */
	bool knows_next;       /* OUT_R2/A4 told its cookie: */
	struct guid next;
	bool last_in;	/* IN_R1/A6 came: B1 is next */
	bool switching; /* it came */
	bool closing;	/* the server wants to close */
};

/* Send a PDU to a proxy. */
BUF_MUST_CHECK bool vconn_say(struct vconn *v, const struct vconn_half *to,
    enum rts_name name, const struct hop *h);
/* Is the OUT channel's lifetime near its end? Then ask for a successor. */
bool vconn_recycle_out(struct vconn *v);
/* A successor came through another proxy (IN_R1/A2, OUT_R1/A4). */
bool vconn_meet_heirs(struct vconn *v, struct cookie_table *t);
/* PDUs of recycling from the in proxy and the out proxy. *known: it was one.
 * False: the protocol was broken. */
bool vconn_recycle_from_in(struct vconn *v, struct span pdu, bool *known);
bool vconn_recycle_from_out(struct vconn *v, struct span pdu, bool *known);
/* Behind IN_R1/B1: the successor is the IN channel. */
bool vconn_switch_in(struct vconn *v);
/* Free a half that came as an heir. */
void vconn_heir_free(struct vconn_half *h);

#endif
