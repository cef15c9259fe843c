/* SPDX-License-Identifier: Apache-2.0 */
/* Channel bindings of a logon to its TLS connection (RFC 5929 4). */
#ifndef RPCDIAG_NET_BINDING_H
#define RPCDIAG_NET_BINDING_H

#include "base/buf.h"
#include "net/tls.h"

#define BINDING_SIZE_MAX (sizeof("tls-server-end-point:") + TLS_HASH_MAX)

enum binding {
	BINDING_RIGHT, /* as a browser sends it; nothing on plain TCP */
	BINDING_NONE,
	BINDING_WRONG,
	BINDING_ORIGIN, /* to the certificate of another server */
};

/* Append the application data for GSSAPI; nothing where there is none. tls may
 * be NULL, and origin is read for BINDING_ORIGIN alone. */
BUF_MUST_CHECK bool binding_put(enum binding binding,
    const struct tls_facts *tls, const struct tls_end_point *origin,
    struct buf *out);

#endif
