/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two accounts in one association (--association): several virtual connections
 * to the mailbox store, open side by side, of which some share one
 * AssociationGroupId and one group of binds. Here is who they are, in which
 * order they come, and what each leaves for the next.
 */
#ifndef RPCDIAG_PROBE_ASSOCIATION_H
#define RPCDIAG_PROBE_ASSOCIATION_H

#include "probe/tunnel_stages.h"
#include "wire/ndr.h"

enum member {	      /* in the order in which they open */
	MEMBER_FIRST, /* the account; opens the association */
	MEMBER_SAME,  /* the account once more, in the same one */
	MEMBER_APART, /* the second account, in one of its own */
	MEMBER_OTHER, /* the second account, in the first one's */
	MEMBER_AGAIN, /* as APART, once OTHER was refused */
	MEMBER_N
};

struct association {
	struct run *run;
	int endpoint;
	struct guid id;		/* AssociationGroupId */
	struct rpc_logon logon; /* of the account; mech NULL = none */
	/* What the first member leaves: */
	uint32_t group;
	struct ndr_handle wait; /* to be waited on; null = none */

	struct probe *held[MEMBER_N]; /* until it is released */
	bool called[MEMBER_N];	      /* it came, or never will */
	bool refused[MEMBER_N];	      /* in so many words */
	const char *skip; /* why the rest does not come; NULL = it does */
};

/* Does what is asked for by --association, or says why not. */
void association_run(struct run *r);
/* "first", "same", ...: the role, as the report has it. */
const char *member_name(enum member m);
/* It is the second account's. */
bool member_is_second(enum member m);
/* It belongs to the first one's association. */
bool member_shares(enum member m);
/* A member came as far as it goes, or has ended: the next one may come. When
 * none is left, all are released, and the first calls once more. */
void association_settled(struct association *a, enum member m);
void association_release(struct association *a);

/* association.*: one member. */
void probe_member(struct association *a, enum member m);
/* The others are through: it may end. */
void member_release(struct probe *p);

#endif
