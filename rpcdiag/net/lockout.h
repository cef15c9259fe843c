/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keeps accounts from being locked out: how many logons were refused, per
 * account, over HTTP and RPC and every way to write its name. Whatever proves
 * a password to somebody passes here first, so that no more are under way
 * than may still be refused, but where as many like them were accepted before.
 * Knows names and numbers alone: what counts as refused is for whoever asked.
 */
#ifndef RPCDIAG_NET_LOCKOUT_H
#define RPCDIAG_NET_LOCKOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "net/loop.h"

#define LOCKOUT_MAX 2 /* logons refused for one account */
/* Who let that many logons of one kind in, one after the other, is trusted with
 * as many at once as he let in: of n more fewer than one is to be expected to
 * be refused (rule of succession). */
#define TRUST_AFTER 4
#define TRUST_MAX 12

struct auth_identity;
struct lockout; /* of one run, or shared by several on one thread */

struct lockout *lockout_new(void);
void lockout_free(struct lockout *l); /* NULL is fine */

/*
 * user is "user", "DOMAIN\user" or "user@realm", in any case; NULL is whoever
 * a ticket is for. All forms are one account, and so are accounts of one name
 * in several domains: taking two for one costs an observation, taking one for
 * two might cost somebody the account.
 */
bool lockout_same(const char *user, const char *other);
/* How many more logons of the account may be refused, but for those that are
 * reserved. What is under way and was accepted before is not counted. */
unsigned lockout_left(const struct lockout *l, const char *user);
/* Plan a logon that may be refused. False: it must not begin. */
bool lockout_reserve(struct lockout *l, const char *user);
/* A reserved logon has ended, whichever way; a refusal is told besides. */
void lockout_release(struct lockout *l, const char *user);
/* A logon was refused that had no pass. */
void lockout_refused(struct lockout *l, const char *user);

enum pass_state {
	PASS_NONE, /* never asked for, refused, or over */
	PASS_WAITING,
	PASS_GRANTED, /* and fn is about to be told */
	PASS_DENIED,  /* the same */
	PASS_OUT,     /* the proof is under way */
};

enum pass_place { /* who judges */
	PASS_AT_FORWARD_PROXY,
	PASS_AT_PROXY,
	PASS_AT_ORIGIN, /* the server past the device in front of it */
	PASS_AT_SERVER,
	PASS_PLACES
};

/* One logon whose next token proves a password. Embed it; zero to start. */
struct pass {
	enum pass_state state;
	enum pass_place place; /* before pass_ask, like the next one */
	/* Goes no earlier than this one. Nobody says when a
	 * logon on an IN channel was accepted, so it must not take the place
	 * of the one on OUT. NULL = none. */
	const struct pass *after;
	/* Of what kind the logon is, for trust; read by pass_ask alone. */
	const char *how;   /* mechanism; NULL = of a kind of its own */
	const char *judge; /* who judges there, as well as he is known */
	/* all private */
	struct pass *next;
	struct lockout *of; /* NULL = never asked for */
	size_t account;
	size_t kind; /* of the logons that are trusted together; 0 = none */
	bool trusted;
	struct loop *loop;
	struct timer timer;
	int64_t since_us; /* when it was granted */
	void (*fn)(void *arg, bool go);
	void *arg;
};

enum pass_end {
	PASS_ACCEPTED,
	PASS_LET_BY, /* not refused; perhaps nobody was asked who he is */
	PASS_REFUSED,
	PASS_HARMLESS, /* no password was judged: a ticket was refused */
	PASS_SILENT,   /* nobody said anything */
};

/*
 * May a proof go out? fn is told once: inside the call that it may, else later
 * and from the loop that it may, or that it never will. who is read now alone;
 * without a who->lockout everything goes.
 */
void pass_ask(struct pass *p, const struct auth_identity *who, struct loop *l,
    void (*fn)(void *arg, bool go), void *arg);
/* How it ended; fn is not told any more. The first word counts, but that a
 * refusal counts whenever it comes. Allowed in every state. */
void pass_leave(struct pass *p, enum pass_end how);
/* What a held logon is to be told about. */
#define LOCKOUT_TEXT "another refused logon might lock the account"
/* The account was accepted there, and not refused since. */
bool lockout_is_good(const struct auth_identity *who, enum pass_place place);
/* The proof has not gone out, and waits to. */
bool pass_waits(const struct pass *p);

#endif
