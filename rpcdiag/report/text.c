/* SPDX-License-Identifier: Apache-2.0 */
#include "report/text.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/referral.h"
#include "report/sentence.h"
#include "report/tables.h"
#include "report/utf8.h"
#include "report/witness.h"

#define INDENT 2

static const enum ink health_ink[HEALTH_N] = {
	[HEALTH_HEALTHY] = INK_GOOD,
	[HEALTH_DEGRADED] = INK_WARN,
	[HEALTH_FAILED] = INK_BAD,
	[HEALTH_UNKNOWN] = INK_WARN,
};

/* "FAILED  TLS_CERT_TIME (97 % sure)"; HEALTHY needs no id beside it. */
static void
put_answer(struct sheet *s, const struct finding *f)
{
	int percent = sentence_percent(f->confidence);
	char *status = sentence_status(f->status);
	char *id = utf8_printable(sentence_id(f));

	sheet_put(s, health_ink[f->status], status);
	if (*id != '\0') {
		sheet_part(s, "  ", 2);
		sheet_put(s, INK_BOLD, id);
	}
	if (percent > 0) {
		char *sure = mem_printf(" (%d %% sure)", percent);

		sheet_part(s, sure, strlen(sure));
		free(sure);
	}
	sheet_end(s);
	if (f->summary != NULL)
		sheet_text(s, 0, 0, "%s", f->summary);
	free(status);
	free(id);
}

static void
put_also(struct sheet *s, const struct report *r)
{
	struct strlist ids = { 0 };
	char *joined;

	for (size_t i = 0; i < r->nfindings; i++)
		if (r->findings[i].id != NULL)
			strlist_add(&ids, r->findings[i].id);
	joined = strlist_join(&ids, ", ");
	if (ids.n > 0)
		sheet_text(s, 0, 6, "also: %s", joined);
	free(joined);
	strlist_clear(&ids);
}

static void
put_target(struct sheet *s, const struct target *t)
{
	char *text = sentence_target(t);

	if (text != NULL) {
		sheet_end(s);
		sheet_text(s, 0, 0, "%s", text);
	}
	free(text);
}

static void
put_fix(struct sheet *s, const struct strlist *fix)
{
	for (size_t i = 0; i < fix->n; i++)
		sheet_text(s, INDENT, INDENT + 3, "%zu. %s", i + 1, fix->v[i]);
}

static void
put_evidence(struct sheet *s, const struct report *r, const struct strlist *ids)
{
	struct witnesses all;

	witnesses_init(&all, r, ids);
	for (size_t i = 0; i < all.n; i++) {
		const struct witness *w = &all.v[i];
		char *line = witness_ids(w);

		sheet_text(s, INDENT, INDENT + 2, "%s%s%s", line,
		    *w->said == '\0' ? "" : ": ", w->said);
		if (w->origin != NULL)
			sheet_text(
			    s, INDENT + 2, INDENT + 4, "origin: %s", w->origin);
		free(line);
	}
	witnesses_clear(&all);
}

static void
put_alternatives(
    struct sheet *s, const struct report *r, const struct render_options *o)
{
	const struct finding *f = &r->verdict;
	struct page_text *page = sentence_page(f, r, o);

	for (size_t i = 0; i < f->nalternatives; i++) {
		const struct alternative *a = &f->alternatives[i];
		const char *how = sentence_difference(page, a->id);

		sheet_text(s, INDENT, INDENT + 2, "%s (%d %%)%s%s", a->id,
		    sentence_percent(a->confidence), how == NULL ? "" : ": ",
		    how == NULL ? "" : how);
	}
	page_text_free(page);
}

static void
put_not_tested(struct sheet *s, const struct finding *f)
{
	for (size_t i = 0; i < f->nnot_tested; i++)
		sheet_text(s, INDENT, INDENT + 2, "%s: %s",
		    f->not_tested[i].what, f->not_tested[i].why);
}

static void
put_findings(struct sheet *s, const struct report *r)
{
	for (size_t i = 0; i < r->nfindings; i++) {
		sheet_end(s);
		put_answer(s, &r->findings[i]);
		put_fix(s, &r->findings[i].fix);
	}
}

static void
put_footer(
    struct sheet *s, const struct report *r, const struct render_options *o)
{
	char *text = sentence_run(r, o);

	sheet_end(s);
	sheet_text(s, 0, 0, "%s", text);
	free(text);
}

static void
put_tables(struct sheet *s, const struct report *r)
{
	const struct table_kind *kind;
	struct strlist book = { 0 };

	for (unsigned n = 0; (kind = table_needed(&r->checks, n)) != NULL;
	     n++) {
		struct table t;

		kind->make(&t, &r->checks);
		sheet_heading(s, kind->heading);
		sheet_table(s, &t);
		table_clear(&t);
	}
	if (referral_is_known(&r->checks)) {
		sheet_heading(s, "Address book");
		referral_say(r, &book);
	}
	for (size_t i = 0; i < book.n; i++)
		sheet_text(s, INDENT, INDENT, "%s", book.v[i]);
	strlist_clear(&book);
}

static void
put_body(
    struct sheet *s, const struct report *r, const struct render_options *o)
{
	const struct finding *f = &r->verdict;

	put_target(s, &r->target);
	if (r->checks.n > 0)
		sheet_end(s);
	ladder_put(s, &r->checks, o);
	put_tables(s, r);
	if (f->cause != NULL && *f->cause != '\0') {
		sheet_heading(s, "Cause");
		sheet_text(s, INDENT, INDENT, "%s", f->cause);
	}
	if (f->fix.n > 0)
		sheet_heading(s, "Fix");
	put_fix(s, &f->fix);
	if (f->evidence.n > 0)
		sheet_heading(s, "Evidence");
	put_evidence(s, r, &f->evidence);
	if (f->nalternatives > 0)
		sheet_heading(s, "Looks like");
	put_alternatives(s, r, o);
	if (f->nnot_tested > 0)
		sheet_heading(s, "Not tested");
	put_not_tested(s, f);
	put_findings(s, r);
	put_footer(s, r, o);
}

bool
text_render(
    const struct report *r, const struct render_options *o, struct buf *out)
{
	struct sheet s;

	sheet_init(&s, out, o->width == 0 ? RENDER_WIDTH : o->width, o->color);
	put_answer(&s, &r->verdict);
	put_also(&s, r);
	if (o->verbosity > RENDER_ANSWER)
		put_body(&s, r, o);
	return !s.out.full;
}
