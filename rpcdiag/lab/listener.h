/* SPDX-License-Identifier: Apache-2.0 */
/* One port of the RPC server: it greets, then learns from the first PDU
 * whether a proxy (RTS) or a plain DCE/RPC client speaks. */
#ifndef RPCDIAG_LAB_LISTENER_H
#define RPCDIAG_LAB_LISTENER_H

#include <stdatomic.h>

#include "lab/vconn.h"

#define LISTENER_SERVERS 2 /* behind one that splits */

/* Whether one server or several are behind a port; halves of a virtual
 * connection meet at one server only. */
enum split {
	SPLIT_NOT,
	SPLIT_BY_SOURCE, /* DSProxy: one for each address it is asked from */
	SPLIT_BY_TURN,	 /* the server's name is that of a balancer */
};

struct listener {
	const char *greeting; /* "ncacn_http/1.0"; "" over plain TCP */
	bool hangs; /* accepts channels and never completes a connection */
	struct rpc_service service;
	const struct addr *foreign; /* NULL = our own RPC runtime */
	enum split split;
	atomic_uint turn;
	atomic_uint asked; /* as in struct rpc_service */
	struct associations associations;
	struct vconn_table halves[LISTENER_SERVERS];
};

void listener_init(struct listener *l);
void listener_clear(struct listener *l);

/* For sock_accept(): ctx is a struct listener. */
void listener_serve(void *ctx, int fd);

#endif
