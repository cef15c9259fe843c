/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keeps accounts from being locked out: how many logons were refused, per
 * account, over HTTP and RPC and every way to write its name. Knows names and
 * numbers alone: what counts as refused is for whoever asked.
 */
#ifndef RPCDIAG_PROBE_LOCKOUT_H
#define RPCDIAG_PROBE_LOCKOUT_H

#include <stdbool.h>

#define LOCKOUT_MAX 2 /* logons refused for one account */

struct lockout; /* of one run, or shared by several on one thread */

struct lockout *lockout_new(void);
void lockout_free(struct lockout *l); /* NULL is fine */

/*
 * user is "user", "DOMAIN\user" or "user@realm", in any case; NULL is whoever
 * a ticket is for. All forms are one account, and so are accounts of one name
 * in several domains: taking two for one costs an observation, taking one for
 * two might cost somebody the account.
 */
/* How many more logons of the account may be refused or under way. */
unsigned lockout_left(const struct lockout *l, const char *user);
/* A logon that may be refused is about to begin. False: it must not. */
bool lockout_reserve(struct lockout *l, const char *user);
/* A reserved logon has ended, whichever way; a refusal is told besides. */
void lockout_release(struct lockout *l, const char *user);
/* A logon was refused, reserved or not. */
void lockout_refused(struct lockout *l, const char *user);

#endif
