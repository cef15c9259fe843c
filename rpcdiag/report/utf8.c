/* SPDX-License-Identifier: Apache-2.0 */
#include "report/utf8.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

struct range {
	uint32_t from;
	uint32_t to;
};

/* Characters that take no column: the combining ones a name may hold. */
static const struct range zero_width[] = {
	{ 0x0300, 0x036f },
	{ 0x0483, 0x0489 },
	{ 0x0591, 0x05bd },
	{ 0x0610, 0x061a },
	{ 0x064b, 0x065f },
	{ 0x1ab0, 0x1aff },
	{ 0x1dc0, 0x1dff },
	{ 0x20d0, 0x20ff },
	{ 0xfe00, 0xfe0f },
	{ 0xfe20, 0xfe2f },
};

/* Characters that take two (Unicode TR 11: wide and full width). */
static const struct range double_width[] = {
	{ 0x1100, 0x115f },
	{ 0x2e80, 0x303e },
	{ 0x3041, 0x33ff },
	{ 0x3400, 0x4dbf },
	{ 0x4e00, 0x9fff },
	{ 0xa000, 0xa4cf },
	{ 0xac00, 0xd7a3 },
	{ 0xf900, 0xfaff },
	{ 0xfe30, 0xfe6f },
	{ 0xff00, 0xff60 },
	{ 0xffe0, 0xffe6 },
	{ 0x1f300, 0x1f64f },
	{ 0x1f680, 0x1f6ff },
	{ 0x1f900, 0x1f9ff },
	{ 0x20000, 0x3fffd },
};

/* Characters that steer a terminal or the direction of what follows. */
static const struct range unprintable[] = {
	{ 0x0001, 0x001f },
	{ 0x007f, 0x009f },
	{ 0x00ad, 0x00ad },
	{ 0x061c, 0x061c },
	{ 0x200b, 0x200f },
	{ 0x2028, 0x202e },
	{ 0x2060, 0x206f },
	{ 0xfeff, 0xfeff },
	{ 0xfff9, 0xfffb },
	{ 0xfffe, 0xffff },
	{ 0xe0000, 0xe007f },
};

#define IN(ch, table) in_ranges(ch, table, sizeof(table) / sizeof((table)[0]))

static bool
in_ranges(uint32_t ch, const struct range *r, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (ch >= r[i].from && ch <= r[i].to)
			return true;
	return false;
}

unsigned
utf8_width(uint32_t ch)
{
	if (IN(ch, zero_width))
		return 0;
	return IN(ch, double_width) ? 2 : 1;
}

size_t
utf8_columns(const char *s)
{
	size_t n = 0;
	uint32_t ch;

	while ((ch = utf8_next(&s)) != 0)
		n += utf8_width(ch);
	return n;
}

/* Add to a buffer whose maximum the caller made large enough. */
static void
put(struct buf *b, const char *s, size_t n)
{
	if (!buf_add(b, s, n))
		abort();
}

char *
utf8_mended(const char *s)
{
	const char *from;
	struct buf b;
	uint32_t ch;

	if (s == NULL)
		return NULL;
	buf_init(&b, 3 * strlen(s) + 1);
	for (from = s; (ch = utf8_next(&s)) != 0; from = s)
		if (ch == UNICODE_BAD)
			put(&b, "\xef\xbf\xbd", 3);
		else
			put(&b, from, (size_t)(s - from));
	return buf_take(&b);
}

char *
utf8_printable(const char *s)
{
	const char *from;
	struct buf b;
	uint32_t ch;

	buf_init(&b, s == NULL ? 1 : 10 * strlen(s) + 1);
	if (s == NULL)
		return buf_take(&b);
	for (from = s; (ch = utf8_next(&s)) != 0; from = s) {
		char *shown = NULL;

		if (ch == UNICODE_BAD || (ch < 0x80 && IN(ch, unprintable)))
			shown = mem_printf("\\x%02x", *from & 0xff);
		else if (IN(ch, unprintable))
			shown = mem_printf("\\u{%x}", (unsigned)ch);
		if (shown != NULL)
			put(&b, shown, strlen(shown));
		else
			put(&b, from, (size_t)(s - from));
		free(shown);
	}
	return buf_take(&b);
}
