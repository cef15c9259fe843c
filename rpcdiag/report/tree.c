/* SPDX-License-Identifier: Apache-2.0 */
#include "report/tree.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define NO_PARENT SIZE_MAX

/* What the walk needs: who hangs where, and who was placed already. */
struct walk {
	const struct checks *checks;
	struct tree *tree;
	size_t *parent;
	bool *placed;
};

static size_t
index_of(const struct checks *c, const char *id)
{
	for (size_t i = 0; id != NULL && i < c->n; i++)
		if (strcmp(c->v[i]->id, id) == 0)
			return i;
	return NO_PARENT;
}

static void
place(struct walk *w, size_t i, unsigned depth)
{
	struct tree *t = w->tree;

	if (w->placed[i])
		return;
	w->placed[i] = true;
	t->v[t->n++] = (struct tree_row){ w->checks->v[i], depth };
	for (size_t k = 0; k < w->checks->n; k++)
		if (w->parent[k] == i)
			place(w, k, depth + 1);
}

void
tree_init(struct tree *t, const struct checks *c)
{
	struct walk w = {
		.checks = c,
		.tree = t,
		.parent = mem_new(c->n * sizeof(size_t)),
		.placed = mem_new(c->n * sizeof(bool)),
	};

	t->v = mem_new(c->n * sizeof(*t->v));
	t->n = 0;
	for (size_t i = 0; i < c->n; i++)
		w.parent[i] = index_of(c, c->v[i]->parent);
	for (size_t i = 0; i < c->n; i++)
		if (w.parent[i] == NO_PARENT)
			place(&w, i, 0);
	for (size_t i = 0; i < c->n; i++)
		place(&w, i, 0); /* what is left hangs in circles */
	free(w.parent);
	free(w.placed);
}

void
tree_clear(struct tree *t)
{
	free(t->v);
	*t = (struct tree){ 0 };
}
