/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/hostile.h"

#include <string.h>

#include "base/clock.h"
#include "lab/crew.h"
#include "lab/http_conn.h"

#define DRIP_PAUSE CLOCK_S(1)
#define BODY_PAUSE CLOCK_MS(10)
#define REQUEST_TIME CLOCK_S(60)

/* Read and forget until the client gives up. */
static void
swallow(struct stream *s)
{
	struct buf in;

	buf_init(&in, STREAM_BLOCK);
	while (stream_read(s, &in, INT64_MAX) == STREAM_OK)
		buf_clear(&in);
	buf_clear(&in);
}

void
hostile_silent(void *ctx, int fd)
{
	struct stream *s = stream_new(fd);

	(void)ctx;
	swallow(s);
	stream_free(s);
}

void
hostile_tls_silent(void *ctx, int fd)
{
	struct stream *s = stream_accept(fd, ctx);

	if (s == NULL)
		return;
	swallow(s);
	stream_free(s);
}

void
hostile_drip(void *ctx, int fd)
{
	static const char start[] = "HTTP/1.1 200 Success\r\nX-Filler: ";
	struct stream *s = stream_accept(fd, ctx);
	struct http_conn c;
	size_t at = 0;

	if (s == NULL)
		return;
	http_conn_open(&c, s);
	if (http_conn_next(&c, clock_mono_us() + REQUEST_TIME)) {
		while (crew_sleep(DRIP_PAUSE)) {
			const char *byte =
			    at < sizeof(start) - 1 ? &start[at++] : "x";

			if (!stream_write(s, span_of(byte, 1)))
				break;
		}
	}
	http_conn_close(&c);
}

void
hostile_endless(void *ctx, int fd)
{
	struct stream *s = stream_accept(fd, ctx);
	struct http_conn c;
	uint8_t block[4096];

	if (s == NULL)
		return;
	memset(block, ' ', sizeof(block));
	http_conn_open(&c, s);
	if (http_conn_next(&c, clock_mono_us() + REQUEST_TIME) &&
	    stream_write(s,
		span_str("HTTP/1.1 401 Unauthorized\r\n"
			 "Content-Type: text/html\r\n"
			 "WWW-Authenticate: Basic realm=\"endless\"\r\n"
			 "\r\n")))
		while (crew_sleep(BODY_PAUSE) &&
		    stream_write(s, span_of(block, sizeof(block))))
			;
	http_conn_close(&c);
}
