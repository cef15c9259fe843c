/* SPDX-License-Identifier: Apache-2.0 */
/* The device's work on one request that it lets pass. */
#include <strings.h>

#include "base/clock.h"
#include "base/log.h"
#include "lab/device.h"
#include "lab/pdu_stream.h"

#define BODY_HOLD_MAX (8u << 20) /* buffered request body */
#define ANSWER_HOLD 65536	 /* buffered answer: then it is let go */
#define PDU_TIME CLOCK_S(60)
#define HOLD_TIME CLOCK_S(600)
#define BUFFER_MAX (BODY_HOLD_MAX + HTTP_HEAD_MAX)

struct exchange {
	const struct device_knobs *knobs;
	struct http_conn *client;
	struct stream *backend;
	int64_t body_left; /* of the request, still to be forwarded */
	int64_t body_sent;
	struct buf answer;   /* from the back end, not yet examined */
	struct buf held;     /* examined, not yet sent to the client */
	bool head_seen;	     /* of the final answer */
	int64_t answer_left; /* of its body; -1 = until the end */
	bool answer_complete;
};

/* Expect stays here when the device answers it itself. */
static bool
is_expect(struct span name)
{
	return name.n == 6 &&
	    strncasecmp((const char *)name.p, "Expect", 6) == 0;
}

/* The head as it came, with a Via line: names, order and values are kept. */
static bool
forward_head(struct exchange *x)
{
	const struct http_head *h = &x->client->head;
	bool took_over = x->knobs->buffers_request || x->knobs->awaits_pdu;
	struct buf out;
	bool ok;

	buf_init(&out, HTTP_HEAD_MAX + 256);
	ok = buf_printf(&out, "%.*s %.*s HTTP/1.%d\r\n", (int)h->method.n,
	    (const char *)h->method.p, (int)h->target.n,
	    (const char *)h->target.p, h->minor);
	for (unsigned i = 0; i < h->nfields; i++) {
		const struct http_field *f = &h->field[i];

		if (!took_over || !is_expect(f->name))
			ok = ok &&
			    buf_printf(&out, "%.*s: %.*s\r\n", (int)f->name.n,
				(const char *)f->name.p, (int)f->value.n,
				(const char *)f->value.p);
	}
	ok = ok && buf_adds(&out, "Via: 1.1 gateway\r\n\r\n") &&
	    stream_write(x->backend, buf_span(&out));
	buf_clear(&out);
	return ok;
}

/* Read what the device wants to have before it forwards anything. */
static bool
collect(struct exchange *x)
{
	struct http_conn *c = x->client;
	struct span pdu;
	size_t want;

	if (x->knobs->awaits_pdu && c->length > 0)
		return http_conn_continue(c) &&
		    pdu_stream_await(c->stream, &c->in,
			clock_mono_us() + PDU_TIME, &pdu) == PDU_NEXT_OK;
	if (!x->knobs->buffers_request || c->length <= 0)
		return true;
	want = (uint64_t)c->length > BODY_HOLD_MAX ? BODY_HOLD_MAX
						   : (size_t)c->length;
	if (!http_conn_continue(c))
		return false;
	c->in.max = BUFFER_MAX;
	while (c->in.n < want)
		if (stream_read(c->stream, &c->in,
			clock_mono_us() + HOLD_TIME) != STREAM_OK)
			return false;
	return true;
}

static bool
forward_body(struct exchange *x)
{
	struct buf *in = &x->client->in;
	size_t n = in->n;

	if (n == 0 || x->body_left == 0)
		return true;
	if ((int64_t)n > x->body_left)
		n = (size_t)x->body_left;
	if (!stream_write(x->backend, span_sub(buf_span(in), 0, n)))
		return false;
	buf_drop(in, n);
	x->body_left -= (int64_t)n;
	x->body_sent += (int64_t)n;
	return x->knobs->byte_cap == 0 || x->body_sent < x->knobs->byte_cap;
}

static bool
has_body(const struct exchange *x, const struct http_head *h)
{
	return !http_method_is(x->client, "HEAD") && h->status != 204 &&
	    h->status != 304;
}

/* The head of the final answer, perhaps in the device's own name. */
static bool
hold_head(struct exchange *x, const struct http_head *h)
{
	struct span head = span_sub(buf_span(&x->answer), 0, h->size);
	struct span server = http_field(h, "Server", 0);
	size_t at = (size_t)(server.p - head.p);
	struct span rest;

	if (!x->knobs->signs_all || server.n == 0)
		return buf_add(&x->held, head.p, head.n);
	rest = span_sub(head, at + server.n, head.n);
	return buf_add(&x->held, head.p, at) &&
	    buf_adds(&x->held, x->knobs->server) &&
	    buf_add(&x->held, rest.p, rest.n);
}

/* Pass interim answers on at once; learn the length of the final one. */
static bool
examine_head(struct exchange *x)
{
	struct http_head h;
	enum wire_err e;

	while (!x->head_seen) {
		bool interim;

		e = http_head_parse(buf_span(&x->answer), true, &h);
		if (e != WIRE_OK)
			return e == WIRE_SHORT;
		interim = h.status < 200;
		if (interim &&
		    !stream_write(x->client->stream,
			span_sub(buf_span(&x->answer), 0, h.size)))
			return false;
		if (!interim) {
			x->head_seen = true;
			x->answer_left =
			    has_body(x, &h) ? http_content_length(&h) : 0;
			x->answer_complete = x->answer_left == 0;
			if (!hold_head(x, &h))
				return false;
		}
		buf_drop(&x->answer, h.size);
	}
	return true;
}

static bool
take_answer(struct exchange *x)
{
	size_t n;

	if (!examine_head(x))
		return false;
	n = x->answer.n;
	if (!x->head_seen || n == 0)
		return true;
	if (x->answer_left >= 0 && (int64_t)n > x->answer_left)
		n = (size_t)x->answer_left;
	if (!buf_add(&x->held, x->answer.p, n))
		return false;
	buf_drop(&x->answer, n);
	if (x->answer_left >= 0)
		x->answer_left -= (int64_t)n;
	x->answer_complete = x->answer_left == 0;
	return true;
}

/* Send what is held, unless the device keeps it back for now. */
static bool
release(struct exchange *x, bool all)
{
	bool ok;

	if (!all && x->knobs->buffers_response && !x->answer_complete &&
	    x->held.n < ANSWER_HOLD)
		return true;
	ok = stream_write(x->client->stream, buf_span(&x->held));
	buf_clear(&x->held);
	return ok;
}

static int64_t
idle_ends(const struct device_knobs *k)
{
	return k->idle_us == 0 ? INT64_MAX : clock_mono_us() + k->idle_us;
}

/* The entry of the connection is gone: what comes for it is dropped. */
static void
forget(struct exchange *x)
{
	struct buf *in = &x->client->in;

	log_at(LOG_STEPS, "device forgets an idle connection");
	while (stream_read(x->client->stream, in,
		   clock_mono_us() + HOLD_TIME) == STREAM_OK)
		buf_clear(in);
}

static bool
step(struct exchange *x)
{
	struct stream *const both[2] = { x->client->stream, x->backend };
	unsigned ready = stream_wait(both, 2, idle_ends(x->knobs));
	enum stream_io io;

	if (ready == 0 && x->knobs->forgets)
		forget(x);
	if (ready == STREAM_STOP || ready == 0)
		return false;
	if ((ready & 1u) != 0 &&
	    stream_fill(both[0], &x->client->in) > STREAM_AGAIN)
		return false;
	if ((ready & 2u) != 0) {
		io = stream_fill(both[1], &x->answer);
		if (!take_answer(x) || !release(x, io > STREAM_AGAIN) ||
		    io > STREAM_AGAIN)
			return false;
	}
	return forward_body(x);
}

bool
device_exchange(const struct device_knobs *knobs, struct http_conn *client,
    struct stream *backend)
{
	struct exchange x = { .knobs = knobs,
		.client = client,
		.backend = backend,
		.body_left = client->length > 0 ? client->length : 0 };
	bool ok;

	buf_init(&x.answer, HTTP_HEAD_MAX + STREAM_BLOCK);
	buf_init(&x.held, 2 * ANSWER_HOLD + HTTP_HEAD_MAX);
	ok = collect(&x) && forward_head(&x) && forward_body(&x);
	while (ok && !x.answer_complete)
		ok = step(&x);
	buf_clear(&x.answer);
	buf_clear(&x.held);
	/* An answer that came before the body was through ends both. */
	return ok && x.body_left == 0;
}
