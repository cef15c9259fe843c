/* SPDX-License-Identifier: Apache-2.0 */
#include "probe/lockout.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"

struct tally {
	char *name; /* without domain or realm */
	unsigned refused, reserved;
};

struct lockout {
	struct tally *v;
	size_t n;
};

struct lockout *
lockout_new(void)
{
	return mem_new(sizeof(struct lockout));
}

void
lockout_free(struct lockout *l)
{
	if (l == NULL)
		return;
	for (size_t i = 0; i < l->n; i++)
		free(l->v[i].name);
	free(l->v);
	free(l);
}

/* What all ways to write the account have in common; owned. */
static char *
name_of(const char *user)
{
	const char *slash, *at;

	if (user == NULL)
		return mem_strdup("");
	slash = strchr(user, '\\');
	if (slash != NULL)
		return mem_strdup(slash + 1);
	at = strrchr(user, '@');
	return mem_strndup(
	    user, at == NULL ? strlen(user) : (size_t)(at - user));
}

static struct tally *
find(const struct lockout *l, const char *user)
{
	char *name = name_of(user);
	struct tally *found = NULL;

	for (size_t i = 0; i < l->n && found == NULL; i++)
		if (strcasecmp(l->v[i].name, name) == 0)
			found = &l->v[i];
	free(name);
	return found;
}

static struct tally *
find_or_add(struct lockout *l, const char *user)
{
	struct tally *t = find(l, user);

	if (t != NULL)
		return t;
	l->v = mem_grow(l->v, l->n + 1, sizeof(*l->v));
	t = &l->v[l->n++];
	*t = (struct tally){ .name = name_of(user) };
	return t;
}

unsigned
lockout_left(const struct lockout *l, const char *user)
{
	const struct tally *t = find(l, user);
	unsigned used = t == NULL ? 0 : t->refused + t->reserved;

	return used < LOCKOUT_MAX ? LOCKOUT_MAX - used : 0;
}

bool
lockout_reserve(struct lockout *l, const char *user)
{
	if (lockout_left(l, user) == 0)
		return false;
	find_or_add(l, user)->reserved++;
	return true;
}

void
lockout_release(struct lockout *l, const char *user)
{
	struct tally *t = find(l, user);

	if (t != NULL && t->reserved > 0)
		t->reserved--;
}

void
lockout_refused(struct lockout *l, const char *user)
{
	find_or_add(l, user)->refused++;
}
