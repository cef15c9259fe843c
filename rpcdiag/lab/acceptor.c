/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/acceptor.h"

#include <gssapi/gssapi_ext.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "lab/account.h"
#include "lab/authenticate.h"
#include "lab/krb_error.h"
#include "lab/leaks.h"

#define SIGNATURE "NTLMSSP" /* with its NUL, [MS-NLMP] 2.2.1 */
#define NEGOTIATE_SIZE 40   /* with Version, [MS-NLMP] 2.2.1.1 */

/* Object identifiers in DER. Not const only because GSSAPI knows no const. */
static char der_ntlm[] = "\x2b\x06\x01\x04\x01\x82\x37\x02\x02\x0a";
static char der_krb5[] = "\x2a\x86\x48\x86\xf7\x12\x01\x02\x02";
static char der_spnego[] = "\x2b\x06\x01\x05\x05\x02";
static gss_OID_desc ntlm = { sizeof(der_ntlm) - 1, der_ntlm };
static gss_OID_desc krb5 = { sizeof(der_krb5) - 1, der_krb5 };
static gss_OID_desc spnego = { sizeof(der_spnego) - 1, der_spnego };

struct acceptor {
	enum acceptor_package package;
	gss_OID mech; /* inside SPNEGO or alone, by the client's first token */
	char *name;   /* hostbased; with a service, gss-ntlmssp would challenge
		       for it, which no Windows server does */
	gss_cred_id_t cred;
	gss_ctx_id_t context;
	struct span bindings;
	enum acceptor_protection protection;
	struct authenticate client; /* what its last message said */
};

struct acceptor *
acceptor_new(enum acceptor_package package, const char *computer,
    struct span bindings, enum acceptor_protection protection)
{
	struct acceptor *a = mem_new(sizeof(*a));

	a->package = package;
	a->name = mem_printf("@%s." ACCOUNT_SUFFIX, computer);
	a->bindings = bindings;
	a->protection = protection;
	return a;
}

void
acceptor_free(struct acceptor *a)
{
	OM_uint32 minor;

	if (a == NULL)
		return;
	gss_delete_sec_context(&minor, &a->context, GSS_C_NO_BUFFER);
	gss_release_cred(&minor, &a->cred);
	free(a->name);
	free(a);
}

bool
acceptor_takes_kerberos(void)
{
	return getenv(ACCOUNT_KEYTAB) != NULL;
}

static void
log_failure(
    const struct acceptor *a, const char *what, OM_uint32 code, int type)
{
	gss_buffer_desc text = GSS_C_EMPTY_BUFFER;
	OM_uint32 minor, more = 0;

	if (gss_display_status(&minor, code, type, a->mech, &more, &text) ==
	    GSS_S_COMPLETE)
		log_at(LOG_EVENTS, "%s: %.*s", what, (int)text.length,
		    (const char *)text.value);
	gss_release_buffer(&minor, &text);
}

/* For NTLM no more than a name, for Kerberos whatever the keytab holds: the
 * client says whom it means. */
static OM_uint32
import_name(const struct acceptor *a, OM_uint32 *minor, gss_name_t *out)
{
	gss_buffer_desc text = { strlen(a->name), a->name };

	if (a->mech != &ntlm)
		return GSS_S_COMPLETE;
	return gss_import_name(minor, &text, GSS_C_NT_HOSTBASED_SERVICE, out);
}

static OM_uint32
acquire(struct acceptor *a, OM_uint32 *minor)
{
	bool wrapped = a->package == ACCEPTOR_SPNEGO;
	gss_OID_set_desc outer = { 1, wrapped ? &spnego : a->mech };
	gss_OID_set_desc inner = { 1, a->mech };
	gss_name_t name = GSS_C_NO_NAME;
	OM_uint32 major, ignored;

	if (a->cred != GSS_C_NO_CREDENTIAL)
		return GSS_S_COMPLETE;
	major = import_name(a, minor, &name);
	if (!GSS_ERROR(major))
		major = gss_acquire_cred(minor, name, GSS_C_INDEFINITE, &outer,
		    GSS_C_ACCEPT, &a->cred, NULL, NULL);
	if (!GSS_ERROR(major) && wrapped)
		major = gss_set_neg_mechs(minor, a->cred, &inner);
	gss_release_name(&ignored, &name);
	return major;
}

/* What the client begins with inside SPNEGO is what it gets: a server that
 * has both never turns a ticket down in favour of NTLM. */
static gss_OID
mech_of(const struct acceptor *a, struct span first)
{
	if (a->package == ACCEPTOR_KERBEROS)
		return &krb5;
	return a->package == ACCEPTOR_SPNEGO && acceptor_takes_kerberos() &&
		ntlm_message_type(first) == 0
	    ? &krb5
	    : &ntlm;
}

/*
 * Version may be left out of a NEGOTIATE message when its flag is not set, but
 * gss-ntlmssp 1.2 insists on its room. Who leaves it out sends no MIC over the
 * message, so its bytes do not matter.
 */
static struct span
with_version(struct span in, uint8_t room[NEGOTIATE_SIZE])
{
	if (in.n >= NEGOTIATE_SIZE || in.n < sizeof(SIGNATURE) ||
	    memcmp(in.p, SIGNATURE, sizeof(SIGNATURE)) != 0 ||
	    ntlm_message_type(in) != NTLM_NEGOTIATE)
		return in;
	memset(room, 0, NEGOTIATE_SIZE);
	memcpy(room, in.p, in.n);
	return span_of(room, NEGOTIATE_SIZE);
}

/* Whether GSSAPI is to compare bindings: only where there are both. */
static bool
compares(const struct acceptor *a)
{
	return a->protection != PROTECTION_OFF && a->bindings.n > 0 &&
	    a->client.bound;
}

/* gss-ntlmssp 1.2 lets a client in that has none. */
static bool
lacks_bindings(const struct acceptor *a, struct span token)
{
	return a->protection == PROTECTION_REQUIRE && a->bindings.n > 0 &&
	    ntlm_message_type(token) == NTLM_AUTHENTICATE && !a->client.bound;
}

static OM_uint32
accept_token(
    struct acceptor *a, struct span in, gss_buffer_t token, OM_uint32 *minor)
{
	gss_buffer_desc input = { in.n, (void *)(uintptr_t)in.p };
	struct gss_channel_bindings_struct bindings = {
		.application_data = { a->bindings.n,
		    (void *)(uintptr_t)a->bindings.p },
	};
	OM_uint32 major;

	leaks_begin_foreign();
	major = acquire(a, minor);
	if (!GSS_ERROR(major))
		major = gss_accept_sec_context(minor, &a->context, a->cred,
		    &input, compares(a) ? &bindings : GSS_C_NO_CHANNEL_BINDINGS,
		    NULL, NULL, token, NULL, NULL, NULL);
	leaks_end_foreign();
	return major;
}

static enum acceptor_result
refuse(const struct acceptor *a, OM_uint32 major, OM_uint32 minor)
{
	log_failure(a, "GSSAPI", major, GSS_C_GSS_CODE);
	log_failure(a, "mechanism", minor, GSS_C_MECH_CODE);
	log_at(LOG_STEPS, "logon refused user=%s%s%s", a->client.domain,
	    *a->client.domain != '\0' ? "\\" : "", a->client.user);
	return ACCEPTOR_REFUSED;
}

/* The client of a ticket, with the realm in the trace only: realms of several
 * KDCs never meet here. */
static void
take_principal(struct acceptor *a)
{
	gss_buffer_desc text = GSS_C_EMPTY_BUFFER;
	gss_name_t client = GSS_C_NO_NAME;
	OM_uint32 minor;

	if (!GSS_ERROR(gss_inquire_context(&minor, a->context, &client, NULL,
		NULL, NULL, NULL, NULL, NULL)) &&
	    !GSS_ERROR(gss_display_name(&minor, client, &text, NULL))) {
		const char *name = text.value;

		log_at(LOG_STEPS, "logon by Kerberos user=%s", name);
		snprintf(a->client.user, sizeof(a->client.user), "%.*s",
		    (int)strcspn(name, "@"), name);
	}
	gss_release_buffer(&minor, &text);
	gss_release_name(&minor, &client);
}

enum acceptor_result
acceptor_step(struct acceptor *a, struct span in, struct buf *out)
{
	uint8_t room[NEGOTIATE_SIZE];
	gss_buffer_desc token = GSS_C_EMPTY_BUFFER;
	OM_uint32 major, minor = 0, ignored;
	bool ok;

	if (in.n == 0)
		return ACCEPTOR_REFUSED;
	if (a->mech == NULL)
		a->mech = mech_of(a, in);
	authenticate_read(in, &a->client);
	major = accept_token(a, with_version(in, room), &token, &minor);
	ok = GSS_ERROR(major) || buf_add(out, token.value, token.length);
	gss_release_buffer(&ignored, &token);
	/* of refusals only Kerberos' says why */
	if (GSS_ERROR(major) && a->mech == &krb5 &&
	    a->package == ACCEPTOR_SPNEGO)
		krb_error_put(in, out);
	if (GSS_ERROR(major) || !ok || lacks_bindings(a, in))
		return refuse(a, major, minor);
	if ((major & GSS_S_CONTINUE_NEEDED) != 0)
		return ACCEPTOR_MORE;
	if (a->mech == &krb5)
		take_principal(a);
	else
		log_at(LOG_STEPS, "logon by NTLM user=%s%s%s at %s",
		    a->client.domain, *a->client.domain != '\0' ? "\\" : "",
		    a->client.user, a->name + 1);
	return ACCEPTOR_DONE;
}

/* SPNEGO's mechListMIC has taken signature number 0. */
static struct ntlm_seal *
ntlm_seal_of(const struct acceptor *a)
{
	gss_buffer_set_t key = GSS_C_NO_BUFFER_SET;
	struct ntlm_seal *seal = NULL;
	OM_uint32 minor;

	if (gss_inquire_sec_context_by_oid(&minor, a->context,
		GSS_C_INQ_SSPI_SESSION_KEY, &key) != GSS_S_COMPLETE)
		return NULL;
	if (key->count > 0 && key->elements[0].length == NTLM_SESSION_KEY_SIZE)
		seal = ntlm_seal_new(NTLM_SERVER, key->elements[0].value,
		    a->client.flags, a->package == ACCEPTOR_SPNEGO ? 1 : 0);
	if (key->count > 0)
		explicit_bzero(key->elements[0].value, key->elements[0].length);
	gss_release_buffer_set(&minor, &key);
	return seal;
}

bool
acceptor_seal(
    const struct acceptor *a, enum auth_level level, struct sealing *out)
{
	*out = (struct sealing){
		.privacy = level == AUTH_LEVEL_PRIVACY,
		.krb5 = {
		    .context = a->context,
		    .privacy = level == AUTH_LEVEL_PRIVACY,
		},
	};
	if (a->mech == &ntlm)
		out->ntlm = ntlm_seal_of(a);
	out->on = a->mech == &krb5 || out->ntlm != NULL;
	return out->on;
}

const char *
acceptor_user(const struct acceptor *a)
{
	return a->client.user;
}
