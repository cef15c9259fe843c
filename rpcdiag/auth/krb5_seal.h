/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signatures of DCE/RPC PDUs by Kerberos ([MS-RPCE] 3.3.1.5.2.2), at either
 * end of an established context of GSSAPI. Knows the parts of a PDU, and
 * nothing of how the context came about; ntlm_seal.h is its sister.
 */
#ifndef RPCDIAG_AUTH_KRB5_SEAL_H
#define RPCDIAG_AUTH_KRB5_SEAL_H

#include <gssapi/gssapi.h>

#include "auth/auth.h"

struct krb5_seal {
	gss_ctx_id_t context;	/* borrowed */
	bool privacy;		/* the body is encrypted, too */
	OM_uint32 major, minor; /* of the last call that failed */
};

/* Bytes of a signature; 0 = this context cannot sign. */
size_t krb5_seal_size(struct krb5_seal *s);
/* Append the signature to out; the body is sealed in place. */
BUF_MUST_CHECK bool krb5_seal_protect(
    struct krb5_seal *s, struct auth_pdu *pdu, struct buf *out);
/* False for whatever is not exactly the next message of the other end: a
 * replayed or reordered one, too. */
bool krb5_seal_verify(
    struct krb5_seal *s, struct auth_pdu *pdu, struct span signature);

#endif
