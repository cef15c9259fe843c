/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What proxies and servers say to each other and to the client while a
 * virtual connection opens ([MS-RPCH] 2.2.4.3 to 2.2.4.9), as values.
 */
#ifndef RPCDIAG_LAB_HOP_H
#define RPCDIAG_LAB_HOP_H

#include "lab/addr.h"
#include "wire/rts.h"

#define HOP_WINDOW 65536	/* bytes; what Windows advertises */
#define HOP_TIMEOUT_MS 120000	/* the idle time of IIS */
#define HOP_LIFETIME 1073741824 /* bytes: Content-Length of a channel */

struct hop {
	struct guid vc_cookie;
	struct guid channel_cookie;
	struct guid association;
	uint32_t window;     /* of the receiver that speaks */
	uint32_t timeout_ms; /* connection timeout */
	uint32_t keepalive_ms;
	struct addr client;
};

/* Read a PDU that must be this one; false when it is another. */
bool hop_take(struct span pdu, enum rts_name name, struct hop *out);
/* Append the PDU: A2, A3, B2, B3, C1 or C2. */
BUF_MUST_CHECK bool hop_put(
    enum rts_name name, const struct hop *h, struct buf *out);
/* FlowControlAck without a destination ([MS-RPCH] 2.2.4.50). */
BUF_MUST_CHECK bool hop_put_ack(
    const struct rts_flow_ack *ack, struct buf *out);

#endif
