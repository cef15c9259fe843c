/* SPDX-License-Identifier: Apache-2.0 */
/* Writing DCE/RPC PDUs; the structs are those of wire/pdu.h. */
#ifndef RPCDIAG_WIRE_PDU_PUT_H
#define RPCDIAG_WIRE_PDU_PUT_H

#include "wire/pdu.h"

/* Credentials of a PDU to be encoded; NULL means no trailer. */
struct pdu_auth {
	uint8_t type;
	uint8_t level;
	uint32_t context_id;
	struct span value;
};

/*
 * All append one whole PDU; false, with nothing added, when out is full or the
 * PDU would be longer than frag_length can say. flags are set in addition to
 * PFC_FIRST_FRAG and PFC_LAST_FRAG.
 */
BUF_MUST_CHECK bool pdu_put_bind(const struct pdu_bind *b, uint8_t type,
    uint8_t flags, uint32_t call_id, const struct pdu_auth *auth,
    struct buf *out);
BUF_MUST_CHECK bool pdu_put_bind_ack(const struct pdu_bind_ack *a, uint8_t type,
    uint8_t flags, uint32_t call_id, const struct pdu_auth *auth,
    struct buf *out);
/* eeinfo: the blob, or empty for none. */
BUF_MUST_CHECK bool pdu_put_bind_nak(
    const struct pdu_bind_nak *n, uint32_t call_id, struct buf *out);
BUF_MUST_CHECK bool pdu_put_request(const struct pdu_request *r,
    uint32_t call_id, const struct pdu_auth *auth, struct buf *out);
/* One response in fragments of at most max_frag bytes. */
BUF_MUST_CHECK bool pdu_put_response(const struct pdu_response *r,
    uint32_t call_id, uint16_t max_frag, struct buf *out);
BUF_MUST_CHECK bool pdu_put_fault(const struct pdu_fault *f, uint8_t flags,
    uint32_t call_id, struct buf *out);
BUF_MUST_CHECK bool pdu_put_auth3(
    uint32_t call_id, const struct pdu_auth *auth, struct buf *out);

#endif
