/* SPDX-License-Identifier: Apache-2.0 */
/* Negotiate (SPNEGO, RFC 4178 and [MS-SPNG]): Kerberos when there is a ticket
 * to be had for the target, NTLM else. */
#include "auth/gss.h"

static const struct machine_kind kind = {
	.inner = &mechs_krb5_ntlm,
	.spnego = true,
};

static struct auth *
negotiate_open(const struct auth_spec *spec)
{
	return machine_open(&kind, spec);
}

const struct auth_mech auth_negotiate = {
	.name = "negotiate",
	.scheme = "Negotiate",
	.rpc_type = 9,
	.blocks = true,
	.mutual = true,
	.last_answered = true,
	.open = negotiate_open,
	.step = machine_step,
	.close = machine_close,
	.error = machine_error,
	.package = machine_package,
	.signature_size = machine_signature_size,
	.protect = machine_protect,
	.verify = machine_verify,
};
