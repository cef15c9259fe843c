/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/listener.h"

#include "base/clock.h"
#include "base/log.h"
#include "lab/pdu_stream.h"

#define FIRST_PDU_TIME CLOCK_S(300)

/* The process is alive and reads, but nothing ever comes of it. */
static void
serve_never(struct stream *s, struct buf *in)
{
	while (stream_read(s, in, INT64_MAX) == STREAM_OK)
		buf_clear(in);
}

/* RPC over HTTP v1: after the greeting, DCE/RPC as over plain TCP. */
static void
serve_plain(struct listener *l, struct stream *s, struct buf *in)
{
	struct buf out;
	struct rpc_end end;
	struct span pdu;
	bool ok = true;

	if (!rpc_end_open(&end, &l->service, l->foreign, s, NULL))
		return;
	buf_init(&out, 2 * RPC_CALL_MAX);
	while (ok) {
		struct stream *const both[2] = { s, end.foreign };
		unsigned ready = 0;

		while (ok && pdu_stream_next(in, &pdu) == PDU_NEXT_OK) {
			ok = rpc_end_feed(&end, pdu, &out);
			buf_drop(in, pdu.n);
		}
		if (!stream_write(s, buf_span(&out)) || !ok)
			break;
		buf_clear(&out);
		ready = stream_wait(both, 2, INT64_MAX);
		if (ready == STREAM_STOP)
			break;
		if ((ready & 2u) != 0)
			ok = rpc_end_drain(&end, &out);
		if ((ready & 1u) != 0)
			ok = ok && stream_fill(s, in) <= STREAM_AGAIN;
	}
	buf_clear(&out);
	rpc_end_close(&end);
}

void
listener_init(struct listener *l)
{
	associations_init(&l->associations);
	l->service.associations = &l->associations;
	l->service.asked = &l->asked;
	for (unsigned i = 0; i < LISTENER_SERVERS; i++)
		vconn_table_init(&l->halves[i]);
}

void
listener_clear(struct listener *l)
{
	for (unsigned i = 0; i < LISTENER_SERVERS; i++)
		vconn_table_clear(&l->halves[i]);
	associations_clear(&l->associations);
}

/* Where this connection's half waits for the other one. */
static struct vconn_table *
table_for(struct listener *l, int fd)
{
	struct addr peer;
	unsigned server = 0;

	if (l->split == SPLIT_BY_TURN)
		server = atomic_fetch_add(&l->turn, 1);
	else if (l->split == SPLIT_BY_SOURCE && addr_of_peer(fd, &peer))
		server = addr_last_byte(&peer);
	return &l->halves[server % LISTENER_SERVERS];
}

/* Take over both halves once they are here; s and in pass to the half. */
static void
serve_half(struct listener *l, struct vconn_half *mine)
{
	struct vconn_table *t = table_for(l, mine->stream->fd);
	struct vconn_half other;
	struct vconn_half *in = mine->is_in ? mine : &other;
	struct vconn_half *out = mine->is_in ? &other : mine;
	struct rpc_end end;

	if (!vconn_meet(t, mine, &other))
		return;
	if (rpc_end_open(&end, &l->service, l->foreign, in->stream,
		&in->hop.association)) {
		vconn_run(t, in, out, &end);
		rpc_end_close(&end);
	}
	vconn_half_clear(mine);
	vconn_half_clear(&other);
}

void
listener_serve(void *ctx, int fd)
{
	struct listener *l = ctx;
	struct vconn_half h = { .stream = stream_new(fd) };
	struct span pdu;
	bool is_rts;

	buf_init(&h.in, PDU_STREAM_MAX);
	if (!stream_write(h.stream, span_str(l->greeting)) ||
	    pdu_stream_await(h.stream, &h.in, clock_mono_us() + FIRST_PDU_TIME,
		&pdu) != PDU_NEXT_OK) {
		vconn_half_clear(&h);
		return;
	}
	is_rts = pdu_is_rts(pdu);
	h.is_in = hop_take(pdu, CONN_B2, &h.hop);
	if (l->hangs) {
		serve_never(h.stream, &h.in);
	} else if (!is_rts) {
		serve_plain(l, h.stream, &h.in);
	} else if (h.is_in || hop_take(pdu, CONN_A2, &h.hop)) {
		buf_drop(&h.in, pdu.n);
		serve_half(l, &h);
		return;
	} else if ((h.is_in = hop_take(pdu, IN_R1_A2, &h.hop)) ||
	    hop_take(pdu, OUT_R1_A4, &h.hop)) {
		buf_drop(&h.in, pdu.n);
		vconn_bequeath(table_for(l, h.stream->fd), &h);
		return;
	}
	log_at(LOG_EVENTS, "connection to port %u ended", l->service.port);
	vconn_half_clear(&h);
}
