/* SPDX-License-Identifier: Apache-2.0 */
/* Explanations for the person at the telephone. */
#include "report/explain_put.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/say.h"
#include "report/sheet.h"

#define INDENT 2
#define CAUSES_SHOWN 8

static const struct explain_renderer renderers[] = {
	{ "text", explain_sheet },
	{ "json", explain_json },
};

/* Large numbers are known in hexadecimal, small ones in both. */
static char *
code_text(const struct meaning *m)
{
	if (!m->has_code || strcmp(m->kind, "iis") == 0)
		return mem_strdup("");
	if (m->code > 0xffff)
		return mem_printf("0x%08x", (unsigned)m->code);
	if (m->code < 10 || strcmp(m->kind, "http") == 0)
		return mem_printf("%u", (unsigned)m->code);
	return mem_printf("%u (0x%x)", (unsigned)m->code, (unsigned)m->code);
}

/* "1722 (0x6ba) RPC_S_SERVER_UNAVAILABLE  Windows and RPC" */
static void
put_headline(struct sheet *s, const struct meaning *m)
{
	char *code = code_text(m);
	char *head = mem_printf("%s%s%s", code,
	    *code != '\0' && m->name != NULL ? " " : "",
	    m->name == NULL ? "" : m->name);

	if (*head != '\0') {
		sheet_put(s, INK_BOLD, head);
		sheet_part(s, ", ", 2);
	}
	sheet_put(s, *head == '\0' ? INK_BOLD : INK_FAINT, m->title);
	sheet_end(s);
	sheet_text(s, 0, 0, "%s", m->text);
	if (m->client != 0) {
		char *shown = say_status(m->client);

		sheet_text(s, 0, 0, "A Windows client shows %s.", shown);
		free(shown);
	}
	free(code);
	free(head);
}

static void
put_part(struct sheet *s, const char *heading, const char *text)
{
	if (text == NULL || *text == '\0')
		return;
	sheet_heading(s, heading);
	sheet_text(s, INDENT, INDENT, "%s", text);
}

static void
put_records(struct sheet *s, const struct meaning *m)
{
	if (m->nrecords > 0)
		sheet_heading(s, "Records, the origin last");
	for (size_t i = 0; i < m->nrecords; i++) {
		char *record = say_eeinfo(&m->records[i]);

		sheet_text(s, INDENT, INDENT + 3, "%zu. %s", i + 1, record);
		free(record);
	}
}

static void
put_named(struct sheet *s, const char *heading, const struct named_texts *l,
    size_t most)
{
	if (l->n > 0)
		sheet_heading(s, heading);
	for (size_t i = 0; i < l->n && i < most; i++)
		sheet_text(
		    s, INDENT, INDENT + 2, "%s: %s", l->v[i].id, l->v[i].text);
	if (l->n > most)
		sheet_text(
		    s, INDENT, INDENT, "and %zu more, with -v", l->n - most);
}

static void
put_list(struct sheet *s, const char *heading, const struct strlist *l)
{
	if (l->n > 0)
		sheet_heading(s, heading);
	for (size_t i = 0; i < l->n; i++)
		sheet_text(s, INDENT, INDENT + 3, "%zu. %s", i + 1, l->v[i]);
}

/* A command line, broken as a shell reads it. */
static void
put_command(struct sheet *s, const char *line)
{
	unsigned room = s->width - 2 * INDENT - 2;

	while (*line != '\0') {
		size_t n = sheet_line(line, room);

		sheet_part(s, line, n);
		line += n;
		line += strspn(line, " ");
		if (*line != '\0') {
			sheet_part(s, " \\", 2);
			sheet_end(s);
			sheet_tab(s, 2 * INDENT);
		}
	}
	sheet_end(s);
}

static void
put_next(struct sheet *s, const struct strlist *next)
{
	if (next->n > 0)
		sheet_heading(s, "What to run next");
	for (size_t i = 0; i < next->n; i++) {
		sheet_tab(s, INDENT);
		put_command(s, next->v[i]);
	}
}

static void
put_meaning(
    struct sheet *s, const struct meaning *m, const struct render_options *o)
{
	bool full = o->verbosity >= RENDER_FULL;
	const struct page_text *p = m->page;

	put_headline(s, m);
	if (o->verbosity <= RENDER_ANSWER)
		return;
	if (p != NULL)
		put_part(s, "What you see", p->see);
	put_part(s, p == NULL ? "What it means here" : "Cause", m->here);
	put_records(s, m);
	put_named(s, "Likely causes, the most common first", &m->causes,
	    full ? SIZE_MAX : CAUSES_SHOWN);
	if (p != NULL) {
		put_part(s, "How to confirm", p->confirm);
		put_named(s, "Looks like", &p->looks_like, SIZE_MAX);
		put_list(s, "Fix", &p->fix);
	}
	put_next(s, &m->next);
	if (p != NULL)
		put_part(s, "Source", p->source);
}

static void
put_unknown(struct sheet *s, const struct explanation *e)
{
	char *like = strlist_join(&e->like, ", ");

	if (e->problem != NULL) {
		sheet_put(s, INK_BAD, "not readable: ");
		sheet_text(s, 0, 0, "%s", e->problem);
	} else {
		sheet_put(s, INK_WARN, "not known: ");
		sheet_text(s, 0, 0, "%s", e->subject);
	}
	if (e->like.n > 0)
		sheet_text(s, 0, 0, "Did you mean %s?", like);
	free(like);
}

bool
explain_sheet(const struct explanation *v, size_t n,
    const struct render_options *o, struct buf *out)
{
	struct sheet s;

	sheet_init(&s, out, o->width == 0 ? RENDER_WIDTH : o->width, o->color);
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			sheet_end(&s);
		for (size_t k = 0; k < v[i].n; k++) {
			if (k > 0) {
				sheet_end(&s);
				sheet_part(&s, "or ", 3);
			}
			put_meaning(&s, &v[i].v[k], o);
		}
		if (v[i].n > 0 && v[i].problem != NULL)
			sheet_end(&s);
		if (v[i].n == 0 || v[i].problem != NULL)
			put_unknown(&s, &v[i]);
	}
	return !s.out.full;
}

const struct explain_renderer *
explain_renderer_find(const char *name)
{
	for (size_t i = 0; i < sizeof(renderers) / sizeof(renderers[0]); i++)
		if (strcmp(renderers[i].name, name) == 0)
			return &renderers[i];
	return NULL;
}
