/* SPDX-License-Identifier: Apache-2.0 */
/* Which mechanism logs on to the RPC proxy, and whether any may. */
#ifndef RPCDIAG_PROBE_LOGON_H
#define RPCDIAG_PROBE_LOGON_H

#include "probe/run_state.h"

/* Choose run->mech by what http.* were answered and offered. NULL when a logon
 * may be tried (or none is asked for), else why not. */
const char *logon_refusal(struct run *r);
/* What --http-auth and the report call it: HTTP has no Kerberos of its own. */
const char *logon_name(const struct auth_mech *m);
/* The scheme stands in the 401 of http.*. */
bool logon_offers(const struct run *r, const char *scheme);
/* The n-th (from 0) further mechanism that is offered and allowed. */
const struct auth_mech *logon_other(const struct run *r, unsigned n);
/* The one for the forward proxy; NULL when none it offers may be used. */
const struct auth_mech *logon_forward(
    const struct run *r, const struct strlist *offered);

#endif
