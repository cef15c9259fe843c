/* SPDX-License-Identifier: Apache-2.0 */
#include "report/witness.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/say.h"

#define IDS_SHOWN 4

/* The group of those that saw this; a new one when nobody did yet. */
static struct witness *
group_of(struct witnesses *w, const char *said)
{
	for (size_t i = 0; i < w->n; i++)
		if (strcmp(w->v[i].said, said) == 0)
			return &w->v[i];
	w->v[w->n] = (struct witness){ .said = mem_strdup(said) };
	return &w->v[w->n++];
}

/* The last record is the origin ([MS-EERR] 1.3). */
static char *
origin_of(const struct check *c)
{
	return c == NULL || c->neeinfo == 0
	    ? NULL
	    : say_eeinfo(&c->eeinfo[c->neeinfo - 1]);
}

void
witnesses_init(
    struct witnesses *w, const struct report *r, const struct strlist *evidence)
{
	w->v = mem_new((evidence->n + 1) * sizeof(*w->v));
	w->n = 0;
	for (size_t i = 0; i < evidence->n; i++) {
		const char *id = evidence->v[i];
		const struct check *c = checks_find(&r->checks, id);
		char *said = c == NULL ? mem_strdup("") : say_check(c);
		struct witness *group = group_of(w, said);

		if (group->ids.n == 0)
			group->origin = origin_of(c);
		strlist_add(&group->ids, id);
		free(said);
	}
}

void
witnesses_clear(struct witnesses *w)
{
	for (size_t i = 0; i < w->n; i++) {
		strlist_clear(&w->v[i].ids);
		free(w->v[i].said);
		free(w->v[i].origin);
	}
	free(w->v);
	*w = (struct witnesses){ 0 };
}

char *
witness_ids(const struct witness *w)
{
	struct strlist shown = { 0 };
	char *line;

	for (size_t i = 0; i < w->ids.n && i < IDS_SHOWN; i++)
		strlist_add(&shown, w->ids.v[i]);
	if (w->ids.n > IDS_SHOWN)
		strlist_addf(&shown, "%zu more", w->ids.n - IDS_SHOWN);
	line = strlist_join(&shown, ", ");
	strlist_clear(&shown);
	return line;
}
