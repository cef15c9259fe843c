/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signatures of DCE/RPC PDUs ([MS-RPCE] 3.3.1.5.2.2): NTLM by our own hand
 * (ntlm_seal.h says why), Kerberos by GSSAPI, both alone or under SPNEGO.
 */
#include <string.h>

#include "auth/gss.h"
#include "auth/ntlm_seal.h"

#define SIGNATURE_MAX 256

/* The parts of a sealed PDU as gss_wrap_iov wants them. */
#define NPARTS 4

struct parts {
	gss_iov_buffer_desc iov[NPARTS];
	int n;
};

static gss_iov_buffer_desc
part(OM_uint32 type, uint8_t *p, size_t n)
{
	return (gss_iov_buffer_desc){ .type = type, .buffer = { n, p } };
}

static void
parts_of(const struct auth_pdu *pdu, uint8_t *signature, size_t signature_n,
    struct parts *out)
{
	size_t end = pdu->body + pdu->body_n;

	out->n = 0;
	out->iov[out->n++] =
	    part(GSS_IOV_BUFFER_TYPE_HEADER, signature, signature_n);
	if (!pdu->only_body)
		out->iov[out->n++] =
		    part(GSS_IOV_BUFFER_TYPE_SIGN_ONLY, pdu->p, pdu->body);
	out->iov[out->n++] =
	    part(GSS_IOV_BUFFER_TYPE_DATA, pdu->p + pdu->body, pdu->body_n);
	if (!pdu->only_body)
		out->iov[out->n++] = part(
		    GSS_IOV_BUFFER_TYPE_SIGN_ONLY, pdu->p + end, pdu->n - end);
}

static gss_buffer_desc
signed_part(const struct auth_pdu *pdu)
{
	if (pdu->only_body)
		return (gss_buffer_desc){ pdu->body_n, pdu->p + pdu->body };
	return (gss_buffer_desc){ pdu->n, pdu->p };
}

static bool
note(struct auth *a, OM_uint32 major, OM_uint32 minor)
{
	if (GSS_ERROR(major))
		machine_fault(a, major, minor);
	return !GSS_ERROR(major);
}

/* A replayed or reordered PDU is good to GSSAPI, with a remark in major. */
static bool
is_good(struct auth *a, OM_uint32 major, OM_uint32 minor)
{
	if (note(a, major, minor) && major != GSS_S_COMPLETE)
		machine_fault(a, major, minor);
	return major == GSS_S_COMPLETE;
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

size_t
machine_signature_size(struct auth *a)
{
	uint8_t pdu_bytes[48] = { 0 };
	struct auth_pdu pdu = {
		.p = pdu_bytes,
		.n = sizeof(pdu_bytes),
		.body = 24,
		.body_n = 16,
	};
	gss_iov_buffer_desc mic[] = {
		part(GSS_IOV_BUFFER_TYPE_DATA, pdu_bytes, sizeof(pdu_bytes)),
		part(GSS_IOV_BUFFER_TYPE_MIC_TOKEN, NULL, 0),
	};
	struct parts parts;
	OM_uint32 major, minor = 0;

	if (a->ntlm_flags != 0)
		return NTLM_SIGNATURE_SIZE;
	if (a->level < AUTH_LEVEL_PRIVACY) {
		major = gss_get_mic_iov_length(
		    &minor, a->context, GSS_C_QOP_DEFAULT, mic, 2);
		return note(a, major, minor) ? mic[1].buffer.length : 0;
	}
	parts_of(&pdu, NULL, 0, &parts);
	major = gss_wrap_iov_length(
	    &minor, a->context, 1, GSS_C_QOP_DEFAULT, NULL, parts.iov, parts.n);
	return note(a, major, minor) ? parts.iov[0].buffer.length : 0;
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

static bool
krb5_seal(struct auth *a, struct auth_pdu *pdu, struct buf *out)
{
	uint8_t signature[SIGNATURE_MAX];
	size_t n = machine_signature_size(a);
	struct parts parts;
	OM_uint32 major, minor = 0;

	if (n == 0 || n > sizeof(signature))
		return false;
	parts_of(pdu, signature, n, &parts);
	major = gss_wrap_iov(
	    &minor, a->context, 1, GSS_C_QOP_DEFAULT, NULL, parts.iov, parts.n);
	return note(a, major, minor) && buf_add(out, signature, n);
}

static bool
krb5_sign(struct auth *a, struct auth_pdu *pdu, struct buf *out)
{
	gss_buffer_desc message = signed_part(pdu);
	gss_buffer_desc mic = GSS_C_EMPTY_BUFFER;
	OM_uint32 major, minor = 0;
	bool ok;

	major =
	    gss_get_mic(&minor, a->context, GSS_C_QOP_DEFAULT, &message, &mic);
	ok = note(a, major, minor) && buf_add(out, mic.value, mic.length);
	gss_release_buffer(&minor, &mic);
	return ok;
}

bool
machine_protect(struct auth *a, struct auth_pdu *pdu, struct buf *out)
{
	if (a->ntlm_flags != 0)
		return ntlm_protect(a, pdu, out);
	if (a->level == AUTH_LEVEL_PRIVACY)
		return krb5_seal(a, pdu, out);
	return krb5_sign(a, pdu, out);
}

static bool
krb5_unseal(struct auth *a, struct auth_pdu *pdu, struct span signature)
{
	uint8_t copy[SIGNATURE_MAX]; /* it is decrypted in place */
	struct parts parts;
	OM_uint32 major, minor = 0;
	int sealed = 0;

	if (signature.n > sizeof(copy))
		return false;
	memcpy(copy, signature.p, signature.n);
	parts_of(pdu, copy, signature.n, &parts);
	major = gss_unwrap_iov(
	    &minor, a->context, &sealed, NULL, parts.iov, parts.n);
	return is_good(a, major, minor) && sealed != 0;
}

static bool
krb5_verify(struct auth *a, struct auth_pdu *pdu, struct span signature)
{
	gss_buffer_desc message = signed_part(pdu);
	gss_buffer_desc mic = {
		signature.n,
		(void *)(uintptr_t)signature.p,
	};
	OM_uint32 major, minor = 0;

	major = gss_verify_mic(&minor, a->context, &message, &mic, NULL);
	return is_good(a, major, minor);
}

static bool
verify(struct auth *a, struct auth_pdu *pdu, struct span signature)
{
	struct ntlm_message_parts m = ntlm_parts(a, pdu);

	if (a->ntlm_flags != 0)
		return signature.n == NTLM_SIGNATURE_SIZE &&
		    seal_of(a) != NULL &&
		    ntlm_seal_verify(a->seal, &m, signature.p);
	if (a->level == AUTH_LEVEL_PRIVACY)
		return krb5_unseal(a, pdu, signature);
	return krb5_verify(a, pdu, signature);
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
