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
	if (v->timeout_ms > 0 && !v->no_pings)
		loop_arm(v->loop, &v->ping,
		    clock_mono_us() + CLOCK_MS(v->timeout_ms / 2));
	return v->in != NULL && exchange_send(v->in, bytes);
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
	    flow_may_send(&v->send, head.frag_length)) {
		pdu_trace("sent", pdu);
		flow_sent(&v->send, head.frag_length);
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

static void
on_out_body(struct vconn *v)
{
	struct buf *in = exchange_body(v->out);
	struct pdu_head head;
	struct span pdu;

	while (v->state != VCONN_FINISHED) {
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

/* Why an exchange is over, in the words of a virtual connection. */
static void
on_over(struct vconn *v, const struct exchange *x, bool on_in)
{
	enum exchange_end end = exchange_end(x);

	if (exchange_answer(x)->status != 0 &&
	    exchange_answer(x)->status != 200)
		vconn_finish(v, VCONN_HTTP, on_in, NULL);
	else if (end == EXCHANGE_OK && on_in)
		vconn_finish(v, VCONN_HTTP, on_in, NULL);
	else if (end == EXCHANGE_UNSAFE)
		vconn_finish(v, VCONN_UNSAFE, on_in,
		    "credentials are not sent over this connection");
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

static exchange_fn on_in, on_out;

static struct exchange *
open_channel(struct vconn *v, const struct vconn_spec *spec, bool in)
{
	struct request req = {
		.method = in ? "RPC_IN_DATA" : "RPC_OUT_DATA",
		.rpc = true,
		.stream = true,
		.mech = spec->mech,
		.who = spec->who,
		.spn = spec->spn,
		.binding = spec->binding,
		.ask = spec->ask,
		.trust_any = spec->trust_any,
		.plaintext = spec->plaintext,
		.after = in ? v->out : NULL,
	};
	char *target =
	    mem_printf("%s?%s:%d", spec->path, spec->server, spec->port);
	struct exchange *x = NULL;
	struct buf first;
	bool ok;

	buf_init(&first, RTS_PDU_MAX);
	ok = in ? rts_put_conn_b1(&v->conn_b, &first)
		: rts_put_conn_a1(&v->conn_a, &first);
	req.target = target;
	req.body = buf_span(&first);
	req.length = in ? VCONN_LIFETIME : first.n;
	if (ok)
		x = exchange_open(v->loop, in ? &spec->in : &spec->out, &req,
		    in ? on_in : on_out, v);
	buf_clear(&first);
	free(target);
	return x;
}

static void
on_open_in(void *arg)
{
	struct vconn *v = arg;

	v->in = open_channel(v, &v->later, true);
}

static void
on_out(void *arg, enum exchange_event ev)
{
	struct vconn *v = arg;

	if (v->state == VCONN_FINISHED)
		return;
	if (ev == EXCHANGE_ANSWER && exchange_answer(v->out)->status == 200) {
		if (v->in == NULL)
			loop_arm(v->loop, &v->open_in,
			    clock_mono_us() + v->later.in_after_us);
		vconn_move(v, VCONN_WAIT_A3W);
	} else if (ev == EXCHANGE_BODY)
		on_out_body(v);
	else if (ev == EXCHANGE_DONE || ev == EXCHANGE_ENDED)
		on_over(v, v->out, false);
}

static void
on_grace_over(void *arg)
{
	struct vconn *v = arg;

	on_over(v, v->in, true);
}

static void
on_in(void *arg, enum exchange_event ev)
{
	struct vconn *v = arg;

	if (v->state == VCONN_FINISHED)
		return;
	if (ev == EXCHANGE_SENT && v->out == NULL)
		vconn_move(v, VCONN_OUT_CHANNEL_WAIT);
	if (ev != EXCHANGE_DONE && ev != EXCHANGE_ENDED)
		return;
	/* IN may close because OUT has just failed: let OUT tell first */
	if (exchange_answer(v->in)->status == 0 && v->out != NULL &&
	    exchange_end(v->in) == EXCHANGE_LOST)
		loop_arm(v->loop, &v->grace, clock_mono_us() + GRACE_US);
	else
		on_over(v, v->in, true);
}

struct vconn *
vconn_open(
    struct loop *l, const struct vconn_spec *spec, vconn_fn *fn, void *arg)
{
	struct vconn *v = mem_new(sizeof(*v));

	v->loop = l;
	v->fn = fn;
	v->arg = arg;
	v->ping = (struct timer){ .fn = on_ping_due, .arg = v };
	v->grace = (struct timer){ .fn = on_grace_over, .arg = v };
	v->open_in = (struct timer){ .fn = on_open_in, .arg = v };
	buf_init(&v->queue, QUEUE_MAX);
	answer_init(&v->late);
	random_fill(v->conn_a.vc_cookie.b, 16);
	v->conn_a.window = VCONN_WINDOW;
	v->receive.window = VCONN_WINDOW;
	v->conn_b = v->conn_a;
	random_fill(v->conn_a.channel_cookie.b, 16);
	random_fill(v->conn_b.channel_cookie.b, 16);
	v->no_pings = spec->no_pings;
	if (spec->association != NULL)
		v->conn_b.association = *spec->association;
	else
		random_fill(v->conn_b.association.b, 16);
	v->conn_b.lifetime = VCONN_LIFETIME;
	v->conn_b.keepalive_ms = VCONN_KEEPALIVE_MS;
	v->state = v->reached = VCONN_OUT_CHANNEL_WAIT;
	if (!spec->in_only)
		v->out = open_channel(v, spec, false);
	if (spec->in_after_us > 0)
		v->later = *spec;
	else
		v->in = open_channel(v, spec, true);
	return v;
}

static void
vconn_free(void *arg)
{
	struct vconn *v = arg;

	buf_clear(&v->queue);
	answer_clear(&v->late);
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
	exchange_close(v->in);
	exchange_close(v->out);
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
final_answer(const struct vconn *v, const struct exchange *x)
{
	if (v->late.status != 0)
		return &v->late;
	if (x == NULL || exchange_answer(x)->status == 0)
		return NULL;
	return exchange_answer(x);
}

static const char *
local_of(const struct exchange *x)
{
	return x == NULL ? "" : conn_local(exchange_conn(x));
}

void
vconn_result(const struct vconn *v, struct vconn_result *out)
{
	const struct exchange *x = v->ended_on_in ? v->in : v->out;
	const struct exchange *any = v->out == NULL ? v->in : v->out;

	if (x == NULL)
		x = any;
	*out = (struct vconn_result){
		.reached = v->reached,
		.end = v->end,
		.on_in = v->ended_on_in,
		.connected = conn_local(exchange_conn(x))[0] != '\0',
		.conn_end = conn_end(exchange_conn(x)),
		.answer = final_answer(v, x),
		.error = v->error == NULL ? "" : v->error,
		.credentials = exchange_sent_credentials(any),
		.held = exchange_is_held(any),
		.timeout_ms = v->timeout_ms,
		.in_window = v->send.window,
		.pings = v->pings,
		.recycling = v->recycling,
		.sent = v->send.sent,
		.received = v->receive.received,
		.chunked = exchange_answer(any)->chunked,
		.local_in = local_of(v->in),
		.local_out = local_of(v->out),
		.node_in = v->in == NULL ? NULL : exchange_node(v->in),
		.node_out = v->out == NULL ? NULL : exchange_node(v->out),
	};
}
