/* SPDX-License-Identifier: Apache-2.0 */
/* Taking the body of one HTTP answer out of a connection's bytes, whichever of
 * the three framings of RFC 9112 6.3 it has. */
#ifndef RPCDIAG_NET_BODY_H
#define RPCDIAG_NET_BODY_H

#include "net/answer.h"

struct body {
	struct http_chunked chunked;
	bool is_chunked;
	int64_t left; /* -1 = until the connection ends, or not yet known */
};

void body_begin(struct body *b, const struct answer *a);
/* Move bytes from in to out, as many as fit; false = bad framing. */
BUF_MUST_CHECK bool body_take(struct body *b, struct buf *in, struct buf *out);

/* Nothing but the connection's end will end it. */
static inline bool
body_is_endless(const struct body *b)
{
	return b->left < 0 && !b->is_chunked;
}

#endif
