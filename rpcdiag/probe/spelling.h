/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Another way to write a user name: with the domain that it lacks, as far as
 * the site has let us know it. Asks nobody; what is known are the facts.
 */
#ifndef RPCDIAG_PROBE_SPELLING_H
#define RPCDIAG_PROBE_SPELLING_H

#include "probe/run_state.h"

/* The user's own name has no domain and no realm. */
bool spelling_is_bare(const struct run *r);
/*
 * DOMAIN\user by what an NTLM challenge told, else user@realm by the realm of
 * Basic when it is a domain's, else by the domain of the proxy's host. NULL
 * when the name is not bare, or nothing is known. Owned by the caller.
 */
char *spelling_in_full(const struct run *r);

#endif
