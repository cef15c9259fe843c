/* SPDX-License-Identifier: Apache-2.0 */
#include "base/base64.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct span in = span_of(p, n);
	struct buf text, bytes;

	buf_init(&text, 2 * n + 4);
	buf_init(&bytes, 2 * n + 4);
	PROMISE(base64_encode(in, &text));
	PROMISE(base64_decode(buf_span(&text), &bytes));
	PROMISE(span_eq(in, buf_span(&bytes)));
	buf_clear(&text);
	buf_clear(&bytes);
	if (base64_decode(in, &bytes)) {
		struct buf again;

		buf_init(&again, 2 * n + 4);
		PROMISE(bytes.n <= n);
		PROMISE(base64_encode(buf_span(&bytes), &text));
		PROMISE(base64_decode(buf_span(&text), &again));
		PROMISE(span_eq(buf_span(&bytes), buf_span(&again)));
		buf_clear(&again);
	} else {
		PROMISE(bytes.n == 0);
	}
	buf_clear(&text);
	buf_clear(&bytes);
	return 0;
}
