/* SPDX-License-Identifier: Apache-2.0 */
#include "lint/text.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/unicode.h"

#define LOOK 512 /* bytes that tell UTF-16 without a mark */

static const char *const names[TEXT_NENCODINGS] = {
	[TEXT_UTF8] = "UTF-8",
	[TEXT_UTF8_BOM] = "UTF-8 with BOM",
	[TEXT_UTF16LE] = "UTF-16LE",
	[TEXT_UTF16BE] = "UTF-16BE",
	[TEXT_CP1252] = "CP1252",
};

static const struct {
	const char *bytes;
	size_t n;
	enum text_encoding encoding;
} marks[] = {
	{ "\xef\xbb\xbf", 3, TEXT_UTF8_BOM },
	{ "\xff\xfe", 2, TEXT_UTF16LE },
	{ "\xfe\xff", 2, TEXT_UTF16BE },
};

/* 0x80..0x9f of Windows code page 1252; 0 where it has no character. */
static const uint16_t cp1252_high[32] = {
	0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, /* 80 */
	0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0,	   /* 88 */
	0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, /* 90 */
	0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178, /* 98 */
};

const char *
text_encoding_name(enum text_encoding e)
{
	return names[e];
}

/* What programs write is mostly ASCII, so one half of its units is zero. */
static bool
is_utf16(struct span bytes, size_t zero_at)
{
	size_t n = bytes.n < LOOK ? bytes.n / 2 : LOOK / 2;
	size_t zeros = 0;

	for (size_t i = 0; i < n; i++) {
		if (bytes.p[2 * i + 1 - zero_at] == 0)
			return false;
		zeros += bytes.p[2 * i + zero_at] == 0;
	}
	return n > 0 && bytes.n % 2 == 0 && zeros * 2 > n;
}

static bool
is_utf8(const char *s, size_t n)
{
	const char *end = s + n;

	while (s < end) {
		uint32_t ch = utf8_next(&s);

		if (ch == UNICODE_BAD)
			return false;
		if (ch == 0)
			s++;
	}
	return true;
}

/* s: the same bytes with a NUL behind them. The mark is cut off. */
static enum text_encoding
encoding_of(struct span *bytes, const char *s)
{
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (span_eq(span_sub(*bytes, 0, marks[i].n),
			span_of(marks[i].bytes, marks[i].n))) {
			*bytes = span_sub(*bytes, marks[i].n, bytes->n);
			return marks[i].encoding;
		}
	if (is_utf16(*bytes, 1))
		return TEXT_UTF16LE;
	if (is_utf16(*bytes, 0))
		return TEXT_UTF16BE;
	return is_utf8(s, bytes->n) ? TEXT_UTF8 : TEXT_CP1252;
}

/* The next character, which there is; 0 for a NUL byte of the file. */
static uint32_t
char_next(struct span *in, enum text_encoding encoding)
{
	const char *from = (const char *)in->p;
	const char *s = from;
	uint32_t ch = in->p[0];

	if (encoding == TEXT_UTF16LE || encoding == TEXT_UTF16BE)
		return utf16_next(in, encoding == TEXT_UTF16BE);
	if (encoding != TEXT_CP1252)
		ch = utf8_next(&s);
	else if (ch >= 0x80 && ch < 0xa0)
		ch = cp1252_high[ch - 0x80];
	*in = span_sub(*in, s == from ? 1 : (size_t)(s - from), in->n);
	return ch;
}

static void
line_add(struct text *t, const char *line, size_t *room)
{
	if (t->n == *room) {
		*room = *room == 0 ? 64 : *room * 2;
		t->line = mem_grow(t->line, *room, sizeof(*t->line));
	}
	t->line[t->n++] = line;
}

/* Lines end with CR LF, LF or CR. */
static void
lines_split(struct text *t)
{
	size_t room = 0;
	char *p = t->utf8;

	while (*p != '\0') {
		char *end = p + strcspn(p, "\r\n");
		char *next = end;

		if (*end != '\0')
			next += end[0] == '\r' && end[1] == '\n' ? 2 : 1;
		*end = '\0';
		line_add(t, p, &room);
		p = next;
	}
}

void
text_decode(struct span bytes, struct text *out)
{
	char *copy = mem_grow(NULL, bytes.n + 1, 1);
	struct span in;
	char *to;

	if (bytes.n > 0)
		memcpy(copy, bytes.p, bytes.n);
	copy[bytes.n] = '\0'; /* utf8_next never looks past it */
	in = span_of(copy, bytes.n);
	*out = (struct text){ .encoding = encoding_of(&in, copy) };
	/* One byte grows to three at most: CP1252, U+FFFD for a bad one. */
	to = out->utf8 = mem_grow(NULL, in.n + 1, 3);
	while (in.n > 0) {
		uint32_t ch = char_next(&in, out->encoding);

		if (ch == 0 || ch == UNICODE_BAD)
			ch = UNICODE_REPLACEMENT;
		to += utf8_put(to, ch);
	}
	*to = '\0';
	free(copy);
	lines_split(out);
}

void
text_clear(struct text *t)
{
	free(t->utf8);
	free(t->line);
	*t = (struct text){ 0 };
}
