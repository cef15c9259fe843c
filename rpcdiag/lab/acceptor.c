/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/acceptor.h"

#include <gssapi/gssapi_ext.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "lab/leaks.h"
#include "wire/utf16.h"

#define USER_TEXT 64
#define SIGNATURE "NTLMSSP"  /* with its NUL, [MS-NLMP] 2.2.1 */
#define NEGOTIATE_SIZE 40    /* with Version, [MS-NLMP] 2.2.1.1 */
#define AT_DOMAIN_FIELDS 28u /* of AUTHENTICATE, 2.2.1.3 */
#define AT_USER_FIELDS 36u

/* Object identifiers in DER. Not const only because GSSAPI knows no const. */
static char der_ntlm[] = "\x2b\x06\x01\x04\x01\x82\x37\x02\x02\x0a";
static char der_spnego[] = "\x2b\x06\x01\x05\x05\x02";
static gss_OID_desc ntlm = { sizeof(der_ntlm) - 1, der_ntlm };
static gss_OID_desc spnego = { sizeof(der_spnego) - 1, der_spnego };

struct acceptor {
	enum acceptor_package package;
	char *service;
	gss_cred_id_t cred;
	gss_ctx_id_t context;
	uint32_t ntlm_flags; /* of the client's last message */
	char user[USER_TEXT], domain[USER_TEXT];
};

struct acceptor *
acceptor_new(enum acceptor_package package, const char *service)
{
	struct acceptor *a = mem_new(sizeof(*a));

	a->package = package;
	a->service = mem_strdup(service);
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
	free(a->service);
	free(a);
}

static void
log_failure(const char *what, OM_uint32 code, int type)
{
	gss_buffer_desc text = GSS_C_EMPTY_BUFFER;
	OM_uint32 minor, more = 0;

	if (gss_display_status(&minor, code, type, &ntlm, &more, &text) ==
	    GSS_S_COMPLETE)
		log_at(LOG_EVENTS, "%s: %.*s", what, (int)text.length,
		    (const char *)text.value);
	gss_release_buffer(&minor, &text);
}

/* Credentials to accept with, which for NTLM are no more than a name. */
static OM_uint32
acquire(struct acceptor *a, OM_uint32 *minor)
{
	bool wrapped = a->package == ACCEPTOR_SPNEGO;
	gss_OID_set_desc outer = { 1, wrapped ? &spnego : &ntlm };
	gss_OID_set_desc inner = { 1, &ntlm };
	gss_buffer_desc text = { strlen(a->service), a->service };
	gss_name_t name = GSS_C_NO_NAME;
	OM_uint32 major, ignored;

	if (a->cred != GSS_C_NO_CREDENTIAL)
		return GSS_S_COMPLETE;
	major =
	    gss_import_name(minor, &text, GSS_C_NT_HOSTBASED_SERVICE, &name);
	if (!GSS_ERROR(major))
		major = gss_acquire_cred(minor, name, GSS_C_INDEFINITE, &outer,
		    GSS_C_ACCEPT, &a->cred, NULL, NULL);
	if (!GSS_ERROR(major) && wrapped)
		major = gss_set_neg_mechs(minor, a->cred, &inner);
	gss_release_name(&ignored, &name);
	return major;
}

/* A string that an AUTHENTICATE message points to. */
static void
string_at(struct span message, size_t fields, char out[USER_TEXT])
{
	struct rd r;
	uint16_t n;
	uint32_t at;

	rd_init(&r, message);
	rd_skip(&r, fields);
	n = rd_u16(&r);
	rd_skip(&r, 2); /* room */
	at = rd_u32(&r);
	utf16_text(span_sub(message, at, n), false, out, USER_TEXT);
}

/* Who it is that logs on, for the trace. */
static void
note_user(struct acceptor *a, struct span token)
{
	const uint8_t *p =
	    memmem(token.p, token.n, SIGNATURE, sizeof(SIGNATURE));
	struct span message;

	if (p == NULL || ntlm_message_type(token) != NTLM_AUTHENTICATE)
		return;
	message = span_sub(token, (size_t)(p - token.p), token.n);
	a->ntlm_flags = ntlm_authenticate_flags(token);
	string_at(message, AT_USER_FIELDS, a->user);
	string_at(message, AT_DOMAIN_FIELDS, a->domain);
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

enum acceptor_result
acceptor_step(struct acceptor *a, struct span in, struct buf *out)
{
	uint8_t room[NEGOTIATE_SIZE];
	struct span whole = with_version(in, room);
	gss_buffer_desc input = { whole.n, (void *)(uintptr_t)whole.p };
	gss_buffer_desc token = GSS_C_EMPTY_BUFFER;
	OM_uint32 major, minor = 0, ignored;
	bool ok;

	if (in.n == 0)
		return ACCEPTOR_REFUSED;
	note_user(a, in);
	leaks_begin_foreign();
	major = acquire(a, &minor);
	if (!GSS_ERROR(major))
		major = gss_accept_sec_context(&minor, &a->context, a->cred,
		    &input, GSS_C_NO_CHANNEL_BINDINGS, NULL, NULL, &token, NULL,
		    NULL, NULL);
	leaks_end_foreign();
	ok = buf_add(out, token.value, token.length);
	gss_release_buffer(&ignored, &token);
	if (!GSS_ERROR(major) && ok)
		return (major & GSS_S_CONTINUE_NEEDED) != 0 ? ACCEPTOR_MORE
							    : ACCEPTOR_DONE;
	log_failure("GSSAPI", major, GSS_C_GSS_CODE);
	log_failure("mechanism", minor, GSS_C_MECH_CODE);
	log_at(LOG_STEPS, "logon refused user=%s%s%s", a->domain,
	    *a->domain != '\0' ? "\\" : "", a->user);
	return ACCEPTOR_REFUSED;
}

/* SPNEGO's mechListMIC has taken signature number 0. */
struct ntlm_seal *
acceptor_seal(const struct acceptor *a)
{
	gss_buffer_set_t key = GSS_C_NO_BUFFER_SET;
	struct ntlm_seal *seal = NULL;
	OM_uint32 minor;

	if (gss_inquire_sec_context_by_oid(&minor, a->context,
		GSS_C_INQ_SSPI_SESSION_KEY, &key) != GSS_S_COMPLETE)
		return NULL;
	if (key->count > 0 && key->elements[0].length == NTLM_SESSION_KEY_SIZE)
		seal = ntlm_seal_new(NTLM_SERVER, key->elements[0].value,
		    a->ntlm_flags, a->package == ACCEPTOR_SPNEGO ? 1 : 0);
	if (key->count > 0)
		explicit_bzero(key->elements[0].value, key->elements[0].length);
	gss_release_buffer_set(&minor, &key);
	return seal;
}
