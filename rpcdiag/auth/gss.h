/* SPDX-License-Identifier: Apache-2.0 */
/* What the mechanisms on GSSAPI share, for the files of this folder only. */
#ifndef RPCDIAG_AUTH_GSS_H
#define RPCDIAG_AUTH_GSS_H

#include <gssapi/gssapi_ext.h>
#include <gssapi/gssapi_krb5.h>

#include "auth/auth.h"

struct ntlm_seal;

/* How one row of the table of mechanisms uses GSSAPI. */
struct machine_kind {
	gss_OID_set inner; /* what it may become, best first */
	bool spnego;	   /* it is found out in SPNEGO */
};

struct auth {
	gss_OID_set inner; /* what it may become */
	gss_OID mech;	   /* of the context */
	bool spnego;	   /* it is SPNEGO */
	char *user;
	char *principal; /* what Kerberos makes of it; NULL = not yet */
	struct secret password;
	char *ccache, *keytab;
	char *service, *host, *spn;
	enum auth_level level;
	struct buf bindings;
	bool bound; /* bindings are given */
	gss_cred_id_t cred;
	gss_name_t target;
	gss_ctx_id_t context;
	bool begun;
	bool finished;		/* GSS_S_COMPLETE */
	const char *package;	/* of the tokens made so far */
	uint32_t ntlm_flags;	/* of our AUTHENTICATE; 0 = it is not NTLM */
	struct ntlm_seal *seal; /* made when first needed */
	struct auth_error error;
};

extern gss_OID_set_desc mechs_ntlm, mechs_krb5, mechs_krb5_ntlm;

struct auth *machine_open(
    const struct machine_kind *kind, const struct auth_spec *spec);
enum auth_result machine_step(struct auth *a, struct span in, struct buf *out);
void machine_close(struct auth *a);
const struct auth_error *machine_error(const struct auth *a);
const char *machine_package(const struct auth *a);
size_t machine_signature_size(struct auth *a);
bool machine_protect(struct auth *a, struct auth_pdu *pdu, struct buf *out);
bool machine_verify(
    struct auth *a, struct auth_pdu *pdu, struct span signature);

/* Does Kerberos know whom to ask about the user? */
bool machine_has_realm(const struct auth *a);
/* Names; both return false with a's error set. user may come out as
 * GSS_C_NO_NAME: whoever the credentials cache is of. */
bool machine_user_name(struct auth *a, gss_name_t *out);
bool machine_target_name(struct auth *a, gss_name_t *out);

/* Note why a call failed, in numbers, words and as an enum auth_fault. */
void machine_fault(struct auth *a, OM_uint32 major, OM_uint32 minor);
/* Better: what the server says itself, when its token holds a KRB-ERROR. */
void machine_fault_sent(struct auth *a, struct span token);
void machine_fault_is(struct auth *a, enum auth_fault fault, const char *text);

#endif
