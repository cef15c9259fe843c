/* SPDX-License-Identifier: Apache-2.0 */
/* The RTS PDUs a client says, filled in by the order of their commands. */
#include "wire/rts.h"

#define RTS_VERSION_NUMBER 1 /* [MS-RPCH] 2.2.3.5.7 */

bool
rts_put_conn_a1(const struct rts_conn *c, struct buf *out)
{
	struct rts_pdu p;

	rts_shape(CONN_A1, &p);
	p.cmd[0].u32 = RTS_VERSION_NUMBER;
	p.cmd[1].guid = c->vc_cookie;
	p.cmd[2].guid = c->channel_cookie;
	p.cmd[3].u32 = c->window;
	return rts_encode(&p, out);
}

bool
rts_put_conn_b1(const struct rts_conn *c, struct buf *out)
{
	struct rts_pdu p;

	rts_shape(CONN_B1, &p);
	p.cmd[0].u32 = RTS_VERSION_NUMBER;
	p.cmd[1].guid = c->vc_cookie;
	p.cmd[2].guid = c->channel_cookie;
	p.cmd[3].u32 = c->lifetime;
	p.cmd[4].u32 = c->keepalive_ms;
	p.cmd[5].guid = c->association;
	return rts_encode(&p, out);
}

/* Three cookies name the virtual connection and both channels, in this order;
 * one alone is the successor's. */
static const struct guid *
recycling_cookie(
    const struct rts_pdu *p, unsigned i, const struct rts_recycling *r)
{
	const struct rts_cmd *first = rts_find(p, RTS_COOKIE, 0);

	if (rts_find(p, RTS_COOKIE, 1) == NULL || i == 3)
		return &r->successor;
	return &p->cmd[i] == first ? &r->vc_cookie : &r->predecessor;
}

bool
rts_put_recycling(
    enum rts_name name, const struct rts_recycling *r, struct buf *out)
{
	struct rts_pdu p;

	rts_shape(name, &p);
	for (unsigned i = 0; i < p.ncmds; i++) {
		struct rts_cmd *c = &p.cmd[i];

		if (c->type == RTS_VERSION)
			c->u32 = RTS_VERSION_NUMBER;
		else if (c->type == RTS_DESTINATION)
			c->u32 = RTS_TO_SERVER;
		else if (c->type == RTS_RECEIVE_WINDOW_SIZE)
			c->u32 = r->window;
		else if (c->type == RTS_COOKIE)
			c->guid = *recycling_cookie(&p, i, r);
	}
	return rts_encode(&p, out);
}

bool
rts_put_ping(struct buf *out)
{
	struct rts_pdu p;

	rts_shape(RTS_PING, &p);
	return rts_encode(&p, out);
}

bool
rts_put_echo(struct buf *out)
{
	struct rts_pdu p;

	rts_shape(RTS_ECHO, &p);
	return rts_encode(&p, out);
}

bool
rts_put_flow_ack(
    enum rts_destination to, const struct rts_flow_ack *ack, struct buf *out)
{
	struct rts_pdu p;

	rts_shape(RTS_FLOW_ACK_WITH_DESTINATION, &p);
	p.cmd[0].u32 = to;
	p.cmd[1].ack = *ack;
	return rts_encode(&p, out);
}
