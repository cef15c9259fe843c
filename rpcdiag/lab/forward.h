/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A forward proxy of the client's own network: it takes CONNECT for the front
 * and passes bytes on, after a logon of its own.
 */
#ifndef RPCDIAG_LAB_FORWARD_H
#define RPCDIAG_LAB_FORWARD_H

#include "lab/logon.h"

struct forward_knobs {	     /* all zero: lets everybody through */
	const char *schemes; /* by blanks; NULL = wants no logon */
	bool denies;	     /* its rules forbid the front */
	bool gone;	     /* nobody listens where the client looks for it */
	bool spare;	     /* the client goes directly, and knows of it */
	bool told;	     /* the client has the account */
	bool wrong_password; /* ... with another password */
};

struct forward {
	const struct forward_knobs *knobs;
	struct account account;
	struct logon logon;
	uint16_t port;	/* its own */
	uint16_t asked; /* the front's port, as clients know it */
	struct addr to; /* where the front is for whoever comes from here */
};

/* For sock_accept(): ctx is a struct forward. */
void forward_serve(void *ctx, int fd);

#endif
