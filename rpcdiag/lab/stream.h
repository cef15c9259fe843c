/* SPDX-License-Identifier: Apache-2.0 */
/* A byte stream over TCP that is TLS or plain; who reads it need not know. */
#ifndef RPCDIAG_LAB_STREAM_H
#define RPCDIAG_LAB_STREAM_H

#include <openssl/ssl.h>
#include <stdbool.h>

#include "base/buf.h"

#define STREAM_BLOCK 16384 /* most bytes that one fill adds */

enum stream_io {
	STREAM_OK,
	STREAM_AGAIN, /* nothing there now */
	STREAM_END,   /* the peer has closed */
	STREAM_FAIL,  /* reset, time-out, TLS failure, or no room */
};

struct stream {
	int fd;
	SSL *ssl; /* NULL = plain */
	bool ended;
};

/* Take over a connected descriptor. */
struct stream *stream_new(int fd);
/* As above, then the server's side of a TLS handshake; NULL (and the
 * descriptor closed) when that fails. */
struct stream *stream_accept(int fd, SSL_CTX *ctx);
/* The same with the client's side. */
struct stream *stream_connect(int fd, SSL_CTX *ctx);
/* Ask the client for its certificate by renegotiation: false when that failed.
 * Nothing it sent may be unread. */
bool stream_ask_certificate(struct stream *s);
/* It has shown one that its authority vouches for. */
bool stream_is_certified(const struct stream *s);
/* Close at once. */
void stream_free(struct stream *s);
/* Say goodbye and let the peer read what was sent: a close with unread bytes
 * would be a reset. Then as stream_free(). */
void stream_linger(struct stream *s);

/* Append what is there, at most STREAM_BLOCK bytes, without waiting. */
enum stream_io stream_fill(struct stream *s, struct buf *in);
/* All of it, waiting for a slow peer up to a fixed time. */
bool stream_write(struct stream *s, struct span bytes);

#define STREAM_STOP 0x80000000u /* the crew is to end */
/*
 * Wait until streams can be filled; bit i of the answer is stream i, NULL
 * ones are passed over. 0: the deadline came.
 */
unsigned stream_wait(struct stream *const *s, unsigned n, int64_t deadline_us);
/* One fill of one stream, waiting for it. */
enum stream_io stream_read(
    struct stream *s, struct buf *in, int64_t deadline_us);

#endif
