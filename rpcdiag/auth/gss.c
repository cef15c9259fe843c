/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The token machine on GSSAPI: credentials, target, bindings and flags into a
 * security context, token by token. Everything that may block happens in
 * machine_step, none of it in open.
 */
#include "auth/gss.h"

#include <stdlib.h>
#include <string.h>

#include "auth/ntlm_seal.h"
#include "base/mem.h"

#define BINDINGS_MAX 256

/* DER of the object identifiers. Not const only because GSSAPI knows none. */
static char der_ntlm[] = "\x2b\x06\x01\x04\x01\x82\x37\x02\x02\x0a";
static char der_krb5[] = "\x2a\x86\x48\x86\xf7\x12\x01\x02\x02";
static char der_spnego[] = "\x2b\x06\x01\x05\x05\x02";

static gss_OID_desc spnego = { 6, der_spnego };
static gss_OID_desc krb5_ntlm[] = { { 9, der_krb5 }, { 10, der_ntlm } };

gss_OID_set_desc mechs_ntlm = { 1, &krb5_ntlm[1] };
gss_OID_set_desc mechs_krb5 = { 1, &krb5_ntlm[0] };
gss_OID_set_desc mechs_krb5_ntlm = { 2, krb5_ntlm };

struct auth *
machine_open(const struct machine_kind *kind, const struct auth_spec *spec)
{
	struct auth *a = mem_new(sizeof(*a));

	a->inner = kind->inner;
	a->spnego = kind->spnego;
	a->mech = a->spnego ? &spnego : kind->inner->elements;
	a->user = mem_strdup(spec->who->user);
	if (spec->who->password != NULL)
		secret_copy(&a->password, spec->who->password);
	a->ccache = mem_strdup(spec->who->ccache);
	a->keytab = mem_strdup(spec->who->keytab);
	a->service = mem_strdup(spec->service);
	a->host = mem_strdup(spec->host);
	a->spn = mem_strdup(spec->spn);
	a->level = spec->level;
	buf_init(&a->bindings, BINDINGS_MAX);
	a->bound = spec->bindings.p != NULL &&
	    buf_add(&a->bindings, spec->bindings.p, spec->bindings.n);
	return a;
}

void
machine_close(struct auth *a)
{
	OM_uint32 minor;

	gss_delete_sec_context(&minor, &a->context, GSS_C_NO_BUFFER);
	gss_release_cred(&minor, &a->cred);
	gss_release_name(&minor, &a->target);
	ntlm_seal_free(a->seal);
	secret_clear(&a->password);
	buf_clear(&a->bindings);
	free(a->user);
	free(a->principal);
	free(a->ccache);
	free(a->keytab);
	free(a->service);
	free(a->host);
	free(a->spn);
	free(a);
}

const struct auth_error *
machine_error(const struct auth *a)
{
	return a->error.fault == AUTH_FAULT_NONE ? NULL : &a->error;
}

const char *
machine_package(const struct auth *a)
{
	return a->package;
}

/* Under SPNEGO a first guess may turn out to be wrong, and not every token has
 * a message of the mechanism. */
static void
note_package(struct auth *a, struct span sent)
{
	if (ntlm_message_type(sent) != 0)
		a->package = "ntlm";
	else if (a->package == NULL && sent.n > 0)
		a->package = "kerberos";
}

/* From the keytab or the credentials cache that was named, or from the default
 * cache. Tickets of a keytab go into a cache of our own: nobody else's are
 * read or replaced. */
static OM_uint32
acquire_stored(struct auth *a, gss_name_t user, OM_uint32 *minor)
{
	char *own = mem_printf("MEMORY:rpcdiag-%p", (void *)a);
	gss_OID_set_desc mechs = { 1, a->mech };
	gss_key_value_element_desc element[] = {
		{ "ccache", a->ccache != NULL ? a->ccache : own },
		{ "client_keytab", a->keytab },
	};
	gss_key_value_set_desc store = { a->keytab == NULL ? 1 : 2, element };
	bool none = a->keytab == NULL && a->ccache == NULL;
	OM_uint32 major;

	major = gss_acquire_cred_from(minor, user, GSS_C_INDEFINITE, &mechs,
	    GSS_C_INITIATE, none ? NULL : &store, &a->cred, NULL, NULL);
	free(own);
	return major;
}

static OM_uint32
acquire(struct auth *a, gss_name_t user, OM_uint32 *minor)
{
	gss_OID_set_desc mechs = { 1, a->mech };
	gss_buffer_desc password = { a->password.n, a->password.p };

	if (!secret_given(&a->password))
		return acquire_stored(a, user, minor);
	return gss_acquire_cred_with_password(minor, user, &password,
	    GSS_C_INDEFINITE, &mechs, GSS_C_INITIATE, &a->cred, NULL, NULL);
}

static bool
acquire_credentials(struct auth *a)
{
	gss_buffer_desc nothing = GSS_C_EMPTY_BUFFER;
	gss_name_t user = GSS_C_NO_NAME;
	OM_uint32 major, minor = 0, ignored;

	if (!machine_user_name(a, &user))
		return false;
	major = acquire(a, user, &minor);
	gss_release_name(&ignored, &user);
	if (!GSS_ERROR(major) && a->spnego)
		major = gss_set_neg_mechs(&minor, a->cred, a->inner);
	if (GSS_ERROR(major)) {
		machine_fault(a, major, minor);
		return false;
	}
	/* MIT Kerberos asks for CONF and INTEG by itself, and a server may
	 * refuse a level below what was negotiated; NTLM has no such option */
	if (a->level < AUTH_LEVEL_PRIVACY)
		gss_set_cred_option(&ignored, &a->cred,
		    (gss_OID)GSS_KRB5_CRED_NO_CI_FLAGS_X, &nothing);
	return true;
}

static bool
begin(struct auth *a)
{
	if (a->begun)
		return true;
	a->begun = true;
	if (a->spnego && !machine_has_realm(a))
		a->inner = &mechs_ntlm;
	return machine_target_name(a, &a->target) && acquire_credentials(a);
}

/* DCE_STYLE is the third leg of [MS-RPCE] 3.3.1.5.2.1; HTTP has none. */
static OM_uint32
flags_of(enum auth_level level)
{
	OM_uint32 flags = 0;

	if (level >= AUTH_LEVEL_CONNECT)
		flags |= GSS_C_MUTUAL_FLAG | GSS_C_DCE_STYLE;
	if (level >= AUTH_LEVEL_PACKET)
		flags |=
		    GSS_C_REPLAY_FLAG | GSS_C_SEQUENCE_FLAG | GSS_C_INTEG_FLAG;
	if (level >= AUTH_LEVEL_PRIVACY)
		flags |= GSS_C_CONF_FLAG;
	return flags;
}

/*
 * SPNEGO never says COMPLETE on the client's last token. In HTTP the request
 * with the last token is the real one, so it has to be known: only an NTLM
 * NEGOTIATE needs another leg, a Kerberos AP-REQ stands alone.
 */
static bool
needs_answer(const struct auth *a, struct span token)
{
	if (a->finished)
		return false;
	if (a->level != AUTH_LEVEL_NONE)
		return true;
	return ntlm_message_type(token) == NTLM_NEGOTIATE;
}

static OM_uint32
init_context(
    struct auth *a, struct span in, gss_buffer_t token, OM_uint32 *minor)
{
	struct gss_channel_bindings_struct bindings = {
		.initiator_addrtype = GSS_C_AF_UNSPEC,
		.acceptor_addrtype = GSS_C_AF_UNSPEC,
		.application_data = { a->bindings.n, a->bindings.p },
	};
	gss_buffer_desc input = { in.n, (void *)(uintptr_t)in.p };

	return gss_init_sec_context(minor, a->cred, &a->context, a->target,
	    a->mech, flags_of(a->level), 0,
	    a->bound ? &bindings : GSS_C_NO_CHANNEL_BINDINGS,
	    in.n > 0 ? &input : GSS_C_NO_BUFFER, NULL, token, NULL, NULL);
}

enum auth_result
machine_step(struct auth *a, struct span in, struct buf *out)
{
	gss_buffer_desc token = GSS_C_EMPTY_BUFFER;
	OM_uint32 major, minor = 0, ignored;
	struct span sent;
	bool ok;

	memset(&a->error, 0, sizeof(a->error));
	if (a->finished) {
		machine_fault_is(
		    a, AUTH_FAULT_TOKEN, "a token after the last one");
		machine_fault_sent(a, in);
		return AUTH_FAILED;
	}
	if (!begin(a))
		return AUTH_FAILED;
	major = init_context(a, in, &token, &minor);
	if (GSS_ERROR(major)) {
		machine_fault(a, major, minor);
		machine_fault_sent(a, in);
		gss_release_buffer(&ignored, &token);
		return AUTH_FAILED;
	}
	a->finished = (major & GSS_S_CONTINUE_NEEDED) == 0;
	sent = span_of(token.value, token.length);
	note_package(a, sent);
	if (ntlm_message_type(sent) == NTLM_AUTHENTICATE)
		a->ntlm_flags = ntlm_authenticate_flags(sent);
	ok = buf_add(out, sent.p, sent.n);
	major = needs_answer(a, sent);
	gss_release_buffer(&ignored, &token);
	if (!ok) {
		machine_fault_is(a, AUTH_FAULT_OTHER, "the token is too long");
		return AUTH_FAILED;
	}
	return major ? AUTH_MORE : AUTH_LAST;
}
