/* SPDX-License-Identifier: Apache-2.0 */
/*
 * calm.*: where some tunnels of several at a time are refused, the same tunnel
 * one at a time: a site that is too small for many takes each of them, and one
 * whose front ends differ refuses them as before.
 */
#ifndef RPCDIAG_PROBE_CALM_H
#define RPCDIAG_PROBE_CALM_H

#include "probe/run_state.h"

/* The experiment REP, for the table in experiment.c. */
bool calm_useful(const struct run *r);
int64_t calm_cost(const struct run *r);
void calm_go(struct run *r);

#endif
