/* SPDX-License-Identifier: Apache-2.0 */
/* Experiments with who we are, and with whom we ask, for the table in
 * experiment.c: is there anything to try, and try it. */
#ifndef RPCDIAG_PROBE_TRIAL_H
#define RPCDIAG_PROBE_TRIAL_H

#include "probe/run_state.h"

/* CCERT, http.ccert: the plain GET again, with a certificate that nobody can
 * trust: where it is told from none, one is demanded. */
bool trial_cert_useful(const struct run *r);
void trial_cert_go(struct run *r);

/* SCOPE, http.scope.logon: the account that was refused at the RPC proxy, at
 * another place of the same site that takes such logons. Two steps. */
bool trial_elsewhere_useful(const struct run *r);
void trial_elsewhere_go(struct run *r);

/* A request as long as the IN channel, without a logon: what is refused for its
 * length alone is so before anybody asks who sends it. */
bool trial_length_useful(const struct run *r);
void trial_length_go(struct run *r);

/* A GET of the proxy with the logon that was accepted, where nothing for RPC
 * gets through: rpcproxy.dll answers it with an empty page, and so does the
 * front end of Exchange 2013 and later. */
bool trial_dll_useful(const struct run *r);
void trial_dll_go(struct run *r);

/* CREDX, http.scope.second: the same with the second account, where it was
 * refused, too: is it a good one at all? Two steps. */
bool trial_second_useful(const struct run *r);
void trial_second_go(struct run *r);

/* DIRECT, direct, direct.*: what failed at the proxy, of the server past the
 * device in front of it (config->direct_host). */
bool trial_direct_useful(const struct run *r);
int64_t trial_direct_cost(const struct run *r);
void trial_direct_go(struct run *r);

/* The mechanism with which the user's own account was refused at the proxy, as
 * a client would use it; NULL when it was not. */
const struct auth_mech *trial_refused_mech(const struct run *r);

#endif
