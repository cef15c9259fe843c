/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A load balancer in front of the nodes, on the level of TCP: it passes bytes
 * and decides, for each connection, which node gets it.
 */
#ifndef RPCDIAG_LAB_BALANCER_H
#define RPCDIAG_LAB_BALANCER_H

#include <stdatomic.h>

#include "lab/addr.h"
#include "lab/session_table.h"

#define BALANCER_MEMBERS 4

enum balance {
	BALANCE_NOT,	 /* nothing stands there; clients choose a node */
	BALANCE_TURN,	 /* one after the other: no affinity */
	BALANCE_SOURCE,	 /* by the client's address */
	BALANCE_SESSION, /* by the TLS session, a new one in turn */
};

struct balancer {
	enum balance rule;
	struct addr member[BALANCER_MEMBERS];
	unsigned n;
	atomic_uint turn;
	struct session_table sessions;
};

void balancer_init(struct balancer *b, enum balance rule);
void balancer_clear(struct balancer *b);

/* For sock_accept(): ctx is a struct balancer. */
void balancer_serve(void *ctx, int fd);

#endif
