/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "fuzz.h"
#include "wire/rpc_error.h"

static void
reason_check(struct span reason)
{
	struct rpc_error e, again;
	struct buf blob, text, copy;

	buf_init(&blob, RPC_ERROR_BLOB_MAX);
	buf_init(&text, 2 * RPC_ERROR_BLOB_MAX);
	buf_init(&copy, RPC_ERROR_BLOB_MAX);
	if (rpc_error_parse(reason, &e, &blob) == WIRE_OK) {
		PROMISE(e.has_eeinfo || blob.n == 0);
		PROMISE(rpc_error_format(e.code, buf_span(&blob), &text));
		PROMISE(
		    rpc_error_parse(buf_span(&text), &again, &copy) == WIRE_OK);
		PROMISE(e.code == again.code);
		PROMISE(span_eq(buf_span(&blob), buf_span(&copy)));
	} else {
		PROMISE(blob.n == 0);
	}
	buf_clear(&blob);
	buf_clear(&text);
	buf_clear(&copy);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct span in = span_of(p, n);
	struct buf blob;

	reason_check(in);
	buf_init(&blob, RPC_ERROR_BLOB_MAX);
	if (rpc_error_body_parse(in, &blob) != WIRE_OK)
		PROMISE(blob.n == 0);
	PROMISE(blob.n <= n);
	buf_clear(&blob);
	return 0;
}
