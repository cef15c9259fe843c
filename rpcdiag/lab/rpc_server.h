/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The RPC runtime of the simulated mailbox server: one PDU in, answers out.
 * Knows nothing of how PDUs travel, and leaves security to rpc_security.h.
 */
#ifndef RPCDIAG_LAB_RPC_SERVER_H
#define RPCDIAG_LAB_RPC_SERVER_H

#include <stdatomic.h>

#include "base/buf.h"
#include "lab/association.h"
#include "lab/directory.h"
#include "lab/rpc_security.h"
#include "wire/iface.h"

#define RPC_IFACES_MAX 4
#define RPC_CONTEXTS_MAX 16
#define RPC_CALL_MAX (4u << 20) /* [MS-RPCE] 3.3.3.5.4 */

struct rpc_service {
	uint16_t port; /* the logical one: the secondary address */
	unsigned nifaces;
	enum iface_id ifaces[RPC_IFACES_MAX]; /* mgmt is implied */
	bool mgmt_refused;
	const char *computer; /* NetBIOS */
	const char *host;     /* its full name */
	const struct directory_knobs *directory;
	const char *dsa[2]; /* whom clients are sent to, by turns; NULL: none */
	atomic_uint *asked; /* how often that was asked */
	struct rpc_gate gate;
	struct associations *associations;
	bool one_user; /* for each AssociationGroupId, as Exchange 2013 */
};

struct rpc_bound {
	uint16_t id;
	const struct iface *iface; /* NULL: rejected */
};

struct rpc_assoc { /* one connection */
	const struct rpc_service *service;
	struct rpc_security security;
	bool bound;
	uint16_t max_frag;
	unsigned ncontexts;
	struct rpc_bound context[RPC_CONTEXTS_MAX];
	bool in_call; /* a first fragment came, the last one did not */
	uint32_t call_id;
	struct buf call;	   /* its stub so far */
	bool v6;		   /* how the caller, or its proxy, came here */
	struct association *group; /* once bound */
	struct guid id;		   /* AssociationGroupId; 0 = it has none */
	bool registered;	   /* under that id, as somebody */
};

/* id: of the virtual connection; NULL = it is none. */
void rpc_assoc_init(struct rpc_assoc *a, const struct rpc_service *service,
    const struct guid *id, bool v6);
void rpc_assoc_clear(struct rpc_assoc *a);
/* Append the answers to out. False: the connection is to be closed, after
 * what was appended is sent. */
bool rpc_assoc_feed(struct rpc_assoc *a, struct span pdu, struct buf *out);

#endif
