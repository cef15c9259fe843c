/* SPDX-License-Identifier: Apache-2.0 */
/* What every fuzz target has; a broken promise ends the program. */
#ifndef RPCDIAG_TESTS_FUZZ_FUZZ_H
#define RPCDIAG_TESTS_FUZZ_FUZZ_H

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

#define PROMISE(holds) \
	do { \
		if (!(holds)) { \
			fprintf(stderr, "%s:%d: broken: %s\n", __FILE__, \
			    __LINE__, #holds); \
			abort(); \
		} \
	} while (0)

/* An empty part may be anywhere. */
static inline bool
span_inside(struct span part, struct span whole)
{
	return part.n == 0 ||
	    (part.p >= whole.p && part.n <= whole.n &&
		(size_t)(part.p - whole.p) <= whole.n - part.n);
}

/* Has text its NUL within room, and is it UTF-8 without control characters? */
static inline bool
text_is_clean(const char *text, size_t room)
{
	size_t n = strnlen(text, room);
	size_t more = 0;

	for (size_t i = 0; i < n; i++) {
		uint8_t c = (uint8_t)text[i];

		if ((c & 0xc0) == 0x80) {
			if (more-- == 0)
				return false;
			continue;
		}
		if (more > 0 || c < 0x20 || c == 0x7f || c > 0xf4)
			return false;
		more = c < 0x80 ? 0 : c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;
	}
	return n < room && more == 0;
}

#endif
