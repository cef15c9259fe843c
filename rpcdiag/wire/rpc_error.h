/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The RPC proxy's error channel: the reason phrase "RPC Error: <hex>[, EEInfo:
 * <base64>]" of a 503, and its copy in the body ([MS-RPCH] 2.1.2.1.3).
 */
#ifndef RPCDIAG_WIRE_RPC_ERROR_H
#define RPCDIAG_WIRE_RPC_ERROR_H

#include <stdbool.h>

#include "base/buf.h"
#include "wire/wire.h"

#define RPC_ERROR_BLOB_MAX 65536

struct rpc_error {
	uint32_t code;
	bool has_eeinfo; /* there was an EEInfo part, readable or not */
};

/*
 * Parse a reason phrase. WIRE_UNKNOWN: it is not this grammar at all.
 * WIRE_INVALID: it is, but the number or the base64 is broken; code is then
 * valid when it was readable. The decoded blob is appended to blob.
 * Letter case and blanks are forgiven.
 */
enum wire_err rpc_error_parse(struct span reason, struct rpc_error *out,
    struct buf *blob) WIRE_MUST_CHECK;
/* The "RPC EEInfo:<base64>" copy anywhere in a body. */
enum wire_err rpc_error_body_parse(
    struct span body, struct buf *blob) WIRE_MUST_CHECK;
/* Append "RPC Error: 6ba[, EEInfo: ...]". */
BUF_MUST_CHECK bool rpc_error_format(
    uint32_t code, struct span eeinfo, struct buf *out);

#endif
