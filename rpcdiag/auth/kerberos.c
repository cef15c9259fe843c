/* SPDX-License-Identifier: Apache-2.0 */
/* Kerberos alone (RFC 4121, [MS-KILE]). HTTP has no scheme of that name: there
 * it travels in SPNEGO that offers nothing else (RFC 4559). */
#include "auth/gss.h"

static const struct machine_kind kind = {
	.inner = &mechs_krb5,
	.spnego_at_http = true,
};

static struct auth *
kerberos_open(const struct auth_spec *spec)
{
	return machine_open(&kind, spec);
}

const struct auth_mech auth_kerberos = {
	.name = "kerberos",
	.scheme = "Negotiate",
	.rpc_type = 16,
	.blocks = true,
	.mutual = true,
	.open = kerberos_open,
	.step = machine_step,
	.close = machine_close,
	.error = machine_error,
	.signature_size = machine_signature_size,
	.protect = machine_protect,
	.verify = machine_verify,
};
