/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/http_conn.h"

#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "lab/pdu_stream.h"

#define BODY_SKIP_MAX 65536 /* a longer body ends the connection instead */
#define BODY_HELD_MAX 49152 /* uploadReadAheadSize of IIS */
#define BODY_TIME CLOCK_S(30)

void
http_conn_open(struct http_conn *c, struct stream *stream)
{
	*c = (struct http_conn){ .stream = stream, .length = -1 };
	c->peer.n = sizeof(c->peer.sa);
	if (getpeername(
		stream->fd, (struct sockaddr *)&c->peer.sa, &c->peer.n) != 0)
		addr_parse("127.0.0.1", 0, &c->peer);
	buf_init(&c->in, HTTP_HEAD_MAX + PDU_STREAM_MAX);
	buf_init(&c->head_text, HTTP_HEAD_MAX);
	buf_init(&c->greeting, HTTP_HEAD_MAX);
}

void
http_conn_close(struct http_conn *c)
{
	stream_linger(c->stream);
	buf_clear(&c->in);
	buf_clear(&c->head_text);
	buf_clear(&c->greeting);
	c->stream = NULL;
}

/* Move the head out of the input, so that its spans stay where they are. */
static bool
keep_head(struct http_conn *c)
{
	struct span all = buf_span(&c->in);

	buf_clear(&c->head_text);
	if (!buf_add(&c->head_text, all.p, c->head.size))
		return false;
	buf_drop(&c->in, c->head.size);
	if (http_head_parse(buf_span(&c->head_text), false, &c->head) !=
	    WIRE_OK)
		return false;
	c->length = http_content_length(&c->head);
	c->body_taken = false;
	c->asks_continue = http_field_has(&c->head, "Expect", "100-continue");
	return c->length >= -1;
}

/* As http.sys answers a ClientHello, or whatever else is not HTTP. */
static void
say_bad(struct http_conn *c)
{
	static const char bad[] =
	    "HTTP/1.1 400 Bad Request\r\n"
	    "Content-Type: text/html; charset=us-ascii\r\n"
	    "Server: Microsoft-HTTPAPI/2.0\r\n"
	    "Connection: close\r\n"
	    "Content-Length: 0\r\n\r\n";

	stream_write(c->stream, span_str(bad));
}

bool
http_conn_next(struct http_conn *c, int64_t deadline_us)
{
	for (;;) {
		enum wire_err e =
		    http_head_parse(buf_span(&c->in), false, &c->head);

		if (e == WIRE_OK)
			return keep_head(c);
		if (e != WIRE_SHORT || c->in.n > HTTP_HEAD_MAX) {
			say_bad(c);
			return false;
		}
		if (stream_read(c->stream, &c->in, deadline_us) != STREAM_OK)
			return false;
	}
}

bool
http_conn_hold_body(struct http_conn *c, int64_t deadline_us)
{
	if (c->length > BODY_HELD_MAX)
		return false;
	while (c->length > 0 && c->in.n < (size_t)c->length)
		if (stream_read(c->stream, &c->in, deadline_us) != STREAM_OK)
			return false;
	return true;
}

bool
http_conn_continue(struct http_conn *c)
{
	if (!c->asks_continue)
		return true;
	c->asks_continue = false;
	return stream_write(
	    c->stream, span_str("HTTP/1.1 100 Continue\r\n\r\n"));
}

/* Pass over what remains of the body, so that the next request is found. */
static bool
skip_body(struct http_conn *c)
{
	int64_t deadline = clock_mono_us() + BODY_TIME;
	size_t left = c->length > 0 ? (size_t)c->length : 0;

	if (c->body_taken || left > BODY_SKIP_MAX)
		return false;
	while (c->in.n < left)
		if (stream_read(c->stream, &c->in, deadline) != STREAM_OK)
			return false;
	buf_drop(&c->in, left);
	return true;
}

/* In the form of RFC 9110 5.6.7; the "C" locale has its names. */
static bool
put_date(struct buf *out)
{
	char text[64];
	time_t now = time(NULL);
	struct tm tm;

	return strftime(text, sizeof(text), "Date: %a, %d %b %Y %T GMT\r\n",
		   gmtime_r(&now, &tm)) > 0 &&
	    buf_adds(out, text);
}

static bool
write_reply(
    struct http_conn *c, const struct http_reply *r, const char *connection)
{
	struct buf out;
	bool ok;

	buf_init(&out, HTTP_HEAD_MAX + r->body.n);
	ok = buf_printf(
		 &out, "HTTP/1.%d %d %s\r\n", r->minor, r->status, r->reason) &&
	    (r->type == NULL ||
		buf_printf(&out, "Content-Type: %s\r\n", r->type)) &&
	    put_date(&out) && buf_adds(&out, buf_text(&c->greeting)) &&
	    buf_adds(&out, r->fields != NULL ? r->fields : "") &&
	    buf_printf(
		&out, "%sContent-Length: %zu\r\n\r\n", connection, r->body.n) &&
	    (http_method_is(c, "HEAD") ||
		buf_add(&out, r->body.p, r->body.n)) &&
	    stream_write(c->stream, buf_span(&out));
	buf_clear(&out);
	buf_clear(&c->greeting);
	return ok;
}

bool
http_conn_reply(struct http_conn *c, const struct http_reply *r)
{
	/* A client that waits for 100 may or may not send its body now. */
	bool unsure = c->asks_continue && c->length > 0;
	bool close = r->close || unsure || c->body_taken ||
	    c->length > BODY_SKIP_MAX ||
	    http_field_has(&c->head, "Connection", "close") ||
	    (c->head.minor == 0 &&
		!http_field_has(&c->head, "Connection", "keep-alive"));
	const char *connection = "";

	if (close)
		connection = "Connection: close\r\n";
	else if (c->head.minor == 0)
		connection = "Connection: keep-alive\r\n";
	return write_reply(c, r, connection) && !close && skip_body(c);
}

bool
http_method_is(const struct http_conn *c, const char *method)
{
	return span_eq(c->head.method, span_str(method));
}
