/* SPDX-License-Identifier: Apache-2.0 */
/* Writing the head of an HTTP/1.1 request, as text: knows which headers each
 * kind of request has, and no connection. */
#ifndef RPCDIAG_NET_REQUEST_HEAD_H
#define RPCDIAG_NET_REQUEST_HEAD_H

#include "base/buf.h"

enum request_kind {
	REQUEST_PLAIN,
	REQUEST_RPC,	 /* with the headers of [MS-RPCH] 2.1.2.1.1 */
	REQUEST_CONNECT, /* to a forward proxy (RFC 9110 9.3.6) */
};

struct request_head {
	enum request_kind kind;
	const char *method;
	const char *target;
	const char *host;   /* "name" or "name:port" */
	const char *scheme; /* of token; NULL = no credentials */
	struct span token;
	struct span cookies; /* empty = none */
	uint64_t length;
};

/* "name:port", without a port that goes without saying (0), IPv6 literals in
 * brackets; owned. */
char *request_host(const char *host, int port);
BUF_MUST_CHECK bool request_head_put(
    const struct request_head *h, struct buf *out);

#endif
