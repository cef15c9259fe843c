/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The front ends that served the channels of tunnels, and what tells them apart
 * in a run. One witness speaks for all of its tunnels, so that names given to
 * channels can be compared; knows nothing of how tunnels ended.
 */
#ifndef RPCDIAG_MODEL_NODES_H
#define RPCDIAG_MODEL_NODES_H

#include "model/check.h"

enum nodes_by {
	NODES_BY_NONE,
	NODES_BY_COMPUTER, /* the name in an NTLM challenge: proves both, that
			     two channels had one front end and that they had
			     two; and so does the next */
	NODES_BY_HEADER,   /* X-FEServer, of Exchange 2013 and later */
	NODES_BY_COOKIE,   /* of a balancer, known by how its values repeat */
	NODES_BY_LEAF, /* certificates: two are two front ends, but one may be
			 that of several */
};

struct nodes {
	enum nodes_by by;
	const char *cookie; /* its name; borrowed from the checks */
	size_t cookie_n;
	unsigned n; /* front ends that were told apart */
};

/* The best witness that tells several front ends apart; else one that proves
 * that there was one only. What changes within one connection is none. */
void nodes_find(const struct checks *all, struct nodes *out);
/* Is it a name, so that it proves both? The others have to be shown by what
 * becomes of tunnels, beyond chance. */
bool nodes_are_named(const struct nodes *n);
/* What a channel's front end is called by this witness: borrowed from the
 * check, NULL where it is not known. */
const char *node_in(const struct nodes *n, const struct check *c);
const char *node_out(const struct nodes *n, const struct check *c);
/* Both are known. */
bool nodes_know(const struct nodes *n, const struct check *c);
/* They are, and are the same. */
bool nodes_are_one(const struct nodes *n, const struct check *c);
/* "named by their NTLM challenges": how front ends were told apart; owned,
 * NULL without a witness. */
char *nodes_text(const struct nodes *n);

#endif
