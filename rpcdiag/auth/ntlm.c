/* SPDX-License-Identifier: Apache-2.0 */
/* NTLM ([MS-NLMP]): three messages, and no word from the server on whether it
 * liked the last one before it verified or signed something. */
#include "auth/gss.h"

static const struct machine_kind kind = { .inner = &mechs_ntlm };

static struct auth *
ntlm_open(const struct auth_spec *spec)
{
	return machine_open(&kind, spec);
}

const struct auth_mech auth_ntlm = {
	.name = "ntlm",
	.scheme = "NTLM",
	.rpc_type = 10,
	.open = ntlm_open,
	.step = machine_step,
	.close = machine_close,
	.error = machine_error,
	.package = machine_package,
	.signature_size = machine_signature_size,
	.protect = machine_protect,
	.verify = machine_verify,
};
