/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Kerberos alone (RFC 4121, [MS-KILE]). HTTP has no scheme of that name: there
 * its token travels in a NegTokenInit that offers nothing else (RFC 4559).
 * That one is written here, since the library's SPNEGO does not tell why
 * Kerberos failed.
 */
#include "auth/der.h"
#include "auth/gss.h"

static const struct machine_kind kind = { .inner = &mechs_krb5 };

static struct auth *
kerberos_open(const struct auth_spec *spec)
{
	return machine_open(&kind, spec);
}

/* NegTokenInit of RFC 4178 4.2.1 with mechTypes and mechToken. */
static bool
wrap_init(struct buf *token)
{
	static const char spnego[] = "\x06\x06\x2b\x06\x01\x05\x05\x02";
	static const char types[] =
	    "\xa0\x0d\x30\x0b\x06\x09\x2a\x86\x48\x86\xf7\x12\x01\x02\x02";

	return der_wrap(token, 0x04, NULL, 0) &&
	    der_wrap(token, 0xa2, NULL, 0) &&
	    der_wrap(token, 0x30, types, sizeof(types) - 1) &&
	    der_wrap(token, 0xa0, NULL, 0) &&
	    der_wrap(token, 0x60, spnego, sizeof(spnego) - 1);
}

static enum auth_result
kerberos_step(struct auth *a, struct span in, struct buf *out)
{
	enum auth_result r;
	struct buf token;

	if (a->level != AUTH_LEVEL_NONE)
		return machine_step(a, in, out);
	buf_init(&token, AUTH_TOKEN_MAX);
	r = machine_step(a, in, &token);
	if (r != AUTH_FAILED && token.n > 0 &&
	    (!wrap_init(&token) || !buf_add(out, token.p, token.n))) {
		machine_fault_is(a, AUTH_FAULT_OTHER, "the token is too long");
		r = AUTH_FAILED;
	}
	buf_wipe(&token);
	return r;
}

const struct auth_mech auth_kerberos = {
	.name = "kerberos",
	.scheme = "Negotiate",
	.rpc_type = 16,
	.blocks = true,
	.mutual = true,
	.open = kerberos_open,
	.step = kerberos_step,
	.close = machine_close,
	.error = machine_error,
	.package = machine_package,
	.signature_size = machine_signature_size,
	.protect = machine_protect,
	.verify = machine_verify,
};
