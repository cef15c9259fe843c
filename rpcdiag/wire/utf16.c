/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/utf16.h"

#include <string.h>

#include "base/unicode.h"

struct text { /* what was written so far */
	char *out;
	size_t n, room;
};

static bool
text_add(struct text *t, uint32_t c)
{
	char b[4];
	size_t n;

	if (c == UNICODE_BAD)
		c = UNICODE_REPLACEMENT;
	if (c < 0x20 || c == 0x7f)
		c = '?';
	n = utf8_put(b, c);
	if (t->room - t->n <= n)
		return false;
	memcpy(t->out + t->n, b, n);
	t->n += n;
	return true;
}

void
utf16_text(struct span in, bool big_endian, char *out, size_t room)
{
	struct text t = { .out = out, .room = room };

	while (in.n >= 2) { /* half a unit is no character */
		uint32_t c = utf16_next(&in, big_endian);

		if (c == 0 || !text_add(&t, c))
			break;
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

/* The next character, U+FFFD for what is none. */
static uint32_t
next_or_replacement(const char **s)
{
	uint32_t c = utf8_next(s);

	return c == UNICODE_BAD ? UNICODE_REPLACEMENT : c;
}

size_t
utf16_write(struct wr *w, const char *text)
{
	size_t n = 1;

	while (*text != '\0') {
		uint32_t c = next_or_replacement(&text);
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
		uint32_t c = next_or_replacement(&text);

		if (w != NULL)
			wr_u8(w, c < 0x100 ? (uint8_t)c : '?');
	}
	if (w != NULL)
		wr_u8(w, 0);
	return n;
}
