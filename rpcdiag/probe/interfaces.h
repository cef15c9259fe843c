/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The interfaces that people use, once the ladder has shown that there is a
 * way to them: at each endpoint the one that lives there is bound, under a
 * logon that was accepted, and its harmless calls are made.
 */
#ifndef RPCDIAG_PROBE_INTERFACES_H
#define RPCDIAG_PROBE_INTERFACES_H

#include "probe/tunnel_stages.h"

/* Is it known how to reach one that was not asked yet, or whom one of them
 * refers to? Nothing that still runs would choose another way. */
bool interfaces_due(const struct run *r);
/* Start whatever is due. */
void interfaces_start(struct run *r);
/* The rest by what there is, once all else has ended; until these have. */
void interfaces_finish(struct run *r);
/* Ask one interface of the server itself; interface.PORT.NAME and the tail. */
void interfaces_ask(
    struct run *r, int endpoint, const struct interface_ask *want);
/* The ladder came through to the endpoint. */
bool interfaces_reached(const struct run *r, int endpoint);
/* A logon of the run's account that the RPC server has accepted, at the highest
 * level; rather at this endpoint. False, and no mechanism: there is none. */
bool interfaces_logon(const struct run *r, int endpoint, struct rpc_logon *out);

#endif
