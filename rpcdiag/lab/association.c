/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/association.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"

struct registration {
	struct registration *next;
	struct guid id;
	char *user;
	unsigned uses;
};

void
associations_init(struct associations *s)
{
	*s = (struct associations){ .last = 0x12344 };
	pthread_mutex_init(&s->lock, NULL);
}

static void
registration_drop(struct registration **at)
{
	struct registration *gone = *at;

	*at = gone->next;
	free(gone->user);
	free(gone);
}

void
associations_clear(struct associations *s)
{
	while (s->registered != NULL)
		registration_drop(&s->registered);
	while (s->first != NULL) {
		struct association *gone = s->first;

		s->first = gone->next;
		free(gone);
	}
	pthread_mutex_destroy(&s->lock);
}

void
association_lock(struct associations *s)
{
	pthread_mutex_lock(&s->lock);
}

void
association_unlock(struct associations *s)
{
	pthread_mutex_unlock(&s->lock);
}

struct association *
association_join(struct associations *s, uint32_t id)
{
	struct association *a;

	association_lock(s);
	a = s->first;
	while (a != NULL && a->id != id)
		a = a->next;
	if (id == 0) {
		a = mem_new(sizeof(*a));
		a->id = ++s->last;
		a->next = s->first;
		s->first = a;
	}
	if (a != NULL)
		a->uses++;
	association_unlock(s);
	return a;
}

void
association_leave(struct associations *s, struct association *a)
{
	struct association **at = &s->first;

	if (a == NULL)
		return;
	association_lock(s);
	while (*at != a)
		at = &(*at)->next;
	if (--a->uses == 0) {
		*at = a->next;
		free(a);
	}
	association_unlock(s);
}

/* Where it stands, or would. */
static struct registration **
registration_find(struct associations *s, const struct guid *id)
{
	struct registration **at = &s->registered;

	while (*at != NULL && !guid_eq(&(*at)->id, id))
		at = &(*at)->next;
	return at;
}

static void
registration_add(struct registration **at, const struct guid *id,
    const char *user, bool *registered)
{
	struct registration *r = mem_new(sizeof(*r));

	r->id = *id;
	r->user = mem_strdup(user);
	r->uses = 1;
	*at = r;
	*registered = true;
}

bool
association_admit(struct associations *s, const struct guid *id,
    const char *user, bool *registered)
{
	struct registration **at;
	bool ok = true;

	association_lock(s);
	at = registration_find(s, id);
	if (*at != NULL && strcmp((*at)->user, user) != 0) {
		log_at(LOG_STEPS, "registration of an association failed");
		registration_drop(at);
		ok = false;
	} else if (*at == NULL && *registered) {
		ok = false;
	} else if (*at == NULL) {
		registration_add(at, id, user, registered);
	} else if (!*registered) {
		(*at)->uses++;
		*registered = true;
	}
	association_unlock(s);
	return ok;
}

void
association_retire(struct associations *s, const struct guid *id)
{
	struct registration **at;

	association_lock(s);
	at = registration_find(s, id);
	if (*at != NULL && --(*at)->uses == 0)
		registration_drop(at);
	association_unlock(s);
}
