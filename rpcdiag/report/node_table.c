/* SPDX-License-Identifier: Apache-2.0 */
#include "report/node_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/trials.h"

static const struct table_layout layout = {
	.labels = { 2 },
	.first = 44,
	.step = 9,
};

/* A tunnel both of whose nodes are known. */
static bool
is_known(const struct check *c)
{
	return trials_holds(c) && trials_node_in(c) != NULL &&
	    trials_node_out(c) != NULL;
}

static bool
is_same_pair(const struct check *a, const struct check *b)
{
	return strcmp(trials_node_in(a), trials_node_in(b)) == 0 &&
	    strcmp(trials_node_out(a), trials_node_out(b)) == 0;
}

bool
node_table_is_needed(const struct checks *c)
{
	const struct check *first = NULL;

	for (size_t i = 0; i < c->n; i++) {
		if (!is_known(c->v[i]))
			continue;
		if (first == NULL)
			first = c->v[i];
		if (!is_same_pair(first, c->v[i]))
			return true;
	}
	return false;
}

static void
count_pair(const struct checks *c, const struct check *pair, int endpoint,
    struct tally *out)
{
	*out = (struct tally){ 0 };
	for (size_t i = 0; i < c->n; i++) {
		const struct check *x = c->v[i];

		if (!is_known(x) || x->endpoint != endpoint ||
		    !is_same_pair(x, pair))
			continue;
		tally_add(out, x);
	}
}

static void
add_count(struct table *out, const struct tally *t)
{
	unsigned n = tally_n(t) + t->failed;
	char *text = mem_printf("%u/%u", t->opened, n);
	enum ink ink = t->opened < n ? INK_BAD : INK_GOOD;

	if (n == 0)
		table_add(out, INK_FAINT, "-");
	else
		table_add(out, ink, text);
	free(text);
}

/* The first check of its endpoint, or of its pair. */
static bool
is_first(const struct checks *c, size_t n, bool pair)
{
	if (!is_known(c->v[n]))
		return false;
	for (size_t i = 0; i < n; i++)
		if (is_known(c->v[i]) &&
		    (pair ? is_same_pair(c->v[i], c->v[n])
			  : c->v[i]->endpoint == c->v[n]->endpoint))
			return false;
	return true;
}

static void
add_pair(struct table *t, const struct checks *c, const struct check *pair)
{
	char *names =
	    mem_printf("%s > %s", trials_node_out(pair), trials_node_in(pair));

	table_add(t, INK_PLAIN, names);
	for (size_t i = 0; i < c->n; i++) {
		struct tally tally;

		if (!is_first(c, i, false))
			continue;
		count_pair(c, pair, c->v[i]->endpoint, &tally);
		add_count(t, &tally);
	}
	free(names);
}

void
node_table_make(struct table *t, const struct checks *c)
{
	table_init(t, 1, &layout);
	table_add(t, INK_FAINT, "OUT > IN");
	for (size_t i = 0; i < c->n; i++) {
		char *endpoint = mem_printf("%d", c->v[i]->endpoint);

		if (is_first(c, i, false))
			table_add(t, INK_FAINT, endpoint);
		free(endpoint);
	}
	table_end_heads(t);
	for (size_t i = 0; i < c->n; i++)
		if (is_first(c, i, true))
			add_pair(t, c, c->v[i]);
}
