/* SPDX-License-Identifier: Apache-2.0 */
#include "probe/node_facts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "probe/auth_facts.h"
#include "probe/run_state.h"

#define LEAF_DIGITS 16
#define LETTERS 26

void
cookie_book_clear(struct cookie_book *b)
{
	free(b->v);
	*b = (struct cookie_book){ 0 };
}

/* The how-manieth value of this cookie is it, from 0? */
static unsigned
cookie_number(struct cookie_book *b, const struct node_cookie *c)
{
	unsigned number = 0;

	for (size_t i = 0; i < b->n; i++) {
		if (node_cookie_is_same(&b->v[i], c))
			return number;
		number += strcmp(b->v[i].name, c->name) == 0;
	}
	b->v = mem_grow(b->v, b->n + 1, sizeof(*b->v));
	b->v[b->n++] = *c;
	return number;
}

/* "SERVERID A", and "SERVERID A1" behind the last letter. */
static void
cookie_fact(struct run *r, struct check *c, enum fact_key key,
    const struct node_cookie *cookie)
{
	unsigned number = cookie_number(&r->cookies, cookie);
	char round[16] = "";
	char *item;

	if (number >= LETTERS)
		snprintf(round, sizeof(round), "%u", number / LETTERS);
	item = mem_printf(
	    "%s %c%s", cookie->name, (char)('A' + number % LETTERS), round);
	fact_put_item(&c->facts, key, item);
	free(item);
}

static void
add_moved(struct check *c, const char *mark)
{
	const struct fact *f = fact_get(&c->facts, FACT_TUNNEL_MARKS_MOVED);

	if (f == NULL || !strlist_has(&f->list, mark))
		fact_put_item(&c->facts, FACT_TUNNEL_MARKS_MOVED, mark);
}

static void
marks_facts(struct run *r, struct check *c, const struct node_marks *m, bool in)
{
	if (m == NULL)
		return;
	if (m->fe_server != NULL)
		fact_put_str(&c->facts,
		    in ? FACT_TUNNEL_FE_IN : FACT_TUNNEL_FE_OUT, m->fe_server);
	if (m->fe_server_moved)
		add_moved(c, "X-FEServer");
	for (unsigned i = 0; i < m->ncookies; i++) {
		cookie_fact(r, c,
		    in ? FACT_TUNNEL_COOKIES_IN : FACT_TUNNEL_COOKIES_OUT,
		    &m->cookie[i]);
		if (m->cookie[i].moved)
			add_moved(c, m->cookie[i].name);
	}
}

static void
leaf_fact(struct check *c, enum fact_key key, const struct tls_facts *t)
{
	char *digits;

	if (t == NULL || !t->seen)
		return;
	digits = mem_strndup(t->fingerprint, LEAF_DIGITS);
	fact_put_str(&c->facts, key, digits);
	free(digits);
}

void
tunnel_node_facts(struct run *r, struct check *c, const struct vconn_result *v)
{
	node_fact(c, FACT_TUNNEL_NODE_IN, v->node_in);
	node_fact(c, FACT_TUNNEL_NODE_OUT, v->node_out);
	marks_facts(r, c, v->marks_out, false);
	marks_facts(r, c, v->marks_in, true);
	leaf_fact(c, FACT_TUNNEL_LEAF_OUT, v->tls_out);
	leaf_fact(c, FACT_TUNNEL_LEAF_IN, v->tls_in);
}

void
http_cookie_facts(struct check *c, const struct node_marks *m)
{
	for (unsigned i = 0; i < m->ncookies; i++)
		fact_put_item(&c->facts, FACT_HTTP_COOKIES, m->cookie[i].name);
}
