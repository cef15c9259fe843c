/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A phrase may carry text before the grammar, since proxies localise and
 * prefix it, and devices cut it; what is readable is read.
 */
#include "wire/rpc_error.h"

#include <string.h>
#include <strings.h>

#include "base/base64.h"
#include "wire/cursor.h"
#include "wire/hex.h"

#define CODE_DIGITS 8

static bool
is_blank(uint8_t c)
{
	return c == ' ' || c == '\t';
}

static bool
is_base64(uint8_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	    (c >= '0' && c <= '9') || c == '+' || c == '/' || c == '=';
}

static struct span
skip_blanks(struct span s)
{
	while (s.n > 0 && is_blank(s.p[0]))
		s = span_sub(s, 1, s.n);
	return s;
}

/*
 * If s begins with the words and a colon, let *s begin after that. A blank in
 * words stands for any number of blanks.
 */
static bool
label_take(struct span *s, const char *words)
{
	struct span at = *s;

	for (; *words != '\0'; words++) {
		if (*words == ' ') {
			at = skip_blanks(at);
			continue;
		}
		if (at.n == 0 || strncasecmp((const char *)at.p, words, 1) != 0)
			return false;
		at = span_sub(at, 1, at.n);
	}
	at = skip_blanks(at);
	if (at.n == 0 || at.p[0] != ':')
		return false;
	*s = skip_blanks(span_sub(at, 1, at.n));
	return true;
}

static bool
label_find(struct span *s, const char *words)
{
	for (; s->n > 0; *s = span_sub(*s, 1, s->n))
		if (label_take(s, words))
			return true;
	return false;
}

/* 1*HEX, and a "0x" before it that the grammar does not have. */
static bool
code_take(struct span *s, uint32_t *code)
{
	unsigned digits = 0;

	if (s->n > 1 && s->p[0] == '0' && (s->p[1] | 0x20) == 'x')
		*s = span_sub(*s, 2, s->n);
	*code = 0;
	while (s->n > 0 && hex_digit(s->p[0]) >= 0) {
		if (++digits > CODE_DIGITS)
			return false;
		*code = *code << 4 | (uint32_t)hex_digit(s->p[0]);
		*s = span_sub(*s, 1, s->n);
	}
	return digits > 0;
}

enum wire_err
rpc_error_parse(struct span reason, struct rpc_error *out, struct buf *blob)
{
	*out = (struct rpc_error){ 0 };
	if (!label_find(&reason, "RPC Error"))
		return WIRE_UNKNOWN;
	if (!code_take(&reason, &out->code)) {
		out->code = 0;
		return WIRE_INVALID;
	}
	reason = skip_blanks(reason);
	if (reason.n == 0)
		return WIRE_OK;
	if (reason.p[0] != ',')
		return WIRE_INVALID;
	reason = skip_blanks(span_sub(reason, 1, reason.n));
	if (!label_take(&reason, "EEInfo"))
		return WIRE_INVALID;
	out->has_eeinfo = true;
	return base64_decode(reason, blob) ? WIRE_OK : WIRE_INVALID;
}

enum wire_err
rpc_error_body_parse(struct span body, struct buf *blob)
{
	size_t n = 0;

	if (!label_find(&body, "RPC EEInfo"))
		return WIRE_UNKNOWN;
	while (n < body.n && is_base64(body.p[n]))
		n++;
	if (n == 0)
		return WIRE_INVALID;
	return base64_decode(span_sub(body, 0, n), blob) ? WIRE_OK
							 : WIRE_INVALID;
}

bool
rpc_error_format(uint32_t code, struct span eeinfo, struct buf *out)
{
	struct wr w;

	wr_init(&w, out);
	w.ok = buf_printf(out, "RPC Error: %x", code);
	if (eeinfo.n > 0)
		w.ok = w.ok && buf_adds(out, ", EEInfo: ") &&
		    base64_encode(eeinfo, out);
	return wr_done(&w);
}
