/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A machine of auth/ on the loop: its steps run on a helper thread when the
 * mechanism may wait for a KDC, and tell their result on the loop's thread.
 * Nothing else waits for them, and a step may outlive loop and owner.
 */
#ifndef RPCDIAG_NET_TOKEN_H
#define RPCDIAG_NET_TOKEN_H

#include "auth/auth.h"
#include "net/loop.h"

struct token;

/* token is borrowed and empty when there is none to send. */
typedef void token_fn(void *arg, enum auth_result result, struct span token);

/* spec is copied. */
struct token *token_open(struct loop *l, const struct auth_mech *mech,
    const struct auth_spec *spec, token_fn *fn, void *arg);
/* Make the next token; fn is called later, never inside this call. Not while
 * a step is under way. */
void token_step(struct token *t, struct span in);
/* fn is not called any more. Allowed at any time; NULL is fine. */
void token_close(struct token *t);
/* The machine itself, to protect and verify; not while a step is under way. */
struct auth *token_auth(struct token *t);
/* Why a step or signature failed; NULL when nothing is known. t may be NULL,
 * here and below. */
const struct auth_error *token_error(const struct token *t);

/* As the mechanism's package; NULL while a step is under way. */
const char *token_package(const struct token *t);

#endif
