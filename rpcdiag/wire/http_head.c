/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Heads are taken apart where they lie. Lines end with CR LF or a bare LF;
 * nothing is decoded, and a byte of 0x80 or above is data (localised reason
 * phrases exist).
 */
#include "wire/http_head.h"

#include <string.h>
#include <strings.h>

#define VERSION "HTTP/1."
#define VERSION_SIZE (sizeof(VERSION) - 1)

static bool
is_digit(uint8_t c)
{
	return c >= '0' && c <= '9';
}

static bool
is_blank(uint8_t c)
{
	return c == ' ' || c == '\t';
}

/* RFC 9110 5.6.2 */
static bool
is_token(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] <= ' ' || s.p[i] >= 0x7f ||
		    strchr("\"(),/:;<=>?@[\\]{}", s.p[i]) != NULL)
			return false;
	return s.n > 0;
}

static struct span
trim(struct span s)
{
	while (s.n > 0 && is_blank(s.p[0]))
		s = span_sub(s, 1, s.n);
	while (s.n > 0 && is_blank(s.p[s.n - 1]))
		s.n--;
	return s;
}

/* Cut s at the first c: what is before it is returned, what is after it stays
 * in s. Without a c everything is returned and s becomes empty. */
static struct span
cut(struct span *s, char c)
{
	const uint8_t *at = s->n == 0 ? NULL : memchr(s->p, c, s->n);
	size_t n = at == NULL ? s->n : (size_t)(at - s->p);
	struct span head = span_sub(*s, 0, n);

	*s = span_sub(*s, at == NULL ? n : n + 1, s->n);
	return head;
}

/*
 * The line at the start of in, without its end; *size counts the end. False
 * when the end is not there.
 */
static bool
line_take(struct span in, struct span *line, size_t *size)
{
	const uint8_t *lf = in.n == 0 ? NULL : memchr(in.p, '\n', in.n);

	if (lf == NULL)
		return false;
	*line = span_of(in.p, (size_t)(lf - in.p));
	*size = line->n + 1;
	if (line->n > 0 && line->p[line->n - 1] == '\r')
		line->n--;
	return true;
}

static bool
version_parse(struct span s, struct http_head *out)
{
	if (s.n != VERSION_SIZE + 1 ||
	    memcmp(s.p, VERSION, VERSION_SIZE) != 0 ||
	    !is_digit(s.p[VERSION_SIZE]))
		return false;
	out->minor = s.p[VERSION_SIZE] - '0';
	return true;
}

static bool
status_line_parse(struct span line, struct http_head *out)
{
	struct span version = cut(&line, ' ');
	struct span code = cut(&line, ' ');

	if (!version_parse(version, out) || code.n != 3)
		return false;
	for (size_t i = 0; i < 3; i++) {
		if (!is_digit(code.p[i]))
			return false;
		out->status = out->status * 10 + (code.p[i] - '0');
	}
	out->reason = trim(line);
	return out->status >= 100;
}

static bool
request_line_parse(struct span line, struct http_head *out)
{
	out->method = cut(&line, ' ');
	out->target = cut(&line, ' ');
	return is_token(out->method) && out->target.n > 0 &&
	    version_parse(line, out);
}

static enum wire_err
field_parse(struct span line, struct http_head *out)
{
	struct http_field *f = &out->field[out->nfields];
	size_t whole = line.n;

	if (out->nfields == HTTP_FIELDS_MAX)
		return WIRE_LIMIT;
	if (memchr(line.p, '\0', line.n) != NULL ||
	    memchr(line.p, '\r', line.n) != NULL)
		return WIRE_INVALID;
	f->name = cut(&line, ':');
	if (f->name.n == whole || !is_token(f->name))
		return WIRE_INVALID;
	f->value = trim(line);
	out->nfields++;
	return WIRE_OK;
}

/* A line that is no field. Browsers and WinHTTP pass over it in an answer, so a
 * site that sends one works. Of a folded field its first line counts. */
static bool
is_stray(struct span line)
{
	return line.n > 0 && memchr(line.p, '\0', line.n) == NULL &&
	    (line.p[0] == ' ' || line.p[0] == '\t' ||
		memchr(line.p, ':', line.n) == NULL);
}

/*
 * Can these bytes still become a response? Asked before the line is whole, so
 * that a banner or a PDU in place of a head is seen at once and not at the
 * deadline.
 */
static bool
response_begins(struct span in)
{
	size_t n = in.n < VERSION_SIZE ? in.n : VERSION_SIZE;

	return n == 0 || memcmp(in.p, VERSION, n) == 0;
}

static enum wire_err
head_lines(struct span in, bool response, struct http_head *out)
{
	bool started = false;
	struct span line = { 0 };
	size_t size = 0;

	for (; line_take(in, &line, &size); in = span_sub(in, size, in.n)) {
		enum wire_err e = WIRE_OK;

		out->size += size;
		if (started && line.n == 0)
			return WIRE_OK;
		if (started && response && is_stray(line))
			continue;
		if (started)
			e = field_parse(line, out);
		else if (line.n == 0) /* RFC 9112 2.2: pass over */
			continue;
		else if (response ? !status_line_parse(line, out)
				  : !request_line_parse(line, out))
			e = WIRE_INVALID;
		started = true;
		if (e != WIRE_OK)
			return e;
	}
	if (!started && response && !response_begins(in) &&
	    !(in.n == 1 && in.p[0] == '\r'))
		return WIRE_INVALID;
	return WIRE_SHORT;
}

enum wire_err
http_head_parse(struct span in, bool response, struct http_head *out)
{
	enum wire_err e;

	memset(out, 0, sizeof(*out));
	if (in.n == 0)
		return WIRE_SHORT;
	e = head_lines(span_sub(in, 0, HTTP_HEAD_MAX), response, out);
	return e == WIRE_SHORT && in.n >= HTTP_HEAD_MAX ? WIRE_LIMIT : e;
}

static bool
span_is(struct span s, const char *text)
{
	return s.n == strlen(text) &&
	    (s.n == 0 || strncasecmp((const char *)s.p, text, s.n) == 0);
}

struct span
http_field(const struct http_head *h, const char *name, unsigned n)
{
	for (unsigned i = 0; i < h->nfields; i++)
		if (span_is(h->field[i].name, name) && n-- == 0)
			return h->field[i].value;
	return (struct span){ 0 };
}

bool
http_field_has(const struct http_head *h, const char *name, const char *token)
{
	struct span value;

	for (unsigned n = 0; value = http_field(h, name, n), value.p != NULL;
	     n++)
		while (value.n > 0)
			if (span_is(trim(cut(&value, ',')), token))
				return true;
	return false;
}

/* Digits only; false when there are none or they exceed int64_t. */
static bool
length_parse(struct span s, int64_t *out)
{
	int64_t v = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (!is_digit(s.p[i]) || v > (INT64_MAX - 9) / 10)
			return false;
		v = v * 10 + (s.p[i] - '0');
	}
	*out = v;
	return s.n > 0;
}

int64_t
http_content_length(const struct http_head *h)
{
	int64_t length = -1;
	struct span value;

	for (unsigned n = 0;
	     value = http_field(h, "Content-Length", n), value.p != NULL; n++)
		do {
			int64_t one;

			if (!length_parse(trim(cut(&value, ',')), &one) ||
			    (length >= 0 && one != length))
				return -2;
			length = one;
		} while (value.n > 0);
	return length;
}
