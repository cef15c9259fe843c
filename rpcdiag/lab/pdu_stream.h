/* SPDX-License-Identifier: Apache-2.0 */
/* Whole PDUs out of a byte stream: nothing frames them but frag_length. */
#ifndef RPCDIAG_LAB_PDU_STREAM_H
#define RPCDIAG_LAB_PDU_STREAM_H

#include "base/buf.h"
#include "lab/stream.h"

/* The largest PDU and one fill beyond it. */
#define PDU_STREAM_MAX (65536 + STREAM_BLOCK)

enum pdu_next {
	PDU_NEXT_OK,
	PDU_NEXT_MORE, /* bytes are missing */
	PDU_NEXT_BAD,  /* this is not DCE/RPC */
};

/* The PDU at the start of in, borrowed from it; then buf_drop() it. */
enum pdu_next pdu_stream_next(const struct buf *in, struct span *pdu);
/* As above, but read from the stream until one is there. */
enum pdu_next pdu_stream_await(
    struct stream *s, struct buf *in, int64_t deadline_us, struct span *pdu);
bool pdu_is_rts(struct span pdu);

#endif
