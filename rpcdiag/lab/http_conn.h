/* SPDX-License-Identifier: Apache-2.0 */
/* The server's side of one HTTP/1.x connection: heads in, answers out. */
#ifndef RPCDIAG_LAB_HTTP_CONN_H
#define RPCDIAG_LAB_HTTP_CONN_H

#include "lab/addr.h"
#include "lab/stream.h"
#include "wire/http_head.h"

struct http_conn {
	struct stream *stream;
	struct addr peer;
	struct buf in;	      /* read, not yet used: starts with the body */
	struct buf head_text; /* what head borrows from */
	struct http_head head;
	struct buf greeting; /* header lines of the next answer alone */
	int64_t length;	     /* Content-Length of this request; -1 none */
	bool body_taken;     /* somebody else reads the body */
	bool asks_continue;  /* Expect: 100-continue, not yet answered */
};

struct http_reply {
	int minor; /* HTTP/1.minor */
	int status;
	const char *reason;
	const char *type;   /* Content-Type; NULL = no body */
	const char *fields; /* further lines, each with CR LF; may be NULL */
	struct span body;
	bool close;
};

/* Takes over the stream. */
void http_conn_open(struct http_conn *c, struct stream *stream);
/* Lets the peer read what was sent, then closes. */
void http_conn_close(struct http_conn *c);
/* The next request's head; false when there is none or it is not HTTP. */
bool http_conn_next(struct http_conn *c, int64_t deadline_us);
/* Read a short body, so that TLS may renegotiate behind it; false when it is
 * too long for that, or broke. */
bool http_conn_hold_body(struct http_conn *c, int64_t deadline_us);
/* Answer Expect: 100-continue if the client asked; never otherwise. */
bool http_conn_continue(struct http_conn *c);
/*
 * Answer and pass over the request's body. False: the connection cannot go on
 * (it was asked to close, it broke, or the body is too long to pass over).
 */
bool http_conn_reply(struct http_conn *c, const struct http_reply *r);
/* Is the request's method this one? Methods are case-sensitive. */
bool http_method_is(const struct http_conn *c, const char *method);

#endif
