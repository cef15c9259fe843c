/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The way out through a forward proxy: CONNECT with a logon of its own (RFC
 * 9110 9.3.6), every leg of it on one connection, and then the socket. What
 * goes through it later is nobody's business here.
 */
#ifndef RPCDIAG_NET_FORWARD_H
#define RPCDIAG_NET_FORWARD_H

#include "net/answer.h"
#include "net/conn.h"

struct forward;

enum forward_end {
	FORWARD_OPEN,	 /* the proxy reached the target: forward_take */
	FORWARD_REFUSED, /* it answered otherwise: forward_answer */
	FORWARD_FAILED,	 /* no answer: forward_error */
};

typedef void forward_fn(void *arg, enum forward_end end);

/* Strings are copied; the proxy's account is borrowed until the close. */
struct forward *forward_open(struct loop *l, const struct conn_forward *proxy,
    const char *host, int port, forward_fn *fn, void *arg);
/* Without a further event; allowed inside an event. NULL is fine. */
void forward_close(struct forward *f);
/* A socket of the caller's own; -1 when the system has none. */
int forward_take(struct forward *f);
const struct answer *forward_answer(const struct forward *f);
/* For the account's sake it was not logged on to. */
bool forward_is_held(const struct forward *f);
const char *forward_error(const struct forward *f); /* one line */
/* Why the mechanism made no token; NULL = it did, or nothing is known. */
const struct auth_error *forward_auth_error(const struct forward *f);

#endif
