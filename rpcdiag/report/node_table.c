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
		if (!trials_pairs(c->v[i], false))
			continue;
		if (first == NULL)
			first = c->v[i];
		if (!is_same_pair(first, c->v[i]))
			return true;
	}
	return false;
}

static bool
was_shared(const struct checks *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (trials_pairs(c->v[i], true))
			return true;
	return false;
}

/* The next larger one of those that were tried; 0 = there is none. */
static int
next_endpoint(const struct checks *c, int after)
{
	int next = 0;

	for (size_t i = 0; i < c->n; i++) {
		int endpoint = c->v[i]->endpoint;

		if (trials_pairs(c->v[i], false) && endpoint > after &&
		    (next == 0 || endpoint < next))
			next = endpoint;
	}
	return next;
}

/* Of one endpoint, 0 = of all. */
static void
add_count(struct table *out, const struct checks *c, const struct check *pair,
    int endpoint, bool shared)
{
	struct tally t = { 0 };
	unsigned n;
	char *text;

	for (size_t i = 0; i < c->n; i++) {
		const struct check *x = c->v[i];

		if (trials_pairs(x, shared) && is_same_pair(x, pair) &&
		    (endpoint == 0 || x->endpoint == endpoint))
			tally_add(&t, x);
	}
	n = tally_n(&t) + t.failed;
	text = n == 0 ? mem_strdup("-") : mem_printf("%u/%u", t.opened, n);
	table_add(out,
	    n == 0	       ? INK_FAINT
		: t.opened < n ? INK_BAD
			       : INK_GOOD,
	    text);
	free(text);
}

static void
add_pair(struct table *t, const struct checks *c, const struct check *pair)
{
	char *names =
	    mem_printf("%s > %s", trials_node_out(pair), trials_node_in(pair));

	table_add(t, INK_PLAIN, names);
	for (int e = 0; (e = next_endpoint(c, e)) != 0;)
		add_count(t, c, pair, e, false);
	if (was_shared(c))
		add_count(t, c, pair, 0, true);
	free(names);
}

static bool
is_known(const struct check *c)
{
	return trials_pairs(c, false) || trials_pairs(c, true);
}

static bool
is_first_of_pair(const struct checks *c, size_t n)
{
	if (!is_known(c->v[n]))
		return false;
	for (size_t i = 0; i < n; i++)
		if (is_known(c->v[i]) && is_same_pair(c->v[i], c->v[n]))
			return false;
	return true;
}

static void
add_pairs(struct table *t, const struct checks *c, bool one_node)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct check *x = c->v[i];

		if (is_first_of_pair(c, i) &&
		    one_node ==
			(strcmp(trials_node_in(x), trials_node_out(x)) == 0))
			add_pair(t, c, x);
	}
}

static void
add_heads(struct table *t, const struct checks *c)
{
	table_add(t, INK_FAINT, "OUT > IN");
	for (int e = 0; (e = next_endpoint(c, e)) != 0;) {
		char *endpoint = mem_printf("%d", e);

		table_add(t, INK_FAINT, endpoint);
		free(endpoint);
	}
	if (was_shared(c))
		table_add(t, INK_FAINT, "resumed");
	table_end_heads(t);
}

void
node_table_make(struct table *t, const struct checks *c)
{
	table_init(t, 1, &layout);
	add_heads(t, c);
	add_pairs(t, c, true);
	add_pairs(t, c, false);
	strlist_add(&t->notes,
	    "Tunnels that opened, of those tried, by the front ends that "
	    "served their channels.");
	if (was_shared(c))
		strlist_add(&t->notes,
		    "resumed: IN was to go on with the TLS session of OUT; a "
		    "tunnel with two front ends was not waited for.");
}
