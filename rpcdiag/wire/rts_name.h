/* SPDX-License-Identifier: Apache-2.0 */
/* The names of [MS-RPCH] 2.2.4, in the order of the specification. */
#ifndef RPCDIAG_WIRE_RTS_NAME_H
#define RPCDIAG_WIRE_RTS_NAME_H

/*
 * Every named PDU of [MS-RPCH] 2.2.4. Several share a shape (IN_R1/A1 and
 * IN_R2/A1, ...); rts_identify then answers the first of them.
 */
enum rts_name {
	RTS_UNNAMED,
	CONN_A1,
	CONN_A2,
	CONN_A3,
	CONN_B1,
	CONN_B2,
	CONN_B3,
	CONN_C1,
	CONN_C2,
	IN_R1_A1,
	IN_R1_A2,
	IN_R1_A3,
	IN_R1_A4,
	IN_R1_A5,
	IN_R1_A6,
	IN_R1_B1,
	IN_R1_B2,
	IN_R2_A1,
	IN_R2_A2,
	IN_R2_A3,
	IN_R2_A4,
	IN_R2_A5,
	OUT_R1_A1,
	OUT_R1_A2,
	OUT_R1_A3,
	OUT_R1_A4,
	OUT_R1_A5,
	OUT_R1_A6,
	OUT_R1_A7,
	OUT_R1_A8,
	OUT_R1_A9,
	OUT_R1_A10,
	OUT_R1_A11,
	OUT_R2_A1,
	OUT_R2_A2,
	OUT_R2_A3,
	OUT_R2_A4,
	OUT_R2_A5,
	OUT_R2_A6,
	OUT_R2_A7,
	OUT_R2_A8,
	OUT_R2_B1,
	OUT_R2_B2,
	OUT_R2_B3,
	OUT_R2_C1,
	RTS_KEEP_ALIVE,
	RTS_PING_TRAFFIC_SENT,
	RTS_ECHO,
	RTS_PING,
	RTS_FLOW_ACK,
	RTS_FLOW_ACK_WITH_DESTINATION,
	RTS_NNAMES
};

/* "CONN/A3"; "unnamed RTS PDU" for RTS_UNNAMED. */
const char *rts_name_text(enum rts_name name);

#endif
