/* SPDX-License-Identifier: Apache-2.0 */
/* Cutting a byte stream into PDUs by frag_length (C706 12.6.3.1). */
#ifndef RPCDIAG_NET_PDU_STREAM_H
#define RPCDIAG_NET_PDU_STREAM_H

#include "base/buf.h"
#include "wire/pdu.h"

enum pdu_next {
	PDU_NEXT_NONE, /* more bytes are needed */
	PDU_NEXT_PDU,
	PDU_NEXT_HTTP, /* an HTTP answer stands where a PDU should */
	PDU_NEXT_BAD,
};

/* Look at the start of in. With PDU_NEXT_PDU, *pdu borrows it; the caller
 * drops pdu->n bytes when done with it. */
enum pdu_next pdu_stream_next(
    const struct buf *in, struct pdu_head *head, struct span *pdu);

#endif
