/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of a virtual connection, for the files that are one. */
#ifndef RPCDIAG_NET_VCONN_STATE_H
#define RPCDIAG_NET_VCONN_STATE_H

#include "net/channel.h"
#include "net/vconn.h"
#include "wire/rts.h"

/* States of a virtual channel once it is open, as in the figures of [MS-RPCH]
 * 3.2.2: what the recycling of its channel waits for. */
enum succession_state {
	SUCCESSION_OPENED,
	SUCCESSION_A4W,	 /* IN: does the server know the successor? */
	SUCCESSION_A6W,	 /* OUT: the same */
	SUCCESSION_A10W, /* OUT_R1: the last PDU of the predecessor */
	SUCCESSION_B3W,	 /* OUT_R2: the same */
};

struct succession {
	enum succession_state state;
	struct channel *heir; /* NULL = none is under way */
	unsigned done;	      /* how often one took over */
};

struct vconn {
	struct loop *loop;
	vconn_fn *fn;
	void *arg;
	struct vconn_spec spec;
	struct tls_session *session; /* of all channels; NULL = one each */
	struct channel *in, *out;    /* the default ones */
	struct channel *past_in;     /* until its last bytes are through */
	struct succession in_line, out_line;
	struct timer ping, grace, open_in;
	struct guid vc_cookie, association;
	struct buf queue; /* RPC PDUs that wait for window */
	struct span pdu;
	enum vconn_state state, reached;
	enum vconn_end end;
	bool ended_on_in;
	const struct channel *ended_by; /* NULL = the default one */
	char *error;
	struct answer late; /* a 503 that came inside the OUT body */
	uint32_t timeout_ms;
	uint32_t in_window;	 /* as advertised */
	uint32_t sent, received; /* bytes of RPC PDUs, over all channels */
	unsigned pings;
};

const char *vconn_state_text(enum vconn_state s);
/* To the next state; raises VCONN_STEP. */
void vconn_move(struct vconn *v, enum vconn_state s);
/* The end, once; why (NULL = nothing to add) is copied. */
void vconn_finish(
    struct vconn *v, enum vconn_end end, bool on_in, const char *why);
/* The end, since this channel's exchange is over. */
void vconn_finish_by(struct vconn *v, const struct channel *c);
/* Send on IN and put off the next ping: any traffic keeps it alive. */
BUF_MUST_CHECK bool vconn_send_in(struct vconn *v, struct span bytes);
/* Send queued PDUs, in order, as far as the peer's window allows. */
void vconn_flush(struct vconn *v);
/* Whatever becomes of a channel's exchange. */
void vconn_on_channel(struct channel *c, enum exchange_event ev);
/* One PDU of the OUT channel, of the protocol itself or of RPC. */
void vconn_take_rts(struct vconn *v, struct span pdu);
void vconn_take_rpc(struct vconn *v, struct span pdu);
/* A3, C2 and A4 announce a timeout; the smallest one binds. */
void vconn_note_timeout(struct vconn *v, const struct rts_pdu *p);

/* succession.c: ask for a successor of IN when its lifetime nears its end. */
void succession_look(struct vconn *v);
/* May an RPC PDU of n bytes still go on IN, and leave room for the last words
 * of the channel? */
bool succession_has_room(const struct vconn *v, size_t n);
/* A PDU that is none of recycling changes nothing. */
void succession_take(
    struct vconn *v, enum rts_name name, const struct rts_pdu *p);
/* An event of a channel that is to take over. */
void succession_on_heir(struct channel *c, enum exchange_event ev);

#endif
