/* SPDX-License-Identifier: Apache-2.0 */
#include "auth/auth.h"

#include <strings.h>

static const struct auth_mech *const mechs[] = {
	&auth_basic,
	NULL,
};

const struct auth_mech *
auth_mech_nth(unsigned n)
{
	return n < sizeof(mechs) / sizeof(mechs[0]) ? mechs[n] : NULL;
}

const struct auth_mech *
auth_mech_find(const char *name)
{
	for (unsigned i = 0; mechs[i] != NULL; i++)
		if (strcasecmp(mechs[i]->name, name) == 0)
			return mechs[i];
	return NULL;
}
