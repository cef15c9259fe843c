/* SPDX-License-Identifier: Apache-2.0 */
/* A and AAAA of a name from one given name server (RFC 1035), blocking. */
#ifndef RPCDIAG_NET_DNS_QUERY_H
#define RPCDIAG_NET_DNS_QUERY_H

#include "net/resolve.h"

/* server: "ADDR", "ADDR:PORT" or "[V6]:PORT". Fills out. */
void dns_query(
    const char *host, const char *server, struct resolve_result *out);

#endif
