/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Connection-oriented DCE/RPC PDUs (C706 12.6, [MS-RPCE] 2.2.2), without any
 * idea of a connection: one PDU in, one struct out, everything borrowed.
 */
#ifndef RPCDIAG_WIRE_PDU_H
#define RPCDIAG_WIRE_PDU_H

#include <stdbool.h>

#include "base/buf.h"
#include "wire/guid.h"
#include "wire/wire.h"

#define PDU_HEADER_SIZE 16
#define PDU_CONTEXTS_MAX 8
#define PDU_TRAILER_SIZE 8

enum pdu_type {
	PDU_REQUEST = 0,
	PDU_RESPONSE = 2,
	PDU_FAULT = 3,
	PDU_BIND = 11,
	PDU_BIND_ACK = 12,
	PDU_BIND_NAK = 13,
	PDU_ALTER_CONTEXT = 14,
	PDU_ALTER_CONTEXT_RESP = 15,
	PDU_AUTH3 = 16,
	PDU_SHUTDOWN = 17,
	PDU_CO_CANCEL = 18,
	PDU_ORPHANED = 19,
	PDU_RTS = 20,
};

enum pdu_flags {
	PFC_FIRST_FRAG = 0x01,
	PFC_LAST_FRAG = 0x02,
	PFC_SUPPORT_HEADER_SIGN = 0x04,
	PFC_CONC_MPX = 0x10,
	PFC_DID_NOT_EXECUTE = 0x20,
	PFC_MAYBE = 0x40,
	PFC_OBJECT_UUID = 0x80,
};

struct pdu_head {
	uint8_t type; /* enum pdu_type, or what the peer sent */
	uint8_t flags;
	bool big_endian;
	uint16_t frag_length;
	uint16_t auth_length;
	uint32_t call_id;
};

struct pdu_syntax {
	struct guid uuid;
	uint16_t major;
	uint16_t minor;
};

extern const struct pdu_syntax pdu_ndr; /* NDR 2.0 */
/* Announces extended error information in a bind_nak ([MS-RPCE] 2.2.2.9). */
extern const struct guid pdu_nak_signature;

struct pdu_trailer { /* [MS-RPCE] 2.2.2.11 */
	bool present;
	uint8_t type;
	uint8_t level;
	uint8_t pad;
	uint32_t context_id;
	size_t at;	   /* offset of the trailer in the PDU */
	struct span value; /* borrowed */
};

struct pdu_bind {		     /* bind and alter_context */
	uint16_t max_xmit, max_recv; /* bytes */
	uint32_t group;
	uint8_t ncontexts;
	struct pdu_context {
		uint16_t id;
		struct pdu_syntax abstract;
		struct pdu_syntax transfer; /* the first one offered */
	} context[PDU_CONTEXTS_MAX];
};

struct pdu_bind_ack { /* bind_ack and alter_context_resp */
	uint16_t max_xmit, max_recv;
	uint32_t group;
	struct span address; /* secondary address, without the NUL */
	uint8_t nresults;
	struct pdu_result {
		uint16_t result; /* 0 accept, 1 user, 2 provider, 3 negotiate */
		uint16_t
		    reason; /* of result 2: 1 abstract syntax, 2 transfer */
	} result[PDU_CONTEXTS_MAX];
};

struct pdu_bind_nak {
	uint16_t reason;    /* 4 version, 8 authentication type, 9 checksum */
	struct span eeinfo; /* empty, or the blob of [MS-EERR] */
};

struct pdu_request {
	uint16_t context_id;
	uint16_t opnum;
	const struct guid *object; /* to be written; NULL = none */
	struct span stub;	   /* without authentication padding */
};

struct pdu_response {
	uint16_t context_id;
	struct span stub;
};

struct pdu_fault {
	uint16_t context_id;
	uint32_t status;
	struct span eeinfo;
};

struct pdu {
	struct pdu_head head;
	struct pdu_trailer trailer;
	union {
		struct pdu_bind bind;
		struct pdu_bind_ack bind_ack;
		struct pdu_bind_nak bind_nak;
		struct pdu_request request;
		struct pdu_response response;
		struct pdu_fault fault;
	};
};

/*
 * The common header of the PDU at the start of in; needs 16 bytes. Does not
 * ask that the whole PDU is there: a stream reader uses it to learn
 * frag_length. Anything but version 5.x, or a frag_length below 16, fails.
 */
enum wire_err pdu_head_decode(
    struct span in, struct pdu_head *out) WIRE_MUST_CHECK;
/*
 * Decode one whole PDU (in.n == frag_length). RTS PDUs, and those without a
 * body of interest (auth3, cancel, orphaned, shutdown), fill only head and
 * trailer. Spans borrow from in.
 */
enum wire_err pdu_decode(struct span in, struct pdu *out) WIRE_MUST_CHECK;
/* "bind_ack", "fault", ...; "PDU type 77" never: unknown gives NULL. */
const char *pdu_type_text(uint8_t type);

#endif
