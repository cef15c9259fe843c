/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/krb_error.h"

#include <krb5.h>
#include <string.h>

#include "auth/der.h"
#include "base/log.h"

#define TOKEN_MAX 1024
#define NUMBER_MAX 127 /* codes above are the library's own */

/* RFC 4120 7.5.9 */
enum {
	AP_ERR_BAD_INTEGRITY = 31,
	AP_ERR_MODIFIED = 41,
	AP_ERR_BADKEYVER = 44,
	AP_ERR_NOKEY = 45,
};

/* RFC 4121 4.1, and the tag of an AP-REQ. */
static const char ap_req[] = "\x01\x00\x6e";
#define AP_REQ_ID 2 /* bytes before the tag */

/* GSSAPI hides Kerberos' numbers under SPNEGO: the ticket is read once more.
 * Whatever no key of ours can read was meant for another one. */
static uint32_t
number_of(krb5_context context, struct span token)
{
	const uint8_t *at =
	    memmem(token.p, token.n, ap_req, sizeof(ap_req) - 1);
	krb5_auth_context auth = NULL;
	krb5_data request;
	krb5_error_code code;

	if (at == NULL)
		return AP_ERR_MODIFIED;
	at += AP_REQ_ID;
	request = (krb5_data){
		.length = (unsigned)(token.n - (size_t)(at - token.p)),
		.data = (char *)(uintptr_t)at,
	};
	code = krb5_rd_req(context, &auth, &request, NULL, NULL, NULL, NULL);
	krb5_auth_con_free(context, auth);
	code -= ERROR_TABLE_BASE_krb5;
	switch (code) {
	case AP_ERR_BAD_INTEGRITY:
	case AP_ERR_BADKEYVER:
	case AP_ERR_NOKEY:
		return AP_ERR_MODIFIED;
	default:
		return code > 0 && code <= NUMBER_MAX ? (uint32_t)code
						      : AP_ERR_MODIFIED;
	}
}

static bool
make_error(krb5_context context, uint32_t number, struct buf *out)
{
	krb5_error e = { .error = number };
	krb5_data data = { 0 };
	bool ok;

	ok = krb5_sname_to_principal(
		 context, NULL, "HTTP", KRB5_NT_SRV_HST, &e.server) == 0 &&
	    krb5_us_timeofday(context, &e.stime, &e.susec) == 0 &&
	    krb5_mk_error(context, &e, &data) == 0;
	ok = ok && buf_add(out, data.data, data.length);
	krb5_free_data_contents(context, &data);
	krb5_free_principal(context, e.server);
	return ok;
}

/* negState is accept-incomplete, as Windows has it. */
static bool
wrap(struct buf *b)
{
	static const char thistoken[] =
	    "\x06\x09\x2a\x86\x48\x86\xf7\x12\x01\x02\x02\x03\x00";
	static const char state_and_mech[] =
	    "\xa0\x03\x0a\x01\x01"
	    "\xa1\x0b\x06\x09\x2a\x86\x48\x86\xf7\x12\x01\x02\x02";

	return der_wrap(b, 0x60, thistoken, sizeof(thistoken) - 1) &&
	    der_wrap(b, 0x04, NULL, 0) && der_wrap(b, 0xa2, NULL, 0) &&
	    der_wrap(b, 0x30, state_and_mech, sizeof(state_and_mech) - 1) &&
	    der_wrap(b, 0xa1, NULL, 0);
}

void
krb_error_put(struct span refused, struct buf *out)
{
	krb5_context context;
	struct buf token;
	uint32_t number;

	if (krb5_init_context(&context) != 0)
		return;
	number = number_of(context, refused);
	buf_init(&token, TOKEN_MAX);
	if (make_error(context, number, &token) && wrap(&token) &&
	    buf_add(out, token.p, token.n))
		log_at(LOG_EVENTS, "KRB-ERROR %u", (unsigned)number);
	buf_clear(&token);
	krb5_free_context(context);
}
