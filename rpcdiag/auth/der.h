/* SPDX-License-Identifier: Apache-2.0 */
/* All of DER (X.690) that tokens need: an element around an element. */
#ifndef RPCDIAG_AUTH_DER_H
#define RPCDIAG_AUTH_DER_H

#include "base/buf.h"

/* Replace b by an element of it, with a prefix before its old contents. False,
 * with b as it was, when b has no room. */
BUF_MUST_CHECK bool der_wrap(
    struct buf *b, uint8_t tag, const char *prefix, size_t prefix_n);

#endif
