/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/guid.h"

#include <stddef.h>
#include <string.h>

#include "wire/hex.h"

/* Which wire byte each printed pair of digits stands for (C706 appendix A). */
static const uint8_t printed[16] = { 3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12,
	13, 14, 15 };

static bool
dash_before(size_t i)
{
	return i == 4 || i == 6 || i == 8 || i == 10;
}

bool
guid_eq(const struct guid *a, const struct guid *b)
{
	return memcmp(a->b, b->b, sizeof(a->b)) == 0;
}

bool
guid_is_zero(const struct guid *g)
{
	static const struct guid zero;

	return guid_eq(g, &zero);
}

void
guid_format(const struct guid *g, char out[GUID_TEXT])
{
	static const char digits[] = "0123456789abcdef";
	char *p = out;

	for (size_t i = 0; i < 16; i++) {
		if (dash_before(i))
			*p++ = '-';
		*p++ = digits[g->b[printed[i]] >> 4];
		*p++ = digits[g->b[printed[i]] & 15];
	}
	*p = '\0';
}

bool
guid_parse(const char *text, struct guid *out)
{
	for (size_t i = 0; i < 16; i++) {
		int high, low;

		if (dash_before(i) && *text++ != '-')
			return false;
		if ((high = hex_digit((uint8_t)*text)) < 0)
			return false;
		if ((low = hex_digit((uint8_t)text[1])) < 0)
			return false;
		out->b[printed[i]] = (uint8_t)(high << 4 | low);
		text += 2;
	}
	return *text == '\0';
}
