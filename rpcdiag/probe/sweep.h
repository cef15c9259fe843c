/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The comparison of mechanisms at the RPC server: mechanism x level x
 * endpoint, a cell a check (auth.6001.ntlm.privacy). Cells run one after the
 * other until a logon was accepted, then all at once; a refused logon ends it,
 * so that no account is locked out.
 */
#ifndef RPCDIAG_PROBE_SWEEP_H
#define RPCDIAG_PROBE_SWEEP_H

#include "auth/auth.h"
#include "probe/run_state.h"

enum sweep_word {     /* what a cell says of the account */
	SWEEP_SILENT, /* nothing: the server did not look at it */
	SWEEP_ACCEPTED,
	SWEEP_REFUSED,
};

/* Begin with the first cell of the endpoints that were reached. */
void sweep_start(struct run *r);
/* A cell ended; start what may start now. */
void sweep_told(struct run *r, enum sweep_word word);

/* The level of a name of config->rpc_level. */
enum auth_level sweep_level(const char *name);

#endif
