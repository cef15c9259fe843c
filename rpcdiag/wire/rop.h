/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one remote operation that a diagnosis needs: RopLogon ([MS-OXCROPS]
 * 2.2.3.1, [MS-OXCSTOR] 2.2.1.1), which says whether a mailbox is here, where
 * it is else, and whether one may open it. With the buffer around it
 * ([MS-OXCRPC] 2.2.2.1). Little-endian always, whatever the PDU is.
 */
#ifndef RPCDIAG_WIRE_ROP_H
#define RPCDIAG_WIRE_ROP_H

#include "wire/ndr.h"

struct rop_logon {	     /* to a private mailbox */
	struct span user_dn; /* borrowed */
};

struct rop_logon_answer {
	uint32_t status;
	struct span server; /* of ecWrongServer: a DN; p is NULL else */
};

enum { ROP_EC_WRONG_SERVER = 0x478 };

enum wire_err rop_logon_decode(
    struct span rops, struct rop_logon *out) WIRE_MUST_CHECK;
BUF_MUST_CHECK bool rop_logon_encode(
    const struct rop_logon *in, struct buf *out);
/* What the server tells of a mailbox it opens is passed over. */
enum wire_err rop_logon_answer_decode(
    struct span rops, struct rop_logon_answer *out) WIRE_MUST_CHECK;
BUF_MUST_CHECK bool rop_logon_answer_encode(
    const struct rop_logon_answer *in, struct buf *out);

#endif
