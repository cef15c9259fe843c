/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Flow control of one channel ([MS-RPCH] 3.2.1.1.5, 3.2.1.4.1): RPC PDUs are
 * counted, RTS PDUs never. Pure arithmetic; sending acks is the caller's.
 */
#ifndef RPCDIAG_LAB_FLOW_H
#define RPCDIAG_LAB_FLOW_H

#include "wire/rts.h"

struct flow_send {
	uint32_t window;    /* what the peer advertised; 0 = not known yet */
	uint32_t available; /* bytes we may send now */
	uint32_t sent;	    /* bytes, wraps */
};

struct flow_recv {
	uint32_t window;
	uint32_t received;  /* bytes, wraps */
	uint32_t consumed;  /* bytes, wraps */
	uint32_t unacked;   /* bytes consumed since the last ack */
	size_t inherited;   /* bytes of a predecessor, not consumed yet */
	struct guid cookie; /* of the channel */
};

void flow_send_open(struct flow_send *f, uint32_t window);
bool flow_send_fits(const struct flow_send *f, size_t n);
void flow_send_spend(struct flow_send *f, size_t n);
/* False: the ack contradicts what was sent ([MS-RPCH] 3.2.1.4.1.3). */
bool flow_send_acked(struct flow_send *f, const struct rts_flow_ack *ack);

void flow_recv_open(
    struct flow_recv *f, uint32_t window, const struct guid *cookie);
/* The same for the successor of a channel of which so many bytes wait. */
void flow_recv_succeed(
    struct flow_recv *f, const struct guid *cookie, size_t waiting);
/* False: the peer sent more than its window; it is counted all the same. */
bool flow_recv_take(struct flow_recv *f, size_t n);
/* n bytes were consumed; true when it is time for the ack in *ack. */
bool flow_recv_consume(struct flow_recv *f, size_t n, struct rts_flow_ack *ack);

#endif
