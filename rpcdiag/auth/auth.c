/* SPDX-License-Identifier: Apache-2.0 */
#include "auth/auth.h"

#include <strings.h>

static const struct auth_mech *const mechs[] = {
	&auth_negotiate,
	&auth_ntlm,
	&auth_kerberos,
	&auth_basic,
	NULL,
};

static const char *const fault_texts[] = {
	[AUTH_FAULT_NONE] = "",
	[AUTH_FAULT_PASSWORD] = "wrong password",
	[AUTH_FAULT_USER] = "unknown user",
	[AUTH_FAULT_ACCOUNT] = "account disabled, locked out or expired",
	[AUTH_FAULT_TARGET] = "unknown service principal name",
	[AUTH_FAULT_KDC] = "no KDC reached",
	[AUTH_FAULT_CLOCK] = "clocks differ too much",
	[AUTH_FAULT_NO_CREDENTIALS] = "no credentials to use",
	[AUTH_FAULT_NO_MECHANISM] = "mechanism not installed",
	[AUTH_FAULT_TICKET] = "the server cannot read the ticket",
	[AUTH_FAULT_TOKEN] = "the server's token is not acceptable",
	[AUTH_FAULT_OTHER] = "security package failed",
};

const struct auth_mech *
auth_mech_find(const char *name)
{
	for (unsigned i = 0; mechs[i] != NULL; i++)
		if (strcasecmp(mechs[i]->name, name) == 0)
			return mechs[i];
	return NULL;
}

const char *
auth_fault_text(enum auth_fault f)
{
	return fault_texts[f];
}
