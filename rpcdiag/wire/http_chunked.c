/* SPDX-License-Identifier: Apache-2.0 */
/* Chunked bodies (RFC 9112 7.1), whatever way the bytes were cut up. */
#include "wire/hex.h"
#include "wire/http_head.h"

enum {		       /* struct http_chunked.state */
	AT_SIZE_FIRST, /* the first digit is still to come */
	AT_SIZE,
	AT_EXTENSION,
	AT_SIZE_LF,
	AT_DATA,
	AT_DATA_END, /* CR LF or LF */
	AT_DATA_LF,
	AT_TRAILER, /* at the start of a line */
	AT_TRAILER_LINE,
	AT_TRAILER_LF,
};

/* The size line is over: data follows, or the trailer after a zero. */
static bool
size_end(struct http_chunked *c)
{
	c->state = c->left == 0 ? AT_TRAILER : AT_DATA;
	return true;
}

static bool
size_byte(struct http_chunked *c, uint8_t b)
{
	int digit = hex_digit(b);

	if (digit >= 0) {
		if (c->left > UINT64_MAX >> 4)
			return false;
		c->left = c->left << 4 | (unsigned)digit;
		c->state = AT_SIZE;
		return true;
	}
	if (c->state == AT_SIZE_FIRST)
		return false;
	if (b == '\n')
		return size_end(c);
	if (b == '\r')
		c->state = AT_SIZE_LF;
	else if (b == ';' || b == ' ' || b == '\t')
		c->state = AT_EXTENSION;
	else
		return false;
	return true;
}

static bool
trailer_byte(struct http_chunked *c, uint8_t b)
{
	bool line_start = c->state != AT_TRAILER_LINE;

	if (c->state == AT_TRAILER_LF && b != '\n')
		return false;
	if (b == '\n') {
		c->end = line_start;
		c->state = AT_TRAILER;
	} else if (b == '\r' && line_start) {
		c->state = AT_TRAILER_LF;
	} else {
		c->state = AT_TRAILER_LINE;
	}
	return true;
}

/* One byte of framing; false when it is wrong. */
static bool
frame_byte(struct http_chunked *c, uint8_t b)
{
	switch (c->state) {
	case AT_SIZE_FIRST:
	case AT_SIZE:
		return size_byte(c, b);
	case AT_EXTENSION:
		return b == '\n' ? size_end(c) : true;
	case AT_SIZE_LF:
		return b == '\n' && size_end(c);
	case AT_DATA_END:
	case AT_DATA_LF:
		if (b == '\r' && c->state == AT_DATA_END) {
			c->state = AT_DATA_LF;
			return true;
		}
		c->state = AT_SIZE_FIRST;
		return b == '\n';
	default:
		return trailer_byte(c, b);
	}
}

enum wire_err
http_chunked_read(
    struct http_chunked *c, struct span in, size_t *used, struct buf *out)
{
	for (*used = 0; *used < in.n && !c->end;) {
		struct span data = span_sub(in, *used, in.n);

		if (c->state != AT_DATA) {
			if (!frame_byte(c, data.p[0]))
				return WIRE_INVALID;
			++*used;
			continue;
		}
		if (data.n > c->left)
			data.n = (size_t)c->left;
		if (!buf_add(out, data.p, data.n))
			return WIRE_LIMIT;
		*used += data.n;
		c->left -= data.n;
		if (c->left == 0)
			c->state = AT_DATA_END;
	}
	return WIRE_OK;
}
