/* SPDX-License-Identifier: Apache-2.0 */
/*
 * After what a row of the plan may start: one answer a row, by what has ended
 * so far and what it told. Starts nothing.
 */
#ifndef RPCDIAG_PROBE_AFTER_H
#define RPCDIAG_PROBE_AFTER_H

#include "probe/run_state.h"

enum ready {
	NOT_YET,
	GO,
	GO_ON, /* and there may be more of it */
	NEVER, /* *why is set; it is static, or of a check */
};

/* The name of the hop has an address. */
enum ready after_dns(struct run *r, const char **why);
/* There is an answer of the name server that was named, and another resolver
 * to compare it with. */
enum ready after_named_dns(struct run *r, const char **why);
/* One of them takes a connection. */
enum ready after_tcp(struct run *r, const char **why);
/* Nothing goes through a forward proxy before it let one connection pass: each
 * of them would carry a logon that it may refuse. */
enum ready after_forward(struct run *r, const char **why);
/* The way taken leads nowhere, and there is another one: the forward proxy that
 * is known and not in use, or past the one that is. */
enum ready after_dead_end(struct run *r, const char **why);
/* Beside the look at the certificate; but whoever shows one of his own does so
 * only when the server's is good, and what a server says to nobody tells him
 * nothing. */
enum ready after_tls(struct run *r, const char **why);
/* The handshake was broken off by a server that may know older versions. */
enum ready after_broken_tls(struct run *r, const char **why);
/* The proxy has said enough to choose a mechanism by. */
enum ready after_http(struct run *r, const char **why);
/* Credentials were accepted once, or the echo says nothing: fan out. */
enum ready after_gate(struct run *r, const char **why);
/* The echo is silent: try the credentials on one tunnel before the others. */
enum ready after_slow_echo(struct run *r, const char **why);
/* Other ways to log on, for comparison: once the account is known to be good,
 * and one at a time. */
enum ready after_logon(struct run *r, const char **why);
/* The address book alone is refused: it may be elsewhere. */
enum ready after_book(struct run *r, const char **why);
/* All tunnels have ended, and the one to be sampled opened. */
enum ready after_tunnels(struct run *r, const char **why);
/* The store was reached with a logon: other services may be asked. */
enum ready after_store(struct run *r, const char **why);
/* The samples have ended, and one of them stayed silent. */
enum ready after_samples(struct run *r, const char **why);
/* The way to an interface, or to whom one refers, was found. */
enum ready after_way(struct run *r, const char **why);

#endif
