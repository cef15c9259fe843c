/* SPDX-License-Identifier: Apache-2.0 */
/* The calls that the simulated server executes: one table. */
#ifndef RPCDIAG_LAB_RPC_CALLS_H
#define RPCDIAG_LAB_RPC_CALLS_H

#include "lab/rpc_server.h"

/* Append the response's stub to out. False: there is no such call. */
bool rpc_call(const struct rpc_service *service, const struct iface *iface,
    uint16_t opnum, struct span in, struct buf *out);

#endif
