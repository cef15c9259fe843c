/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/flow.h"

void
flow_send_open(struct flow_send *f, uint32_t window)
{
	f->window = window;
	f->available = window - f->sent;
}

bool
flow_send_fits(const struct flow_send *f, size_t n)
{
	return n <= f->available;
}

void
flow_send_spend(struct flow_send *f, size_t n)
{
	f->available -= (uint32_t)n;
	f->sent += (uint32_t)n;
}

bool
flow_send_acked(struct flow_send *f, const struct rts_flow_ack *ack)
{
	/* Unsigned, so that the counters may wrap. */
	uint32_t in_flight = f->sent - ack->bytes_received;

	if (in_flight > ack->available_window ||
	    ack->available_window > f->window)
		return false;
	f->available = ack->available_window - in_flight;
	return true;
}

void
flow_recv_open(struct flow_recv *f, uint32_t window, const struct guid *cookie)
{
	*f = (struct flow_recv){ .window = window, .cookie = *cookie };
}

void
flow_recv_succeed(
    struct flow_recv *f, const struct guid *cookie, size_t waiting)
{
	flow_recv_open(f, f->window, cookie);
	f->inherited = waiting;
}

/* Bytes the peer may still send. */
static uint32_t
available(const struct flow_recv *f)
{
	uint32_t held = f->received - f->consumed;

	return held >= f->window ? 0 : f->window - held;
}

bool
flow_recv_take(struct flow_recv *f, size_t n)
{
	bool fits = n <= available(f);

	f->received += (uint32_t)n;
	return fits;
}

bool
flow_recv_consume(struct flow_recv *f, size_t n, struct rts_flow_ack *ack)
{
	size_t old = n < f->inherited ? n : f->inherited;

	f->inherited -= old;
	n -= old;
	f->consumed += (uint32_t)n;
	f->unacked += (uint32_t)n;
	/* Freely chosen: the clients we know ack at half a window. */
	if (f->unacked < f->window / 2)
		return false;
	f->unacked = 0;
	*ack = (struct rts_flow_ack){
		.bytes_received = f->received,
		.available_window = available(f),
		.cookie = f->cookie,
	};
	return true;
}
