/* SPDX-License-Identifier: Apache-2.0 */
/* The ladder in HTML: what ran, what it saw, and when, as bars side by side. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/html.h"
#include "report/say.h"

/* Of 10000, so that a number of two places needs no locale. */
static unsigned
share_of(int64_t part, int64_t whole)
{
	if (whole <= 0 || part <= 0)
		return 0;
	return part >= whole ? 10000
			     : (unsigned)(10000 * (double)part / (double)whole);
}

/* How long the run took by its checks, and by its own clock. */
static int64_t
whole_of(const struct html *h)
{
	int64_t whole = h->r->duration_us;

	for (size_t i = 0; i < h->ladder.n; i++) {
		const struct ladder_row *row = &h->ladder.v[i];

		if (row->from_us + row->span_us > whole)
			whole = row->from_us + row->span_us;
	}
	return whole;
}

/* What did not run has no bar. */
static void
put_bar(struct html *h, const struct ladder_row *row, int64_t whole)
{
	struct markup *m = &h->m;
	unsigned from = share_of(row->from_us, whole);
	unsigned span = share_of(row->span_us, whole);
	char *style = mem_printf("margin-left:%u.%02u%%;width:%u.%02u%%",
	    from / 100, from % 100, span / 100, span % 100);
	char *label =
	    mem_printf("from %lld to %lld ms", (long long)(row->from_us / 1000),
		(long long)((row->from_us + row->span_us) / 1000));

	markup_open(m, "td", "class", "when", NULL);
	if (row->outcome != OUTCOME_SKIP) {
		markup_inline(m, "span", "class", "bar", "style", style,
		    "title", label, NULL);
		markup_word(m, "span", NULL, label);
		markup_close(m);
	}
	markup_close(m);
	free(label);
	free(style);
}

static void
put_facts(struct markup *m, const struct check *c)
{
	if (c->facts.n == 0)
		return;
	markup_open(m, "table", "class", "facts", NULL);
	for (size_t i = 0; i < c->facts.n; i++) {
		const struct fact *f = &c->facts.v[i];

		html_fact(m, fact_fields[f->key].name, f, NULL);
	}
	markup_close(m);
}

/* Where an error came from, and with -v everything that was learnt. */
static void
put_more(struct html *h, const struct ladder_row *row)
{
	bool full = h->o->verbosity >= RENDER_FULL;
	const struct check *c = row->check;
	struct markup *m = &h->m;

	if (full && c->detail != NULL && strcmp(c->detail, row->detail) != 0)
		markup_line(m, "p", c->detail);
	if (c->neeinfo > 0 && (full || row->outcome == OUTCOME_FAIL)) {
		markup_open(m, "ol", "class", "records", NULL);
		for (size_t i = 0; i < c->neeinfo; i++) {
			char *record = say_eeinfo(&c->eeinfo[i]);

			markup_line(m, "li", record);
			free(record);
		}
		markup_close(m);
	}
	if (full)
		put_facts(m, c);
}

static void
put_row(struct html *h, const struct ladder_row *row, int64_t whole)
{
	char *anchor = html_anchor(row->check->id);
	char *time = say_duration(row->duration_us);
	char *depth = mem_printf("--depth:%u", row->depth);
	struct markup *m = &h->m;

	markup_open(
	    m, "tr", "id", anchor, "class", outcome_text(row->outcome), NULL);
	markup_word(m, "td", "outcome", ladder_mark(row->outcome)->word);
	markup_inline(m, "th", "scope", "row", "style", depth, NULL);
	markup_text(m, row->label);
	markup_close(m);
	markup_open(m, "td", "class", "seen", NULL);
	markup_text(m, row->detail);
	put_more(h, row);
	markup_close(m);
	markup_open(m, "td", "class", "time", NULL);
	markup_text(m, time);
	markup_close(m);
	put_bar(h, row, whole);
	markup_close(m);
	free(depth);
	free(time);
	free(anchor);
}

static void
put_heads(struct html *h, int64_t whole)
{
	static const char *const heads[] = { "Outcome", "Step", "What was seen",
		"Time" };
	char *end = say_duration(whole);
	struct markup *m = &h->m;

	markup_open(m, "thead", NULL);
	markup_open(m, "tr", NULL);
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		markup_open(m, "th", "scope", "col", NULL);
		markup_raw(m, heads[i]);
		markup_close(m);
	}
	markup_open(m, "th", "scope", "col", NULL);
	markup_textf(m, "When, 0 to %s", end);
	markup_close(m);
	markup_close(m);
	markup_close(m);
	free(end);
}

void
html_ladder(struct html *h)
{
	int64_t whole = whole_of(h);
	struct markup *m = &h->m;

	if (h->ladder.n == 0)
		return;
	html_section(m, "h2", "Step by step");
	markup_open(m, "table", "class", "ladder", NULL);
	put_heads(h, whole);
	markup_open(m, "tbody", NULL);
	for (size_t i = 0; i < h->ladder.n; i++)
		put_row(h, &h->ladder.v[i], whole);
	markup_close(m);
	markup_close(m);
	markup_close(m);
}
