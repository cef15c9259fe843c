/* SPDX-License-Identifier: Apache-2.0 */
#include "base/log.h"
#include "lab/pdu_stream.h"
#include "lab/vconn_state.h"

#define ANSWERS_MAX (8u << 20) /* the longest response, and some more */
#define LAST_WORDS 256	     /* bytes of an OUT channel that are for RTS PDUs */
#define ANSWERS_ENOUGH 65536 /* no further call while more than this waits */

/* What goes to the out proxy counts for the lifetime of its channel. */
static bool
say_bytes(struct vconn *v, const struct vconn_half *to, struct span bytes)
{
	if (to == &v->out)
		v->said += bytes.n;
	return stream_write(to->stream, bytes);
}

bool
vconn_say(struct vconn *v, const struct vconn_half *to, enum rts_name name,
    const struct hop *h)
{
	struct buf pdu;
	bool ok;

	buf_init(&pdu, RTS_PDU_MAX);
	ok = hop_put(name, h, &pdu) && say_bytes(v, to, buf_span(&pdu));
	buf_clear(&pdu);
	return ok;
}

/* CONN/C1 and CONN/B3 ([MS-RPCH] 3.2.5.5.x): both halves are there. */
static bool
vconn_greet(struct vconn *v)
{
	const struct hop ours = { .window = HOP_WINDOW };

	flow_recv_open(&v->recv, HOP_WINDOW, &v->in.hop.channel_cookie);
	flow_send_open(&v->send, v->out.hop.window);
	return vconn_say(v, &v->in, CONN_B3, &ours) &&
	    vconn_say(v, &v->out, CONN_C1, &v->in.hop);
}

/* A PDU with a destination travels on to the proxy of that name; a proxy that
 * still sends the rest of a channel needs the acks for it. */
static bool
pass_on(struct vconn *v, const struct rts_pdu *p, struct span pdu)
{
	const struct vconn_half *to = &v->out;

	if (p->cmd[0].u32 == RTS_TO_SERVER)
		return true;
	if (v->past_out.stream != NULL &&
	    guid_eq(&p->cmd[1].ack.cookie, &v->past_out.hop.channel_cookie)) {
		stream_write(v->past_out.stream, pdu);
		return true; /* it may be gone already */
	}
	return say_bytes(v, to, pdu);
}

static bool
rts_from_in(struct vconn *v, struct span pdu)
{
	struct rts_pdu p;
	bool known;

	if (rts_decode(pdu, &p) != WIRE_OK)
		return false;
	if (rts_identify(&p) == RTS_FLOW_ACK_WITH_DESTINATION)
		return pass_on(v, &p, pdu);
	if (!vconn_recycle_from_in(v, pdu, &known))
		return false;
	return known || rts_identify(&p) == RTS_PING;
}

static bool
rts_from_out(struct vconn *v, struct span pdu)
{
	struct rts_pdu p;
	bool known;

	if (rts_decode(pdu, &p) != WIRE_OK ||
	    !vconn_recycle_from_out(v, pdu, &known))
		return false;
	if (known || rts_identify(&p) != RTS_FLOW_ACK)
		return known;
	/* [MS-RPCH] 3.2.1.4.1: an unknown cookie is dropped in silence. */
	if (!guid_eq(&p.cmd[0].ack.cookie, &v->out.hop.channel_cookie) &&
	    !guid_eq(&p.cmd[0].ack.cookie, &v->out.hop.predecessor))
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

/* h may become another channel on the way: its successor. */
static bool
take_all(struct vconn *v, struct vconn_half *h,
    bool (*take)(struct vconn *v, struct span pdu))
{
	enum pdu_next next;
	struct span pdu;

	while ((next = pdu_stream_next(&h->in, &pdu)) == PDU_NEXT_OK) {
		size_t n = pdu.n;

		if (!take(v, pdu))
			return false;
		buf_drop(&h->in, n);
		if (v->switching && !vconn_switch_in(v))
			return false;
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
	bool ok;

	while (!v->closing && v->answers.n <= ANSWERS_ENOUGH &&
	    pdu_stream_next(&v->calls, &pdu) == PDU_NEXT_OK) {
		size_t n = pdu.n;

		if (!rpc_end_feed(v->end, pdu, &v->answers))
			v->closing = true;
		buf_drop(&v->calls, n);
		if (!flow_recv_consume(&v->recv, n, &ack))
			continue;
		buf_init(&out, RTS_PDU_MAX);
		ok = hop_put_ack(&ack, &out) &&
		    say_bytes(v, &v->in, buf_span(&out));
		buf_clear(&out);
		if (!ok)
			return false;
	}
	return true;
}

/* What has no room on a channel waits for its successor. */
static bool
has_room(const struct vconn *v, size_t n)
{
	return v->said + n + LAST_WORDS <= v->out.hop.lifetime;
}

static bool
pump_answers(struct vconn *v)
{
	struct span pdu;

	while (pdu_stream_next(&v->answers, &pdu) == PDU_NEXT_OK &&
	    flow_send_fits(&v->send, pdu.n) && has_room(v, pdu.n)) {
		if (!say_bytes(v, &v->out, pdu))
			return false;
		flow_send_spend(&v->send, pdu.n);
		buf_drop(&v->answers, pdu.n);
	}
	return !v->closing;
}

static bool
vconn_step(struct vconn *v, struct cookie_table *running)
{
	struct stream *const all[5] = { v->in.stream, v->out.stream,
		v->end->foreign, &v->in_entry.bell, &v->out_entry.bell };
	unsigned ready = stream_wait(all, 5, INT64_MAX);

	if (ready == STREAM_STOP)
		return false;
	if ((ready & 030u) != 0 && !vconn_meet_heirs(v, running))
		return false;
	if ((ready & 1u) != 0 && !fill_and_take(v, &v->in, take_in))
		return false;
	if ((ready & 2u) != 0 && !fill_and_take(v, &v->out, take_out))
		return false;
	if ((ready & 4u) != 0 && !rpc_end_drain(v->end, &v->answers))
		v->closing = true;
	return pump_calls(v) && pump_answers(v) && vconn_recycle_out(v);
}

/* Everything but the halves, from first to last. */
static void
vconn_carry(struct vconn *v, struct cookie_table *running)
{
	const struct guid *vc = &v->in.hop.vc_cookie;

	buf_init(&v->calls, HOP_WINDOW);
	buf_init(&v->answers, ANSWERS_MAX);
	cookie_enter(running, &v->in_entry, vc, true);
	cookie_enter(running, &v->out_entry, vc, false);
	if (vconn_greet(v) && take_all(v, &v->in, take_in) &&
	    take_all(v, &v->out, take_out)) {
		log_at(LOG_EVENTS, "virtual connection opened");
		while (vconn_step(v, running))
			;
		log_at(LOG_EVENTS, "virtual connection closed");
	}
	vconn_heir_free(cookie_leave(running, &v->in_entry));
	vconn_heir_free(cookie_leave(running, &v->out_entry));
	vconn_heir_free(v->heir_in);
	vconn_heir_free(v->heir_out);
	buf_clear(&v->calls);
	buf_clear(&v->answers);
}

void
vconn_run(struct vconn_table *t, struct vconn_half *in, struct vconn_half *out,
    struct rpc_end *end)
{
	struct vconn v = { .in = *in, .out = *out, .end = end };

	*in = *out = (struct vconn_half){ 0 };
	vconn_carry(&v, &t->running);
	/* The last word is to arrive before IN is seen to close. */
	if (v.closing) {
		stream_linger(v.out.stream);
		v.out.stream = NULL;
	}
	vconn_half_clear(&v.in);
	vconn_half_clear(&v.out);
	vconn_half_clear(&v.past_out);
}
