/* SPDX-License-Identifier: Apache-2.0 */
/* As whom a run logs on, at each door: what the user gave, by password or by
 * ticket, and which mechanisms that is enough for. */
#ifndef RPCDIAG_PROBE_IDENTITY_H
#define RPCDIAG_PROBE_IDENTITY_H

#include "probe/run_state.h"

/* Fill run->who, run->rpc_who and run->second_who from its config. */
void identities_take(struct run *r);
/* The name in full is the one that works: go on by it, at both doors. */
void identity_adopt_form(struct run *r);
/* Is there anything to log on to the RPC proxy with? A ticket of the default
 * cache is somebody's own, and has to be asked for by --http-auth. */
bool identity_given(const struct run *r);
/* The same for the RPC server. */
bool identity_given_rpc(const struct run *r);
/* Without a password there are tickets, and Kerberos alone takes them. With
 * one, HTTP has Negotiate, which holds Kerberos. */
bool identity_suits(
    const struct auth_identity *who, const struct auth_mech *mech);

#endif
