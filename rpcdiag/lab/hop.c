/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/hop.h"

#include <netinet/in.h>
#include <string.h>

#define VERSION_NUMBER 1 /* [MS-RPCH] 2.2.3.5.7 */

/* Where the nth cookie of a PDU is kept: the virtual connection stands first,
 * then the predecessor, then the channel, as far as there are so many. */
static struct guid *
cookie_at(struct hop *h, const struct rts_pdu *p, unsigned nth)
{
	if (rts_find(p, RTS_COOKIE, nth + 1) == NULL)
		return &h->channel_cookie;
	return nth == 0 ? &h->vc_cookie : &h->predecessor;
}

static void
take_command(const struct rts_cmd *c, struct hop *out)
{
	switch (c->type) {
	case RTS_ASSOCIATION_GROUP_ID:
		out->association = c->guid;
		break;
	case RTS_RECEIVE_WINDOW_SIZE:
		out->window = c->u32;
		break;
	case RTS_CONNECTION_TIMEOUT:
		out->timeout_ms = c->u32;
		break;
	case RTS_CLIENT_KEEPALIVE:
		out->keepalive_ms = c->u32;
		break;
	case RTS_CHANNEL_LIFETIME:
		out->lifetime = c->u32;
		break;
	default:
		break;
	}
}

bool
hop_take(struct span pdu, enum rts_name name, struct hop *out)
{
	struct rts_pdu p;
	unsigned cookies = 0;

	if (rts_decode(pdu, &p) != WIRE_OK || !rts_is(&p, name))
		return false;
	for (unsigned i = 0; i < p.ncmds; i++)
		if (p.cmd[i].type == RTS_COOKIE)
			*cookie_at(out, &p, cookies++) = p.cmd[i].guid;
		else
			take_command(&p.cmd[i], out);
	return true;
}

static void
put_address(const struct addr *a, struct rts_cmd *c)
{
	const struct sockaddr_in *v4 = (const struct sockaddr_in *)&a->sa;
	const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)&a->sa;

	c->address.family = addr_is_v6(a) ? 1 : 0;
	if (addr_is_v6(a))
		memcpy(c->address.bytes, &v6->sin6_addr, 16);
	else
		memcpy(c->address.bytes, &v4->sin_addr, 4);
}

static void
put_command(struct rts_cmd *c, const struct hop *h)
{
	switch (c->type) {
	case RTS_VERSION:
		c->u32 = VERSION_NUMBER;
		break;
	case RTS_DESTINATION:
		c->u32 = h->destination;
		break;
	case RTS_ASSOCIATION_GROUP_ID:
		c->guid = h->association;
		break;
	case RTS_RECEIVE_WINDOW_SIZE:
		c->u32 = h->window;
		break;
	case RTS_CONNECTION_TIMEOUT:
		c->u32 = h->timeout_ms;
		break;
	case RTS_CHANNEL_LIFETIME:
		c->u32 = h->lifetime == 0 ? HOP_LIFETIME : h->lifetime;
		break;
	case RTS_CLIENT_ADDRESS:
		put_address(&h->client, c);
		break;
	default:
		break;
	}
}

bool
hop_put(enum rts_name name, const struct hop *h, struct buf *out)
{
	struct hop from = *h;
	struct rts_pdu p;
	unsigned cookies = 0;

	rts_shape(name, &p);
	for (unsigned i = 0; i < p.ncmds; i++)
		if (p.cmd[i].type == RTS_COOKIE)
			p.cmd[i].guid = *cookie_at(&from, &p, cookies++);
		else
			put_command(&p.cmd[i], h);
	return rts_encode(&p, out);
}

bool
hop_put_ack(const struct rts_flow_ack *ack, struct buf *out)
{
	struct rts_pdu p;

	rts_shape(RTS_FLOW_ACK, &p);
	p.cmd[0].ack = *ack;
	return rts_encode(&p, out);
}
