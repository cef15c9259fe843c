/* SPDX-License-Identifier: Apache-2.0 */
/* What an NTLM challenge tells about the machine that sent it ([MS-NLMP]
 * 2.2.1.2, 2.2.2.1): the identity of a front-end node, no secret. */
#ifndef RPCDIAG_WIRE_NTLM_H
#define RPCDIAG_WIRE_NTLM_H

#include <stdbool.h>

#include "base/buf.h"
#include "wire/wire.h"

#define NTLM_TEXT 256 /* UTF-8, cut, with the NUL */

struct ntlm_challenge {
	uint32_t flags;
	char nb_computer[NTLM_TEXT];
	char nb_domain[NTLM_TEXT];
	char dns_computer[NTLM_TEXT];
	char dns_domain[NTLM_TEXT];
	char dns_forest[NTLM_TEXT];
	uint64_t time; /* FILETIME; 0 = not given */
	bool has_version;
	uint8_t major, minor;
	uint16_t build;
};

/* The token may stand inside a SPNEGO token: the signature is looked for. */
enum wire_err ntlm_challenge_decode(
    struct span token, struct ntlm_challenge *out) WIRE_MUST_CHECK;
/* A NEGOTIATE message that asks for target info: enough for a challenge. */
BUF_MUST_CHECK bool ntlm_negotiate_encode(struct buf *out);

#endif
