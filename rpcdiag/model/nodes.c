/* SPDX-License-Identifier: Apache-2.0 */
#include "model/nodes.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"

/* How often each value of a cookie is seen on average, at least: one that is
 * new on each connection says nothing of who set it. */
#define REPEATS_LEAST 2

static const struct {
	enum fact_key in, out;
	const char *mark; /* what it is called among those that moved */
} sources[] = {
	[NODES_BY_COMPUTER] = { FACT_TUNNEL_NODE_IN, FACT_TUNNEL_NODE_OUT,
	    NULL },
	[NODES_BY_HEADER] = { FACT_TUNNEL_FE_IN, FACT_TUNNEL_FE_OUT,
	    "X-FEServer" },
	[NODES_BY_COOKIE] = { FACT_TUNNEL_COOKIES_IN, FACT_TUNNEL_COOKIES_OUT,
	    NULL },
	[NODES_BY_LEAF] = { FACT_TUNNEL_LEAF_IN, FACT_TUNNEL_LEAF_OUT, NULL },
};

/* "SERVERID A" is cookie SERVERID with value A. */
static size_t
cookie_name_size(const char *item)
{
	return strcspn(item, " ");
}

static const char *
cookie_value(const struct nodes *n, const struct fact *f)
{
	if (f == NULL || f->absent)
		return NULL;
	for (size_t i = 0; i < f->list.n; i++) {
		const char *item = f->list.v[i];

		if (cookie_name_size(item) == n->cookie_n &&
		    strncmp(item, n->cookie, n->cookie_n) == 0 &&
		    item[n->cookie_n] == ' ')
			return item + n->cookie_n + 1;
	}
	return NULL;
}

static const char *
node_of(const struct nodes *n, const struct check *c, bool in)
{
	enum fact_key key = in ? sources[n->by].in : sources[n->by].out;

	switch (n->by) {
	case NODES_BY_NONE:
		return NULL;
	case NODES_BY_COOKIE:
		return cookie_value(n, fact_get(&c->facts, key));
	default:
		return fact_str(&c->facts, key);
	}
}

const char *
node_in(const struct nodes *n, const struct check *c)
{
	return node_of(n, c, true);
}

const char *
node_out(const struct nodes *n, const struct check *c)
{
	return node_of(n, c, false);
}

bool
nodes_know(const struct nodes *n, const struct check *c)
{
	return node_in(n, c) != NULL && node_out(n, c) != NULL;
}

bool
nodes_are_one(const struct nodes *n, const struct check *c)
{
	return nodes_know(n, c) &&
	    strcasecmp(node_in(n, c), node_out(n, c)) == 0;
}

bool
nodes_are_named(const struct nodes *n)
{
	return n->by == NODES_BY_COMPUTER || n->by == NODES_BY_HEADER;
}

/* Did this one change between two answers on one connection? */
static bool
has_moved(const struct checks *all, const char *mark)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct fact *f =
		    fact_get(&all->v[i]->facts, FACT_TUNNEL_MARKS_MOVED);

		if (f != NULL && !f->absent && strlist_has(&f->list, mark))
			return true;
	}
	return false;
}

/* Its names, each once, and how often any was told; counts them in n. */
static size_t
count_told(const struct checks *all, struct nodes *n)
{
	struct strlist names = { 0 };
	size_t told = 0;

	for (size_t i = 0; i < all->n; i++)
		for (int in = 0; in < 2; in++) {
			const char *name = node_of(n, all->v[i], in != 0);

			if (name != NULL)
				strlist_add_once(&names, name);
			told += name != NULL;
		}
	n->n = (unsigned)names.n;
	strlist_clear(&names);
	return told;
}

/* The cookie of this item, if it takes few values, and several. */
static void
try_cookie(const struct checks *all, const char *item, struct nodes *out)
{
	struct nodes n = { .by = NODES_BY_COOKIE,
		.cookie = item,
		.cookie_n = cookie_name_size(item) };
	char *name = mem_strndup(item, n.cookie_n);
	bool moved = has_moved(all, name);
	size_t told = moved ? 0 : count_told(all, &n);

	free(name);
	if (n.n > 1 && told >= REPEATS_LEAST * (size_t)n.n &&
	    (out->n == 0 || n.n < out->n))
		*out = n;
}

/* Of several the one with the fewest values: what else repeats does so by
 * chance. Each is met where it was first set. */
static void
find_cookie(const struct checks *all, struct nodes *out)
{
	struct strlist met = { 0 };

	for (size_t i = 0; i < all->n; i++) {
		const struct fact *f =
		    fact_get(&all->v[i]->facts, FACT_TUNNEL_COOKIES_OUT);

		for (size_t k = 0; f != NULL && !f->absent && k < f->list.n;
		     k++) {
			const char *item = f->list.v[k];
			char *name = mem_strndup(item, cookie_name_size(item));

			if (!strlist_has(&met, name)) {
				strlist_add(&met, name);
				try_cookie(all, item, out);
			}
			free(name);
		}
	}
	strlist_clear(&met);
}

void
nodes_find(const struct checks *all, struct nodes *out)
{
	*out = (struct nodes){ 0 };
	for (enum nodes_by by = NODES_BY_COMPUTER; by <= NODES_BY_LEAF; by++) {
		struct nodes n = { .by = by };
		const char *mark = sources[by].mark;

		if (by == NODES_BY_COOKIE)
			find_cookie(all, &n);
		else if (mark == NULL || !has_moved(all, mark))
			count_told(all, &n);
		if (n.n > 1 || (n.n == 1 && nodes_are_named(&n) && out->n == 0))
			*out = n;
		if (n.n > 1)
			return;
	}
}

char *
nodes_text(const struct nodes *n)
{
	switch (n->by) {
	case NODES_BY_COMPUTER:
		return mem_strdup("named by their NTLM challenges");
	case NODES_BY_HEADER:
		return mem_strdup("named by their header X-FEServer");
	case NODES_BY_COOKIE:
		return mem_printf("told apart by the cookie %.*s, which has "
				  "a letter for each value here",
		    (int)n->cookie_n, n->cookie);
	case NODES_BY_LEAF:
		return mem_strdup("told apart by their certificates, which "
				  "several may share");
	default:
		return NULL;
	}
}
