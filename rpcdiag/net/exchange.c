/* SPDX-License-Identifier: Apache-2.0 */
#include "net/exchange.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/base64.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"

#define STREAM_MAX (512 * 1024) /* body bytes the owner has not taken yet */
#define TAIL_US CLOCK_MS(300)	/* for a body whose end nobody announced */

enum exchange_state {
	X_CONNECTING,
	X_LEG,	/* waiting for the answer to an unfinished leg */
	X_REAL, /* waiting for the answer to the real request */
	X_BODY,
	X_OVER,
};

struct exchange {
	struct loop *loop;
	struct conn *conn;
	struct timer tail;
	exchange_fn *fn;
	void *arg;
	char *host, *method, *target;
	uint64_t length;
	struct buf body_out;
	bool rpc, stream, trust_any, plaintext;
	const struct auth_mech *mech;
	struct auth *auth;
	bool auth_last; /* our last token went out */
	bool credentials;
	enum exchange_state state;
	bool leg; /* the body being read belongs to a leg */
	enum exchange_end end;
	struct answer answer;
	struct http_chunked chunked;
	int64_t left; /* of the body; -1 = until the connection ends */
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

/* "Authorization: Basic ...\r\n" for the next token; false = no token. */
static bool
put_authorization(struct exchange *x, struct span in, struct buf *head)
{
	struct buf token;
	enum auth_result r;
	bool ok;

	buf_init(&token, AUTH_TOKEN_MAX);
	r = x->mech->step(x->auth, in, &token);
	x->auth_last = r == AUTH_LAST;
	ok = r != AUTH_FAILED;
	if (ok && token.n > 0)
		ok = buf_printf(head, "Authorization: %s ", x->mech->scheme) &&
		    base64_encode(buf_span(&token), head) &&
		    buf_adds(head, "\r\n");
	buf_wipe(&token);
	return ok;
}

/* The headers of an IN or OUT request ([MS-RPCH] 2.1.2.1.1, 2.1.2.1.2). */
static const char rpc_headers[] = "Accept: application/rpc\r\n"
				  "Cache-Control: no-cache\r\n"
				  "Pragma: No-cache\r\n"
				  "User-Agent: MSRPC\r\n";
static const char plain_headers[] = "Accept: */*\r\n"
				    "User-Agent: rpcdiag\r\n";

static bool
put_head(struct exchange *x, struct span token, struct buf *head)
{
	bool bare_get;

	if (!buf_printf(head, "%s %s HTTP/1.1\r\nHost: %s\r\n%s", x->method,
		x->target, x->host, x->rpc ? rpc_headers : plain_headers))
		return false;
	x->auth_last = true;
	if (x->auth != NULL) {
		if (!put_authorization(x, token, head))
			return false;
		x->credentials = true;
	}
	bare_get = x->length == 0 && !x->rpc;
	if (!bare_get &&
	    !buf_printf(head, "Content-Length: %" PRIu64 "\r\n",
		x->auth_last ? x->length : 0))
		return false;
	return buf_adds(head, "Connection: Keep-Alive\r\n\r\n");
}

/*
 * Send the next leg. While the mechanism still needs the server's word the
 * request has no body; the one with the last token is the real request, and
 * its first bytes go out with its head (one write, one round trip).
 */
static void
send_leg(struct exchange *x, struct span token)
{
	struct buf head;
	bool ok;

	buf_init(&head, HTTP_HEAD_MAX + AUTH_TOKEN_MAX);
	ok = put_head(x, token, &head);
	if (ok && x->auth_last)
		ok = buf_add(&head, x->body_out.p, x->body_out.n);
	if (ok)
		ok = conn_send(x->conn, buf_span(&head));
	buf_wipe(&head);
	if (!ok) {
		exchange_finish(x, EXCHANGE_ENDED, EXCHANGE_NO_AUTH);
		return;
	}
	log_at(LOG_EVENTS, "%s %s sent%s%s", x->method, x->target,
	    x->auth == NULL ? "" : " with ",
	    x->auth == NULL ? "" : x->mech->scheme);
	x->state = x->auth_last ? X_REAL : X_LEG;
	if (x->auth_last)
		x->fn(x->arg, EXCHANGE_SENT);
}

/* May credentials go over this connection? */
static bool
is_safe(const struct exchange *x)
{
	const struct tls_facts *tls = conn_tls(x->conn);

	if (tls == NULL)
		return x->plaintext || strcmp(x->mech->name, "basic") != 0;
	return x->trust_any || tls_facts_good(tls);
}

static void
on_opened(struct exchange *x)
{
	if (x->auth != NULL && !is_safe(x)) {
		exchange_finish(x, EXCHANGE_ENDED, EXCHANGE_UNSAFE);
		return;
	}
	send_leg(x, span_of(NULL, 0));
}

/* The stream of a 200; anything else is an answer that is kept whole. */
static bool
is_streaming(const struct exchange *x)
{
	return x->stream && !x->leg && x->answer.status == 200;
}

static void
body_begin(struct exchange *x)
{
	memset(&x->chunked, 0, sizeof(x->chunked));
	x->left = x->answer.length >= 0 ? x->answer.length : -1;
	if (answer_is_bodyless(&x->answer))
		x->left = 0;
	x->state = X_BODY;
	if (x->left < 0 && !x->answer.chunked && !is_streaming(x))
		loop_arm(x->loop, &x->tail, clock_mono_us() + TAIL_US);
}

/* A leg was answered: the next one, or this is the final answer after all. */
static void
leg_done(struct exchange *x)
{
	struct buf token;
	bool ok;

	if (x->answer.status != 401 || x->answer.token == NULL) {
		exchange_finish(x, EXCHANGE_DONE, EXCHANGE_OK);
		return;
	}
	buf_init(&token, AUTH_TOKEN_MAX);
	ok = base64_decode(span_str(x->answer.token), &token);
	x->leg = false;
	if (ok)
		send_leg(x, buf_span(&token));
	else
		exchange_finish(x, EXCHANGE_ENDED, EXCHANGE_GARBAGE);
	buf_wipe(&token);
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
	x->leg = x->state == X_LEG;
	body_begin(x);
	if (!x->leg)
		x->fn(x->arg, EXCHANGE_ANSWER);
	return x->state == X_BODY;
}

/* Take body bytes into out, past any chunk framing; false = bad framing. */
static bool
take_body(struct exchange *x, struct buf *out)
{
	struct buf *in = conn_in(x->conn);
	size_t n = in->n;
	size_t room = out->max - out->n;

	if (x->answer.chunked) {
		struct span part = span_sub(buf_span(in), 0, room);
		enum wire_err e = http_chunked_read(&x->chunked, part, &n, out);

		buf_drop(in, n);
		if (x->chunked.end)
			x->left = 0;
		return e == WIRE_OK || e == WIRE_SHORT;
	}
	if (x->left >= 0 && n > (uint64_t)x->left)
		n = (size_t)x->left;
	if (n > room)
		n = room;
	if (!buf_add(out, in->p, n))
		return false;
	buf_drop(in, n);
	if (x->left > 0)
		x->left -= (int64_t)n;
	return true;
}

static void
read_body(struct exchange *x)
{
	bool streaming = is_streaming(x);
	struct buf *out = streaming ? &x->stream_in : &x->answer.body;
	size_t held = out->n;

	if (!take_body(x, out)) {
		exchange_finish(x, EXCHANGE_ENDED, EXCHANGE_GARBAGE);
		return;
	}
	if (streaming && out->n > held)
		x->fn(x->arg, EXCHANGE_BODY);
	if (x->state != X_BODY)
		return;
	/* a body longer than we keep is complete enough to judge by */
	if (x->left == 0 || (!streaming && out->n == out->max))
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
	bool whole = x->state == X_BODY && x->left < 0 && !x->leg &&
	    !x->answer.chunked && !is_streaming(x);

	if (whole)
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
	bool v6 = strchr(spec->host, ':') != NULL;
	bool standard = spec->port == (spec->trust == NULL ? 80 : 443);

	x->loop = l;
	x->fn = fn;
	x->arg = arg;
	x->tail.fn = on_tail;
	x->tail.arg = x;
	x->host = standard
	    ? mem_printf(v6 ? "[%s]" : "%s", spec->host)
	    : mem_printf(v6 ? "[%s]:%d" : "%s:%d", spec->host, spec->port);
	x->method = mem_strdup(req->method);
	x->target = mem_strdup(req->target);
	x->length = req->length;
	x->rpc = req->rpc;
	x->stream = req->stream;
	x->trust_any = req->trust_any;
	x->plaintext = req->plaintext;
	x->mech = req->mech;
	if (req->mech != NULL)
		x->auth = req->mech->open(req->who);
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

	if (x->auth != NULL)
		x->mech->close(x->auth);
	answer_clear(&x->answer);
	buf_wipe(&x->body_out);
	buf_wipe(&x->stream_in);
	free(x->host);
	free(x->method);
	free(x->target);
	free(x);
}

void
exchange_close(struct exchange *x)
{
	if (x == NULL)
		return;
	x->state = X_OVER;
	loop_disarm(x->loop, &x->tail);
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
	return &x->answer;
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
