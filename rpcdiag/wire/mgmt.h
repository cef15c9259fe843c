/* SPDX-License-Identifier: Apache-2.0 */
/* NDR of the remote management interface (C706 appendix Q), harmless calls. */
#ifndef RPCDIAG_WIRE_MGMT_H
#define RPCDIAG_WIRE_MGMT_H

#include <stdbool.h>

#include "base/buf.h"
#include "wire/pdu.h"

#define MGMT_IFS_MAX 64

enum mgmt_op {
	MGMT_INQ_IF_IDS = 0,
	MGMT_IS_SERVER_LISTENING = 2,
};

struct mgmt_if_ids {
	uint32_t status; /* 0 = ok */
	unsigned n;
	struct pdu_syntax id[MGMT_IFS_MAX];
};

struct mgmt_listening {
	uint32_t status;
	bool listening;
};

/* Response stubs in, structs out; trailing padding is accepted. */
enum wire_err mgmt_if_ids_decode(
    struct span stub, bool big_endian, struct mgmt_if_ids *out) WIRE_MUST_CHECK;
/* The last word of the stub is the boolean, not an error status. */
enum wire_err mgmt_listening_decode(struct span stub, bool big_endian,
    struct mgmt_listening *out) WIRE_MUST_CHECK;

/* Response stubs as a server sends them. Both requests have empty stubs. */
BUF_MUST_CHECK bool mgmt_if_ids_encode(
    const struct mgmt_if_ids *in, struct buf *out);
BUF_MUST_CHECK bool mgmt_listening_encode(
    const struct mgmt_listening *in, struct buf *out);

#endif
