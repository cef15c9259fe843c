/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/cookie_table.h"

#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

void
cookie_table_init(struct cookie_table *t)
{
	pthread_mutex_init(&t->lock, NULL);
	t->first = NULL;
}

void
cookie_table_clear(struct cookie_table *t)
{
	pthread_mutex_destroy(&t->lock);
}

void
cookie_enter(struct cookie_table *t, struct cookie_entry *e,
    const struct guid *vc, bool is_in)
{
	*e = (struct cookie_entry){ .vc = *vc, .is_in = is_in };
	e->bell.fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (e->bell.fd < 0)
		abort();
	pthread_mutex_lock(&t->lock);
	e->next = t->first;
	t->first = e;
	pthread_mutex_unlock(&t->lock);
}

void *
cookie_leave(struct cookie_table *t, struct cookie_entry *e)
{
	struct cookie_entry **at = &t->first;

	pthread_mutex_lock(&t->lock);
	while (*at != e)
		at = &(*at)->next;
	*at = e->next;
	pthread_mutex_unlock(&t->lock);
	close(e->bell.fd);
	return e->heir;
}

bool
cookie_offer(
    struct cookie_table *t, const struct guid *vc, bool is_in, void *heir)
{
	const uint64_t one = 1;
	struct cookie_entry *e;
	bool taken;

	pthread_mutex_lock(&t->lock);
	e = t->first;
	while (e != NULL && (e->is_in != is_in || !guid_eq(&e->vc, vc)))
		e = e->next;
	taken = e != NULL && e->heir == NULL;
	if (taken) {
		e->heir = heir;
		if (write(e->bell.fd, &one, sizeof(one)) < 0)
			abort();
	}
	pthread_mutex_unlock(&t->lock);
	return taken;
}

void *
cookie_take(struct cookie_table *t, struct cookie_entry *e)
{
	uint64_t rings;
	void *heir;

	pthread_mutex_lock(&t->lock);
	heir = e->heir;
	e->heir = NULL;
	if (heir != NULL && read(e->bell.fd, &rings, sizeof(rings)) < 0)
		abort();
	pthread_mutex_unlock(&t->lock);
	return heir;
}
