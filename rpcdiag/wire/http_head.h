/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HTTP/1.x heads and chunked bodies (RFC 9112 sections 2-7) as this protocol
 * needs them: an RPC proxy answers HTTP/1.0 and 1.1, with reason phrases that
 * carry data. Reads requests for the lab and responses for the client.
 */
#ifndef RPCDIAG_WIRE_HTTP_HEAD_H
#define RPCDIAG_WIRE_HTTP_HEAD_H

#include <stdbool.h>

#include "base/buf.h"
#include "wire/wire.h"

#define HTTP_HEAD_MAX 65536 /* bytes of a head, start line included */
#define HTTP_FIELDS_MAX 128

struct http_field {
	struct span name;
	struct span value; /* without surrounding blanks */
};

struct http_head {
	int status;	    /* response: 100..999; request: 0 */
	int minor;	    /* HTTP/1.minor */
	struct span reason; /* response */
	struct span method; /* request */
	struct span target; /* request */
	unsigned nfields;
	struct http_field field[HTTP_FIELDS_MAX];
	size_t size; /* bytes of the head with its blank line */
};

/*
 * Parse the head at the start of in. WIRE_SHORT: more bytes are needed (or
 * they never come). All spans borrow from in. Bare LF line ends are accepted.
 * In a response a line without a colon, or one that continues the line above
 * (RFC 9112 5.2), is passed over; a request may have neither.
 */
enum wire_err http_head_parse(
    struct span in, bool response, struct http_head *out) WIRE_MUST_CHECK;
/* The n-th (from 0) value of a field, or an empty span with p == NULL. */
struct span http_field(const struct http_head *h, const char *name, unsigned n);
/* Is the token (ignoring case) among the comma-separated values? */
bool http_field_has(
    const struct http_head *h, const char *name, const char *token);
/* Content-Length; -1 when absent, -2 when unreadable or contradictory. */
int64_t http_content_length(const struct http_head *h);

/* An incremental reader of a chunked body. Zero it to start. */
struct http_chunked {
	uint64_t left; /* bytes of the current chunk still to come */
	int state;     /* private */
	bool end;      /* the last chunk and its trailer were read */
};

/*
 * Take bytes from in, append the payload to out, and say in *used how many
 * were taken. WIRE_LIMIT when out is full, WIRE_INVALID on bad framing.
 */
enum wire_err http_chunked_read(struct http_chunked *c, struct span in,
    size_t *used, struct buf *out) WIRE_MUST_CHECK;

#endif
