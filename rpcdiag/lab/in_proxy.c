/* SPDX-License-Identifier: Apache-2.0 */
/* The inbound proxy ([MS-RPCH] 3.2.3): request body to server. It answers on
 * HTTP only when something fails before the server was reached. A successor
 * from the same client is carried by the thread of its predecessor (IN_R2), or
 * it came to another proxy and has a thread and a server's connection of its
 * own there (IN_R1). */
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
	struct proxy_heir *mine; /* client belongs to it; NULL = the caller's */
	struct stream *server;
	struct buf from_server;
	struct buf waiting; /* RPC PDUs that the server has no room for yet */
	struct hop hop;	    /* of CONN/B1, or of IN_R1/A1 */
	struct cookie_entry entry;
	struct proxy_heir *heir; /* until IN_R2/A5; NULL = none */
	struct flow_recv recv;
	struct flow_send send;
	int64_t began_us;
	int64_t taken;	/* bytes of the client's body */
	bool successor; /* of a channel that another proxy carries: IN_R1 */
	bool opened;	/* CONN/B3 or IN_R1/B2 came */
	bool overrun;	/* the client sent more than it may */
	bool leaving;	/* IN_R1/A5 came: what waits is the rest */
	bool switching; /* IN_R2/A5 came */
};

/* CONN/B2 or IN_R1/A2: the first word to the server. */
static bool
say_first(struct in_proxy *ip)
{
	enum rts_name name = ip->successor ? IN_R1_A2 : CONN_B2;
	struct hop h = ip->hop;
	struct buf pdu;
	bool ok;

	h.window = HOP_WINDOW;
	h.timeout_ms = HOP_TIMEOUT_MS;
	h.client = ip->client->peer;
	buf_init(&pdu, RTS_PDU_MAX);
	ok =
	    hop_put(name, &h, &pdu) && stream_write(ip->server, buf_span(&pdu));
	buf_clear(&pdu);
	return ok;
}

static bool
say_server(struct in_proxy *ip, enum rts_name name, const struct hop *h)
{
	struct buf pdu;
	bool ok;

	buf_init(&pdu, RTS_PDU_MAX);
	ok = hop_put(name, h, &pdu) && stream_write(ip->server, buf_span(&pdu));
	buf_clear(&pdu);
	return ok;
}

/* IN_R2/A1 came to another thread: tell the server ([MS-RPCH] 3.2.3.5.5.1). */
static bool
meet_heir(struct in_proxy *ip)
{
	struct proxy_heir *h = cookie_take(&ip->proxy->running, &ip->entry);

	if (h == NULL)
		return true;
	if (ip->heir != NULL ||
	    !guid_eq(&h->hop.predecessor, &ip->hop.channel_cookie)) {
		log_at(LOG_STEPS, "IN_R2/A1 of no successor of this channel");
		proxy_heir_free(h);
		return false;
	}
	ip->heir = h;
	return say_server(ip, IN_R2_A2, &h->hop);
}

/* IN_R2/A5: the successor is the channel from here on. */
static void
switch_client(struct in_proxy *ip)
{
	stream_free(ip->client->stream);
	ip->client->stream = NULL;
	proxy_heir_free(ip->mine);
	ip->mine = ip->heir;
	ip->heir = NULL;
	ip->client = &ip->mine->conn;
	ip->hop.predecessor = ip->hop.channel_cookie;
	ip->hop.channel_cookie = ip->mine->hop.channel_cookie;
	flow_recv_succeed(&ip->recv, &ip->hop.channel_cookie, ip->waiting.n);
	ip->taken = 0;
	ip->switching = false;
	log_at(LOG_STEPS, "IN channel: IN_R2, the successor took over");
}

/* IN_R1/A5, IN_R2/A5 ([MS-RPCH] 3.2.3.5.6): the last PDU of a channel. */
static bool
take_a5(struct in_proxy *ip, const struct hop *a5)
{
	if (ip->heir == NULL) {
		ip->leaving = true;
		return say_server(ip, IN_R1_A6, a5);
	}
	ip->switching = true;
	return guid_eq(&a5->channel_cookie, &ip->heir->hop.channel_cookie);
}

/* OUT_R2/A7 becomes A8, which has no version. */
static bool
pass_on_a8(struct in_proxy *ip, struct span a7)
{
	struct hop h = { .destination = RTS_TO_SERVER };

	return hop_take(a7, OUT_R2_A7, &h) && say_server(ip, OUT_R2_A8, &h);
}

static bool
rts_from_client(struct in_proxy *ip, struct span pdu)
{
	struct rts_pdu p;
	struct hop a5 = { 0 };

	if (rts_decode(pdu, &p) != WIRE_OK)
		return false;
	if (hop_take(pdu, IN_R1_A5, &a5))
		return take_a5(ip, &a5);
	switch (rts_identify(&p)) {
	case RTS_PING:
		return true;
	case OUT_R2_A7:
		return pass_on_a8(ip, pdu);
	case RTS_KEEP_ALIVE:
		keepalive_set(
		    &ip->proxy->keepalives, &ip->hop.vc_cookie, p.cmd[0].u32);
		return true;
	case OUT_R1_A7: /* which is A8 as well */
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

/* From whoever is the client then: A5 makes it another one. */
static bool
take_client(struct in_proxy *ip)
{
	enum pdu_next next = PDU_NEXT_MORE;
	struct span pdu;

	while (!ip->leaving &&
	    (next = pdu_stream_next(&ip->client->in, &pdu)) == PDU_NEXT_OK) {
		size_t n = pdu.n;

		ip->taken += (int64_t)n;
		if (ip->taken > ip->client->length) {
			log_at(LOG_STEPS, "more than the Content-Length");
			return false;
		}
		if (pdu_is_rts(pdu) ? !rts_from_client(ip, pdu)
				    : !rpc_from_client(ip, pdu))
			return false;
		buf_drop(&ip->client->in, n);
		if (ip->switching)
			switch_client(ip);
	}
	return ip->leaving || next == PDU_NEXT_MORE;
}

static bool
rts_from_server(struct in_proxy *ip, struct span pdu)
{
	struct hop b3 = { 0 };
	struct rts_pdu p;

	if (!ip->opened) {
		ip->opened =
		    hop_take(pdu, ip->successor ? IN_R1_B2 : CONN_B3, &b3);
		flow_send_open(&ip->send, b3.window);
		return ip->opened;
	}
	if (rts_decode(pdu, &p) != WIRE_OK || rts_identify(&p) != RTS_FLOW_ACK)
		return false;
	/* The server knows the successor before we are told of it to be there,
	 * and its acks for the predecessor may be on their way after that. */
	if (!guid_eq(&p.cmd[0].ack.cookie, &ip->hop.channel_cookie) &&
	    !guid_eq(&p.cmd[0].ack.cookie, &ip->hop.predecessor) &&
	    (ip->heir == NULL ||
		!guid_eq(&p.cmd[0].ack.cookie, &ip->heir->hop.channel_cookie)))
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

/* Nothing waits behind IN_R1/A5 any more: IN_R1/B1, and that is all. */
static bool
go_on(struct in_proxy *ip)
{
	const struct hop none = { 0 };

	if (!ip->leaving || ip->waiting.n > 0)
		return true;
	if (say_server(ip, IN_R1_B1, &none))
		log_at(LOG_STEPS, "IN channel: IN_R1, another proxy has it");
	return false;
}

static bool
step(struct in_proxy *ip)
{
	struct stream *const all[3] = { ip->leaving ? NULL : ip->client->stream,
		ip->server, &ip->entry.bell };
	unsigned ready = stream_wait(all, 3, pool_next_look(&ip->proxy->pool));

	if (ready == STREAM_STOP ||
	    pool_is_over(&ip->proxy->pool, ip->began_us))
		return false;
	if ((ready & 4u) != 0 && !meet_heir(ip))
		return false;
	if ((ready & 1u) != 0 &&
	    stream_fill(all[0], &ip->client->in) > STREAM_AGAIN)
		return false;
	if ((ready & 2u) != 0 &&
	    stream_fill(all[1], &ip->from_server) > STREAM_AGAIN)
		return false;
	return take_server(ip) && take_client(ip) && pump(ip) && go_on(ip);
}

static void
carry(struct in_proxy *ip)
{
	buf_init(&ip->waiting, OVERRUN_MAX);
	flow_recv_open(&ip->recv, HOP_WINDOW, &ip->hop.channel_cookie);
	keepalive_set(
	    &ip->proxy->keepalives, &ip->hop.vc_cookie, ip->hop.keepalive_ms);
	cookie_enter(&ip->proxy->running, &ip->entry, &ip->hop.vc_cookie, true);
	if (say_first(ip) && take_client(ip) && take_server(ip))
		while (step(ip))
			;
	proxy_heir_free(cookie_leave(&ip->proxy->running, &ip->entry));
	proxy_heir_free(ip->heir);
	proxy_heir_free(ip->mine);
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
	    (!hop_take(pdu, CONN_B1, &ip.hop) &&
		!(ip.successor = hop_take(pdu, IN_R1_A1, &ip.hop)))) {
		log_at(LOG_EVENTS, "IN channel: no CONN/B1");
		return;
	}
	ip.taken = (int64_t)pdu.n;
	buf_drop(&c->in, pdu.n);
	if (ip.successor &&
	    (!proxy_heir_passes(p, c) || proxy_bequeath(p, c, &ip.hop, true)))
		return;
	buf_init(&ip.from_server, PDU_STREAM_MAX);
	ip.server = proxy_dial(p, c, target, &ip.from_server);
	if (ip.server != NULL)
		carry(&ip);
	stream_free(ip.server);
	buf_clear(&ip.from_server);
	log_at(LOG_EVENTS, "IN channel ended");
}
