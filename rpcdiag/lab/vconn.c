/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/vconn.h"

#include "base/log.h"
#include "lab/flow.h"
#include "lab/pdu_stream.h"

#define ANSWERS_MAX (8u << 20) /* the longest response, and some more */
#define ANSWERS_ENOUGH 65536   /* no further call while more than this waits */

struct vconn {
	struct vconn_half *in;
	struct vconn_half *out;
	struct rpc_end *end;
	struct flow_recv recv; /* from the in proxy */
	struct flow_send send; /* to the out proxy */
	struct buf calls;      /* RPC PDUs not yet handed to the server */
	struct buf answers;    /* RPC PDUs not yet sent */
	bool closing;	       /* the server wants to close */
};

static bool
say(struct stream *to, bool encoded, struct buf *pdu)
{
	bool ok = encoded && stream_write(to, buf_span(pdu));

	buf_clear(pdu);
	return ok;
}

/* CONN/C1 and CONN/B3 ([MS-RPCH] 3.2.5.5.x): both halves are there. */
static bool
vconn_greet(struct vconn *v)
{
	struct hop ours = { .window = HOP_WINDOW };
	struct buf pdu;

	buf_init(&pdu, RTS_PDU_MAX);
	flow_recv_open(&v->recv, HOP_WINDOW, &v->in->hop.channel_cookie);
	flow_send_open(&v->send, v->out->hop.window);
	return say(v->in->stream, hop_put(CONN_B3, &ours, &pdu), &pdu) &&
	    say(v->out->stream, hop_put(CONN_C1, &v->in->hop, &pdu), &pdu);
}

/* A PDU with a destination travels on to the proxy of that name. */
static bool
rts_from_in(struct vconn *v, struct span pdu)
{
	struct rts_pdu p;

	if (rts_decode(pdu, &p) != WIRE_OK)
		return false;
	if (rts_identify(&p) == RTS_FLOW_ACK_WITH_DESTINATION &&
	    p.cmd[0].u32 != RTS_TO_SERVER)
		return stream_write(v->out->stream, pdu);
	return rts_identify(&p) == RTS_FLOW_ACK_WITH_DESTINATION ||
	    rts_identify(&p) == RTS_PING;
}

static bool
rts_from_out(struct vconn *v, struct span pdu)
{
	struct rts_pdu p;

	if (rts_decode(pdu, &p) != WIRE_OK || rts_identify(&p) != RTS_FLOW_ACK)
		return false;
	/* [MS-RPCH] 3.2.1.4.1: an unknown cookie is dropped in silence. */
	if (!guid_eq(&p.cmd[0].ack.cookie, &v->out->hop.channel_cookie))
		return true;
	return flow_send_acked(&v->send, &p.cmd[0].ack);
}

static bool
take_in(struct vconn *v, struct span pdu)
{
	if (pdu_is_rts(pdu))
		return rts_from_in(v, pdu);
	return flow_recv_take(&v->recv, pdu.n) &&
	    buf_add(&v->calls, pdu.p, pdu.n);
}

static bool
take_out(struct vconn *v, struct span pdu)
{
	return pdu_is_rts(pdu) && rts_from_out(v, pdu);
}

static bool
take_all(struct vconn *v, struct vconn_half *h,
    bool (*take)(struct vconn *v, struct span pdu))
{
	enum pdu_next next;
	struct span pdu;

	while ((next = pdu_stream_next(&h->in, &pdu)) == PDU_NEXT_OK) {
		if (!take(v, pdu))
			return false;
		buf_drop(&h->in, pdu.n);
	}
	return next == PDU_NEXT_MORE;
}

static bool
fill_and_take(struct vconn *v, struct vconn_half *h,
    bool (*take)(struct vconn *v, struct span pdu))
{
	enum stream_io io = stream_fill(h->stream, &h->in);

	return (io == STREAM_OK || io == STREAM_AGAIN) && take_all(v, h, take);
}

/* Give the server what it may have; acknowledge what it took. */
static bool
pump_calls(struct vconn *v)
{
	struct rts_flow_ack ack;
	struct span pdu;
	struct buf out;

	while (!v->closing && v->answers.n <= ANSWERS_ENOUGH &&
	    pdu_stream_next(&v->calls, &pdu) == PDU_NEXT_OK) {
		size_t n = pdu.n;

		if (!rpc_end_feed(v->end, pdu, &v->answers))
			v->closing = true;
		buf_drop(&v->calls, n);
		if (!flow_recv_consume(&v->recv, n, &ack))
			continue;
		buf_init(&out, RTS_PDU_MAX);
		if (!say(v->in->stream, hop_put_ack(&ack, &out), &out))
			return false;
	}
	return true;
}

static bool
pump_answers(struct vconn *v)
{
	struct span pdu;

	while (pdu_stream_next(&v->answers, &pdu) == PDU_NEXT_OK &&
	    flow_send_fits(&v->send, pdu.n)) {
		if (!stream_write(v->out->stream, pdu))
			return false;
		flow_send_spend(&v->send, pdu.n);
		buf_drop(&v->answers, pdu.n);
	}
	return !v->closing;
}

static bool
vconn_step(struct vconn *v)
{
	struct stream *const all[3] = { v->in->stream, v->out->stream,
		v->end->foreign };
	unsigned ready = stream_wait(all, 3, INT64_MAX);

	if (ready == STREAM_STOP)
		return false;
	if ((ready & 1u) != 0 && !fill_and_take(v, v->in, take_in))
		return false;
	if ((ready & 2u) != 0 && !fill_and_take(v, v->out, take_out))
		return false;
	if ((ready & 4u) != 0 && !rpc_end_drain(v->end, &v->answers))
		v->closing = true;
	return pump_calls(v) && pump_answers(v);
}

void
vconn_run(struct vconn_half *in, struct vconn_half *out, struct rpc_end *end)
{
	struct vconn v = { .in = in, .out = out, .end = end };

	buf_init(&v.calls, HOP_WINDOW);
	buf_init(&v.answers, ANSWERS_MAX);
	if (vconn_greet(&v) && take_all(&v, in, take_in) &&
	    take_all(&v, out, take_out)) {
		log_at(LOG_EVENTS, "virtual connection opened");
		while (vconn_step(&v))
			;
		log_at(LOG_EVENTS, "virtual connection closed");
	}
	/* The last word is to arrive before IN is seen to close. */
	if (v.closing) {
		stream_linger(out->stream);
		out->stream = NULL;
	}
	buf_clear(&v.calls);
	buf_clear(&v.answers);
}
