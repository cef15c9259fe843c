/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who is at the other end of one HTTP connection: NTLM and Negotiate log on a
 * connection, once for all its requests (RFC 4559, section 5), Basic each
 * request. Gives and takes header lines, and knows nothing of answers.
 */
#ifndef RPCDIAG_LAB_VISITOR_H
#define RPCDIAG_LAB_VISITOR_H

#include "lab/acceptor.h"
#include "lab/logon.h"

struct visitor {
	const struct logon *logon;
	struct acceptor *acceptor; /* NULL = nobody has begun */
	bool accepted;		   /* on this connection */
	const struct account *who; /* of the last request; NULL = a stranger */
	const char *scheme; /* of the challenge that waits; NULL = none */
	struct buf challenge;
};

void visitor_init(struct visitor *v, const struct logon *logon);
void visitor_clear(struct visitor *v);
/* May this request be served? A refusal of who says who he is goes to the
 * trace: "logon refused user=...". */
bool visitor_let_in(struct visitor *v, const struct http_head *head);
/* Append the WWW-Authenticate lines for who was not let in. */
BUF_MUST_CHECK bool visitor_put_challenges(
    const struct visitor *v, struct buf *out);
/* Append, once, the token that ends the logon, where there is one: that of
 * SPNEGO tells the client that both are done (RFC 4559, section 5). */
BUF_MUST_CHECK bool visitor_put_last(struct visitor *v, struct buf *out);

#endif
