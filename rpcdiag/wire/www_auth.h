/* SPDX-License-Identifier: Apache-2.0 */
/* WWW-Authenticate and Proxy-Authenticate lists (RFC 9110 11.6.1). */
#ifndef RPCDIAG_WIRE_WWW_AUTH_H
#define RPCDIAG_WIRE_WWW_AUTH_H

#include "base/span.h"
#include "wire/wire.h"

#define WWW_AUTH_MAX 16

struct www_challenge {
	struct span scheme; /* "Basic" */
	struct span token;  /* token68, empty when there is none */
	struct span realm;  /* without quotes, escapes kept */
};

struct www_auth {
	unsigned n;
	struct www_challenge challenge[WWW_AUTH_MAX];
};

/* Add the challenges of one header value to out. Several headers, or several
 * schemes in one header, are the same thing. Spans borrow from value. */
enum wire_err www_auth_parse(
    struct span value, struct www_auth *out) WIRE_MUST_CHECK;
/* By scheme name, ignoring case; NULL when it was not offered. */
const struct www_challenge *www_auth_find(
    const struct www_auth *a, const char *scheme);

#endif
