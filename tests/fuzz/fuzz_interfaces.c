/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The first byte chooses the codec (the row of tests/wire/round.c) and, with
 * its highest bit, the byte order. What is good is written, and what was
 * written means the same: written once more it is the same bytes.
 */
#include "fuzz.h"
#include "tests/wire/round.h"

#define OUT_MAX (1 << 17)

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const struct round *round;
	struct buf once, twice;
	bool written;

	if (n == 0)
		return 0;
	round = &rounds[(p[0] & 0x7f) % nrounds];
	buf_init(&once, OUT_MAX);
	buf_init(&twice, OUT_MAX);
	if (round->go(span_of(p + 1, n - 1), p[0] >> 7, &once, &written) ==
	    WIRE_OK) {
		PROMISE(written);
		PROMISE(round->go(buf_span(&once), false, &twice, &written) ==
		    WIRE_OK);
		PROMISE(written);
		PROMISE(span_eq(buf_span(&once), buf_span(&twice)));
	}
	buf_clear(&once);
	buf_clear(&twice);
	return 0;
}
