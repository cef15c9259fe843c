/* SPDX-License-Identifier: Apache-2.0 */
#include "net/exchange.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/base64.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "net/body.h"
#include "net/request_head.h"
#include "net/token.h"

#define STREAM_MAX (512 * 1024) /* body bytes the owner has not taken yet */
#define TAIL_US CLOCK_MS(300)	/* for a body whose end nobody announced */
#define LEGS_MAX 8		/* of one logon; NTLM in SPNEGO has 3 */
#define ECHO_SIZE 20		/* [MS-RPCH] 2.2.4.48 */

enum exchange_state {
	X_CONNECTING,
	X_TOKEN, /* our mechanism makes the next token */
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
	char *host, *name, *method, *target, *spn;
	uint64_t length;
	struct buf body_out;
	enum request_kind kind;
	bool stream, trust_any, plaintext;
	enum binding binding;
	const struct auth_mech *mech;
	const struct auth_identity *who;
	struct token *token;
	unsigned legs;
	bool credentials;
	struct ntlm_challenge *node; /* NULL = no NTLM challenge came */
	bool apart;		     /* another one named another computer */
	enum exchange_state state;
	bool leg; /* the body being read belongs to a leg */
	enum exchange_end end;
	struct answer answer;
	struct body body;
	struct buf stream_in;
};

static void
exchange_finish(
    struct exchange *x, enum exchange_event ev, enum exchange_end end)
{
	if (x->state == X_OVER)
		return;
	x->state = X_OVER;
	x->end = end;
	loop_disarm(x->loop, &x->tail);
	x->fn(x->arg, ev);
}

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

/* A token for the next leg. When there is none to a server's word, then that
 * word was the final answer: a logon it refused. */
static void
on_token(void *arg, enum auth_result result, struct span token)
{
	struct exchange *x = arg;

	if (x->state != X_TOKEN)
		return;
	x->leg = false;
	if (result != AUTH_FAILED)
		send_leg(x, result == AUTH_LAST, true, token);
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
	if (binding_put(x->binding, conn_tls(x->conn), &bindings))
		spec.bindings = buf_span(&bindings);
	x->token = token_open(x->loop, x->mech, &spec, on_token, x);
	buf_clear(&bindings);
	x->state = X_TOKEN;
	token_step(x->token, span_of(NULL, 0));
}

/* May credentials go over this connection? */
static bool
is_safe(const struct exchange *x)
{
	const struct tls_facts *tls = conn_tls(x->conn);

	if (tls == NULL)
		return x->plaintext || !x->mech->readable;
	return x->trust_any || tls_facts_good(tls);
}

static void
on_opened(struct exchange *x)
{
	if (x->mech == NULL)
		send_leg(x, true, false, span_of(NULL, 0));
	else if (is_safe(x))
		open_token(x);
	else
		exchange_finish(x, EXCHANGE_ENDED, EXCHANGE_UNSAFE);
}

/* The stream of a 200; anything else is an answer that is kept whole. */
static bool
is_streaming(const struct exchange *x)
{
	return x->stream && !x->leg && x->answer.status == 200;
}

static void
begin_body(struct exchange *x)
{
	body_begin(&x->body, &x->answer);
	/* what follows is the target's (RFC 9112 6.3) */
	if (x->kind == REQUEST_CONNECT && x->answer.status / 100 == 2)
		x->body.left = 0;
	x->state = X_BODY;
	if (body_is_endless(&x->body) && !is_streaming(x))
		loop_arm(x->loop, &x->tail, clock_mono_us() + TAIL_US);
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
is_challenge(const struct exchange *x)
{
	int status = x->kind == REQUEST_CONNECT ? 407 : 401;

	return x->answer.status == status && x->answer.token != NULL;
}

/* An echo instead of a challenge: nobody asks for a logon here, or it was
 * done for us on the way ([MS-RPCH] 2.1.2.1.5 takes an empty body). */
static bool
is_let_in(const struct exchange *x)
{
	return x->kind == REQUEST_RPC && x->answer.status == 200 &&
	    x->answer.body.n == ECHO_SIZE && x->answer.body.p[0] == 5;
}

/* A leg was answered: the next one, or this is the final answer after all. */
static void
leg_done(struct exchange *x)
{
	struct buf token;

	loop_disarm(x->loop, &x->tail);
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
static bool
is_leg(const struct exchange *x)
{
	return x->state == X_LEG ||
	    (x->token != NULL && !x->mech->readable && is_challenge(x) &&
		x->length == x->body_out.n);
}

static void
body_done(struct exchange *x)
{
	if (x->leg)
		leg_done(x);
	else
		exchange_finish(x, EXCHANGE_DONE, EXCHANGE_OK);
}

/* Read one head; false when nothing more can be done with what is there. */
static bool
read_head(struct exchange *x)
{
	struct buf *in = conn_in(x->conn);
	struct http_head *head = mem_new(sizeof(*head));
	enum wire_err e = http_head_parse(buf_span(in), true, head);
	bool interim = e == WIRE_OK && head->status < 200;
	bool go = e == WIRE_OK;

	if (e == WIRE_OK && !interim) {
		answer_take(
		    &x->answer, head, x->mech == NULL ? NULL : x->mech->scheme);
		x->answer.forward = x->kind == REQUEST_CONNECT;
		log_at(LOG_EVENTS, "%s %s answered %d %s", x->method, x->target,
		    x->answer.status, x->answer.reason);
	}
	if (go)
		buf_drop(in, head->size);
	free(head);
	if (e != WIRE_OK) {
		if (e != WIRE_SHORT)
			exchange_finish(x, EXCHANGE_ENDED, EXCHANGE_GARBAGE);
		return false;
	}
	if (interim)
		return true;
	x->leg = is_leg(x);
	begin_body(x);
	if (!x->leg)
		x->fn(x->arg, EXCHANGE_ANSWER);
	return x->state == X_BODY;
}

static void
read_body(struct exchange *x)
{
	bool streaming = is_streaming(x);
	struct buf *out = streaming ? &x->stream_in : &x->answer.body;
	size_t held = out->n;

	if (!body_take(&x->body, conn_in(x->conn), out)) {
		exchange_finish(x, EXCHANGE_ENDED, EXCHANGE_GARBAGE);
		return;
	}
	if (streaming && out->n > held)
		x->fn(x->arg, EXCHANGE_BODY);
	if (x->state != X_BODY)
		return;
	/* a body longer than we keep is complete enough to judge by */
	if (x->body.left == 0 || (!streaming && out->n == out->max))
		body_done(x);
}

static void
on_tail(void *arg)
{
	struct exchange *x = arg;

	if (x->state == X_BODY)
		body_done(x);
}

static void
on_data(struct exchange *x)
{
	while (x->state == X_LEG || x->state == X_REAL)
		if (!read_head(x))
			break;
	if (x->state == X_BODY)
		read_body(x);
	/* the next leg's answer cannot be here before the leg was sent */
}

static void
on_ended(struct exchange *x)
{
	bool whole = x->state == X_BODY && body_is_endless(&x->body) &&
	    !x->leg && !is_streaming(x);

	if (conn_refusal(x->conn) != NULL)
		x->fn(x->arg, EXCHANGE_ANSWER);
	if (whole || conn_refusal(x->conn) != NULL)
		exchange_finish(x, EXCHANGE_DONE, EXCHANGE_OK);
	else
		exchange_finish(x, EXCHANGE_ENDED, EXCHANGE_LOST);
}

static void
exchange_on_conn(void *arg, enum conn_event ev)
{
	struct exchange *x = arg;

	if (x->state == X_OVER)
		return;
	if (ev == CONN_OPENED)
		on_opened(x);
	else if (ev == CONN_DATA)
		on_data(x);
	else
		on_ended(x);
}

struct exchange *
exchange_open(struct loop *l, const struct conn_spec *spec,
    const struct request *req, exchange_fn *fn, void *arg)
{
	struct exchange *x = mem_new(sizeof(*x));
	bool standard = spec->port == (spec->trust == NULL ? 80 : 443);

	x->loop = l;
	x->fn = fn;
	x->arg = arg;
	x->tail.fn = on_tail;
	x->tail.arg = x;
	x->host = req->forward
	    ? mem_strdup(req->target)
	    : request_host(spec->host, standard ? 0 : spec->port);
	x->name = mem_strdup(spec->host);
	x->method = mem_strdup(req->method);
	x->target = mem_strdup(req->target);
	x->length = req->length;
	x->kind = req->rpc ? REQUEST_RPC : REQUEST_PLAIN;
	if (req->forward)
		x->kind = REQUEST_CONNECT;
	x->stream = req->stream;
	x->trust_any = req->trust_any;
	x->plaintext = req->plaintext;
	x->mech = req->mech;
	x->who = req->who;
	x->spn = mem_strdup(req->spn);
	x->binding = req->binding;
	buf_init(&x->body_out, STREAM_MAX);
	buf_init(&x->stream_in, STREAM_MAX);
	answer_init(&x->answer);
	if (!buf_add(&x->body_out, req->body.p, req->body.n))
		x->end = EXCHANGE_NO_AUTH;
	x->conn = conn_open(l, spec, exchange_on_conn, x);
	return x;
}

static void
exchange_free(void *arg)
{
	struct exchange *x = arg;

	answer_clear(&x->answer);
	buf_wipe(&x->body_out);
	buf_wipe(&x->stream_in);
	free(x->host);
	free(x->method);
	free(x->target);
	free(x->name);
	free(x->spn);
	free(x->node);
	free(x);
}

void
exchange_close(struct exchange *x)
{
	if (x == NULL)
		return;
	x->state = X_OVER;
	loop_disarm(x->loop, &x->tail);
	token_close(x->token);
	x->token = NULL;
	conn_close(x->conn);
	loop_later(x->loop, exchange_free, x);
}

bool
exchange_send(struct exchange *x, struct span bytes)
{
	return conn_send(x->conn, bytes);
}

const struct answer *
exchange_answer(const struct exchange *x)
{
	const struct answer *refusal = conn_refusal(x->conn);

	return refusal != NULL ? refusal : &x->answer;
}

struct buf *
exchange_body(struct exchange *x)
{
	return &x->stream_in;
}

enum exchange_end
exchange_end(const struct exchange *x)
{
	return x->end;
}

const struct conn *
exchange_conn(const struct exchange *x)
{
	return x->conn;
}

bool
exchange_sent_credentials(const struct exchange *x)
{
	return x->credentials;
}

struct challenges
exchange_challenges(const struct exchange *x)
{
	return (struct challenges){ .n = x->legs, .apart = x->apart };
}

const struct ntlm_challenge *
exchange_node(const struct exchange *x)
{
	return x->node;
}

const struct auth_error *
exchange_auth_error(const struct exchange *x)
{
	return x->token == NULL ? NULL : token_error(x->token);
}
