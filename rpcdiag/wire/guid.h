/* SPDX-License-Identifier: Apache-2.0 */
/* UUIDs as they stand on the wire: three little-endian groups, eight bytes. */
#ifndef RPCDIAG_WIRE_GUID_H
#define RPCDIAG_WIRE_GUID_H

#include <stdbool.h>
#include <stdint.h>

#define GUID_TEXT 37 /* with the NUL */

struct guid {
	uint8_t b[16]; /* wire order */
};

/* A constant written as the UUID is printed. */
#define GUID_INIT(a, b, c, d0, d1, d2, d3, d4, d5, d6, d7) \
	{ \
		{ \
			(uint8_t)(a), (uint8_t)((a) >> 8), \
			    (uint8_t)((a) >> 16), (uint8_t)((a) >> 24), \
			    (uint8_t)(b), (uint8_t)((b) >> 8), (uint8_t)(c), \
			    (uint8_t)((c) >> 8), d0, d1, d2, d3, d4, d5, d6, \
			    d7 \
		} \
	}

bool guid_eq(const struct guid *a, const struct guid *b);
bool guid_is_zero(const struct guid *g);
/* "afa8bd80-7d8a-11c9-bef4-08002b102989" */
void guid_format(const struct guid *g, char out[GUID_TEXT]);
/* False unless text is exactly one UUID in that form. */
bool guid_parse(const char *text, struct guid *out);

#endif
