/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/pdu_stream.h"

#include "wire/pdu.h"

enum pdu_next
pdu_stream_next(const struct buf *in, struct span *pdu)
{
	struct span all = buf_span(in);
	struct pdu_head head;

	if (all.n < PDU_HEADER_SIZE)
		return PDU_NEXT_MORE;
	if (pdu_head_decode(all, &head) != WIRE_OK)
		return PDU_NEXT_BAD;
	if (all.n < head.frag_length)
		return PDU_NEXT_MORE;
	*pdu = span_sub(all, 0, head.frag_length);
	return PDU_NEXT_OK;
}

enum pdu_next
pdu_stream_await(
    struct stream *s, struct buf *in, int64_t deadline_us, struct span *pdu)
{
	for (;;) {
		enum pdu_next next = pdu_stream_next(in, pdu);

		if (next != PDU_NEXT_MORE)
			return next;
		if (stream_read(s, in, deadline_us) != STREAM_OK)
			return PDU_NEXT_MORE;
	}
}

bool
pdu_is_rts(struct span pdu)
{
	return pdu.n > 2 && pdu.p[2] == PDU_RTS;
}
