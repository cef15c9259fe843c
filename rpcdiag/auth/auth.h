/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Security mechanisms as token machines: a server token goes in, a client
 * token comes out, and nothing here knows whether it travels in an HTTP header
 * or in a DCE/RPC auth trailer. Each mechanism is one file and one table row.
 */
#ifndef RPCDIAG_AUTH_AUTH_H
#define RPCDIAG_AUTH_AUTH_H

#include "base/buf.h"
#include "base/secret.h"

#define AUTH_TOKEN_MAX 65536

enum auth_result {
	AUTH_MORE,   /* send the token; the server has to answer it */
	AUTH_LAST,   /* send the token; nothing more is needed from us */
	AUTH_FAILED, /* no token: the server's was refused, or we cannot */
};

/* Who we are; both borrowed for the life of the machine. */
struct auth_identity {
	const char *user;
	const struct secret *password;
};

struct auth; /* one exchange of tokens, for one connection */

struct auth_mech {
	const char *name;   /* as users and reports say it: "basic" */
	const char *scheme; /* in WWW-Authenticate; NULL = none sent */
	struct auth *(*open)(const struct auth_identity *who);
	/* in is empty on the first step. The raw token is appended to out. */
	enum auth_result (*step)(
	    struct auth *a, struct span in, struct buf *out);
	void (*close)(struct auth *a);
};

extern const struct auth_mech auth_basic; /* RFC 7617 */

/* By name, ignoring case; NULL when this version does not speak it. */
const struct auth_mech *auth_mech_find(const char *name);
/* The n-th mechanism, best first; NULL past the end. */
const struct auth_mech *auth_mech_nth(unsigned n);

#endif
