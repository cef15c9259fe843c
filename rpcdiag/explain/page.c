/* SPDX-License-Identifier: Apache-2.0 */
#include "explain/page.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "explain/causes.h"
#include "verdict/page.h"

#define TEXT_MAX 65536

/* The words of the command lines that causes_next makes. */
static const struct {
	const char *place;
	const char *word;
} places[] = {
	{ "{server}", "SERVER" },
	{ "{host}", "PROXY" },
	{ "{user}", "USER" },
	{ "{endpoints}", "PORTS" },
	{ "{spn}", "SERVICE/HOST" },
	{ "{realm}", "the account's domain" },
	{ "{flip}", "a watch dates it" },
	{ "{idle}", "a while" },
	{ "{catalog}", "a global catalog" },
	{ "{home}", "the server that has the mailbox" },
	{ "{clocks}", "the Date of the answers tells the front end's" },
};

#define NPLACES (sizeof(places) / sizeof(places[0]))

/* The word for a place at the start of text, or the one character there;
 * *n is what was read. */
static bool
place_put(const char *text, size_t *n, struct buf *out)
{
	for (size_t i = 0; i < NPLACES; i++) {
		*n = strlen(places[i].place);
		if (strncmp(text, places[i].place, *n) == 0)
			return buf_adds(out, places[i].word);
	}
	*n = 1;
	return buf_add(out, text, 1);
}

char *
page_plain(const char *text)
{
	bool fits = true;
	struct buf out;
	size_t n;

	buf_init(&out, TEXT_MAX);
	for (; fits && *text != '\0'; text += n)
		fits = place_put(text, &n, &out);
	return buf_take(&out);
}

static char *
plain_fill(const char *text, const void *arg)
{
	(void)arg;
	return page_plain(text);
}

void
page_meaning(struct meaning *m, const char *id)
{
	const struct page *page = page_find(id);
	struct named_text text = { .id = id };
	struct named_texts self = { &text, 1 };

	m->kind = "finding";
	m->title = "finding of rpcdiag";
	m->name = mem_strdup(id);
	m->text = page_plain(page->summary);
	m->here = page_plain(page->cause);
	m->page = page_text_new(page, plain_fill, NULL);
	causes_commands(&self, &m->next);
}
