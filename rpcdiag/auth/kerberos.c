/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Kerberos alone (RFC 4121, [MS-KILE]). HTTP has no scheme of that name: there
 * its token travels in a NegTokenInit that offers nothing else (RFC 4559).
 * That one is written here, since the library's SPNEGO does not tell why
 * Kerberos failed.
 */
#include "auth/gss.h"

static const struct machine_kind kind = { .inner = &mechs_krb5 };

static struct auth *
kerberos_open(const struct auth_spec *spec)
{
	return machine_open(&kind, spec);
}

/* Replace b by a DER element of it, with a prefix before its old contents. */
static bool
wrap(struct buf *b, uint8_t tag, const char *prefix, size_t prefix_n)
{
	size_t n = prefix_n + b->n;
	uint8_t head[] = { tag, 0x83, (uint8_t)(n >> 16), (uint8_t)(n >> 8),
		(uint8_t)n };
	struct buf out;
	bool ok;

	buf_init(&out, b->max);
	if (n < 0x80)
		head[1] = (uint8_t)n;
	ok = buf_add(&out, head, n < 0x80 ? 2 : sizeof(head)) &&
	    buf_add(&out, prefix, prefix_n) && buf_add(&out, b->p, b->n);
	buf_wipe(b);
	*b = out;
	return ok;
}

/* NegTokenInit of RFC 4178 4.2.1 with mechTypes and mechToken. */
static bool
wrap_init(struct buf *token)
{
	static const char spnego[] = "\x06\x06\x2b\x06\x01\x05\x05\x02";
	static const char types[] =
	    "\xa0\x0d\x30\x0b\x06\x09\x2a\x86\x48\x86\xf7\x12\x01\x02\x02";

	return wrap(token, 0x04, NULL, 0) && wrap(token, 0xa2, NULL, 0) &&
	    wrap(token, 0x30, types, sizeof(types) - 1) &&
	    wrap(token, 0xa0, NULL, 0) &&
	    wrap(token, 0x60, spnego, sizeof(spnego) - 1);
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
	.signature_size = machine_signature_size,
	.protect = machine_protect,
	.verify = machine_verify,
};
