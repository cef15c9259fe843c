/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A virtual connection at the server: the two TCP connections of the proxies,
 * joined by their cookie, become one DCE/RPC connection ([MS-RPCH] 3.2.5).
 */
#ifndef RPCDIAG_LAB_VCONN_H
#define RPCDIAG_LAB_VCONN_H

#include <pthread.h>

#include "lab/cookie_table.h"
#include "lab/hop.h"
#include "lab/rpc_end.h"
#include "lab/stream.h"

struct vconn_half {
	struct stream *stream;
	struct buf in;	/* read, not yet used */
	struct hop hop; /* of CONN/A2, CONN/B2, OUT_R1/A4 or IN_R1/A2 */
	bool is_in;	/* the IN channel's half */
};

struct vconn_waiting;

/* The halves that wait for their other half at one server, and what runs
 * there. */
struct vconn_table {
	pthread_mutex_t lock;
	struct vconn_waiting *first;
	struct cookie_table running;
};

void vconn_table_init(struct vconn_table *t);
void vconn_table_clear(struct vconn_table *t);
/*
 * Offer a half. True: the other half waited and is now in *other, both belong
 * to the caller. False: the half was taken by the thread of the other one, or
 * its connection ended; either way it is gone (and mine is emptied).
 */
bool vconn_meet(
    struct vconn_table *t, struct vconn_half *mine, struct vconn_half *other);
void vconn_half_clear(struct vconn_half *h);
/* Say C1 and B3, then carry PDUs until either connection ends. Both halves, and
 * those that succeed them, are emptied. */
void vconn_run(struct vconn_table *t, struct vconn_half *in,
    struct vconn_half *out, struct rpc_end *end);
/* The half of a successor that came through another proxy: to the virtual
 * connection it belongs to, or to nobody. It is gone then. */
void vconn_bequeath(struct vconn_table *t, struct vconn_half *mine);

#endif
