/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What Windows sends for a ticket that it cannot take: a KRB-ERROR (RFC 4120
 * 5.9.1) as the mechanism's token in a NegTokenResp (RFC 4178 4.2.2). MIT's
 * acceptor makes one only for clients that it could read.
 */
#ifndef RPCDIAG_LAB_KRB_ERROR_H
#define RPCDIAG_LAB_KRB_ERROR_H

#include "base/buf.h"

/* refused: the client's first token. Nothing is appended when that fails. */
void krb_error_put(struct span refused, struct buf *out);

#endif
