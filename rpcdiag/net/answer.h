/* SPDX-License-Identifier: Apache-2.0 */
/* An HTTP answer, kept: the head, what of it matters here, a capped body. */
#ifndef RPCDIAG_NET_ANSWER_H
#define RPCDIAG_NET_ANSWER_H

#include "base/strlist.h"
#include "wire/http_head.h"

#define ANSWER_BODY_MAX 65536

struct answer {
	int status; /* 0 = no answer */
	char *reason;
	char *server; /* Server; NULL when the header is not there */
	char *via;
	char *location;
	char *content_type;
	char *date;
	char *fe_server;   /* X-FEServer */
	char *cas_error;   /* X-CasErrorCode */
	char *squid_error; /* X-Squid-Error: why a forward proxy failed */
	bool forward;	   /* a forward proxy's, instead of the target's */
	/* of WWW-Authenticate, in a 407 of Proxy-Authenticate, in order */
	struct strlist schemes;
	char *realm; /* of Basic; NULL = none was given */
	char *token; /* base64 token of the scheme asked about */
	bool chunked;
	int64_t length; /* Content-Length; -1 absent, -2 unusable */
	struct buf body;
};

void answer_init(struct answer *a);
void answer_clear(struct answer *a);
/* Copies what matters of a parsed head; scheme: whose token to keep. */
void answer_take(
    struct answer *a, const struct http_head *h, const char *scheme);
/* An answer that has no body, whatever its headers say (RFC 9112 6.3). */
bool answer_is_bodyless(const struct answer *a);
/*
 * Who wrote it, judged by what each software cannot help saying: "rpcproxy",
 * "exchange", "http.sys", "iis", "device", or "unknown".
 */
const char *answer_author(const struct answer *a);

#endif
