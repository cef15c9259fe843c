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

static bool
begins(const char *text, const char *typed)
{
	return typed[0] != '\0' && strncasecmp(text, typed, strlen(typed)) == 0;
}

static bool
is_meant(const struct person *p, const char *typed)
{
	const char *surname = strchr(p->name, ' ');

	return strcasecmp(p->dn, typed) == 0 || begins(p->name, typed) ||
	    (surname != NULL && begins(surname + 1, typed));
}

const struct person *
directory_match(const char *typed, unsigned *n)
{
	const struct person *found = NULL;

	*n = 0;
	for (size_t i = 0; i < DIRECTORY_PEOPLE; i++) {
		if (!is_meant(&directory_people[i], typed))
			continue;
		found = &directory_people[i];
		(*n)++;
	}
	return *n == 1 ? found : NULL;
}

bool
directory_is_account(const struct person *p)
{
	return p == &directory_people[0];
}
