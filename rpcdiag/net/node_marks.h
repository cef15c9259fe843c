/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the answers on one connection carry that may tell which front end gave
 * them: X-FEServer, and the cookies that balancers set. Knows no meaning, and
 * keeps no cookie's value, which may be as good as a password.
 */
#ifndef RPCDIAG_NET_NODE_MARKS_H
#define RPCDIAG_NET_NODE_MARKS_H

#include "wire/http_head.h"

#define NODE_COOKIES_MAX 8
#define NODE_COOKIE_NAME_MAX 64 /* with its NUL; a longer one is no mark */
#define NODE_DIGEST_SIZE 32

struct node_cookie {
	char name[NODE_COOKIE_NAME_MAX];
	uint8_t digest[NODE_DIGEST_SIZE]; /* SHA-256 of its value */
	bool moved; /* another answer on this connection set another value */
};

struct node_marks {	 /* zero it to start */
	char *fe_server; /* X-FEServer; NULL = no answer had it */
	bool fe_server_moved;
	struct node_cookie cookie[NODE_COOKIES_MAX];
	unsigned ncookies;
};

void node_marks_clear(struct node_marks *m);
/* One more answer came: what it says replaces what was said before. */
void node_marks_take(struct node_marks *m, const struct http_head *h);
/* Append "NAME=VALUE; NAME=VALUE", for a Cookie header that brings the next
 * request to where this answer came from (RFC 6265 4.2.1). These are values:
 * for buf_wipe. */
BUF_MUST_CHECK bool node_cookies_put(
    const struct http_head *h, struct buf *out);
bool node_cookie_is_same(
    const struct node_cookie *a, const struct node_cookie *b);

#endif
