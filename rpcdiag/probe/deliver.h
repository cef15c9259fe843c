/* SPDX-License-Identifier: Apache-2.0 */
/* The callbacks of net/, turned into events of the probe that is their arg. */
#ifndef RPCDIAG_PROBE_DELIVER_H
#define RPCDIAG_PROBE_DELIVER_H

#include "net/direct.h"
#include "net/forward.h"
#include "net/resolve.h"
#include "net/rpc.h"
#include "net/vconn.h"

void deliver_resolved(void *probe, const struct resolve_result *result);
void deliver_conn(void *probe, enum conn_event what);
void deliver_forward(void *probe, enum forward_end what);
void deliver_exchange(void *probe, enum exchange_event what);
void deliver_vconn(void *probe, enum vconn_event what);
void deliver_direct(void *probe, enum direct_event what);
void deliver_rpc(void *probe, enum rpc_event what);
void deliver_token(void *probe, enum auth_result result, struct span token);

/* How a connect ended, as tcp_result and inside_connect say it. */
const char *connect_word(enum conn_end end);

#endif
