/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tunnels again: one that opens once need not always open, when a farm sends
 * the two channels of a client to different servers. Each trial has fresh
 * connections; where front ends tell their names, each channel's is noted.
 */
#ifndef RPCDIAG_PROBE_REPEAT_H
#define RPCDIAG_PROBE_REPEAT_H

#include "probe/run_state.h"

/* echo.node: will a front end tell its name on a connection that goes on to be
 * used? Only asked where it would not be told anyway. */
void repeat_find_names(struct run *r);
/* All tunnels were tried once, none stayed silent after CONN/A3, and the one to
 * be sampled opened. */
bool repeat_sample_due(const struct run *r);
/* A few more tunnels to an endpoint that opened: the one that a split farm
 * breaks first. */
void repeat_sample(struct run *r);
/* One of them or of the samples stayed silent so, and another one opened. */
bool repeat_spread_due(const struct run *r);
/* Every endpoint, until each was tried often enough to compare them. */
void repeat_spread(struct run *r);

/* The experiment REP, for the table in experiment.c. */
bool repeat_useful(const struct run *r);
int64_t repeat_cost(const struct run *r);
void repeat_go(struct run *r);

#endif
