/* SPDX-License-Identifier: Apache-2.0 */
#include "net/exchange.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "net/exchange_state.h"

#define COOKIES_MAX 8192      /* bytes; more than that are not returned */
#define TAIL_US CLOCK_MS(300) /* for a body whose end nobody announced */

void
exchange_finish(
    struct exchange *x, enum exchange_event ev, enum exchange_end end)
{
	if (x->state == X_OVER)
		return;
	x->state = X_OVER;
	x->end = end;
	loop_disarm(x->loop, &x->tail);
	if (ev == EXCHANGE_DONE)
		logon_judged(x);
	pass_leave(&x->pass, PASS_SILENT);
	x->fn(x->arg, ev);
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

static void
body_done(struct exchange *x)
{
	if (x->leg)
		logon_leg_done(x);
	else
		exchange_finish(x, EXCHANGE_DONE, EXCHANGE_OK);
}

/* Whose token an answer may hold; NULL = nobody's. */
static const char *
scheme_of(const struct exchange *x)
{
	if (x->ask != NULL)
		return x->ask;
	return x->mech == NULL ? NULL : x->mech->scheme;
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
		answer_take(&x->answer, head, scheme_of(x));
		x->answer.forward = x->kind == REQUEST_CONNECT;
		node_marks_take(&x->marks, head);
		if (x->state == X_ASK && !node_cookies_put(head, &x->cookies))
			buf_wipe(&x->cookies);
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
	x->leg = logon_is_leg(x);
	begin_body(x);
	if (!x->leg) {
		logon_judged(x);
		x->fn(x->arg, EXCHANGE_ANSWER);
	}
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
	while (x->state == X_ASK || x->state == X_LEG || x->state == X_REAL)
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
		logon_begin(x);
	else if (ev == CONN_DATA)
		on_data(x);
	else
		on_ended(x);
}

static enum pass_place
place_of(const struct conn_spec *spec, const struct request *req)
{
	if (req->forward)
		return PASS_AT_FORWARD_PROXY;
	return spec->origin != NULL ? PASS_AT_ORIGIN : PASS_AT_PROXY;
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
	x->address =
	    mem_strdup(spec->address == NULL ? spec->host : spec->address);
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
	x->ask = req->ask;
	x->who = req->who;
	x->spn = mem_strdup(req->spn);
	x->binding = req->binding;
	x->origin = req->origin;
	x->is_origin = spec->origin != NULL;
	x->pass.place = place_of(spec, req);
	x->pass.after = req->after == NULL ? NULL : &req->after->pass;
	buf_init(&x->proof, AUTH_TOKEN_MAX);
	buf_init(&x->cookies, COOKIES_MAX);
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
	node_marks_clear(&x->marks);
	buf_wipe(&x->proof);
	buf_wipe(&x->cookies);
	buf_wipe(&x->body_out);
	buf_wipe(&x->stream_in);
	free(x->host);
	free(x->method);
	free(x->target);
	free(x->name);
	free(x->address);
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
	pass_leave(&x->pass, PASS_SILENT);
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

bool
exchange_is_held(const struct exchange *x)
{
	return x->end == EXCHANGE_HELD || pass_waits(&x->pass) ||
	    conn_is_held(x->conn);
}

void
exchange_taken(struct exchange *x)
{
	pass_leave(&x->pass, PASS_ACCEPTED);
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

const struct node_marks *
exchange_marks(const struct exchange *x)
{
	return &x->marks;
}

const struct token *
exchange_token(const struct exchange *x)
{
	return x->token;
}
