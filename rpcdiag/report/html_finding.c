/* SPDX-License-Identifier: Apache-2.0 */
/* A finding in HTML, and the page that `explain` shows of it. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/html.h"
#include "report/sentence.h"
#include "report/witness.h"

char *
html_anchor(const char *check)
{
	char *anchor = mem_printf("check-%s", check);

	for (char *p = anchor; *p != '\0'; p++)
		if (!isalnum((unsigned char)*p) && strchr(".-_:", *p) == NULL)
			*p = '-';
	return anchor;
}

static void
put_paragraph(
    struct html *h, const char *level, const char *heading, const char *text)
{
	if (text == NULL || *text == '\0')
		return;
	html_section(&h->m, level, heading);
	markup_open(&h->m, "p", NULL);
	html_prose(&h->m, text);
	markup_close(&h->m);
	markup_close(&h->m);
}

static void
put_fix(struct html *h, const struct finding *f, const char *level)
{
	if (f->fix.n == 0)
		return;
	html_section(&h->m, level, "What to do");
	markup_open(&h->m, "ol", NULL);
	for (size_t i = 0; i < f->fix.n; i++) {
		markup_open(&h->m, "li", NULL);
		html_prose(&h->m, f->fix.v[i]);
		markup_close(&h->m);
	}
	markup_close(&h->m);
	markup_close(&h->m);
}

/* Does the ladder have a row of its own for it? */
static bool
has_row(const struct html *h, const char *id)
{
	for (size_t i = 0; i < h->ladder.n; i++)
		if (strcmp(h->ladder.v[i].check->id, id) == 0)
			return true;
	return false;
}

static void
put_ids(struct html *h, const struct strlist *ids)
{
	for (size_t i = 0; i < ids->n; i++) {
		char *anchor = html_anchor(ids->v[i]);
		char *href = mem_printf("#%s", anchor);

		if (i > 0)
			markup_raw(&h->m, ", ");
		markup_inline(&h->m, "a", "href",
		    has_row(h, ids->v[i]) ? href : NULL, NULL);
		markup_text(&h->m, ids->v[i]);
		markup_close(&h->m);
		free(href);
		free(anchor);
	}
}

static void
put_evidence(struct html *h, const struct finding *f, const char *level)
{
	struct witnesses all;

	if (f->evidence.n == 0)
		return;
	html_section(&h->m, level, "Evidence");
	markup_open(&h->m, "ul", NULL);
	witnesses_init(&all, h->r, &f->evidence);
	for (size_t i = 0; i < all.n; i++) {
		markup_open(&h->m, "li", NULL);
		put_ids(h, &all.v[i].ids);
		if (*all.v[i].said != '\0')
			markup_textf(&h->m, ": %s", all.v[i].said);
		if (all.v[i].origin != NULL) {
			markup_empty(&h->m, "br", NULL);
			markup_textf(&h->m, "origin: %s", all.v[i].origin);
		}
		markup_close(&h->m);
	}
	witnesses_clear(&all);
	markup_close(&h->m);
	markup_close(&h->m);
}

static void
put_alternatives(struct html *h, const struct finding *f, const char *level)
{
	struct page_text *page;

	if (f->nalternatives == 0)
		return;
	page = sentence_page(f, h->r, h->o);
	html_section(&h->m, level, "What else it could be");
	markup_open(&h->m, "ul", NULL);
	for (size_t i = 0; i < f->nalternatives; i++) {
		const struct alternative *a = &f->alternatives[i];
		const char *how = sentence_difference(page, a->id);

		markup_open(&h->m, "li", NULL);
		markup_word(&h->m, "span", "id", a->id);
		markup_textf(&h->m, ", %d %%", sentence_percent(a->confidence));
		if (how != NULL)
			markup_raw(&h->m, ": ");
		html_prose(&h->m, how);
		markup_close(&h->m);
	}
	markup_close(&h->m);
	markup_close(&h->m);
	page_text_free(page);
}

static void
put_untested(struct html *h, const struct finding *f, const char *level)
{
	if (f->nnot_tested == 0)
		return;
	html_section(&h->m, level, "Not tested");
	markup_open(&h->m, "ul", NULL);
	for (size_t i = 0; i < f->nnot_tested; i++) {
		markup_open(&h->m, "li", NULL);
		markup_textf(&h->m, "%s: %s", f->not_tested[i].what,
		    f->not_tested[i].why);
		markup_close(&h->m);
	}
	markup_close(&h->m);
	markup_close(&h->m);
}

void
html_finding(struct html *h, const struct finding *f, const char *level)
{
	put_fix(h, f, level);
	put_paragraph(h, level, "Cause", f->cause);
	put_evidence(h, f, level);
	put_alternatives(h, f, level);
	put_untested(h, f, level);
}

static void
put_alike(struct html *h, const struct page_text *page, const char *level)
{
	if (page->looks_like.n == 0)
		return;
	html_section(&h->m, level, "Easily taken for it");
	markup_open(&h->m, "ul", NULL);
	for (size_t i = 0; i < page->looks_like.n; i++) {
		markup_open(&h->m, "li", NULL);
		markup_word(&h->m, "span", "id", page->looks_like.v[i].id);
		markup_raw(&h->m, ": ");
		html_prose(&h->m, page->looks_like.v[i].text);
		markup_close(&h->m);
	}
	markup_close(&h->m);
	markup_close(&h->m);
}

void
html_page(struct html *h, const struct page_text *page, const char *level)
{
	put_paragraph(h, level, "What people see", page->see);
	put_paragraph(h, level, "How to confirm", page->confirm);
	put_alike(h, page, level);
	put_paragraph(h, level, "Source", page->source);
}
