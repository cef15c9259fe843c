/* SPDX-License-Identifier: Apache-2.0 */
#include "report/html.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/sentence.h"

/* Should a server's text ever get past the escaping, it still runs nothing and
 * loads nothing. */
#define POLICY "default-src 'none'; style-src 'unsafe-inline'"

/* The first n bytes, in an element of this name if any. */
static void
put_part(struct markup *m, const char *name, const char *text, size_t n)
{
	char *part = mem_strndup(text, n);

	if (name == NULL)
		markup_text(m, part);
	else
		markup_word(m, name, NULL, part);
	free(part);
}

void
html_prose(struct markup *m, const char *text)
{
	while (text != NULL) {
		size_t n = strcspn(text, "`");
		const char *code = text + n + (text[n] == '`');
		const char *end = strchr(code, '`');

		put_part(m, NULL, text, end == NULL ? strlen(text) : n);
		if (end != NULL)
			put_part(m, "code", code, (size_t)(end - code));
		text = end == NULL ? NULL : end + 1;
	}
}

void
html_section(struct markup *m, const char *level, const char *heading)
{
	markup_open(m, "section", NULL);
	markup_line(m, level, heading);
}

static void
put_style(struct markup *m)
{
	markup_open(m, "style", NULL);
	for (const char *const *line = html_style; *line != NULL; line++) {
		markup_raw(m, "\n");
		markup_raw(m, *line);
	}
	markup_raw(m, "\n");
	markup_close(m);
}

static void
put_title(struct html *h)
{
	const struct report *r = h->r;
	const char *id = sentence_id(&r->verdict);
	char *status = sentence_status(r->verdict.status);

	markup_open(&h->m, "title", NULL);
	if (r->target.host != NULL)
		markup_textf(&h->m, "%s: ", r->target.host);
	markup_textf(&h->m, "%s%s%s", status, id == NULL ? "" : " ",
	    id == NULL ? "" : id);
	markup_close(&h->m);
	free(status);
}

static void
put_head(struct html *h)
{
	struct markup *m = &h->m;
	const char *version = h->o->version;
	char *generator = mem_printf(
	    "rpcdiag%s%s", version == NULL ? "" : " ", version ? version : "");

	markup_open(m, "head", NULL);
	markup_empty(m, "meta", "charset", "utf-8", NULL);
	markup_empty(m, "meta", "http-equiv", "Content-Security-Policy",
	    "content", POLICY, NULL);
	markup_empty(m, "meta", "name", "viewport", "content",
	    "width=device-width, initial-scale=1", NULL);
	markup_empty(
	    m, "meta", "name", "color-scheme", "content", "light dark", NULL);
	markup_empty(
	    m, "meta", "name", "generator", "content", generator, NULL);
	put_title(h);
	put_style(m);
	markup_close(m);
	free(generator);
}

static void
put_also(struct html *h)
{
	struct markup *m = &h->m;
	bool any = false;

	for (size_t i = 0; i < h->r->nfindings; i++) {
		char *href = mem_printf("#finding-%zu", i + 1);

		if (h->r->findings[i].id != NULL) {
			if (!any)
				markup_open(m, "p", NULL);
			markup_raw(m, any ? ", " : "Also found: ");
			markup_inline(m, "a", "href", href, NULL);
			markup_text(m, h->r->findings[i].id);
			markup_close(m);
			any = true;
		}
		free(href);
	}
	if (any)
		markup_close(m);
}

/* A heading, "FAILED ID 97 % sure", and the summary. */
static void
put_answer(struct markup *m, const char *level, const struct finding *f)
{
	char *status = sentence_status(f->status);
	int percent = sentence_percent(f->confidence);

	markup_open(m, level, NULL);
	markup_word(m, "span", "status", status);
	if (sentence_id(f) != NULL) {
		markup_raw(m, " ");
		markup_word(m, "span", "id", sentence_id(f));
	}
	if (percent > 0) {
		markup_raw(m, " ");
		markup_inline(m, "small", NULL);
		markup_textf(m, "%d %% sure", percent);
		markup_close(m);
	}
	markup_close(m);
	if (f->summary != NULL) {
		markup_open(m, "p", "class", "summary", NULL);
		html_prose(m, f->summary);
		markup_close(m);
	}
	free(status);
}

static void
put_top(struct html *h)
{
	const struct finding *f = &h->r->verdict;
	char *target = sentence_target(&h->r->target);
	struct markup *m = &h->m;

	markup_open(m, "header", "class", health_text(f->status), NULL);
	put_answer(m, "h1", f);
	put_also(h);
	if (target != NULL) {
		markup_open(m, "p", "class", "target", NULL);
		markup_text(m, target);
		markup_close(m);
	}
	markup_close(m);
	free(target);
}

static void
put_findings(struct html *h)
{
	struct markup *m = &h->m;

	for (size_t i = 0; i < h->r->nfindings; i++) {
		const struct finding *f = &h->r->findings[i];
		struct page_text *page = sentence_page(f, h->r, h->o);
		char *anchor = mem_printf("finding-%zu", i + 1);

		markup_open(m, "section", "id", anchor, "class",
		    health_text(f->status), NULL);
		put_answer(m, "h2", f);
		html_finding(h, f, "h3");
		if (page != NULL)
			html_page(h, page, "h3");
		markup_close(m);
		page_text_free(page);
		free(anchor);
	}
}

static void
put_signature(struct html *h)
{
	struct markup *m = &h->m;
	bool any = false;

	for (size_t i = 0; i < h->r->nsignature; i++) {
		const struct symbol *s = &h->r->signature[i];

		if (s->value == NULL) /* not observed */
			continue;
		if (!any) {
			html_section(m, "h2", "Signature");
			markup_open(m, "ul", "class", "signature", NULL);
		}
		any = true;
		markup_open(m, "li", NULL);
		markup_word(m, "span", "faint", s->column);
		markup_textf(m, " %s", s->value);
		markup_close(m);
	}
	if (any) {
		markup_close(m);
		markup_close(m);
	}
}

static void
put_about(struct html *h)
{
	struct page_text *page = sentence_page(&h->r->verdict, h->r, h->o);
	char *heading;

	if (page == NULL)
		return;
	heading = mem_printf("About %s", h->r->verdict.id);
	html_section(&h->m, "h2", heading);
	html_page(h, page, "h3");
	markup_close(&h->m);
	free(heading);
	page_text_free(page);
}

static void
put_main(struct html *h)
{
	const struct finding *f = &h->r->verdict;

	markup_open(&h->m, "main", NULL);
	html_finding(h, f, "h2");
	put_findings(h);
	html_ladder(h);
	html_tables(h);
	put_about(h);
	put_signature(h);
	markup_close(&h->m);
}

static void
put_foot(struct html *h)
{
	char *text = sentence_run(h->r, h->o);

	markup_open(&h->m, "footer", NULL);
	markup_line(&h->m, "p", text);
	markup_close(&h->m);
	free(text);
}

bool
html_render(
    const struct report *r, const struct render_options *o, struct buf *out)
{
	struct html h = { .r = r, .o = o };
	struct markup *m = &h.m;

	markup_init(m, out);
	ladder_init(&h.ladder, &r->checks, o->verbosity >= RENDER_FULL);
	markup_raw(m, "<!DOCTYPE html>");
	markup_open(m, "html", "lang", "en", NULL);
	put_head(&h);
	markup_open(m, "body", NULL);
	put_top(&h);
	put_main(&h);
	put_foot(&h);
	markup_close(m);
	markup_close(m);
	markup_raw(m, "\n");
	ladder_clear(&h.ladder);
	return !m->out.full;
}
