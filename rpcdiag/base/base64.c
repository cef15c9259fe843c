/* SPDX-License-Identifier: Apache-2.0 */
#include "base/base64.h"

#include <ctype.h>
#include <string.h>

static const char alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

bool
base64_encode(struct span in, struct buf *out)
{
	for (size_t i = 0; i < in.n; i += 3) {
		size_t left = in.n - i;
		uint32_t v = (uint32_t)in.p[i] << 16;
		char quad[4];

		if (left > 1)
			v |= (uint32_t)in.p[i + 1] << 8;
		if (left > 2)
			v |= in.p[i + 2];
		quad[0] = alphabet[v >> 18];
		quad[1] = alphabet[v >> 12 & 63];
		quad[2] = left > 1 ? alphabet[v >> 6 & 63] : '=';
		quad[3] = left > 2 ? alphabet[v & 63] : '=';
		if (!buf_add(out, quad, sizeof(quad)))
			return false;
	}
	return true;
}

bool
base64_decode(struct span text, struct buf *out)
{
	size_t held = out->n;
	uint32_t v = 0;
	unsigned bits = 0;

	for (size_t i = 0; i < text.n && text.p[i] != '='; i++) {
		const char *at;

		if (isspace(text.p[i]))
			continue;
		at = text.p[i] == '\0' ? NULL : strchr(alphabet, text.p[i]);
		if (at == NULL)
			goto undo;
		v = v << 6 | (uint32_t)(at - alphabet);
		bits += 6;
		if (bits >= 8) {
			uint8_t byte = (uint8_t)(v >> (bits - 8));

			bits -= 8;
			if (!buf_add(out, &byte, 1))
				goto undo;
		}
	}
	return true;
undo:
	out->n = held;
	if (out->p != NULL)
		out->p[held] = '\0';
	return false;
}
