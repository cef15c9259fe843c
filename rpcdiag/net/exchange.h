/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One HTTP/1.1 request on a connection of its own, with the legs its
 * authentication needs, and the answer to it. A channel of RPC over HTTP is
 * the same thing with a body that does not end (stream).
 */
#ifndef RPCDIAG_NET_EXCHANGE_H
#define RPCDIAG_NET_EXCHANGE_H

#include "auth/auth.h"
#include "net/answer.h"
#include "net/binding.h"
#include "net/conn.h"
#include "net/lockout.h"
#include "net/node_marks.h"
#include "net/token.h"
#include "wire/ntlm.h"

struct exchange;

#define ASK_ANYTHING ""

struct request {
	const char *method;
	const char *target; /* "/rpc/rpcproxy.dll?server:6001" */
	uint64_t length;    /* Content-Length of the real request */
	struct span body;   /* sent with it; may be less than length */
	bool rpc;	    /* with the headers of [MS-RPCH] 2.1.2.1.1 */
	bool forward;	    /* CONNECT, with the logon of a forward proxy */
	bool stream;	    /* raise EXCHANGE_BODY; the answer may not end */
	const struct auth_mech *mech; /* NULL = no credentials */
	const struct auth_identity *who;
	const char *spn; /* NULL = HTTP/host */
	enum binding binding;
	const struct tls_end_point *origin; /* for BINDING_ORIGIN; borrowed */
	/* First ask for an NTLM challenge by this scheme, which must be static,
	 * or for any answer without a logon (ASK_ANYTHING): exchange_node and
	 * exchange_marks tell who answers here. The cookies it sets are
	 * returned with the request: a balancer that goes by them then takes
	 * it to the same node. NULL = do not. */
	const char *ask;
	bool trust_any; /* send credentials past a bad certificate */
	bool plaintext; /* allow Basic without TLS */
	/* Whose logon goes first, as in struct pass; NULL = nobody's. */
	const struct exchange *after;
};

enum exchange_event {
	EXCHANGE_SENT,	 /* the real request is queued */
	EXCHANGE_ANSWER, /* the head of the final answer is there */
	EXCHANGE_BODY,	 /* stream: more in exchange_body */
	EXCHANGE_DONE,	 /* the answer is complete; last event */
	EXCHANGE_ENDED,	 /* it broke before that; last event */
};

#define EXCHANGE_UNSAFE_TEXT \
	"no credentials go past a bad certificate (--insecure)"

enum exchange_end {
	EXCHANGE_OK,
	EXCHANGE_LOST,	  /* the connection: see exchange_conn */
	EXCHANGE_GARBAGE, /* what came is not HTTP */
	EXCHANGE_UNSAFE,  /* we did not send credentials over this */
	EXCHANGE_NO_AUTH, /* no token: see exchange_token */
	EXCHANGE_HELD,	  /* one more refusal might lock the account */
};

struct challenges {
	unsigned n;
	bool apart; /* they named several computers */
};

typedef void exchange_fn(void *arg, enum exchange_event ev);

/* spec and req are copied as far as needed; who, its secret and origin are
 * borrowed until the exchange is closed. */
struct exchange *exchange_open(struct loop *l, const struct conn_spec *spec,
    const struct request *req, exchange_fn *fn, void *arg);
/* Without a further event; allowed inside an event. NULL is fine. */
void exchange_close(struct exchange *x);

/* More body bytes of a stream. False when too much would wait. */
BUF_MUST_CHECK bool exchange_send(struct exchange *x, struct span bytes);
const struct answer *exchange_answer(const struct exchange *x);
/* Body bytes of a stream, without chunk framing; the owner drops them. */
struct buf *exchange_body(struct exchange *x);
enum exchange_end exchange_end(const struct exchange *x);
const struct conn *exchange_conn(const struct exchange *x);
bool exchange_sent_credentials(const struct exchange *x);
/* The proof of our password has not gone out, for the account's sake. */
bool exchange_is_held(const struct exchange *x);
/* Somebody saw by other means that the logon was accepted. */
void exchange_taken(struct exchange *x);
/* What the server asked between the first token and the last. */
struct challenges exchange_challenges(const struct exchange *x);
/* What an NTLM challenge told of the machine; NULL = none came. */
const struct ntlm_challenge *exchange_node(const struct exchange *x);
/* What else its answers tell of that; never NULL. */
const struct node_marks *exchange_marks(const struct exchange *x);
/* The logon, for token_error and token_package; NULL = none was begun. */
const struct token *exchange_token(const struct exchange *x);

#endif
