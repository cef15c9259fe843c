/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is asked of each interface behind the proxy: a table of calls an
 * interface, in the order in which they are made. Every one is harmless: a
 * session that is opened is closed, and nothing is changed in it.
 */
#ifndef RPCDIAG_PROBE_INTERFACE_CALLS_H
#define RPCDIAG_PROBE_INTERFACE_CALLS_H

#include "model/check.h"
#include "model/config.h"
#include "wire/iface.h"
#include "wire/ndr.h"

struct visit {			/* what one call leaves for the next */
	const char *mailbox_dn; /* NULL = none was given */
	const char *name;	/* to be matched in the address book, or NULL */
	const char *server_dn;	/* whose full name is wanted, or NULL */
	bool matched;		/* the name was, by exactly one entry */
	struct ndr_handle session;
	struct ndr_handle wait; /* for its notifications */
	uint32_t status;	/* of the last call; 0 = good */
};

struct call { /* a name that is NULL ends a table */
	const char *name;
	uint16_t opnum;
	/* Is it made at all? NULL = always. */
	bool (*wanted)(const struct visit *v);
	/* Write its stub; NULL = it is empty. */
	bool (*put)(const struct visit *v, struct buf *stub);
	/* Read the answer into the visit and the facts of the check. */
	enum wire_err (*take)(struct visit *v, struct check *c,
	    struct span stub, bool big_endian);
};

bool visit_has_session(const struct visit *v);

/* Those of the address book. */
extern const struct call interface_book_calls[];
/* The calls of an interface; NULL when it is bound and no more. */
const struct call *interface_calls(enum iface_id id);

/* What lives at the same port and is bound on the same connection, after the
 * calls; NULL = nothing. */
const struct iface *interface_companion(enum iface_id id);

enum session_calls {
	SESSION_NONE,  /* is a call answered? */
	SESSION_OPEN,  /* the same, and a session that can be waited on */
	SESSION_CLOSE, /* the same, and it is closed */
	SESSION_WAIT,  /* AsyncEMSMDB: what it waits with */
	SESSION_CALLS_N
};

/* Calls to the mailbox store in parts, for several connections. */
const struct call *interface_session(enum session_calls part);

#endif
