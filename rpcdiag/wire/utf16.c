/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/utf16.h"

#include <string.h>

#define REPLACEMENT 0xfffdU

struct text { /* what was written so far */
	char *out;
	size_t n, room;
};

static bool
text_add(struct text *t, uint32_t c)
{
	uint8_t b[4];
	size_t n;

	if (c < 0x20 || c == 0x7f)
		c = '?';
	n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	for (size_t i = n - 1; i > 0; i--) {
		b[i] = (uint8_t)(0x80 | (c & 0x3f));
		c >>= 6;
	}
	b[0] = (uint8_t)(n == 1 ? c : (0xf00U >> n & 0xff) | c);
	if (t->room - t->n <= n)
		return false;
	memcpy(t->out + t->n, b, n);
	t->n += n;
	return true;
}

static bool
is_high(uint32_t c)
{
	return c >= 0xd800 && c < 0xdc00;
}

static bool
is_low(uint32_t c)
{
	return c >= 0xdc00 && c < 0xe000;
}

void
utf16_text(struct span in, bool big_endian, char *out, size_t room)
{
	struct text t = { .out = out, .room = room };
	struct rd r;
	bool more = true;

	rd_init(&r, in);
	r.big_endian = big_endian;
	while (more && rd_left(&r) >= 2) {
		uint32_t c = rd_u16(&r);
		struct rd next = r;

		if (c == 0)
			break;
		if (is_high(c) && rd_left(&r) >= 2) {
			uint32_t low = rd_u16(&next);

			if (is_low(low)) {
				c = 0x10000 + ((c - 0xd800) << 10) +
				    (low - 0xdc00);
				r = next;
			}
		}
		if (is_high(c) || is_low(c))
			c = REPLACEMENT;
		more = text_add(&t, c);
	}
	out[t.n] = '\0';
}

void
latin1_text(struct span in, char *out, size_t room)
{
	struct text t = { .out = out, .room = room };

	for (size_t i = 0; i < in.n && in.p[i] != '\0'; i++)
		if (!text_add(&t, in.p[i]))
			break;
	out[t.n] = '\0';
}

/* The next character of *s, which is not at its end; moves *s on. */
static uint32_t
utf8_next(const char **s)
{
	uint8_t lead = (uint8_t) * (*s)++;
	unsigned more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
	uint32_t c = lead & (0x3fU >> more);

	if (lead < 0x80)
		return lead;
	if (lead < 0xc0 || lead > 0xf4)
		return REPLACEMENT;
	for (; more > 0; more--) {
		if (((uint8_t) * *s & 0xc0) != 0x80)
			return REPLACEMENT;
		c = c << 6 | ((uint8_t) * (*s)++ & 0x3f);
	}
	return c > 0x10ffff || is_high(c) || is_low(c) ? REPLACEMENT : c;
}

size_t
utf16_write(struct wr *w, const char *text)
{
	size_t n = 1;

	while (*text != '\0') {
		uint32_t c = utf8_next(&text);
		uint16_t unit[2] = { (uint16_t)c, 0 };
		size_t nunits = 1;

		if (c >= 0x10000) {
			unit[0] = (uint16_t)(0xd800 + ((c - 0x10000) >> 10));
			unit[1] = (uint16_t)(0xdc00 + ((c - 0x10000) & 0x3ff));
			nunits = 2;
		}
		n += nunits;
		for (size_t i = 0; w != NULL && i < nunits; i++)
			wr_u16(w, unit[i]);
	}
	if (w != NULL)
		wr_u16(w, 0);
	return n;
}

size_t
latin1_write(struct wr *w, const char *text)
{
	size_t n = 1;

	for (; *text != '\0'; n++) {
		uint32_t c = utf8_next(&text);

		if (w != NULL)
			wr_u8(w, c < 0x100 ? (uint8_t)c : '?');
	}
	if (w != NULL)
		wr_u8(w, 0);
	return n;
}
