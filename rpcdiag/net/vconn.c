/* SPDX-License-Identifier: Apache-2.0 */
#include "net/vconn.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/random.h"
#include "net/flow.h"
#include "net/pdu_stream.h"
#include "wire/rts.h"

#define QUEUE_MAX (1024 * 1024)
#define GRACE_US CLOCK_MS(500) /* for OUT's word when IN closes silently */
#define TIMEOUT_MIN_MS 120000  /* [MS-RPCH] 2.2.3.5.3 */

struct vconn {
	struct loop *loop;
	vconn_fn *fn;
	void *arg;
	struct exchange *in, *out;
	struct timer ping, grace;
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
};

static const char *const state_names[] = {
	[VCONN_START] = "Start",
	[VCONN_OUT_CHANNEL_WAIT] = "OutChannelWait",
	[VCONN_WAIT_A3W] = "Wait_A3W",
	[VCONN_WAIT_C2] = "Wait_C2",
	[VCONN_OPENED] = "Opened",
	[VCONN_FINISHED] = "Finished",
};

static void
vconn_move(struct vconn *v, enum vconn_state s)
{
	if (v->state == VCONN_FINISHED)
		return;
	log_at(LOG_EVENTS, "virtual connection: %s", state_names[s]);
	v->state = v->reached = s;
	v->fn(v->arg, VCONN_STEP);
}

static void
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
	v->fn(v->arg, VCONN_ENDED);
}

/* Send on IN and put off the next ping: any traffic keeps it alive. */
static bool
send_in(struct vconn *v, struct span bytes)
{
	if (v->timeout_ms > 0)
		loop_arm(v->loop, &v->ping,
		    clock_mono_us() + CLOCK_MS(v->timeout_ms / 2));
	return exchange_send(v->in, bytes);
}

static void
on_ping_due(void *arg)
{
	struct vconn *v = arg;
	struct buf ping;

	buf_init(&ping, RTS_PDU_MAX);
	if (rts_put_ping(&ping) && !send_in(v, buf_span(&ping)))
		vconn_finish(v, VCONN_PROTOCOL, true, "IN takes no more bytes");
	buf_clear(&ping);
}

/* Send queued PDUs, in order, as far as the peer's window allows. */
static void
flush_queue(struct vconn *v)
{
	struct pdu_head head;
	struct span pdu;

	while (pdu_stream_next(&v->queue, &head, &pdu) == PDU_NEXT_PDU &&
	    flow_may_send(&v->send, head.frag_length)) {
		log_bytes("sent", pdu);
		flow_sent(&v->send, head.frag_length);
		if (!send_in(v, pdu))
			break;
		buf_drop(&v->queue, head.frag_length);
	}
}

bool
vconn_send(struct vconn *v, struct span pdu)
{
	if (!buf_add(&v->queue, pdu.p, pdu.n))
		return false;
	flush_queue(v);
	return true;
}

/* Tell the OUT proxy what was consumed ([MS-RPCH] 3.2.1.4.1.3); the ack
 * travels on IN with OutProxy as its destination. */
static void
send_ack(struct vconn *v)
{
	struct rts_flow_ack ack = {
		.bytes_received = v->receive.received,
		.available_window = VCONN_WINDOW,
		.cookie = v->conn_a.channel_cookie,
	};
	struct buf pdu;

	buf_init(&pdu, RTS_PDU_MAX);
	if (rts_put_flow_ack(RTS_TO_OUT_PROXY, &ack, &pdu) &&
	    send_in(v, buf_span(&pdu)))
		v->receive.acked = v->receive.received;
	buf_clear(&pdu);
}

static uint32_t
u32_of(const struct rts_pdu *p, enum rts_cmd_type type)
{
	const struct rts_cmd *c = rts_find(p, type, 0);

	return c == NULL ? 0 : c->u32;
}

/* A3 and C2 both announce a timeout; the smaller one binds. */
static void
note_timeout(struct vconn *v, uint32_t ms)
{
	if (ms > 0 && (v->timeout_ms == 0 || ms < v->timeout_ms))
		v->timeout_ms = ms;
}

static void
on_flow_ack(struct vconn *v, const struct rts_pdu *p)
{
	const struct rts_cmd *c = rts_find(p, RTS_FLOW_CONTROL_ACK, 0);

	/* unknown cookie: drop silently ([MS-RPCH] 3.2.1.5.1.2) */
	if (c == NULL || !guid_eq(&c->ack.cookie, &v->conn_b.channel_cookie))
		return;
	if (!flow_acked(
		&v->send, c->ack.bytes_received, c->ack.available_window)) {
		vconn_finish(v, VCONN_PROTOCOL, false,
		    "FlowControlAck for bytes that were never sent");
		return;
	}
	flush_queue(v);
}

static void
on_conn_c2(struct vconn *v, const struct rts_pdu *p)
{
	v->send.window = u32_of(p, RTS_RECEIVE_WINDOW_SIZE);
	note_timeout(v, u32_of(p, RTS_CONNECTION_TIMEOUT));
	if (v->timeout_ms > 0 && v->timeout_ms < TIMEOUT_MIN_MS)
		log_at(LOG_EVENTS, "ConnectionTimeout %u ms is below 120 s",
		    v->timeout_ms);
	vconn_move(v, VCONN_OPENED);
	if (v->state == VCONN_OPENED)
		flush_queue(v);
}

static void
on_rts(struct vconn *v, struct span pdu)
{
	struct rts_pdu p;
	enum wire_err e = rts_decode(pdu, &p);
	enum rts_name name =
	    e == WIRE_OK ? rts_identify_at(&p, RTS_TO_CLIENT) : RTS_UNNAMED;

	log_at(LOG_EVENTS, "%s received", rts_name_text(name));
	if (e != WIRE_OK) {
		vconn_finish(v, VCONN_PROTOCOL, false, wire_err_text(e));
	} else if (name == RTS_PING) {
		v->pings++;
	} else if (name == RTS_FLOW_ACK ||
	    name == RTS_FLOW_ACK_WITH_DESTINATION) {
		on_flow_ack(v, &p);
	} else if (name == CONN_A3 && v->state == VCONN_WAIT_A3W) {
		note_timeout(v, u32_of(&p, RTS_CONNECTION_TIMEOUT));
		vconn_move(v, VCONN_WAIT_C2);
	} else if (name == CONN_C2 && v->state == VCONN_WAIT_C2) {
		on_conn_c2(v, &p);
	} else if (v->state != VCONN_OPENED) {
		char *why = mem_printf("%s in state %s", rts_name_text(name),
		    state_names[v->state]);

		vconn_finish(v, VCONN_PROTOCOL, false, why);
		free(why);
	}
}

static void
on_rpc(struct vconn *v, struct span pdu)
{
	log_bytes("received", pdu);
	if (v->state != VCONN_OPENED) {
		vconn_finish(
		    v, VCONN_PROTOCOL, false, "RPC PDU before CONN/C2");
		return;
	}
	if (flow_received(&v->receive, (uint32_t)pdu.n))
		send_ack(v);
	v->pdu = pdu;
	v->fn(v->arg, VCONN_PDU);
	v->pdu = span_of(NULL, 0);
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
				on_rts(v, pdu);
			else
				on_rpc(v, pdu);
			buf_drop(in, head.frag_length);
			break;
		}
	}
}

static const char *
no_token_text(const struct exchange *x)
{
	const struct auth_error *e = exchange_auth_error(x);

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
	else if (end == EXCHANGE_GARBAGE)
		vconn_finish(
		    v, VCONN_PROTOCOL, on_in, "the answer is not HTTP");
	else
		vconn_finish(
		    v, VCONN_LOST, on_in, conn_error(exchange_conn(x)));
}

static void
on_out(void *arg, enum exchange_event ev)
{
	struct vconn *v = arg;

	if (v->state == VCONN_FINISHED)
		return;
	if (ev == EXCHANGE_ANSWER && exchange_answer(v->out)->status == 200)
		vconn_move(v, VCONN_WAIT_A3W);
	else if (ev == EXCHANGE_BODY)
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
		.trust_any = spec->trust_any,
		.plaintext = spec->plaintext,
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
	buf_init(&v->queue, QUEUE_MAX);
	answer_init(&v->late);
	random_fill(v->conn_a.vc_cookie.b, 16);
	v->conn_a.window = VCONN_WINDOW;
	v->receive.window = VCONN_WINDOW;
	v->conn_b = v->conn_a;
	random_fill(v->conn_a.channel_cookie.b, 16);
	random_fill(v->conn_b.channel_cookie.b, 16);
	random_fill(v->conn_b.association.b, 16);
	v->conn_b.lifetime = VCONN_LIFETIME;
	v->conn_b.keepalive_ms = VCONN_KEEPALIVE_MS;
	v->state = v->reached = VCONN_OUT_CHANNEL_WAIT;
	if (!spec->in_only)
		v->out = open_channel(v, spec, false);
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
		.timeout_ms = v->timeout_ms,
		.in_window = v->send.window,
		.pings = v->pings,
		.chunked = exchange_answer(any)->chunked,
		.local_in = conn_local(exchange_conn(v->in)),
		.local_out =
		    v->out == NULL ? "" : conn_local(exchange_conn(v->out)),
	};
}
