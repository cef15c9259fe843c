/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signatures of DCE/RPC PDUs ([MS-RPCE] 3.3.1.5.2.2): NTLM by our own hand
 * (ntlm_seal.h says why), Kerberos by GSSAPI, both alone or under SPNEGO.
 */
#include <string.h>

#include "auth/gss.h"
#include "auth/krb5_seal.h"
#include "auth/ntlm_seal.h"

static bool
note(struct auth *a, OM_uint32 major, OM_uint32 minor)
{
	if (GSS_ERROR(major))
		machine_fault(a, major, minor);
	return !GSS_ERROR(major);
}

/*
 * The session key is taken out of the context once. Under SPNEGO the NTLM
 * signature number 0 went into the mechListMIC.
 */
static struct ntlm_seal *
seal_of(struct auth *a)
{
	gss_buffer_set_t key = GSS_C_NO_BUFFER_SET;
	OM_uint32 major, minor = 0;

	if (a->seal != NULL)
		return a->seal;
	major = gss_inquire_sec_context_by_oid(
	    &minor, a->context, GSS_C_INQ_SSPI_SESSION_KEY, &key);
	if (!note(a, major, minor))
		return NULL;
	if (key->count > 0 && key->elements[0].length == NTLM_SESSION_KEY_SIZE)
		a->seal = ntlm_seal_new(NTLM_CLIENT, key->elements[0].value,
		    a->ntlm_flags, a->spnego ? 1 : 0);
	if (key->count > 0)
		explicit_bzero(key->elements[0].value, key->elements[0].length);
	gss_release_buffer_set(&minor, &key);
	if (a->seal == NULL)
		machine_fault_is(a, AUTH_FAULT_OTHER,
		    "NTLM without extended session security, or no RC4 here");
	return a->seal;
}

static bool
note_krb5(struct auth *a, const struct krb5_seal *s)
{
	if (s->major != GSS_S_COMPLETE)
		machine_fault(a, s->major, s->minor);
	return false;
}

static struct krb5_seal
krb5_of(const struct auth *a)
{
	return (struct krb5_seal){
		.context = a->context,
		.privacy = a->level == AUTH_LEVEL_PRIVACY,
	};
}

size_t
machine_signature_size(struct auth *a)
{
	struct krb5_seal krb5 = krb5_of(a);
	size_t n;

	if (a->ntlm_flags != 0)
		return NTLM_SIGNATURE_SIZE;
	n = krb5_seal_size(&krb5);
	if (n == 0)
		note_krb5(a, &krb5);
	return n;
}

/* NTLM with extended session security always signs the whole PDU. */
static struct ntlm_message_parts
ntlm_parts(const struct auth *a, struct auth_pdu *pdu)
{
	return (struct ntlm_message_parts){
		.whole = span_of(pdu->p, pdu->n),
		.sealed = pdu->p + pdu->body,
		.sealed_n = a->level == AUTH_LEVEL_PRIVACY ? pdu->body_n : 0,
	};
}

static bool
ntlm_protect(struct auth *a, struct auth_pdu *pdu, struct buf *out)
{
	struct ntlm_message_parts m = ntlm_parts(a, pdu);
	uint8_t signature[NTLM_SIGNATURE_SIZE];

	return seal_of(a) != NULL &&
	    ntlm_seal_protect(a->seal, &m, signature) &&
	    buf_add(out, signature, sizeof(signature));
}

bool
machine_protect(struct auth *a, struct auth_pdu *pdu, struct buf *out)
{
	struct krb5_seal krb5 = krb5_of(a);

	if (a->ntlm_flags != 0)
		return ntlm_protect(a, pdu, out);
	return krb5_seal_protect(&krb5, pdu, out) || note_krb5(a, &krb5);
}

static bool
verify(struct auth *a, struct auth_pdu *pdu, struct span signature)
{
	struct ntlm_message_parts m = ntlm_parts(a, pdu);
	struct krb5_seal krb5 = krb5_of(a);

	if (a->ntlm_flags != 0)
		return signature.n == NTLM_SIGNATURE_SIZE &&
		    seal_of(a) != NULL &&
		    ntlm_seal_verify(a->seal, &m, signature.p);
	return krb5_seal_verify(&krb5, pdu, signature) || note_krb5(a, &krb5);
}

bool
machine_verify(struct auth *a, struct auth_pdu *pdu, struct span signature)
{
	memset(&a->error, 0, sizeof(a->error));
	if (verify(a, pdu, signature))
		return true;
	if (a->error.text[0] == '\0')
		machine_fault_is(a, AUTH_FAULT_TOKEN, "wrong signature");
	a->error.fault = AUTH_FAULT_TOKEN; /* whatever the library calls it */
	return false;
}
