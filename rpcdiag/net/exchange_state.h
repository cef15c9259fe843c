/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of an exchange, for the files that are one. */
#ifndef RPCDIAG_NET_EXCHANGE_STATE_H
#define RPCDIAG_NET_EXCHANGE_STATE_H

#include "net/body.h"
#include "net/exchange.h"
#include "net/request_head.h"
#include "net/token.h"

#define STREAM_MAX (512 * 1024) /* body bytes the owner has not taken yet */

enum exchange_state {
	X_CONNECTING,
	X_TOKEN, /* our mechanism makes the next token */
	X_PASS,	 /* waiting until the account can bear a refusal */
	X_ASK,	 /* waiting for a challenge that nobody will answer */
	X_LEG,	 /* waiting for the answer to an unfinished leg */
	X_REAL,	 /* waiting for the answer to the real request */
	X_BODY,
	X_OVER,
};

struct exchange {
	struct loop *loop;
	struct conn *conn;
	struct timer tail;
	exchange_fn *fn;
	void *arg;
	char *host, *name, *address, *method, *target, *spn;
	uint64_t length;
	struct buf body_out;
	enum request_kind kind;
	bool stream, trust_any, plaintext, is_origin;
	enum binding binding;
	const struct tls_end_point *origin;
	const struct auth_mech *mech;
	const struct auth_identity *who;
	struct token *token;
	struct pass pass;
	struct buf proof; /* the token that waits for the pass */
	bool proof_last;
	unsigned legs;
	bool credentials;
	const char *ask;	     /* scheme to ask for a name by; static */
	struct ntlm_challenge *node; /* NULL = no NTLM challenge came */
	struct buf cookies; /* set by who was asked for a name, and returned */
	bool apart;	    /* another one named another computer */
	struct node_marks marks; /* of every answer */
	enum exchange_state state;
	bool leg; /* the body being read belongs to a leg */
	enum exchange_end end;
	struct answer answer;
	struct body body;
	struct buf stream_in;
};

/* The end, once, with its last event. */
void exchange_finish(
    struct exchange *x, enum exchange_event ev, enum exchange_end end);

/* exchange_logon.c: the connection is open, send the first leg. */
void logon_begin(struct exchange *x);
/* Is the answer whose head was just read one to a leg of the logon? */
bool logon_is_leg(const struct exchange *x);
/* The final answer came: the logon has been judged, if there was one. */
void logon_judged(struct exchange *x);
/* It is complete: the next leg, or this was the final answer after all. */
void logon_leg_done(struct exchange *x);

#endif
