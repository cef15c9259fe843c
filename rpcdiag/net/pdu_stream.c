/* SPDX-License-Identifier: Apache-2.0 */
#include "net/pdu_stream.h"

enum pdu_next
pdu_stream_next(const struct buf *in, struct pdu_head *head, struct span *pdu)
{
	static const char http[] = "HTTP/";
	struct span all = buf_span(in);

	/* rpcproxy writes a second status line into the OUT body when it
	 * finds a fault after its 200 (seen by FreeRDP and impacket) */
	if (all.n >= sizeof(http) - 1 &&
	    span_eq(span_sub(all, 0, sizeof(http) - 1), span_str(http)))
		return PDU_NEXT_HTTP;
	if (all.n < PDU_HEADER_SIZE)
		return PDU_NEXT_NONE;
	if (pdu_head_decode(all, head) != WIRE_OK)
		return PDU_NEXT_BAD;
	if (all.n < head->frag_length)
		return PDU_NEXT_NONE;
	*pdu = span_sub(all, 0, head->frag_length);
	return PDU_NEXT_PDU;
}
