/* SPDX-License-Identifier: Apache-2.0 */
/* What the PDUs of the OUT channel mean to a virtual connection ([MS-RPCH]
 * 3.2.2.5). Knows nothing of HTTP. */
#include <stdlib.h>

#include "base/log.h"
#include "base/mem.h"
#include "net/pdu_trace.h"
#include "net/vconn_state.h"

#define TIMEOUT_MIN_MS 120000 /* [MS-RPCH] 2.2.3.5.3 */

/* Tell the OUT proxy what was consumed ([MS-RPCH] 3.2.1.4.1.3); the ack
 * travels on IN with OutProxy as its destination. */
static void
send_ack(struct vconn *v)
{
	struct rts_flow_ack ack = {
		.bytes_received = v->out->receive.received,
		.available_window = VCONN_WINDOW,
		.cookie = v->out->cookie,
	};
	struct buf pdu;

	buf_init(&pdu, RTS_PDU_MAX);
	if (rts_put_flow_ack(RTS_TO_OUT_PROXY, &ack, &pdu) &&
	    vconn_send_in(v, buf_span(&pdu)))
		v->out->receive.acked = ack.bytes_received;
	buf_clear(&pdu);
}

static uint32_t
u32_of(const struct rts_pdu *p, enum rts_cmd_type type)
{
	const struct rts_cmd *c = rts_find(p, type, 0);

	return c == NULL ? 0 : c->u32;
}

void
vconn_note_timeout(struct vconn *v, const struct rts_pdu *p)
{
	uint32_t ms = u32_of(p, RTS_CONNECTION_TIMEOUT);

	if (ms > 0 && (v->timeout_ms == 0 || ms < v->timeout_ms))
		v->timeout_ms = ms;
}

static void
on_flow_ack(struct vconn *v, const struct rts_pdu *p)
{
	const struct rts_cmd *c = rts_find(p, RTS_FLOW_CONTROL_ACK, 0);

	/* unknown cookie: drop silently ([MS-RPCH] 3.2.1.5.1.2) */
	if (c == NULL || v->in == NULL ||
	    !guid_eq(&c->ack.cookie, &v->in->cookie))
		return;
	if (!flow_acked(
		&v->in->send, c->ack.bytes_received, c->ack.available_window)) {
		vconn_finish(v, VCONN_PROTOCOL, false,
		    "FlowControlAck for bytes that were never sent");
		return;
	}
	vconn_flush(v);
}

static void
on_conn_c2(struct vconn *v, const struct rts_pdu *p)
{
	exchange_taken(v->in->x); /* no answer comes on IN */
	v->in_window = u32_of(p, RTS_RECEIVE_WINDOW_SIZE);
	v->in->send.window = v->in_window;
	vconn_note_timeout(v, p);
	if (v->timeout_ms > 0 && v->timeout_ms < TIMEOUT_MIN_MS)
		log_at(LOG_EVENTS, "ConnectionTimeout %u ms is below 120 s",
		    v->timeout_ms);
	vconn_move(v, VCONN_OPENED);
	if (v->state == VCONN_OPENED)
		vconn_flush(v);
}

void
vconn_take_rts(struct vconn *v, struct span pdu)
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
		vconn_note_timeout(v, &p);
		vconn_move(v, VCONN_WAIT_C2);
	} else if (name == CONN_C2 && v->state == VCONN_WAIT_C2) {
		on_conn_c2(v, &p);
	} else if (v->state == VCONN_OPENED) {
		succession_take(v, name, &p);
	} else {
		char *why = mem_printf("%s in state %s", rts_name_text(name),
		    vconn_state_text(v->state));

		vconn_finish(v, VCONN_PROTOCOL, false, why);
		free(why);
	}
}

void
vconn_take_rpc(struct vconn *v, struct span pdu)
{
	pdu_trace("received", pdu);
	if (v->state != VCONN_OPENED) {
		vconn_finish(
		    v, VCONN_PROTOCOL, false, "RPC PDU before CONN/C2");
		return;
	}
	v->received += (uint32_t)pdu.n;
	if (flow_received(&v->out->receive, (uint32_t)pdu.n))
		send_ack(v);
	v->pdu = pdu;
	v->fn(v->arg, VCONN_PDU);
	v->pdu = span_of(NULL, 0);
}
