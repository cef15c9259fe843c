/* SPDX-License-Identifier: Apache-2.0 */
/* The two tables behind wire/rts.h; nobody else includes this. */
#ifndef RPCDIAG_WIRE_RTS_TABLE_H
#define RPCDIAG_WIRE_RTS_TABLE_H

#include "wire/rts.h"

#define RTS_SHAPE_MAX 7 /* commands of the longest named PDU */

enum rts_payload { /* what follows the command type */
	RTS_PAYLOAD_NONE,
	RTS_PAYLOAD_U32,
	RTS_PAYLOAD_GUID,
	RTS_PAYLOAD_ACK,
	RTS_PAYLOAD_PADDING,
	RTS_PAYLOAD_ADDRESS,
};

struct rts_type {
	const char *text;
	enum rts_payload payload;
};

struct rts_shape {
	const char *text;
	uint16_t flags;
	uint8_t readers; /* mask of 1 << enum rts_destination */
	uint8_t ncmds;
	uint8_t type[RTS_SHAPE_MAX]; /* enum rts_cmd_type */
};

extern const struct rts_type rts_types[RTS_NTYPES];
extern const struct rts_shape rts_shapes[RTS_NNAMES];

#endif
