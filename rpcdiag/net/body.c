/* SPDX-License-Identifier: Apache-2.0 */
#include "net/body.h"

void
body_begin(struct body *b, const struct answer *a)
{
	*b = (struct body){
		.is_chunked = a->chunked,
		.left = a->length >= 0 ? a->length : -1,
	};
	if (answer_is_bodyless(a))
		b->left = 0;
}

static bool
take_chunks(struct body *b, struct buf *in, struct buf *out)
{
	struct span part = span_sub(buf_span(in), 0, out->max - out->n);
	size_t n;
	enum wire_err e = http_chunked_read(&b->chunked, part, &n, out);

	buf_drop(in, n);
	if (b->chunked.end)
		b->left = 0;
	return e == WIRE_OK || e == WIRE_SHORT;
}

bool
body_take(struct body *b, struct buf *in, struct buf *out)
{
	size_t n = in->n;

	if (b->is_chunked)
		return take_chunks(b, in, out);
	if (b->left >= 0 && n > (uint64_t)b->left)
		n = (size_t)b->left;
	if (n > out->max - out->n)
		n = out->max - out->n;
	if (!buf_add(out, in->p, n))
		return false;
	buf_drop(in, n);
	if (b->left > 0)
		b->left -= (int64_t)n;
	return true;
}
