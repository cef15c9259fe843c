/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"
#include "wire/http_head.h"

/* However the bytes arrive, the outcome is the same. */
int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct http_chunked whole = { 0 }, single = { 0 };
	struct buf all, bytes;
	size_t used, taken = 0, one;
	enum wire_err e, f = WIRE_OK;

	buf_init(&all, n);
	buf_init(&bytes, n);
	e = http_chunked_read(&whole, span_of(p, n), &used, &all);
	PROMISE(used <= n);
	PROMISE(e == WIRE_OK || e == WIRE_INVALID);
	PROMISE(e != WIRE_OK || whole.end || used == n);
	while (taken < n && f == WIRE_OK && !single.end) {
		f = http_chunked_read(
		    &single, span_of(p + taken, 1), &one, &bytes);
		taken += one;
	}
	PROMISE(e == f);
	PROMISE(used == taken);
	PROMISE(whole.end == single.end);
	PROMISE(span_eq(buf_span(&all), buf_span(&bytes)));
	buf_clear(&all);
	buf_clear(&bytes);
	return 0;
}
