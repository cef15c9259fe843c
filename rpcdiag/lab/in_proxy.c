/* SPDX-License-Identifier: Apache-2.0 */
/* The inbound proxy ([MS-RPCH] 3.2.3): request body to server. It answers on
 * HTTP only when something fails before the server was reached. */
#include "base/clock.h"
#include "base/log.h"
#include "lab/flow.h"
#include "lab/hop.h"
#include "lab/pdu_stream.h"
#include "lab/proxy.h"

#define FIRST_PDU_TIME CLOCK_S(120)
/* impacket knows no window for what it sends: be patient, and tell. */
#define OVERRUN_MAX (8u << 20)

struct in_proxy {
	struct proxy *proxy;
	struct http_conn *client;
	struct stream *server;
	struct buf from_server;
	struct buf waiting; /* RPC PDUs that the server has no room for yet */
	struct hop hop;	    /* of CONN/B1 */
	struct flow_recv recv;
	struct flow_send send;
	int64_t began_us;
	bool opened;  /* CONN/B3 came */
	bool overrun; /* the client sent more than it may */
};

static bool
say_b2(struct in_proxy *ip)
{
	struct hop h = ip->hop;
	struct buf pdu;
	bool ok;

	h.window = HOP_WINDOW;
	h.timeout_ms = HOP_TIMEOUT_MS;
	h.client = ip->client->peer;
	buf_init(&pdu, RTS_PDU_MAX);
	ok = hop_put(CONN_B2, &h, &pdu) &&
	    stream_write(ip->server, buf_span(&pdu));
	buf_clear(&pdu);
	return ok;
}

static bool
rts_from_client(struct in_proxy *ip, struct span pdu)
{
	struct rts_pdu p;

	if (rts_decode(pdu, &p) != WIRE_OK)
		return false;
	switch (rts_identify(&p)) {
	case RTS_PING:
		return true;
	case RTS_KEEP_ALIVE:
		keepalive_set(
		    &ip->proxy->keepalives, &ip->hop.vc_cookie, p.cmd[0].u32);
		return true;
	case RTS_FLOW_ACK_WITH_DESTINATION:
		return stream_write(ip->server, pdu);
	default:
		log_at(LOG_EVENTS, "IN channel: unexpected %s",
		    rts_name_text(rts_identify(&p)));
		return false;
	}
}

static bool
rpc_from_client(struct in_proxy *ip, struct span pdu)
{
	if (!flow_recv_take(&ip->recv, pdu.n) && !ip->overrun) {
		log_at(LOG_STEPS, "the client overran its window");
		ip->overrun = true;
	}
	return buf_add(&ip->waiting, pdu.p, pdu.n);
}

static bool
take_client(struct in_proxy *ip)
{
	enum pdu_next next;
	struct span pdu;

	while ((next = pdu_stream_next(&ip->client->in, &pdu)) == PDU_NEXT_OK) {
		if (pdu_is_rts(pdu) ? !rts_from_client(ip, pdu)
				    : !rpc_from_client(ip, pdu))
			return false;
		buf_drop(&ip->client->in, pdu.n);
	}
	return next == PDU_NEXT_MORE;
}

static bool
rts_from_server(struct in_proxy *ip, struct span pdu)
{
	struct hop b3 = { 0 };
	struct rts_pdu p;

	if (!ip->opened) {
		ip->opened = hop_take(pdu, CONN_B3, &b3);
		flow_send_open(&ip->send, b3.window);
		return ip->opened;
	}
	if (rts_decode(pdu, &p) != WIRE_OK || rts_identify(&p) != RTS_FLOW_ACK)
		return false;
	if (!guid_eq(&p.cmd[0].ack.cookie, &ip->hop.channel_cookie))
		return true;
	return flow_send_acked(&ip->send, &p.cmd[0].ack);
}

static bool
take_server(struct in_proxy *ip)
{
	enum pdu_next next;
	struct span pdu;

	while (
	    (next = pdu_stream_next(&ip->from_server, &pdu)) == PDU_NEXT_OK) {
		if (!pdu_is_rts(pdu) || !rts_from_server(ip, pdu))
			return false;
		buf_drop(&ip->from_server, pdu.n);
	}
	return next == PDU_NEXT_MORE;
}

/* Forward what the server has room for, and tell the client how much room we
 * have: the ack travels round by the server and the OUT channel. */
static bool
pump(struct in_proxy *ip)
{
	struct rts_flow_ack ack;
	struct span pdu;

	while (pdu_stream_next(&ip->waiting, &pdu) == PDU_NEXT_OK &&
	    flow_send_fits(&ip->send, pdu.n)) {
		size_t n = pdu.n;
		struct buf out;
		bool ok;

		if (!stream_write(ip->server, pdu))
			return false;
		flow_send_spend(&ip->send, n);
		buf_drop(&ip->waiting, n);
		if (!flow_recv_consume(&ip->recv, n, &ack))
			continue;
		buf_init(&out, RTS_PDU_MAX);
		ok = rts_put_flow_ack(RTS_TO_CLIENT, &ack, &out) &&
		    stream_write(ip->server, buf_span(&out));
		buf_clear(&out);
		if (!ok)
			return false;
	}
	return true;
}

static bool
step(struct in_proxy *ip)
{
	struct stream *const both[2] = { ip->client->stream, ip->server };
	unsigned ready = stream_wait(both, 2, pool_next_look(&ip->proxy->pool));

	if (ready == STREAM_STOP ||
	    pool_is_over(&ip->proxy->pool, ip->began_us))
		return false;
	if ((ready & 1u) != 0 &&
	    stream_fill(both[0], &ip->client->in) > STREAM_AGAIN)
		return false;
	if ((ready & 2u) != 0 &&
	    stream_fill(both[1], &ip->from_server) > STREAM_AGAIN)
		return false;
	return take_server(ip) && take_client(ip) && pump(ip);
}

static void
carry(struct in_proxy *ip)
{
	buf_init(&ip->waiting, OVERRUN_MAX);
	flow_recv_open(&ip->recv, HOP_WINDOW, &ip->hop.channel_cookie);
	keepalive_set(
	    &ip->proxy->keepalives, &ip->hop.vc_cookie, ip->hop.keepalive_ms);
	if (say_b2(ip) && take_client(ip) && take_server(ip))
		while (step(ip))
			;
	keepalive_forget(&ip->proxy->keepalives, &ip->hop.vc_cookie);
	buf_clear(&ip->waiting);
}

void
in_proxy_serve(
    struct proxy *p, struct http_conn *c, const struct proxy_target *target)
{
	struct in_proxy ip = {
		.proxy = p, .client = c, .began_us = clock_mono_us()
	};
	struct span pdu;

	c->body_taken = true;
	if (!http_conn_continue(c) ||
	    pdu_stream_await(c->stream, &c->in,
		clock_mono_us() + FIRST_PDU_TIME, &pdu) != PDU_NEXT_OK ||
	    !hop_take(pdu, CONN_B1, &ip.hop)) {
		log_at(LOG_EVENTS, "IN channel: no CONN/B1");
		return;
	}
	buf_drop(&c->in, pdu.n);
	buf_init(&ip.from_server, PDU_STREAM_MAX);
	ip.server = proxy_dial(p, c, target, &ip.from_server);
	if (ip.server != NULL)
		carry(&ip);
	stream_free(ip.server);
	buf_clear(&ip.from_server);
	log_at(LOG_EVENTS, "IN channel ended");
}
