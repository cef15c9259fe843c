/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Flow control of one channel ([MS-RPCH] 3.2.1.1.5, 3.2.1.4.1, 3.2.1.5.1):
 * arithmetic only. RPC PDUs count, RTS PDUs do not; counters are 32 bit and
 * wrap.
 */
#ifndef RPCDIAG_NET_FLOW_H
#define RPCDIAG_NET_FLOW_H

#include <stdbool.h>
#include <stdint.h>

struct flow_sender {
	uint32_t window; /* what the peer can take, from its last word */
	uint32_t sent;	 /* bytes, in all */
	uint32_t acked;	 /* BytesReceived of the last ack */
};

struct flow_receiver {
	uint32_t window;   /* what we advertised */
	uint32_t received; /* bytes, in all */
	uint32_t acked;	   /* as told in our last ack */
};

static inline bool
flow_may_send(const struct flow_sender *f, uint32_t n)
{
	uint32_t flying = f->sent - f->acked;

	return flying <= f->window && n <= f->window - flying;
}

static inline void
flow_sent(struct flow_sender *f, uint32_t n)
{
	f->sent += n;
}

/* False when the ack speaks of bytes that were never sent. */
static inline bool
flow_acked(struct flow_sender *f, uint32_t received, uint32_t window)
{
	if (f->sent - received > f->sent - f->acked)
		return false;
	f->acked = received;
	f->window = window;
	return true;
}

/* Count a PDU; true when it is time to send an ack (half the window). */
static inline bool
flow_received(struct flow_receiver *f, uint32_t n)
{
	f->received += n;
	return f->received - f->acked >= f->window / 2;
}

#endif
