/* SPDX-License-Identifier: Apache-2.0 */
#include "report/node_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/trials.h"
#include "report/utf8.h"

#define PAIR_COLUMN 2
#define PAIR_COLUMNS 40
#define FIRST_COLUMN 44
#define ENDPOINT_COLUMNS 9

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
put_count(struct sheet *s, const struct tally *t)
{
	unsigned n = tally_n(t) + t->failed;
	char *text = mem_printf("%u/%u", t->opened, n);
	enum ink ink = t->opened < n ? INK_BAD : INK_GOOD;

	if (n == 0)
		sheet_put(s, INK_FAINT, "-");
	else
		sheet_put(s, ink, text);
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
put_pair(struct sheet *s, const struct checks *c, const struct check *pair)
{
	char *names =
	    mem_printf("%s > %s", trials_node_out(pair), trials_node_in(pair));
	char *label = utf8_printable(names);
	unsigned column = FIRST_COLUMN;

	sheet_tab(s, PAIR_COLUMN);
	sheet_fit(s, PAIR_COLUMNS, label);
	for (size_t i = 0; i < c->n; i++) {
		struct tally t;

		if (!is_first(c, i, false))
			continue;
		count_pair(c, pair, c->v[i]->endpoint, &t);
		sheet_tab(s, column);
		put_count(s, &t);
		column += ENDPOINT_COLUMNS;
	}
	sheet_end(s);
	free(label);
	free(names);
}

static void
put_endpoints(struct sheet *s, const struct checks *c)
{
	unsigned column = FIRST_COLUMN;

	sheet_tab(s, PAIR_COLUMN);
	sheet_put(s, INK_FAINT, "OUT > IN");
	for (size_t i = 0; i < c->n; i++) {
		char *endpoint = mem_printf("%d", c->v[i]->endpoint);

		if (is_first(c, i, false)) {
			sheet_tab(s, column);
			sheet_put(s, INK_FAINT, endpoint);
			column += ENDPOINT_COLUMNS;
		}
		free(endpoint);
	}
	sheet_end(s);
}

void
node_table_put(struct sheet *s, const struct checks *c)
{
	put_endpoints(s, c);
	for (size_t i = 0; i < c->n; i++)
		if (is_first(c, i, true))
			put_pair(s, c, c->v[i]);
}
