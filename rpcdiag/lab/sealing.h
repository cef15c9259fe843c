/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signing and sealing of DCE/RPC PDUs after a logon, the server's side: by
 * NTLM's keys or by a Kerberos context, so that nobody else has to know which.
 */
#ifndef RPCDIAG_LAB_SEALING_H
#define RPCDIAG_LAB_SEALING_H

#include "auth/krb5_seal.h"
#include "auth/ntlm_seal.h"

struct sealing {
	bool on; /* PDUs have verifiers */
	bool privacy;
	struct ntlm_seal *ntlm; /* owned; NULL = it is Kerberos */
	struct krb5_seal krb5;	/* its context is the acceptor's */
};

void sealing_clear(struct sealing *s);
/* Bytes of a signature; 0 = none can be made. */
size_t sealing_size(struct sealing *s);
/* As krb5_seal_protect and krb5_seal_verify. */
BUF_MUST_CHECK bool sealing_protect(
    struct sealing *s, struct auth_pdu *pdu, struct buf *out);
bool sealing_verify(
    struct sealing *s, struct auth_pdu *pdu, struct span signature);

#endif
