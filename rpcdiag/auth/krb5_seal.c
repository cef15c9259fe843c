/* SPDX-License-Identifier: Apache-2.0 */
#include "auth/krb5_seal.h"

#include <gssapi/gssapi_ext.h>
#include <string.h>

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
note(struct krb5_seal *s, OM_uint32 major, OM_uint32 minor)
{
	if (major == GSS_S_COMPLETE)
		return true;
	s->major = major;
	s->minor = minor;
	return false;
}

size_t
krb5_seal_size(struct krb5_seal *s)
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

	if (!s->privacy) {
		major = gss_get_mic_iov_length(
		    &minor, s->context, GSS_C_QOP_DEFAULT, mic, 2);
		return note(s, major, minor) ? mic[1].buffer.length : 0;
	}
	parts_of(&pdu, NULL, 0, &parts);
	major = gss_wrap_iov_length(
	    &minor, s->context, 1, GSS_C_QOP_DEFAULT, NULL, parts.iov, parts.n);
	return note(s, major, minor) ? parts.iov[0].buffer.length : 0;
}

static bool
seal(struct krb5_seal *s, struct auth_pdu *pdu, struct buf *out)
{
	uint8_t signature[SIGNATURE_MAX];
	size_t n = krb5_seal_size(s);
	struct parts parts;
	OM_uint32 major, minor = 0;

	if (n == 0 || n > sizeof(signature))
		return false;
	parts_of(pdu, signature, n, &parts);
	major = gss_wrap_iov(
	    &minor, s->context, 1, GSS_C_QOP_DEFAULT, NULL, parts.iov, parts.n);
	return note(s, major, minor) && buf_add(out, signature, n);
}

static bool
sign(struct krb5_seal *s, struct auth_pdu *pdu, struct buf *out)
{
	gss_buffer_desc message = signed_part(pdu);
	gss_buffer_desc mic = GSS_C_EMPTY_BUFFER;
	OM_uint32 major, minor = 0, ignored;
	bool ok;

	major =
	    gss_get_mic(&minor, s->context, GSS_C_QOP_DEFAULT, &message, &mic);
	ok = note(s, major, minor) && buf_add(out, mic.value, mic.length);
	gss_release_buffer(&ignored, &mic);
	return ok;
}

bool
krb5_seal_protect(struct krb5_seal *s, struct auth_pdu *pdu, struct buf *out)
{
	return s->privacy ? seal(s, pdu, out) : sign(s, pdu, out);
}

static bool
unseal(struct krb5_seal *s, struct auth_pdu *pdu, struct span signature)
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
	    &minor, s->context, &sealed, NULL, parts.iov, parts.n);
	return note(s, major, minor) && sealed != 0;
}

static bool
verify(struct krb5_seal *s, struct auth_pdu *pdu, struct span signature)
{
	gss_buffer_desc message = signed_part(pdu);
	gss_buffer_desc mic = {
		signature.n,
		(void *)(uintptr_t)signature.p,
	};
	OM_uint32 major, minor = 0;

	major = gss_verify_mic(&minor, s->context, &message, &mic, NULL);
	return note(s, major, minor);
}

bool
krb5_seal_verify(
    struct krb5_seal *s, struct auth_pdu *pdu, struct span signature)
{
	return s->privacy ? unseal(s, pdu, signature)
			  : verify(s, pdu, signature);
}
