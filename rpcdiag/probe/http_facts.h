/* SPDX-License-Identifier: Apache-2.0 */
/* From what net/ saw to the fields of a check; shared by all HTTP probes. */
#ifndef RPCDIAG_PROBE_HTTP_FACTS_H
#define RPCDIAG_PROBE_HTTP_FACTS_H

#include "model/check.h"
#include "net/exchange.h"
#include "probe/engine.h"

/* Status, reason, server, author, schemes, dates, title of an answer. */
void http_facts(struct check *c, const struct answer *a);
/* The end of a connection as facts have it. */
const char *conn_end_text(enum conn_end end);
/* How an exchange that is not answered ended; how is the engine's word. */
void http_end_facts(
    struct check *c, const struct exchange *x, enum probe_end how);
/* What TLS told besides: alerts, and client certificates where they were asked
 * for. */
void http_tls_facts(struct check *c, const struct conn *conn);
/* "RPC Error: 6ba, EEInfo: ..." of an answer: status, records. False when it
 * is not that grammar. */
bool rpc_error_facts(struct check *c, const struct answer *a);
/* The records of a blob, for people. */
void eeinfo_facts(struct check *c, struct span blob);

#endif
