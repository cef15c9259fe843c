/* SPDX-License-Identifier: Apache-2.0 */
#include "model/explanation.h"

#include <stdlib.h>

#include "base/mem.h"

struct meaning *
explanation_add(struct explanation *e)
{
	struct meaning *m;

	e->v = mem_grow(e->v, e->n + 1, sizeof(*e->v));
	m = &e->v[e->n++];
	*m = (struct meaning){ 0 };
	return m;
}

void
named_texts_add(struct named_texts *l, const char *id, char *text)
{
	l->v = mem_grow(l->v, l->n + 1, sizeof(*l->v));
	l->v[l->n++] = (struct named_text){ .id = id, .text = text };
}

static void
named_texts_clear(struct named_texts *l)
{
	for (size_t i = 0; i < l->n; i++)
		free(l->v[i].text);
	free(l->v);
	*l = (struct named_texts){ 0 };
}

void
page_text_free(struct page_text *p)
{
	if (p == NULL)
		return;
	free(p->see);
	free(p->confirm);
	free(p->source);
	named_texts_clear(&p->looks_like);
	strlist_clear(&p->fix);
	free(p);
}

static void
meaning_clear(struct meaning *m)
{
	free(m->name);
	free(m->text);
	free(m->here);
	for (size_t i = 0; i < m->nrecords; i++)
		eeinfo_view_clear(&m->records[i]);
	free(m->records);
	named_texts_clear(&m->causes);
	strlist_clear(&m->next);
	page_text_free(m->page);
}

void
explanation_clear(struct explanation *e)
{
	for (size_t i = 0; i < e->n; i++)
		meaning_clear(&e->v[i]);
	free(e->v);
	free(e->subject);
	free(e->problem);
	strlist_clear(&e->like);
	*e = (struct explanation){ 0 };
}
