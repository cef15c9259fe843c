/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RTS PDUs, the signalling of RPC over HTTP v2 ([MS-RPCH] 2.2.3.5, 2.2.3.6,
 * 2.2.4). One table holds the commands, one the shape of every named PDU;
 * encoding, decoding, recognising and printing all read those two.
 */
#ifndef RPCDIAG_WIRE_RTS_H
#define RPCDIAG_WIRE_RTS_H

#include <stdbool.h>

#include "base/buf.h"
#include "wire/guid.h"
#include "wire/rts_name.h"
#include "wire/wire.h"

#define RTS_CMDS_MAX 10
#define RTS_PDU_MAX 256 /* room for the largest named PDU, padding aside */
#define RTS_HEADER_SIZE 20

enum rts_flags { /* [MS-RPCH] 2.2.3.6.1 */
	RTS_FLAG_NONE = 0x0000,
	RTS_FLAG_PING = 0x0001,
	RTS_FLAG_OTHER_CMD = 0x0002,
	RTS_FLAG_RECYCLE_CHANNEL = 0x0004,
	RTS_FLAG_IN_CHANNEL = 0x0008,
	RTS_FLAG_OUT_CHANNEL = 0x0010,
	RTS_FLAG_EOF = 0x0020,
	RTS_FLAG_ECHO = 0x0040,
};

enum rts_cmd_type { /* [MS-RPCH] 2.2.3.5 */
	RTS_RECEIVE_WINDOW_SIZE,
	RTS_FLOW_CONTROL_ACK,
	RTS_CONNECTION_TIMEOUT,
	RTS_COOKIE,
	RTS_CHANNEL_LIFETIME,
	RTS_CLIENT_KEEPALIVE,
	RTS_VERSION,
	RTS_EMPTY,
	RTS_PADDING,
	RTS_NEGATIVE_ANCE,
	RTS_ANCE,
	RTS_CLIENT_ADDRESS,
	RTS_ASSOCIATION_GROUP_ID,
	RTS_DESTINATION,
	RTS_PING_TRAFFIC_SENT_NOTIFY,
	RTS_NTYPES
};

enum rts_destination { /* [MS-RPCH] 2.2.3.3 */
	RTS_TO_CLIENT,
	RTS_TO_IN_PROXY,
	RTS_TO_SERVER,
	RTS_TO_OUT_PROXY,
};

struct rts_flow_ack { /* [MS-RPCH] 2.2.3.4 */
	uint32_t bytes_received;
	uint32_t available_window; /* bytes */
	struct guid cookie;
};

struct rts_cmd {
	enum rts_cmd_type type;
	union {
		uint32_t u32;	  /* window, ms, bytes, version, destination,
				 padding length */
		struct guid guid; /* cookie, association group id */
		struct rts_flow_ack ack;
		struct {
			uint32_t family; /* 0 IPv4, 1 IPv6 */
			uint8_t bytes[16];
		} address;
	};
};

struct rts_pdu {
	uint16_t flags;
	uint16_t ncmds;
	struct rts_cmd cmd[RTS_CMDS_MAX];
};

/*
 * Decode one whole RTS PDU, header included. Fails with WIRE_INVALID when the
 * header breaks [MS-RPCH] 2.2.3.6.1 (flags of the PDU, auth_length, call_id,
 * representation) or frag_length is not the length of pdu.
 */
enum wire_err rts_decode(struct span pdu, struct rts_pdu *out) WIRE_MUST_CHECK;
enum rts_name rts_identify(const struct rts_pdu *p);
/* The same among the PDUs that this party receives: CONN/C1 and CONN/C2 have
 * one shape, but a client is only ever sent the second. */
enum rts_name rts_identify_at(
    const struct rts_pdu *p, enum rts_destination reader);
/* Has it the shape of this name, whatever other names share it? */
bool rts_is(const struct rts_pdu *p, enum rts_name name);
/* "ReceiveWindowSize", ...; NULL when unknown. */
const char *rts_cmd_text(unsigned type);
/* The n-th (from 0) command of this type, or NULL. */
const struct rts_cmd *rts_find(
    const struct rts_pdu *p, enum rts_cmd_type type, unsigned n);

/* Append the PDU; false when out is full or a command cannot be encoded. */
BUF_MUST_CHECK bool rts_encode(const struct rts_pdu *p, struct buf *out);
/* A PDU with the flags and command types of a shape, all values zero. */
void rts_shape(enum rts_name name, struct rts_pdu *out);

/* What a client says. Values as in wire order of [MS-RPCH] 2.2.4. */
struct rts_conn {
	struct guid vc_cookie;	    /* virtual connection, both channels */
	struct guid channel_cookie; /* of this channel */
	uint32_t window;	    /* A1: bytes we accept unacknowledged */
	uint32_t lifetime;	    /* B1: bytes, the IN Content-Length */
	uint32_t keepalive_ms;	    /* B1: never 0, servers fail it (6c0) */
	struct guid association;    /* B1 */
};

BUF_MUST_CHECK bool rts_put_conn_a1(const struct rts_conn *c, struct buf *out);
BUF_MUST_CHECK bool rts_put_conn_b1(const struct rts_conn *c, struct buf *out);
BUF_MUST_CHECK bool rts_put_ping(struct buf *out);
BUF_MUST_CHECK bool rts_put_echo(struct buf *out);

/* What a client says while a channel gets a successor. */
struct rts_recycling {
	struct guid vc_cookie;
	struct guid predecessor, successor; /* cookies of the two channels */
	uint32_t window; /* OUT: bytes we accept unacknowledged */
};

/* IN_R1/A1, A5, OUT_R1/A3, A7, A11, or OUT_R2/A7, C1: all of a client's. */
BUF_MUST_CHECK bool rts_put_recycling(
    enum rts_name name, const struct rts_recycling *r, struct buf *out);
/* FlowControlAckWithDestination ([MS-RPCH] 2.2.4.51). */
BUF_MUST_CHECK bool rts_put_flow_ack(
    enum rts_destination to, const struct rts_flow_ack *ack, struct buf *out);

#endif
