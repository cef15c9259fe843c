/* SPDX-License-Identifier: Apache-2.0 */
#include "base/unicode.h"

/* How many bytes follow a first byte, and the bits it gives itself; -1 when it
 * begins no character. */
static int
utf8_lead(unsigned char c, uint32_t *ch)
{
	static const struct {
		unsigned char mask;
		unsigned char lead;
		int more;
	} forms[] = {
		{ 0x80, 0x00, 0 },
		{ 0xe0, 0xc0, 1 },
		{ 0xf0, 0xe0, 2 },
		{ 0xf8, 0xf0, 3 },
	};

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		if ((c & forms[i].mask) == forms[i].lead) {
			*ch = c & (unsigned char)~forms[i].mask;
			return forms[i].more;
		}
	return -1;
}

uint32_t
utf8_next(const char **s)
{
	static const uint32_t least[] = { 0, 0x80, 0x800, 0x10000 };
	const unsigned char *p = (const unsigned char *)*s;
	uint32_t ch = 0;
	int more = utf8_lead(p[0], &ch);

	if (p[0] == '\0')
		return 0;
	*s += 1;
	if (more < 0)
		return UNICODE_BAD;
	for (int i = 1; i <= more; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return UNICODE_BAD;
		ch = ch << 6 | (p[i] & 0x3f);
	}
	if (ch < least[more] || ch > 0x10ffff || (ch >= 0xd800 && ch <= 0xdfff))
		return UNICODE_BAD;
	*s += more;
	return ch;
}

size_t
utf8_put(char out[4], uint32_t ch)
{
	size_t n = ch < 0x80 ? 1 : ch < 0x800 ? 2 : ch < 0x10000 ? 3 : 4;

	for (size_t i = n - 1; i > 0; i--) {
		out[i] = (char)(0x80 | (ch & 0x3f));
		ch >>= 6;
	}
	out[0] = (char)(n == 1 ? ch : (0xf00U >> n & 0xff) | ch);
	return n;
}

static uint32_t
unit_at(struct span in, bool big_endian)
{
	return big_endian ? (uint32_t)(in.p[0] << 8 | in.p[1])
			  : (uint32_t)(in.p[1] << 8 | in.p[0]);
}

static struct span
after(struct span in, size_t n)
{
	return span_sub(in, n, in.n);
}

uint32_t
utf16_next(struct span *in, bool big_endian)
{
	uint32_t ch;
	uint32_t low;

	if (in->n < 2) {
		bool half = in->n == 1;

		*in = after(*in, in->n);
		return half ? UNICODE_BAD : 0;
	}
	ch = unit_at(*in, big_endian);
	*in = after(*in, 2);
	if (ch < 0xd800 || ch > 0xdfff)
		return ch;
	low = in->n < 2 ? 0 : unit_at(*in, big_endian);
	if (ch > 0xdbff || low < 0xdc00 || low > 0xdfff)
		return UNICODE_BAD;
	*in = after(*in, 2);
	return 0x10000 + ((ch - 0xd800) << 10) + (low - 0xdc00);
}
