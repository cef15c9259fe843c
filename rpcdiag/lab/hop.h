/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What proxies and servers say to each other and to the client while a
 * virtual connection opens ([MS-RPCH] 2.2.4.3 to 2.2.4.9) or one of its
 * channels is recycled (2.2.4.10 to 2.2.4.45), as values.
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
	struct guid predecessor;    /* cookie of the channel that is recycled */
	struct guid channel_cookie; /* of the channel, or of its successor */
	struct guid association;
	uint32_t window;     /* of the receiver that speaks */
	uint32_t timeout_ms; /* connection timeout */
	uint32_t keepalive_ms;
	uint32_t lifetime; /* of the channel, bytes; 0 = 1 GiB */
	enum rts_destination destination;
	struct addr client;
};

/* Read a PDU that must have the shape of this one; false when it has not. What
 * the PDU does not tell stays as it is. */
bool hop_take(struct span pdu, enum rts_name name, struct hop *out);
/* Append the PDU. */
BUF_MUST_CHECK bool hop_put(
    enum rts_name name, const struct hop *h, struct buf *out);
/* FlowControlAck without a destination ([MS-RPCH] 2.2.4.50). */
BUF_MUST_CHECK bool hop_put_ack(
    const struct rts_flow_ack *ack, struct buf *out);

#endif
