/* SPDX-License-Identifier: Apache-2.0 */
/* From RPC replies to the fields of bind and call checks. */
#ifndef RPCDIAG_PROBE_RPC_FACTS_H
#define RPCDIAG_PROBE_RPC_FACTS_H

#include "model/check.h"
#include "net/rpc.h"
#include "probe/engine.h"

/* What a bind was answered with; true when the interface was accepted. */
bool bind_facts(struct check *c, struct rpc *r, enum rpc_event ev);
/* What a mgmt call was answered with; true when it did what it should. */
bool call_facts(
    struct check *c, struct rpc *r, enum rpc_event ev, uint16_t opnum);
/* What came instead of an answer to a call. */
void fault_facts(struct check *c, struct rpc *r, enum rpc_event ev);
/* A bind or call that was never answered. */
void rpc_silence_facts(struct check *c, enum probe_end how, bool closed);

#endif
