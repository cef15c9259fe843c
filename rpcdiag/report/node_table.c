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

/* The checks, and what their front ends are called. */
struct view {
	const struct checks *checks;
	struct nodes nodes;
};

static void
view_init(struct view *v, const struct checks *c)
{
	v->checks = c;
	nodes_find(c, &v->nodes);
}

static bool
is_same_pair(const struct view *v, const struct check *a, const struct check *b)
{
	const struct nodes *n = &v->nodes;

	return strcmp(node_in(n, a), node_in(n, b)) == 0 &&
	    strcmp(node_out(n, a), node_out(n, b)) == 0;
}

bool
node_table_is_needed(const struct checks *c)
{
	const struct check *first = NULL;
	struct view v;

	view_init(&v, c);
	for (size_t i = 0; i < c->n; i++) {
		if (!trials_pairs(&v.nodes, c->v[i], false))
			continue;
		if (first == NULL)
			first = c->v[i];
		if (!is_same_pair(&v, first, c->v[i]))
			return true;
	}
	return false;
}

static bool
was_shared(const struct view *v)
{
	for (size_t i = 0; i < v->checks->n; i++)
		if (trials_pairs(&v->nodes, v->checks->v[i], true))
			return true;
	return false;
}

/* The next larger one of those that were tried; 0 = there is none. */
static int
next_endpoint(const struct view *v, int after)
{
	int next = 0;

	for (size_t i = 0; i < v->checks->n; i++) {
		const struct check *c = v->checks->v[i];

		if (trials_pairs(&v->nodes, c, false) && c->endpoint > after &&
		    (next == 0 || c->endpoint < next))
			next = c->endpoint;
	}
	return next;
}

/* Of one endpoint, 0 = of all. */
static void
add_count(struct table *out, const struct view *v, const struct check *pair,
    int endpoint, bool shared)
{
	struct tally t = { 0 };
	unsigned n;
	char *text;

	for (size_t i = 0; i < v->checks->n; i++) {
		const struct check *x = v->checks->v[i];

		if (trials_pairs(&v->nodes, x, shared) &&
		    is_same_pair(v, x, pair) &&
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
add_pair(struct table *t, const struct view *v, const struct check *pair)
{
	char *names = mem_printf(
	    "%s > %s", node_out(&v->nodes, pair), node_in(&v->nodes, pair));

	table_add(t, INK_PLAIN, names);
	for (int e = 0; (e = next_endpoint(v, e)) != 0;)
		add_count(t, v, pair, e, false);
	if (was_shared(v))
		add_count(t, v, pair, 0, true);
	free(names);
}

static bool
is_known(const struct view *v, const struct check *c)
{
	return trials_pairs(&v->nodes, c, false) ||
	    trials_pairs(&v->nodes, c, true);
}

static bool
is_first_of_pair(const struct view *v, size_t n)
{
	struct check *const *c = v->checks->v;

	if (!is_known(v, c[n]))
		return false;
	for (size_t i = 0; i < n; i++)
		if (is_known(v, c[i]) && is_same_pair(v, c[i], c[n]))
			return false;
	return true;
}

static void
add_pairs(struct table *t, const struct view *v, bool one_node)
{
	for (size_t i = 0; i < v->checks->n; i++) {
		const struct check *x = v->checks->v[i];

		if (is_first_of_pair(v, i) &&
		    one_node == nodes_are_one(&v->nodes, x))
			add_pair(t, v, x);
	}
}

static void
add_heads(struct table *t, const struct view *v)
{
	table_add(t, INK_FAINT, "OUT > IN");
	for (int e = 0; (e = next_endpoint(v, e)) != 0;) {
		char *endpoint = mem_printf("%d", e);

		table_add(t, INK_FAINT, endpoint);
		free(endpoint);
	}
	if (was_shared(v))
		table_add(t, INK_FAINT, "resumed");
	table_end_heads(t);
}

/* What the table counts, and by what the front ends have their names. */
static void
add_legend(struct table *t, const struct view *v)
{
	char *by = nodes_text(&v->nodes);

	strlist_addf(&t->notes,
	    "Tunnels that opened, of those tried, by the front ends that "
	    "served their channels, %s.",
	    by == NULL ? "which are not known" : by);
	free(by);
	if (was_shared(v))
		strlist_addf(&t->notes,
		    "resumed: IN was to go on with the TLS session of OUT%s.",
		    nodes_are_named(&v->nodes)
			? "; a tunnel with two front ends was not waited for"
			: "");
}

void
node_table_make(struct table *t, const struct checks *c)
{
	struct view v;

	view_init(&v, c);
	table_init(t, 1, &layout);
	add_heads(t, &v);
	add_pairs(t, &v, true);
	add_pairs(t, &v, false);
	add_legend(t, &v);
}
