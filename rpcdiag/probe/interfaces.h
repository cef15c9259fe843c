/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The interfaces that people use, after the ladder has shown that there is a
 * way to them: at each endpoint the one that lives there is bound, under a
 * logon that was accepted, and its harmless calls are made.
 */
#ifndef RPCDIAG_PROBE_INTERFACES_H
#define RPCDIAG_PROBE_INTERFACES_H

#include "probe/run_state.h"

/* One probe for each endpoint that was reached, until all have ended. */
void interfaces_run(struct run *r);

#endif
