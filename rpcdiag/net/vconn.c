/* SPDX-License-Identifier: Apache-2.0 */
#include "net/vconn.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/random.h"
#include "net/pdu_stream.h"
#include "net/pdu_trace.h"
#include "net/vconn_state.h"

#define QUEUE_MAX (1024 * 1024)
#define GRACE_US CLOCK_MS(500) /* for OUT's word when IN closes silently */

static const char *const state_names[] = {
	[VCONN_START] = "Start",
	[VCONN_OUT_CHANNEL_WAIT] = "OutChannelWait",
	[VCONN_WAIT_A3W] = "Wait_A3W",
	[VCONN_WAIT_C2] = "Wait_C2",
	[VCONN_OPENED] = "Opened",
	[VCONN_FINISHED] = "Finished",
};

const char *
vconn_state_text(enum vconn_state s)
{
	return state_names[s];
}

void
vconn_move(struct vconn *v, enum vconn_state s)
{
	if (v->state == VCONN_FINISHED)
		return;
	log_at(LOG_EVENTS, "virtual connection: %s", state_names[s]);
	v->state = v->reached = s;
	v->fn(v->arg, VCONN_STEP);
}

void
vconn_finish(struct vconn *v, enum vconn_end end, bool on_in, const char *why)
{
	if (v->state == VCONN_FINISHED)
		return;
	v->state = VCONN_FINISHED;
	v->end = end;
	v->ended_on_in = on_in;
	mem_set(&v->error, why);
	loop_disarm(v->loop, &v->ping);
	loop_disarm(v->loop, &v->grace);
	loop_disarm(v->loop, &v->open_in);
	v->fn(v->arg, VCONN_ENDED);
}

bool
vconn_send_in(struct vconn *v, struct span bytes)
{
	if (v->timeout_ms > 0 && !v->spec.no_pings)
		loop_arm(v->loop, &v->ping,
		    clock_mono_us() + CLOCK_MS(v->timeout_ms / 2));
	if (v->in == NULL || !channel_send(v->in, bytes))
		return false;
	succession_look(v);
	return true;
}

static void
on_ping_due(void *arg)
{
	struct vconn *v = arg;
	struct buf ping;

	buf_init(&ping, RTS_PDU_MAX);
	if (rts_put_ping(&ping) && !vconn_send_in(v, buf_span(&ping)))
		vconn_finish(v, VCONN_PROTOCOL, true, "IN takes no more bytes");
	buf_clear(&ping);
}

void
vconn_flush(struct vconn *v)
{
	struct pdu_head head;
	struct span pdu;

	while (pdu_stream_next(&v->queue, &head, &pdu) == PDU_NEXT_PDU &&
	    flow_may_send(&v->in->send, head.frag_length) &&
	    succession_has_room(v, head.frag_length)) {
		pdu_trace("sent", pdu);
		flow_sent(&v->in->send, head.frag_length);
		v->sent += head.frag_length;
		if (!vconn_send_in(v, pdu))
			break;
		buf_drop(&v->queue, head.frag_length);
	}
}

bool
vconn_send(struct vconn *v, struct span pdu)
{
	if (!buf_add(&v->queue, pdu.p, pdu.n))
		return false;
	if (v->in != NULL)
		vconn_flush(v);
	return true;
}

/* A second status line inside the OUT body; wait until it is whole. */
static void
on_late_answer(struct vconn *v, struct buf *in)
{
	struct http_head *head = mem_new(sizeof(*head));
	enum wire_err e = http_head_parse(buf_span(in), true, head);

	if (e == WIRE_OK)
		answer_take(&v->late, head, NULL);
	free(head);
	if (e == WIRE_OK)
		vconn_finish(v, VCONN_HTTP, false, NULL);
	else if (e != WIRE_SHORT)
		vconn_finish(v, VCONN_PROTOCOL, false, "garbage on OUT");
}

/* In each turn of the channel that is the default one then: what a successor
 * says comes after the last word of its predecessor. */
static void
on_out_body(struct vconn *v)
{
	struct pdu_head head;
	struct span pdu;

	while (v->state != VCONN_FINISHED) {
		struct buf *in = exchange_body(v->out->x);

		switch (pdu_stream_next(in, &head, &pdu)) {
		case PDU_NEXT_NONE:
			return;
		case PDU_NEXT_HTTP:
			on_late_answer(v, in);
			return;
		case PDU_NEXT_BAD:
			vconn_finish(
			    v, VCONN_PROTOCOL, false, "no PDU header on OUT");
			return;
		case PDU_NEXT_PDU:
			if (head.type == PDU_RTS)
				vconn_take_rts(v, pdu);
			else
				vconn_take_rpc(v, pdu);
			buf_drop(in, head.frag_length);
			break;
		}
	}
}

static const char *
no_token_text(const struct exchange *x)
{
	const struct auth_error *e = token_error(exchange_token(x));

	return e == NULL ? "no token could be made" : auth_fault_text(e->fault);
}

void
vconn_finish_by(struct vconn *v, const struct channel *c)
{
	const struct exchange *x = c->x;
	const bool on_in = c->is_in;
	enum exchange_end end = exchange_end(x);

	if (v->state != VCONN_FINISHED)
		v->ended_by = c;
	if (exchange_answer(x)->status != 0 &&
	    exchange_answer(x)->status != 200)
		vconn_finish(v, VCONN_HTTP, on_in, NULL);
	else if (end == EXCHANGE_OK && on_in)
		vconn_finish(v, VCONN_HTTP, on_in, NULL);
	else if (end == EXCHANGE_UNSAFE)
		vconn_finish(v, VCONN_UNSAFE, on_in,
		    conn_tls(exchange_conn(x)) != NULL
			? EXCHANGE_UNSAFE_TEXT
			: "credentials are not sent over this connection");
	else if (end == EXCHANGE_NO_AUTH)
		vconn_finish(v, VCONN_UNSAFE, on_in, no_token_text(x));
	else if (end == EXCHANGE_HELD)
		vconn_finish(v, VCONN_UNSAFE, on_in, LOCKOUT_TEXT);
	else if (end == EXCHANGE_GARBAGE)
		vconn_finish(
		    v, VCONN_PROTOCOL, on_in, "the answer is not HTTP");
	else
		vconn_finish(
		    v, VCONN_LOST, on_in, conn_error(exchange_conn(x)));
}

/* CONN/A1 or CONN/B1 and the request around it. */
static struct channel *
open_channel(struct vconn *v, bool in)
{
	struct channel_ask ask = { .is_in = in, .after = in ? v->out : NULL };
	struct rts_conn conn = {
		.vc_cookie = v->vc_cookie,
		.window = VCONN_WINDOW,
		.lifetime = v->spec.lifetime,
		.keepalive_ms = VCONN_KEEPALIVE_MS,
		.association = v->association,
	};
	struct channel *c = NULL;
	struct buf first;

	random_fill(ask.cookie.b, sizeof(ask.cookie.b));
	conn.channel_cookie = ask.cookie;
	buf_init(&first, RTS_PDU_MAX);
	if (in ? rts_put_conn_b1(&conn, &first)
	       : rts_put_conn_a1(&conn, &first)) {
		ask.first = buf_span(&first);
		ask.length = in ? conn.lifetime : first.n;
		c = channel_open(v, &ask);
	}
	buf_clear(&first);
	return c;
}

static void
on_open_in(void *arg)
{
	struct vconn *v = arg;

	v->in = open_channel(v, true);
}

static void
on_out(struct vconn *v, enum exchange_event ev)
{
	if (ev == EXCHANGE_ANSWER && v->state < VCONN_WAIT_A3W &&
	    channel_answer(v->out)->status == 200) {
		if (v->in == NULL)
			loop_arm(v->loop, &v->open_in,
			    clock_mono_us() + v->spec.in_after_us);
		vconn_move(v, VCONN_WAIT_A3W);
	} else if (ev == EXCHANGE_BODY)
		on_out_body(v);
	else if (ev == EXCHANGE_DONE || ev == EXCHANGE_ENDED)
		vconn_finish_by(v, v->out);
}

static void
on_grace_over(void *arg)
{
	struct vconn *v = arg;

	vconn_finish_by(v, v->in);
}

static void
on_in(struct vconn *v, enum exchange_event ev)
{
	if (ev == EXCHANGE_SENT && v->out == NULL)
		vconn_move(v, VCONN_OUT_CHANNEL_WAIT);
	else if (ev == EXCHANGE_SENT)
		v->fn(v->arg, VCONN_STEP);
	if (ev != EXCHANGE_DONE && ev != EXCHANGE_ENDED)
		return;
	/* IN may close because OUT has just failed: let OUT tell first */
	if (channel_answer(v->in)->status == 0 && v->out != NULL &&
	    exchange_end(v->in->x) == EXCHANGE_LOST)
		loop_arm(v->loop, &v->grace, clock_mono_us() + GRACE_US);
	else
		vconn_finish_by(v, v->in);
}

void
vconn_on_channel(struct channel *c, enum exchange_event ev)
{
	struct vconn *v = c->v;

	if (v->state == VCONN_FINISHED)
		return;
	if (c == v->out)
		on_out(v, ev);
	else if (c == v->in)
		on_in(v, ev);
	else if (c != v->past_in)
		succession_on_heir(c, ev);
	/* and that a predecessor ends is in order ([MS-RPCH] 3.2.2.5.11) */
}

struct vconn *
vconn_open(
    struct loop *l, const struct vconn_spec *spec, vconn_fn *fn, void *arg)
{
	struct vconn *v = mem_new(sizeof(*v));

	v->loop = l;
	v->fn = fn;
	v->arg = arg;
	v->spec = *spec;
	if (v->spec.lifetime == 0)
		v->spec.lifetime = VCONN_LIFETIME;
	if (spec->one_session)
		v->session = tls_session_new();
	v->spec.in.session = v->spec.out.session = v->session;
	v->ping = (struct timer){ .fn = on_ping_due, .arg = v };
	v->grace = (struct timer){ .fn = on_grace_over, .arg = v };
	v->open_in = (struct timer){ .fn = on_open_in, .arg = v };
	buf_init(&v->queue, QUEUE_MAX);
	answer_init(&v->late);
	random_fill(v->vc_cookie.b, sizeof(v->vc_cookie.b));
	if (spec->association != NULL)
		v->association = *spec->association;
	else
		random_fill(v->association.b, sizeof(v->association.b));
	v->state = v->reached = VCONN_OUT_CHANNEL_WAIT;
	if (!spec->in_only)
		v->out = open_channel(v, false);
	if (spec->in_after_us == 0)
		v->in = open_channel(v, true);
	return v;
}

static void
vconn_free(void *arg)
{
	struct vconn *v = arg;

	buf_clear(&v->queue);
	answer_clear(&v->late);
	tls_session_free(v->session);
	free(v->error);
	free(v);
}

void
vconn_close(struct vconn *v)
{
	if (v == NULL)
		return;
	v->state = VCONN_FINISHED;
	loop_disarm(v->loop, &v->ping);
	loop_disarm(v->loop, &v->grace);
	loop_disarm(v->loop, &v->open_in);
	channel_close(v->in);
	channel_close(v->out);
	channel_close(v->past_in);
	channel_close(v->in_line.heir);
	channel_close(v->out_line.heir);
	loop_later(v->loop, vconn_free, v);
}

enum vconn_state
vconn_state(const struct vconn *v)
{
	return v->state;
}

struct span
vconn_pdu(const struct vconn *v)
{
	return v->pdu;
}

static const struct answer *
final_answer(const struct vconn *v, const struct channel *c)
{
	if (v->late.status != 0)
		return &v->late;
	if (c == NULL || channel_answer(c)->status == 0)
		return NULL;
	return channel_answer(c);
}

static const char *
local_of(const struct channel *c)
{
	return c == NULL ? "" : conn_local(exchange_conn(c->x));
}

static const struct ntlm_challenge *
node_of(const struct channel *c)
{
	return c == NULL ? NULL : exchange_node(c->x);
}

static const struct node_marks *
marks_of(const struct channel *c)
{
	return c == NULL ? NULL : exchange_marks(c->x);
}

static const struct tls_facts *
tls_of(const struct channel *c)
{
	return c == NULL ? NULL : conn_tls(exchange_conn(c->x));
}

/* The channel whose end was that of all, or the one that came furthest. */
static const struct channel *
last_of(const struct vconn *v)
{
	const struct channel *c = v->ended_on_in ? v->in : v->out;

	if (v->ended_by != NULL)
		return v->ended_by;
	if (c != NULL)
		return c;
	return v->out == NULL ? v->in : v->out;
}

static enum vconn_recycling
recycling_of(const struct vconn *v)
{
	if (v->ended_by != NULL &&
	    (v->ended_by == v->in_line.heir || v->ended_by == v->out_line.heir))
		return VCONN_RECYCLING_FAILED;
	if (v->in_line.heir != NULL || v->out_line.heir != NULL)
		return VCONN_RECYCLING_WAITS;
	return v->in_line.done + v->out_line.done > 0 ? VCONN_RECYCLING_FOLLOWED
						      : VCONN_RECYCLING_NONE;
}

void
vconn_result(const struct vconn *v, struct vconn_result *out)
{
	const struct channel *c = last_of(v);
	const struct conn *conn = exchange_conn(c->x);
	const struct channel *any = v->out == NULL ? v->in : v->out;

	*out = (struct vconn_result){
		.reached = v->reached,
		.end = v->end,
		.on_in = v->ended_on_in,
		.connected = conn_local(conn)[0] != '\0',
		.conn_end = conn_end(conn),
		.answer = final_answer(v, c),
		.error = v->error == NULL ? "" : v->error,
		.credentials = exchange_sent_credentials(any->x),
		.held = exchange_is_held(any->x),
		.timeout_ms = v->timeout_ms,
		.in_window = v->in_window,
		.pings = v->pings,
		.recycling = recycling_of(v),
		.in_renewed = v->in_line.done,
		.out_renewed = v->out_line.done,
		.sent = v->sent,
		.received = v->received,
		.chunked = channel_answer(any)->chunked,
		.local_in = local_of(v->in),
		.local_out = local_of(v->out),
		.node_in = node_of(v->in),
		.node_out = node_of(v->out),
		.marks_in = marks_of(v->in),
		.marks_out = marks_of(v->out),
		.tls_in = tls_of(v->in),
		.tls_out = tls_of(v->out),
	};
}
