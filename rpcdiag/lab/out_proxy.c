/* SPDX-License-Identifier: Apache-2.0 */
/* The outbound proxy ([MS-RPCH] 3.2.4): server to response body. */
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
	struct stream *server;
	struct buf from_server;
	struct buf waiting; /* RPC PDUs that the client has no room for yet */
	struct hop hop;	    /* of CONN/A1 */
	struct flow_recv recv;
	struct flow_send send;
	int64_t began_us;
	bool opened;	 /* CONN/C1 came */
	uint64_t said;	 /* bytes to the client */
	bool asked;	 /* for a successor of the channel */
	int64_t said_at; /* when the client was last sent anything */
};

static bool
say_client(struct out_proxy *op, struct span bytes)
{
	op->said_at = clock_mono_us();
	op->said += bytes.n;
	return stream_write(op->client->stream, bytes);
}

/* CONN/A2 to the server, then the head and CONN/A3 to the client, in this
 * order ([MS-RPCH] 3.2.4.5.3). */
static bool
say_opening(struct out_proxy *op)
{
	struct hop h = op->hop;
	struct buf out;
	bool ok;

	h.window = HOP_WINDOW;
	h.timeout_ms = HOP_TIMEOUT_MS;
	buf_init(&out, HTTP_HEAD_MAX);
	ok = hop_put(CONN_A2, &h, &out) &&
	    stream_write(op->server, buf_span(&out));
	buf_clear(&out);
	ok = ok &&
	    buf_printf(&out,
		"HTTP/1.1 200 Success\r\nContent-Type: application/rpc\r\n"
		"%s%sContent-Length: %d\r\n\r\n",
		op->proxy->fields, buf_text(&op->client->greeting),
		HOP_LIFETIME) &&
	    hop_put(CONN_A3, &h, &out) && say_client(op, buf_span(&out));
	buf_clear(&out);
	return ok;
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
	struct rts_pdu p;

	if (!op->opened)
		return open_client(op, pdu);
	if (rts_decode(pdu, &p) != WIRE_OK ||
	    rts_identify(&p) != RTS_FLOW_ACK_WITH_DESTINATION)
		return false;
	if (p.cmd[0].u32 == RTS_TO_CLIENT)
		return say_client(op, pdu);
	if (p.cmd[0].u32 != RTS_TO_OUT_PROXY)
		return false;
	/* [MS-RPCH] 3.2.1.4.1: an unknown cookie is dropped in silence. */
	if (!guid_eq(&p.cmd[1].ack.cookie, &op->hop.channel_cookie))
		return true;
	return flow_send_acked(&op->send, &p.cmd[1].ack);
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
			    !buf_add(&op->waiting, pdu.p, pdu.n))
			return false;
		buf_drop(&op->from_server, pdu.n);
	}
	return next == PDU_NEXT_MORE;
}

/* The end of the channel's lifetime is near: ask for a successor, once, and end
 * it when none comes ([MS-RPCH] 3.2.4.5; the PDU that the server would send,
 * OUT_R1/A1, has the same shape). */
static bool
recycle(struct out_proxy *op)
{
	uint64_t most = op->proxy->lifetime;
	struct hop h = { 0 };
	struct buf pdu;
	bool ok;

	if (most == 0 || op->said < most - most / 4)
		return true;
	if (op->asked)
		return op->said < most;
	op->asked = true;
	log_at(LOG_STEPS, "OUT channel: OUT_R1/A2");
	buf_init(&pdu, RTS_PDU_MAX);
	ok = hop_put(OUT_R1_A2, &h, &pdu) && say_client(op, buf_span(&pdu));
	buf_clear(&pdu);
	return ok;
}

static bool
pump(struct out_proxy *op)
{
	struct rts_flow_ack ack;
	struct span pdu;

	while (pdu_stream_next(&op->waiting, &pdu) == PDU_NEXT_OK &&
	    flow_send_fits(&op->send, pdu.n)) {
		size_t n = pdu.n;
		struct buf out;
		bool ok;

		if (!say_client(op, pdu))
			return false;
		flow_send_spend(&op->send, n);
		buf_drop(&op->waiting, n);
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

/* The request's body was CONN/A1; whatever else comes is of no use. */
static bool
ignore_client(struct out_proxy *op)
{
	bool ok =
	    stream_fill(op->client->stream, &op->client->in) <= STREAM_AGAIN;

	buf_clear(&op->client->in);
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
	struct buf pdu;
	bool ok;

	buf_init(&pdu, RTS_PDU_MAX);
	ok = rts_put_ping(&pdu) && say_client(op, buf_span(&pdu));
	buf_clear(&pdu);
	return ok;
}

static bool
step(struct out_proxy *op)
{
	struct stream *const both[2] = { op->client->stream, op->server };
	int64_t ping = ping_time(op), look = pool_next_look(&op->proxy->pool);
	unsigned ready = stream_wait(both, 2, ping < look ? ping : look);

	if (ready == STREAM_STOP ||
	    pool_is_over(&op->proxy->pool, op->began_us))
		return false;
	if (ready == 0)
		return clock_mono_us() < ping || say_ping(op);
	if ((ready & 1u) != 0 && !ignore_client(op))
		return false;
	if ((ready & 2u) != 0 &&
	    stream_fill(both[1], &op->from_server) > STREAM_AGAIN)
		return false;
	return take_server(op) && pump(op) && recycle(op);
}

static void
carry(struct out_proxy *op)
{
	buf_init(&op->waiting, HOP_WINDOW);
	flow_recv_open(&op->recv, HOP_WINDOW, &op->hop.channel_cookie);
	flow_send_open(&op->send, op->hop.window);
	if (say_opening(op) && take_server(op))
		while (step(op))
			;
	buf_clear(&op->waiting);
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
	    !hop_take(pdu, CONN_A1, &op.hop)) {
		log_at(LOG_EVENTS, "OUT channel: no CONN/A1");
		return;
	}
	buf_drop(&c->in, pdu.n);
	buf_init(&op.from_server, PDU_STREAM_MAX);
	op.server = proxy_dial(p, c, target, &op.from_server);
	if (op.server != NULL)
		carry(&op);
	stream_free(op.server);
	buf_clear(&op.from_server);
	log_at(LOG_EVENTS, "OUT channel ended");
}
