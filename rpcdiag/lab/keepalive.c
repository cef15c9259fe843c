/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/keepalive.h"

#include <stdlib.h>

#include "base/mem.h"

#define KEEPALIVE_DEFAULT_MS 300000 /* [MS-RPCH] 2.2.3.5.6 */

struct keepalive {
	struct guid vc;
	uint32_t ms;
	struct keepalive *next;
};

void
keepalive_init(struct keepalive_table *t)
{
	pthread_mutex_init(&t->lock, NULL);
	t->first = NULL;
}

void
keepalive_clear(struct keepalive_table *t)
{
	while (t->first != NULL) {
		struct keepalive *k = t->first;

		t->first = k->next;
		free(k);
	}
	pthread_mutex_destroy(&t->lock);
}

/* Under the lock: where the entry hangs, or the end of the list. */
static struct keepalive **
find(struct keepalive_table *t, const struct guid *vc)
{
	struct keepalive **at = &t->first;

	while (*at != NULL && !guid_eq(&(*at)->vc, vc))
		at = &(*at)->next;
	return at;
}

void
keepalive_set(struct keepalive_table *t, const struct guid *vc, uint32_t ms)
{
	struct keepalive **at;

	pthread_mutex_lock(&t->lock);
	at = find(t, vc);
	if (*at == NULL) {
		*at = mem_new(sizeof(**at));
		(*at)->vc = *vc;
	}
	(*at)->ms = ms == 0 ? KEEPALIVE_DEFAULT_MS : ms;
	pthread_mutex_unlock(&t->lock);
}

void
keepalive_forget(struct keepalive_table *t, const struct guid *vc)
{
	struct keepalive **at;
	struct keepalive *gone;

	pthread_mutex_lock(&t->lock);
	at = find(t, vc);
	gone = *at;
	if (gone != NULL)
		*at = gone->next;
	pthread_mutex_unlock(&t->lock);
	free(gone);
}

uint32_t
keepalive_get(struct keepalive_table *t, const struct guid *vc)
{
	struct keepalive *k;
	uint32_t ms;

	pthread_mutex_lock(&t->lock);
	k = *find(t, vc);
	ms = k == NULL ? KEEPALIVE_DEFAULT_MS : k->ms;
	pthread_mutex_unlock(&t->lock);
	return ms;
}
