/* SPDX-License-Identifier: Apache-2.0 */
/* The legs of an exchange's logon, from its first token to the real request. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/base64.h"
#include "base/log.h"
#include "base/mem.h"
#include "net/exchange_state.h"

#define LEGS_MAX 8   /* of one logon; NTLM in SPNEGO has 3 */
#define ECHO_SIZE 20 /* [MS-RPCH] 2.2.4.48 */

/*
 * Send the next leg. While the mechanism still needs the server's word the
 * request has no body; the one with the last token is the real request, and
 * its first bytes go out with its head (one write, one round trip).
 */
static void
send_leg(struct exchange *x, bool last, bool logon, struct span token)
{
	struct request_head h = {
		.kind = x->kind,
		.method = x->method,
		.target = x->target,
		.host = x->host,
		.scheme = logon ? x->mech->scheme : NULL,
		.token = token,
		.cookies = buf_span(&x->cookies),
		.length = last ? x->length : 0,
	};
	struct buf head;
	bool ok;

	buf_init(&head, HTTP_HEAD_MAX + STREAM_MAX);
	ok = request_head_put(&h, &head);
	if (ok && last)
		ok = buf_add(&head, x->body_out.p, x->body_out.n);
	if (ok)
		ok = conn_send(x->conn, buf_span(&head));
	buf_wipe(&head);
	if (!ok) {
		exchange_finish(x, EXCHANGE_ENDED, EXCHANGE_NO_AUTH);
		return;
	}
	log_at(LOG_EVENTS, "%s %s sent%s%s", x->method, x->target,
	    logon ? " with " : "", logon ? x->mech->scheme : "");
	x->credentials = logon;
	x->state = last ? X_REAL : X_LEG;
	if (last)
		x->fn(x->arg, EXCHANGE_SENT);
}

/* A KDC that was told a wrong password has counted it. */
static void
note_kdc(struct exchange *x)
{
	const struct auth_error *e = token_error(x->token);

	if (e == NULL || e->fault != AUTH_FAULT_PASSWORD || x->legs > 0)
		return;
	pass_leave(&x->pass, PASS_REFUSED);
	x->pass.of = NULL; /* what NTLM proves then needs another */
}

/* The account can bear it, or never will: go on where the pass was asked for,
 * with the first token or with the one that proves the password. */
static void
on_pass(void *arg, bool go)
{
	struct exchange *x = arg;

	if (!go) {
		exchange_finish(x, EXCHANGE_ENDED, EXCHANGE_HELD);
	} else if (x->proof.n == 0) {
		x->state = X_TOKEN;
		token_step(x->token, span_of(NULL, 0));
	} else {
		send_leg(x, x->proof_last, true, buf_span(&x->proof));
		buf_wipe(&x->proof);
	}
}

/* A usual logon may be trusted, at the computer that judges or, where that is
 * not known, at the address that is answered from. */
static void
ask_pass(struct exchange *x)
{
	x->pass.how = x->binding == BINDING_RIGHT ? x->mech->name : NULL;
	x->pass.judge = x->node != NULL ? x->node->nb_computer : x->address;
	pass_ask(&x->pass, x->who, x->loop, on_pass, x);
}

static bool
is_ticket(const struct exchange *x)
{
	const char *package = token_package(x->token);

	return package != NULL && strcmp(package, "kerberos") == 0;
}

/* Does this token prove the password? The last one does, but for tickets; in
 * SPNEGO every one does that answers a challenge. */
static bool
is_proof(const struct exchange *x, bool last)
{
	if (x->who == NULL || x->pass.of != NULL || is_ticket(x))
		return false;
	return last || (x->mech->blocks && x->legs > 0);
}

static void
send_token(struct exchange *x, bool last, struct span token)
{
	if (token.n == 0 || !is_proof(x, last)) {
		send_leg(x, last, true, token);
		return;
	}
	x->proof_last = last;
	x->state = X_PASS;
	if (buf_add(&x->proof, token.p, token.n))
		ask_pass(x);
	else
		exchange_finish(x, EXCHANGE_ENDED, EXCHANGE_NO_AUTH);
}

/* A token for the next leg. When there is none to a server's word, then that
 * word was the final answer: a logon it refused. */
static void
on_token(void *arg, enum auth_result result, struct span token)
{
	struct exchange *x = arg;

	if (x->state != X_TOKEN)
		return;
	x->leg = false;
	note_kdc(x);
	if (result != AUTH_FAILED)
		send_token(x, result == AUTH_LAST, token);
	else if (x->answer.status != 0)
		exchange_finish(x, EXCHANGE_DONE, EXCHANGE_OK);
	else
		exchange_finish(x, EXCHANGE_ENDED, EXCHANGE_NO_AUTH);
}

static void
open_token(struct exchange *x)
{
	struct buf bindings;
	struct auth_spec spec = {
		.who = x->who,
		.service = "HTTP",
		.host = x->name,
		.spn = x->spn,
	};

	buf_init(&bindings, BINDING_SIZE_MAX);
	if (binding_put(x->binding, conn_tls(x->conn), x->origin, &bindings))
		spec.bindings = buf_span(&bindings);
	x->token = token_open(x->loop, x->mech, &spec, on_token, x);
	buf_clear(&bindings);
	x->state = X_TOKEN;
	/* a KDC, too, counts wrong passwords */
	if (x->mech->blocks && !lockout_is_good(x->who, x->pass.place)) {
		x->state = X_PASS;
		ask_pass(x);
	} else {
		token_step(x->token, span_of(NULL, 0));
	}
}

/* Somebody named it, and no password can be read; or its certificate is good
 * for the name that it was given. */
static bool
is_good_origin(const struct exchange *x, const struct tls_facts *tls)
{
	return !x->mech->readable ||
	    (tls->trusted && tls->in_time && tls->alias_ok);
}

/* May credentials go over this connection? */
static bool
is_safe(const struct exchange *x)
{
	const struct tls_facts *tls = conn_tls(x->conn);

	if (tls == NULL)
		return x->plaintext || !x->mech->readable;
	return x->trust_any || tls_facts_good(tls) ||
	    (x->is_origin && is_good_origin(x, tls));
}

static void
begin(struct exchange *x)
{
	if (x->mech == NULL)
		send_leg(x, true, false, span_of(NULL, 0));
	else if (is_safe(x))
		open_token(x);
	else
		exchange_finish(x, EXCHANGE_ENDED, EXCHANGE_UNSAFE);
}

/* A GET of the same place, with the first message of NTLM where that is spoken:
 * it names no account ([MS-NLMP] 2.2.1.1), and the challenge names the
 * computer. */
static void
ask_name(struct exchange *x)
{
	char *path =
	    mem_printf("%.*s", (int)strcspn(x->target, "?"), x->target);
	struct request_head h = {
		.kind = REQUEST_PLAIN,
		.method = "GET",
		.target = path,
		.host = x->host,
		.scheme = x->ask,
	};
	bool by_ntlm = x->ask[0] != '\0';
	struct buf message, head;

	buf_init(&message, AUTH_TOKEN_MAX);
	buf_init(&head, HTTP_HEAD_MAX);
	x->state = X_ASK;
	if (by_ntlm && ntlm_negotiate_encode(&message))
		h.token = buf_span(&message);
	if (!request_head_put(&h, &head) ||
	    !conn_send(x->conn, buf_span(&head)))
		exchange_finish(x, EXCHANGE_ENDED, EXCHANGE_LOST);
	buf_clear(&head);
	buf_clear(&message);
	free(path);
}

void
logon_begin(struct exchange *x)
{
	if (x->ask != NULL)
		ask_name(x);
	else
		begin(x);
}

/* What an NTLM challenge tells of the machine behind this address. */
static void
note_node(struct exchange *x, struct span token)
{
	struct ntlm_challenge *node = mem_new(sizeof(*node));

	if (ntlm_challenge_decode(token, node) == WIRE_OK) {
		if (x->node != NULL &&
		    strcasecmp(x->node->nb_computer, node->nb_computer) != 0)
			x->apart = true;
		free(x->node);
		x->node = node;
	} else {
		free(node);
	}
}

static bool
is_refusal(const struct exchange *x)
{
	return x->answer.status == (x->kind == REQUEST_CONNECT ? 407 : 401);
}

static bool
is_challenge(const struct exchange *x)
{
	return is_refusal(x) && x->answer.token != NULL;
}

/* An echo instead of a challenge: nobody asks for a logon here, or it was
 * done for us on the way ([MS-RPCH] 2.1.2.1.5 takes an empty body). */
static bool
is_let_in(const struct exchange *x)
{
	return x->kind == REQUEST_RPC && x->answer.status == 200 &&
	    x->answer.body.n == ECHO_SIZE && x->answer.body.p[0] == 5;
}

/* The name came, or it did not: now the request itself, on a clean sheet. */
static void
asked(struct exchange *x)
{
	struct buf token;

	buf_init(&token, AUTH_TOKEN_MAX);
	if (x->answer.token != NULL &&
	    base64_decode(span_str(x->answer.token), &token))
		note_node(x, buf_span(&token));
	buf_clear(&token);
	answer_clear(&x->answer);
	answer_init(&x->answer);
	x->ask = NULL;
	x->leg = false;
	begin(x);
}

/* A ticket that is refused harms no account: the KDC has seen the password.
 * Nor does what was refused before anything was proven. */
static enum pass_end
judgement(const struct exchange *x)
{
	if (!is_refusal(x))
		return x->answer.status == 200 ? PASS_ACCEPTED : PASS_LET_BY;
	if (is_ticket(x))
		return PASS_HARMLESS;
	return x->mech->blocks && x->legs == 0 ? PASS_HARMLESS : PASS_REFUSED;
}

void
logon_judged(struct exchange *x)
{
	if (x->credentials && x->pass.state == PASS_OUT)
		pass_leave(&x->pass, judgement(x));
}

void
logon_leg_done(struct exchange *x)
{
	struct buf token;

	loop_disarm(x->loop, &x->tail);
	/* Who cannot even be asked for a name will not take the request. */
	if (x->ask != NULL && x->answer.status < 500) {
		asked(x);
		return;
	}
	if (is_let_in(x)) {
		x->leg = false;
		send_leg(x, true, false, span_of(NULL, 0));
		return;
	}
	if (!is_challenge(x) || ++x->legs > LEGS_MAX) {
		exchange_finish(x, EXCHANGE_DONE, EXCHANGE_OK);
		return;
	}
	buf_init(&token, AUTH_TOKEN_MAX);
	if (base64_decode(span_str(x->answer.token), &token)) {
		note_node(x, buf_span(&token));
		x->state = X_TOKEN;
		token_step(x->token, buf_span(&token));
	} else {
		exchange_finish(x, EXCHANGE_ENDED, EXCHANGE_GARBAGE);
	}
	buf_wipe(&token);
}

/*
 * The answer to the real request may still ask for a token: a server that
 * has no Kerberos goes on to NTLM. Only a request that is sent to its last
 * byte can be followed by another one.
 */
bool
logon_is_leg(const struct exchange *x)
{
	return x->state == X_LEG || x->state == X_ASK ||
	    (x->token != NULL && !x->mech->readable && is_challenge(x) &&
		x->length == x->body_out.n);
}
