/* SPDX-License-Identifier: Apache-2.0 */
/* What GSSAPI and Kerberos say, told apart as far as a user can act on it. */
#include <errno.h>
#include <krb5.h>
#include <stdio.h>

#include "auth/gss.h"

#define KRB_ERROR_TAG 0x7e
#define KRB_ERROR_WITHIN 64 /* bytes of SPNEGO before it, at most */
#define KRB_ERROR_MAX 127   /* numbers above are of MIT's library alone */

struct row {
	long code; /* of com_err, as krb5.h has it */
	enum auth_fault fault;
};

/* RFC 4120 7.5.9, and codes of MIT's library beside it. */
static const struct row minors[] = {
	{ KRB5KDC_ERR_PREAUTH_FAILED, AUTH_FAULT_PASSWORD },
	{ KRB5KRB_AP_ERR_BAD_INTEGRITY, AUTH_FAULT_PASSWORD },
	{ KRB5_PREAUTH_FAILED, AUTH_FAULT_PASSWORD },
	{ KRB5KDC_ERR_C_PRINCIPAL_UNKNOWN, AUTH_FAULT_USER },
	{ KRB5KDC_ERR_CLIENT_REVOKED, AUTH_FAULT_ACCOUNT },
	{ KRB5KDC_ERR_NAME_EXP, AUTH_FAULT_ACCOUNT },
	{ KRB5KDC_ERR_KEY_EXP, AUTH_FAULT_ACCOUNT },
	{ KRB5KDC_ERR_CLIENT_NOTYET, AUTH_FAULT_ACCOUNT },
	{ KRB5KDC_ERR_POLICY, AUTH_FAULT_ACCOUNT }, /* not on this machine */
	{ KRB5KDC_ERR_S_PRINCIPAL_UNKNOWN, AUTH_FAULT_TARGET },
	{ KRB5_KDC_UNREACH, AUTH_FAULT_KDC },
	{ KRB5_REALM_UNKNOWN, AUTH_FAULT_KDC },
	{ KRB5_REALM_CANT_RESOLVE, AUTH_FAULT_KDC },
	{ EAGAIN, AUTH_FAULT_KDC }, /* no name server knew the KDC's name */
	{ KRB5KRB_AP_ERR_SKEW, AUTH_FAULT_CLOCK },
	{ KRB5_KDCREP_SKEW, AUTH_FAULT_CLOCK },
	{ KRB5KRB_AP_ERR_TKT_NYV, AUTH_FAULT_CLOCK },
	{ KRB5KRB_AP_ERR_MODIFIED, AUTH_FAULT_TICKET },
	{ KRB5KRB_AP_ERR_NOKEY, AUTH_FAULT_TICKET },
	{ KRB5KRB_AP_ERR_BADKEYVER, AUTH_FAULT_TICKET },
	{ KRB5KRB_AP_ERR_NOT_US, AUTH_FAULT_TICKET },
	{ KRB5KRB_AP_ERR_TKT_EXPIRED, AUTH_FAULT_NO_CREDENTIALS },
	{ KRB5_CC_NOTFOUND, AUTH_FAULT_NO_CREDENTIALS },
	{ KRB5_FCC_NOFILE, AUTH_FAULT_NO_CREDENTIALS },
	{ KRB5_KT_NOTFOUND, AUTH_FAULT_NO_CREDENTIALS },
};

static const struct {
	OM_uint32 routine; /* GSS_ROUTINE_ERROR of the major status */
	enum auth_fault fault;
} majors[] = {
	{ GSS_S_NO_CRED, AUTH_FAULT_NO_CREDENTIALS },
	{ GSS_S_CREDENTIALS_EXPIRED, AUTH_FAULT_NO_CREDENTIALS },
	{ GSS_S_BAD_MECH, AUTH_FAULT_NO_MECHANISM },
	{ GSS_S_UNAVAILABLE, AUTH_FAULT_NO_MECHANISM },
	{ GSS_S_DEFECTIVE_TOKEN, AUTH_FAULT_TOKEN },
	{ GSS_S_BAD_SIG, AUTH_FAULT_TOKEN },
	{ GSS_S_BAD_BINDINGS, AUTH_FAULT_TOKEN },
};

/* RFC 4120's number in a code of the library; 0 = it was not sent. */
static int
number_of(OM_uint32 minor)
{
	OM_uint32 n = minor - (OM_uint32)ERROR_TABLE_BASE_krb5;

	return n <= KRB_ERROR_MAX ? (int)n : 0;
}

static enum auth_fault
fault_of(OM_uint32 major, OM_uint32 minor)
{
	for (unsigned i = 0; i < sizeof(minors) / sizeof(minors[0]); i++)
		if ((OM_uint32)minors[i].code == minor)
			return minors[i].fault;
	for (unsigned i = 0; i < sizeof(majors) / sizeof(majors[0]); i++)
		if (majors[i].routine == GSS_ROUTINE_ERROR(major))
			return majors[i].fault;
	return AUTH_FAULT_OTHER;
}

static size_t
append_status(struct auth_error *e, size_t at, OM_uint32 code, int type,
    const gss_OID_desc *mech)
{
	gss_buffer_desc text = GSS_C_EMPTY_BUFFER;
	OM_uint32 minor, more = 0;
	int n;

	if (GSS_ERROR(gss_display_status(
		&minor, code, type, (gss_OID)mech, &more, &text)))
		return at;
	n = snprintf(e->text + at, sizeof(e->text) - at, "%s%.*s",
	    at == 0 ? "" : ": ", (int)text.length, (char *)text.value);
	gss_release_buffer(&minor, &text);
	return at + (size_t)n < sizeof(e->text) ? at + (size_t)n
						: sizeof(e->text) - 1;
}

void
machine_fault(struct auth *a, OM_uint32 major, OM_uint32 minor)
{
	struct auth_error *e = &a->error;
	size_t at;

	machine_fault_is(a, fault_of(major, minor), "");
	e->major = major;
	e->minor = minor;
	e->kerberos = number_of(minor);
	at = append_status(e, 0, major, GSS_C_GSS_CODE, GSS_C_NO_OID);
	if (minor != 0)
		append_status(e, at, minor, GSS_C_MECH_CODE, a->mech);
}

/*
 * MIT's library looks for no KRB-ERROR (RFC 4120 5.9.1, APPLICATION 30) where
 * DCE_STYLE expects an AP-REP, bare or inside SPNEGO, and says nothing of use.
 */
static long
error_in(krb5_context context, struct span token)
{
	krb5_error *e = NULL;
	long code;

	for (size_t i = 0; i < token.n && i < KRB_ERROR_WITHIN; i++) {
		krb5_data data = {
			.length = (unsigned)(token.n - i),
			.data = (char *)(uintptr_t)(token.p + i),
		};

		if (token.p[i] != KRB_ERROR_TAG ||
		    krb5_rd_error(context, &data, &e) != 0)
			continue;
		code = ERROR_TABLE_BASE_krb5 + (long)e->error;
		krb5_free_error(context, e);
		return code;
	}
	return 0;
}

void
machine_fault_sent(struct auth *a, struct span token)
{
	krb5_context context;
	const char *text;
	long code;

	if (token.n == 0 || krb5_init_context(&context) != 0)
		return;
	code = error_in(context, token);
	if (code != 0) {
		text = krb5_get_error_message(context, (krb5_error_code)code);
		machine_fault_is(
		    a, fault_of(GSS_S_FAILURE, (OM_uint32)code), text);
		a->error.major = GSS_S_FAILURE;
		a->error.minor = (OM_uint32)code;
		a->error.kerberos = number_of((OM_uint32)code);
		krb5_free_error_message(context, text);
	}
	krb5_free_context(context);
	/* decryption that fails is a wrong password only at the KDC */
	if (a->error.fault == AUTH_FAULT_PASSWORD)
		a->error.fault = AUTH_FAULT_TICKET;
}

/* The parts of a name that is too long are of no use. */
static void
put_name(char *out, size_t size, const char *first, const char *second)
{
	int n = snprintf(out, size, "%s%s%s", first == NULL ? "" : first,
	    second == NULL ? "" : "/", second == NULL ? "" : second);

	if (n < 0 || (size_t)n >= size)
		out[0] = '\0';
}

/* NTLM asks nobody for the user, and names no service. */
static void
put_names(const struct auth *a, struct auth_error *e)
{
	if (a->inner == &mechs_ntlm)
		return;
	put_name(e->client, sizeof(e->client), a->principal, NULL);
	if (a->spn != NULL)
		put_name(e->target, sizeof(e->target), a->spn, NULL);
	else
		put_name(e->target, sizeof(e->target), a->service, a->host);
}

void
machine_fault_is(struct auth *a, enum auth_fault fault, const char *text)
{
	a->error = (struct auth_error){ .fault = fault };
	put_names(a, &a->error);
	snprintf(a->error.text, sizeof(a->error.text), "%s", text);
}
