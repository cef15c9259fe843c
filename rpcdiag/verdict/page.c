/* SPDX-License-Identifier: Apache-2.0 */
#include "verdict/page.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

const struct page *
page_find(const char *id)
{
	for (size_t i = 0; i < npages; i++)
		if (strcmp(pages[i].id, id) == 0)
			return &pages[i];
	return NULL;
}

const struct page *
page_nth(size_t n)
{
	return n < npages ? &pages[n] : NULL;
}

struct page_text *
page_text_new(const struct page *p, page_fill *fill, const void *arg)
{
	struct page_text *t = mem_new(sizeof(*t));

	t->see = fill(p->see, arg);
	t->confirm = fill(p->confirm, arg);
	t->source = fill(p->source, arg);
	for (const struct page_alike *a = p->looks_like; a->id != NULL; a++)
		named_texts_add(
		    &t->looks_like, a->id, fill(a->difference, arg));
	for (const char *const *fix = p->fix; *fix != NULL; fix++) {
		char *step = fill(*fix, arg);

		strlist_add(&t->fix, step);
		free(step);
	}
	return t;
}
