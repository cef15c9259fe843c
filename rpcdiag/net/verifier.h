/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The auth_verifier of an association's PDUs ([MS-RPCE] 2.2.2.11): tokens
 * while the security context is made, signatures afterwards. Knows where they
 * stand in a PDU, and nothing of binds, calls and events.
 */
#ifndef RPCDIAG_NET_VERIFIER_H
#define RPCDIAG_NET_VERIFIER_H

#include "net/lockout.h"
#include "net/token.h"
#include "wire/pdu_put.h"

struct verifier {
	const struct auth_mech *mech;
	enum auth_level level;
	struct loop *loop;
	struct token *token;
	bool finished; /* our last token is out */
	bool awaited;  /* it has an answer */
	struct pass pass;
	char *judge;			 /* for the pass */
	struct buf proof;		 /* the token that waits for it */
	const struct auth_identity *who; /* borrowed */
	bool held;			 /* for good, for the account's sake */
	bool ready;			 /* the context stands */
	bool header_sign; /* both ends set PFC_SUPPORT_HEADER_SIGN */
	struct buf plain; /* the PDU last verified, its stub unsealed */
};

enum verifier_result {
	VERIFIER_GOOD,
	VERIFIER_ABSENT, /* none, or of another type, level or context */
	VERIFIER_WRONG,
};

struct verifier *verifier_new(struct loop *l, const struct auth_mech *mech,
    const struct auth_spec *spec, token_fn *fn, void *arg);
void verifier_free(struct verifier *v); /* NULL is fine */

/* The trailer that carries a token; borrows it. */
struct pdu_auth verifier_token(const struct verifier *v, struct span token);
/* PDUs of this association are signed from now on. */
bool verifier_signs(const struct verifier *v);
/* Append one request, signed and sealed as the level has it. */
BUF_MUST_CHECK bool verifier_put_request(struct verifier *v,
    const struct pdu_request *r, uint32_t call_id, struct buf *out);
/*
 * Verify a PDU that was decoded into p. When it is good, p is decoded again
 * and borrows from the verifier until the next call.
 */
enum verifier_result verifier_check(
    struct verifier *v, struct span bytes, struct pdu *p);

#endif
