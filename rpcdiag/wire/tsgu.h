/* SPDX-License-Identifier: Apache-2.0 */
/*
 * NDR of the RD Gateway's interface ([MS-TSGU] 3.2.6.1), as far as a client
 * gets that only wants to know whether it may: a tunnel is made, a policy
 * decides on it, and it is closed. What a gateway tells of itself between (its
 * certificate, messages, what may be redirected) is passed over.
 */
#ifndef RPCDIAG_WIRE_TSGU_H
#define RPCDIAG_WIRE_TSGU_H

#include "wire/ndr.h"

#define TSGU_NAME_MAX 513 /* characters with the NUL, 2.2.9.2.1.4 */

enum tsgu_op {
	TS_PROXY_CREATE_TUNNEL = 1,
	TS_PROXY_AUTHORIZE_TUNNEL = 2,
	TS_PROXY_CLOSE_TUNNEL = 7,
};

struct tsgu_tunnel { /* what TsProxyCreateTunnel answers */
	struct ndr_handle handle;
	uint32_t id;
	uint32_t status; /* 0, or an HRESULT: there is no tunnel */
};

struct tsgu_request { /* of TsProxyAuthorizeTunnel */
	struct ndr_handle tunnel;
	struct span machine; /* who asks: ASCII without the NUL; borrowed */
};

/* Versions and capabilities (TSG_PACKET_VERSIONCAPS). */
BUF_MUST_CHECK bool tsgu_create_encode(struct buf *out);
enum wire_err tsgu_create_decode(
    struct span stub, bool big_endian) WIRE_MUST_CHECK;
BUF_MUST_CHECK bool tsgu_tunnel_encode(
    const struct tsgu_tunnel *in, struct buf *out);
enum wire_err tsgu_tunnel_decode(
    struct span stub, bool big_endian, struct tsgu_tunnel *out) WIRE_MUST_CHECK;

/* No statement of health (TSG_PACKET_QUARREQUEST). */
BUF_MUST_CHECK bool tsgu_authorize_encode(
    const struct tsgu_request *in, struct buf *out);
/* Of the handle alone, which comes first. */
enum wire_err tsgu_authorize_decode(struct span stub, bool big_endian,
    struct tsgu_request *out) WIRE_MUST_CHECK;
BUF_MUST_CHECK bool tsgu_authorized_encode(
    const uint32_t *status, struct buf *out);
enum wire_err tsgu_authorized_decode(
    struct span stub, bool big_endian, uint32_t *status) WIRE_MUST_CHECK;

#endif
