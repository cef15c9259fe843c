/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/directory.h"

#include <stddef.h>
#include <strings.h>

const struct person directory_people[DIRECTORY_PEOPLE] = {
	{ "Alice Adams", DIRECTORY_USER "alice" },
	{ "Bob Brown", DIRECTORY_USER "bob" },
	{ "Carol Clark", DIRECTORY_USER "carol" },
};

const struct person *
directory_find(struct span dn)
{
	for (size_t i = 0; i < DIRECTORY_PEOPLE; i++) {
		const char *mine = directory_people[i].dn;

		if (dn.n == strlen(mine) &&
		    strncasecmp((const char *)dn.p, mine, dn.n) == 0)
			return &directory_people[i];
	}
	return NULL;
}

bool
directory_is_account(const struct person *p)
{
	return p == &directory_people[0];
}
