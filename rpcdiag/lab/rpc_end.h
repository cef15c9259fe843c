/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The end of a DCE/RPC connection: our own runtime, or a foreign RPC server
 * over plain TCP to which every PDU is passed untouched.
 */
#ifndef RPCDIAG_LAB_RPC_END_H
#define RPCDIAG_LAB_RPC_END_H

#include "lab/addr.h"
#include "lab/rpc_server.h"
#include "lab/stream.h"

struct rpc_end {
	struct rpc_assoc assoc;
	struct stream *foreign; /* NULL = our own runtime answers */
	struct buf from_foreign;
};

/* foreign: NULL, or the server to connect to. caller: the connection that the
 * PDUs come from; id: AssociationGroupId of a virtual one, or NULL. False: the
 * server cannot be reached; then there is nothing to close. */
bool rpc_end_open(struct rpc_end *e, const struct rpc_service *service,
    const struct addr *foreign, const struct stream *caller,
    const struct guid *id);
void rpc_end_close(struct rpc_end *e);
/* Hand over one PDU; answers that are there at once are appended to out. */
bool rpc_end_feed(struct rpc_end *e, struct span pdu, struct buf *out);
/* The foreign server's stream is readable: append its whole PDUs to out. */
bool rpc_end_drain(struct rpc_end *e, struct buf *out);

#endif
