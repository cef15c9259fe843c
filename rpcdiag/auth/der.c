/* SPDX-License-Identifier: Apache-2.0 */
#include "auth/der.h"

bool
der_wrap(struct buf *b, uint8_t tag, const char *prefix, size_t prefix_n)
{
	size_t n = prefix_n + b->n;
	uint8_t head[] = { tag, 0x82, (uint8_t)(n >> 8), (uint8_t)n };
	struct buf out;

	buf_init(&out, b->max);
	if (n < 0x80) {
		head[1] = (uint8_t)n;
	} else if (n < 0x100) {
		head[1] = 0x81;
		head[2] = (uint8_t)n;
	}
	if (n > UINT16_MAX ||
	    !buf_add(&out, head,
		n < 0x80	? 2
		    : n < 0x100 ? 3
				: 4) ||
	    !buf_add(&out, prefix, prefix_n) || !buf_add(&out, b->p, b->n)) {
		buf_wipe(&out);
		return false;
	}
	buf_wipe(b);
	*b = out;
	return true;
}
