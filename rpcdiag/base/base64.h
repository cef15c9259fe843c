/* SPDX-License-Identifier: Apache-2.0 */
/* Base64 (RFC 4648 section 4). */
#ifndef RPCDIAG_BASE_BASE64_H
#define RPCDIAG_BASE_BASE64_H

#include "base/buf.h"

/* Append the encoding of in, padded, without line breaks. */
BUF_MUST_CHECK bool base64_encode(struct span in, struct buf *out);
/*
 * Append the bytes of text. Padding may be missing and white space is passed
 * over, since devices fold and cut headers; any other foreign character
 * fails and adds nothing.
 */
BUF_MUST_CHECK bool base64_decode(struct span text, struct buf *out);

#endif
