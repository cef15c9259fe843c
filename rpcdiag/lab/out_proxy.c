/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The outbound proxy ([MS-RPCH] 3.2.4): server to response body. The server
 * counts the bytes of a channel and asks for a successor; one that comes to
 * this proxy is carried by the thread of its predecessor (OUT_R2), one that
 * came to another proxy has a thread and a server's connection of its own
 * there (OUT_R1).
 */
#include "base/clock.h"
#include "base/log.h"
#include "lab/flow.h"
#include "lab/hop.h"
#include "lab/pdu_stream.h"
#include "lab/proxy.h"

#define FIRST_PDU_TIME CLOCK_S(120)

struct out_proxy {
	struct proxy *proxy;
	struct http_conn *client;
	struct proxy_heir *mine; /* client belongs to it; NULL = the caller's */
	struct stream *server;
	struct buf from_server;
	struct buf waiting; /* RPC PDUs that the client has no room for yet */
	struct buf held;    /* for a successor that is still plugged */
	struct hop hop;	    /* of CONN/A1, or of OUT_R1/A3 */
	struct cookie_entry entry;
	struct proxy_heir *heir; /* until OUT_R2/B3; NULL = none */
	struct flow_recv recv;
	struct flow_send send;
	int64_t began_us;
	bool successor;	   /* of a channel that another proxy carries: OUT_R1 */
	bool opened;	   /* CONN/C1 came */
	bool plugged;	   /* nothing is sent before OUT_R1/A11 or OUT_R2/C1 */
	enum rts_name end; /* its last PDU is due; RTS_UNNAMED = it is not */
	size_t left;	   /* bytes of waiting that go before that */
	uint64_t said;	   /* bytes to the client */
	int64_t said_at;   /* when the client was last sent anything */
};

static bool
say_client(struct out_proxy *op, struct span bytes)
{
	uint32_t most = op->proxy->lifetime;

	op->said_at = clock_mono_us();
	if (op->plugged)
		return buf_add(&op->held, bytes.p, bytes.n);
	op->said += bytes.n;
	/* it is used up, and no successor came */
	return (most == 0 || op->said <= most) &&
	    stream_write(op->client->stream, bytes);
}

static bool
say(struct out_proxy *op, bool to_server, enum rts_name name,
    const struct hop *h)
{
	struct buf pdu;
	bool ok;

	buf_init(&pdu, RTS_PDU_MAX);
	ok = hop_put(name, h, &pdu) &&
	    (to_server ? stream_write(op->server, buf_span(&pdu))
		       : say_client(op, buf_span(&pdu)));
	buf_clear(&pdu);
	return ok;
}

static bool
say_head(struct out_proxy *op)
{
	uint32_t most = op->proxy->lifetime;
	struct buf out;
	bool ok;

	buf_init(&out, HTTP_HEAD_MAX);
	ok = buf_printf(&out,
		 "HTTP/1.1 200 Success\r\nContent-Type: application/rpc\r\n"
		 "%s%sContent-Length: %u\r\n\r\n",
		 op->proxy->fields, buf_text(&op->client->greeting),
		 most == 0 ? HOP_LIFETIME : most) &&
	    stream_write(op->client->stream, buf_span(&out));
	buf_clear(&out);
	return ok;
}

/* CONN/A2 to the server, then the head and CONN/A3 to the client, in this
 * order ([MS-RPCH] 3.2.4.5.3); a successor says OUT_R1/A4, and nothing more
 * before the client has sent OUT_R1/A11 (3.2.4.5.6.2). */
static bool
say_opening(struct out_proxy *op)
{
	struct hop h = op->hop;

	h.window = HOP_WINDOW;
	h.timeout_ms = HOP_TIMEOUT_MS;
	h.lifetime = op->proxy->lifetime;
	if (op->successor && op->proxy->heirs == HEIR_ALIEN)
		h.channel_cookie.b[0] ^= 1;
	op->plugged = op->opened = op->successor;
	if (op->successor)
		return say(op, true, OUT_R1_A4, &h);
	return say(op, true, CONN_A2, &h) && say_head(op) &&
	    say(op, false, CONN_A3, &h);
}

/* OUT_R1/A11 or OUT_R2/C1: what has waited for it goes out. */
static bool
unplug(struct out_proxy *op)
{
	bool ok;

	op->plugged = false;
	ok = say_head(op) && say_client(op, buf_span(&op->held));
	buf_clear(&op->held);
	return ok;
}

/* OUT_R2/A3 came to another thread: tell the server (3.2.4.5.6.1). */
static bool
meet_heir(struct out_proxy *op)
{
	struct proxy_heir *h = cookie_take(&op->proxy->running, &op->entry);
	struct hop a4;

	if (h == NULL)
		return true;
	if (op->heir != NULL ||
	    !guid_eq(&h->hop.predecessor, &op->hop.channel_cookie)) {
		log_at(LOG_STEPS, "OUT_R2/A3 of no successor of this channel");
		proxy_heir_free(h);
		return false;
	}
	op->heir = h;
	a4 = h->hop;
	if (op->proxy->heirs == HEIR_ALIEN)
		a4.channel_cookie.b[0] ^= 1;
	return say(op, true, OUT_R2_A4, &a4);
}

/* OUT_R2/B3 went out: the successor is the channel from here on. Whether C1
 * has come is seen when its bytes are looked at. */
static void
switch_client(struct out_proxy *op)
{
	stream_free(op->client->stream);
	op->client->stream = NULL;
	proxy_heir_free(op->mine);
	op->mine = op->heir;
	op->heir = NULL;
	op->client = &op->mine->conn;
	op->hop.channel_cookie = op->mine->hop.channel_cookie;
	op->recv.cookie = op->hop.channel_cookie;
	op->send = (struct flow_send){ 0 };
	flow_send_open(&op->send, op->mine->hop.window);
	op->said = 0;
	op->plugged = true;
	op->end = RTS_UNNAMED;
	log_at(LOG_STEPS, "OUT channel: OUT_R2, the successor took over");
}

/* OUT_R1/A9 or OUT_R2/B1 (3.2.4.5.8, 3.2.4.5.10), which look the same: what
 * waits now still goes on this channel, and then its last PDU. */
static void
begin_end(struct out_proxy *op)
{
	op->end = op->heir == NULL ? OUT_R1_A10 : OUT_R2_B3;
	op->left = op->waiting.n;
}

/* False: the channel is over. */
static bool
end_if_due(struct out_proxy *op)
{
	const struct hop none = { 0 };

	if (op->end == RTS_UNNAMED || op->left > 0)
		return true;
	if (!say(op, false, op->end, &none))
		return false;
	if (op->end == OUT_R2_B3) {
		switch_client(op);
		return true;
	}
	log_at(LOG_STEPS, "OUT channel: OUT_R1, another proxy has it");
	return false;
}

/* C1 becomes C2: the same commands, addressed to the client. */
static bool
open_client(struct out_proxy *op, struct span pdu)
{
	struct hop c1 = { 0 };

	if (!hop_take(pdu, CONN_C1, &c1))
		return false;
	op->opened = true;
	return say_client(op, pdu);
}

static bool
rts_from_server(struct out_proxy *op, struct span pdu)
{
	const struct rts_cmd *to, *ack;
	struct rts_pdu p;

	if (!op->opened)
		return open_client(op, pdu);
	if (rts_decode(pdu, &p) != WIRE_OK)
		return false;
	if (rts_is(&p, OUT_R1_A9)) {
		begin_end(op);
		return true;
	}
	/* A1 is A2, A3 is A4 and A5 is A6 as well */
	to = rts_find(&p, RTS_DESTINATION, 0);
	if (to != NULL && to->u32 == RTS_TO_CLIENT)
		return say_client(op, pdu);
	ack = rts_find(&p, RTS_FLOW_CONTROL_ACK, 0);
	if (ack == NULL || to == NULL || to->u32 != RTS_TO_OUT_PROXY)
		return false;
	/* [MS-RPCH] 3.2.1.4.1: an unknown cookie is dropped in silence. */
	if (!guid_eq(&ack->ack.cookie, &op->hop.channel_cookie))
		return true;
	return flow_send_acked(&op->send, &ack->ack);
}

static bool
pump(struct out_proxy *op)
{
	struct rts_flow_ack ack;
	struct span pdu;

	while ((op->end == RTS_UNNAMED || op->left > 0) &&
	    pdu_stream_next(&op->waiting, &pdu) == PDU_NEXT_OK &&
	    flow_send_fits(&op->send, pdu.n)) {
		size_t n = pdu.n;
		struct buf out;
		bool ok;

		if (!say_client(op, pdu))
			return false;
		flow_send_spend(&op->send, n);
		buf_drop(&op->waiting, n);
		op->left -= op->left < n ? op->left : n;
		if (!flow_recv_consume(&op->recv, n, &ack))
			continue;
		buf_init(&out, RTS_PDU_MAX);
		ok = hop_put_ack(&ack, &out) &&
		    stream_write(op->server, buf_span(&out));
		buf_clear(&out);
		if (!ok)
			return false;
	}
	return true;
}

static bool
take_server(struct out_proxy *op)
{
	enum pdu_next next;
	struct span pdu;

	while (
	    (next = pdu_stream_next(&op->from_server, &pdu)) == PDU_NEXT_OK) {
		if (pdu_is_rts(pdu)
			? !rts_from_server(op, pdu)
			: !op->opened || !flow_recv_take(&op->recv, pdu.n) ||
			    !buf_add(&op->waiting, pdu.p, pdu.n) || !pump(op))
			return false;
		buf_drop(&op->from_server, pdu.n);
	}
	return next == PDU_NEXT_MORE;
}

/* The request's body is what opens the channel; a successor's has A11 or C1
 * behind it. Whatever else comes is of no use. */
static bool
take_client(struct out_proxy *op)
{
	struct buf *in = &op->client->in;
	struct hop none = { 0 };
	bool ok = true;
	struct span pdu;

	while (ok && pdu_stream_next(in, &pdu) == PDU_NEXT_OK) {
		if (op->plugged &&
		    (hop_take(pdu, OUT_R1_A11, &none) ||
			hop_take(pdu, OUT_R2_C1, &none)))
			ok = unplug(op);
		buf_drop(in, pdu.n);
	}
	if (!op->plugged)
		buf_clear(in);
	return ok;
}

/* [MS-RPCH] 3.2.1.2.1: after half the interval without traffic. */
static int64_t
ping_time(const struct out_proxy *op)
{
	uint32_t ms = keepalive_get(&op->proxy->keepalives, &op->hop.vc_cookie);

	return op->said_at + CLOCK_MS(ms / 2);
}

static bool
say_ping(struct out_proxy *op)
{
	const struct hop none = { 0 };

	return say(op, false, RTS_PING, &none);
}

static bool
work(struct out_proxy *op)
{
	return take_server(op) && pump(op) && end_if_due(op) &&
	    take_client(op) && pump(op);
}

static bool
step(struct out_proxy *op)
{
	struct stream *const all[3] = { op->client->stream, op->server,
		&op->entry.bell };
	int64_t ping = ping_time(op), look = pool_next_look(&op->proxy->pool);
	unsigned ready = stream_wait(all, 3, ping < look ? ping : look);

	if (ready == STREAM_STOP ||
	    pool_is_over(&op->proxy->pool, op->began_us))
		return false;
	if (ready == 0)
		return clock_mono_us() < ping || say_ping(op);
	if ((ready & 4u) != 0 && !meet_heir(op))
		return false;
	if ((ready & 1u) != 0 &&
	    stream_fill(all[0], &op->client->in) > STREAM_AGAIN)
		return false;
	if ((ready & 2u) != 0 &&
	    stream_fill(all[1], &op->from_server) > STREAM_AGAIN)
		return false;
	return work(op);
}

/* A status line where a PDU is expected, as rpcproxy.dll writes it when it has
 * answered already. */
static bool
deny(struct out_proxy *op)
{
	if (op->proxy->denied_late)
		say_client(op, span_str("HTTP/1.0 503 RPC Error: 5\r\n\r\n"));
	return op->proxy->denied_late;
}

static void
carry(struct out_proxy *op)
{
	buf_init(&op->waiting, HOP_WINDOW);
	buf_init(&op->held, 2 * HOP_WINDOW);
	flow_recv_open(&op->recv, HOP_WINDOW, &op->hop.channel_cookie);
	flow_send_open(&op->send, op->hop.window);
	op->said_at = clock_mono_us();
	cookie_enter(
	    &op->proxy->running, &op->entry, &op->hop.vc_cookie, false);
	if (say_opening(op) && !deny(op) && work(op))
		while (step(op))
			;
	proxy_heir_free(cookie_leave(&op->proxy->running, &op->entry));
	proxy_heir_free(op->heir);
	proxy_heir_free(op->mine);
	buf_clear(&op->waiting);
	buf_clear(&op->held);
}

void
out_proxy_serve(
    struct proxy *p, struct http_conn *c, const struct proxy_target *target)
{
	struct out_proxy op = {
		.proxy = p, .client = c, .began_us = clock_mono_us()
	};
	struct span pdu;

	c->body_taken = true;
	if (!http_conn_continue(c) ||
	    pdu_stream_await(c->stream, &c->in,
		clock_mono_us() + FIRST_PDU_TIME, &pdu) != PDU_NEXT_OK ||
	    (!hop_take(pdu, CONN_A1, &op.hop) &&
		!(op.successor = hop_take(pdu, OUT_R1_A3, &op.hop)))) {
		log_at(LOG_EVENTS, "OUT channel: no CONN/A1");
		return;
	}
	buf_drop(&c->in, pdu.n);
	if (op.successor &&
	    (!proxy_heir_passes(p, c) || proxy_bequeath(p, c, &op.hop, false)))
		return;
	buf_init(&op.from_server, PDU_STREAM_MAX);
	op.server = proxy_dial(p, c, target, &op.from_server);
	if (op.server != NULL)
		carry(&op);
	stream_free(op.server);
	buf_clear(&op.from_server);
	log_at(LOG_EVENTS, "OUT channel ended");
}
