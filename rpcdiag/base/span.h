/* SPDX-License-Identifier: Apache-2.0 */
/* A view of bytes that somebody else owns. */
#ifndef RPCDIAG_BASE_SPAN_H
#define RPCDIAG_BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct span {
	const uint8_t *p;
	size_t n;
};

static inline struct span
span_of(const void *p, size_t n)
{
	return (struct span){ .p = p, .n = n };
}

static inline struct span
span_str(const char *s)
{
	return span_of(s, s == NULL ? 0 : strlen(s));
}

/* The part from offset, at most n bytes; empty when offset is past the end. */
static inline struct span
span_sub(struct span s, size_t offset, size_t n)
{
	if (offset > s.n || s.p == NULL)
		return span_of(s.p, 0);
	if (n > s.n - offset)
		n = s.n - offset;
	return span_of(s.p + offset, n);
}

static inline bool
span_eq(struct span a, struct span b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

#endif
