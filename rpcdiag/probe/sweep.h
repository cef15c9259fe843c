/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The comparison of mechanisms at the RPC server: mechanism x level x
 * endpoint, a cell a check (auth.6001.ntlm.privacy). Cells of an endpoint may
 * open their tunnels once the endpoint's own opened, and wait there to log on.
 * Each mechanism sends one cell ahead, as far as the account can bear it; when
 * its logon was accepted, the rest of its cells log on at once. A refused logon
 * ends its mechanism, or everything where nobody has accepted the account yet.
 */
#ifndef RPCDIAG_PROBE_SWEEP_H
#define RPCDIAG_PROBE_SWEEP_H

#include "auth/auth.h"
#include "probe/run_state.h"

/* Is there an account for it, and nobody against it? */
bool sweep_wanted(const struct run *r);
/* Start whatever cells may start now; looked at whenever a check ends. */
void sweep_step(struct run *r);
enum cell_state {     /* of sweep.c alone */
	CELL_OPENS,   /* its tunnel */
	CELL_WAITS,   /* for its turn */
	CELL_LOGS_ON, /* it has it */
};

/* The tunnel of a mechanism's cell is open: is it its turn to log on? When it
 * is not, rpc_logons_ask says when to ask again, or *why it never will be;
 * else that is NULL. */
bool sweep_turn(struct run *r, const struct auth_mech *mech,
    const struct check *c, enum cell_state *state, const char **why);
/* It ended in that state, as its check tells. */
void sweep_told(struct run *r, const struct auth_mech *mech,
    const struct check *c, enum cell_state state);
/* Say why the cells that are left were not run. */
void sweep_end(struct run *r, const char *why);

#endif
