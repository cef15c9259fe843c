/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signing and sealing of NTLM with extended session security ([MS-NLMP] 3.4),
 * from the session key on: GSSAPI signs what it encrypts, and nothing else,
 * but a PDU of DCE/RPC is signed as a whole and sealed in part. Knows two
 * numbers of the messages, and nothing of the exchange.
 */
#ifndef RPCDIAG_AUTH_NTLM_SEAL_H
#define RPCDIAG_AUTH_NTLM_SEAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"

#define NTLM_SIGNATURE_SIZE 16
#define NTLM_SESSION_KEY_SIZE 16

enum ntlm_message { /* MessageType, [MS-NLMP] 2.2.1 */
	NTLM_NEGOTIATE = 1,
	NTLM_CHALLENGE = 2,
	NTLM_AUTHENTICATE = 3,
};

enum ntlm_flag { /* [MS-NLMP] 2.2.2.5 */
	NTLMSSP_EXTENDED_SESSIONSECURITY = 0x00080000,
	NTLMSSP_NEGOTIATE_128 = 0x20000000,
	NTLMSSP_NEGOTIATE_KEY_EXCH = 0x40000000,
	NTLMSSP_NEGOTIATE_56 = (int32_t)0x80000000,
};

/* The type of the message in a token, alone or inside SPNEGO; 0 = none. */
uint32_t ntlm_message_type(struct span token);
/* NegotiateFlags of an AUTHENTICATE message, 2.2.1.3; 0 = none there. */
uint32_t ntlm_authenticate_flags(struct span token);

enum ntlm_role {
	NTLM_CLIENT, /* protects what the client says */
	NTLM_SERVER,
};

struct ntlm_seal; /* keys and stream states of both directions */

/*
 * first_seq: of the first message; 1 when SPNEGO's mechListMIC was number 0
 * (its stream state does not go on, [MS-SPNG] 3.3.5.1). NULL when the flags
 * lack extended session security, or this OpenSSL has no RC4 or MD5.
 */
struct ntlm_seal *ntlm_seal_new(enum ntlm_role role, const uint8_t *session_key,
    uint32_t flags, uint32_t first_seq);
void ntlm_seal_free(struct ntlm_seal *s);

/* What is signed, and the part of it to be sealed in place (n 0 = none). */
struct ntlm_message_parts {
	struct span whole;
	uint8_t *sealed;
	size_t sealed_n;
};

bool ntlm_seal_protect(struct ntlm_seal *s, const struct ntlm_message_parts *m,
    uint8_t *signature);
bool ntlm_seal_verify(struct ntlm_seal *s, const struct ntlm_message_parts *m,
    const uint8_t *signature);

#endif
