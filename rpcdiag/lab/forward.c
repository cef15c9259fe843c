/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/forward.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "lab/sock.h"
#include "lab/visitor.h"

#define IDLE_TIME CLOCK_S(75)
#define CONNECT_TIME CLOCK_S(20)
#define RELAY_TIME CLOCK_S(900)
#define FIELDS_MAX 16384

struct caller {
	const struct forward *forward;
	struct http_conn *conn;
	struct visitor visitor;
	struct stream *target; /* NULL = not connected */
};

/* error: squid's name of the page and errno, as squid tells it. */
static bool
refuse(struct caller *c, int status, const char *reason, const char *error)
{
	struct http_reply r = { .minor = 1,
		.status = status,
		.reason = reason,
		.type = "text/html" };
	struct buf fields;
	bool ok;

	buf_init(&fields, FIELDS_MAX);
	log_at(LOG_STEPS, "forward proxy answers %d %s", status, error);
	ok = buf_printf(&fields, "X-Squid-Error: %s\r\n", error) &&
	    (status != 407 || visitor_put_challenges(&c->visitor, &fields));
	if (ok) {
		r.fields = buf_text(&fields);
		ok = http_conn_reply(c->conn, &r);
	}
	buf_clear(&fields);
	return ok;
}

/* Whether the target is the front, whatever it is called. */
static bool
is_front(const struct caller *c)
{
	struct span t = c->conn->head.target;
	char *text = mem_strndup((const char *)t.p, t.n);
	const char *colon = strrchr(text, ':');
	bool is = colon != NULL && atoi(colon + 1) == c->forward->asked;

	free(text);
	return is;
}

static bool
connect_target(struct caller *c)
{
	int fd;

	switch (sock_connect(&c->forward->to, CONNECT_TIME, &fd)) {
	case SOCK_OK:
		c->target = stream_new(fd);
		return stream_write(c->conn->stream,
		    span_str("HTTP/1.1 200 Connection established\r\n\r\n"));
	case SOCK_REFUSED:
		return refuse(
		    c, 503, "Service Unavailable", "ERR_CONNECT_FAIL 111");
	default:
		return refuse(
		    c, 503, "Service Unavailable", "ERR_CONNECT_FAIL 110");
	}
}

/* One request; false when the connection cannot go on, or is passed on. */
static bool
serve_request(struct caller *c)
{
	const struct forward_knobs *k = c->forward->knobs;
	const struct http_head *h = &c->conn->head;

	log_at(LOG_STEPS, "forward proxy: %.*s %.*s", (int)h->method.n,
	    (const char *)h->method.p, (int)h->target.n,
	    (const char *)h->target.p);
	if (!http_method_is(c->conn, "CONNECT"))
		return refuse(c, 400, "Bad Request", "ERR_INVALID_REQ 0");
	if (k->schemes != NULL && !visitor_let_in(&c->visitor, h))
		return refuse(c, 407, "Proxy Authentication Required",
		    "ERR_CACHE_ACCESS_DENIED 0");
	if (k->denies)
		return refuse(c, 403, "Forbidden", "ERR_ACCESS_DENIED 0");
	if (!is_front(c))
		return refuse(c, 503, "Service Unavailable", "ERR_DNS_FAIL 0");
	return connect_target(c) && c->target == NULL;
}

/* Pass on what one of the two says, until either ends. */
static bool
relay_step(struct stream *from, struct stream *to, struct buf *bytes)
{
	enum stream_io io = stream_fill(from, bytes);
	bool ok = stream_write(to, buf_span(bytes));

	buf_clear(bytes);
	return ok && (io == STREAM_OK || io == STREAM_AGAIN);
}

static void
relay(struct stream *client, struct stream *target)
{
	struct stream *const both[2] = { client, target };
	struct buf bytes;
	bool go_on = true;

	buf_init(&bytes, STREAM_BLOCK);
	while (go_on) {
		unsigned ready =
		    stream_wait(both, 2, clock_mono_us() + RELAY_TIME);

		go_on = ready != 0 && (ready & STREAM_STOP) == 0;
		for (unsigned i = 0; go_on && i < 2; i++)
			if ((ready & 1u << i) != 0)
				go_on =
				    relay_step(both[i], both[1 - i], &bytes);
	}
	buf_clear(&bytes);
}

void
forward_serve(void *ctx, int fd)
{
	struct http_conn conn;
	struct caller c = { .forward = ctx, .conn = &conn };

	http_conn_open(&conn, stream_new(fd));
	visitor_init(&c.visitor, &c.forward->logon);
	while (http_conn_next(&conn, clock_mono_us() + IDLE_TIME) &&
	    serve_request(&c))
		;
	if (c.target != NULL && stream_write(c.target, buf_span(&conn.in)))
		relay(conn.stream, c.target);
	stream_free(c.target);
	http_conn_close(&conn);
	visitor_clear(&c.visitor);
}
