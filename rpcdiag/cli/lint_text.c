/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cli/lint_draw.h"
#include "lint/walk.h"
#include "report/sheet.h"
#include "report/utf8.h"

#define INDENT 4
#define STEP_TEXT 15 /* column where the text of a step begins */

static const struct {
	const char *word; /* beside a finding */
	const char *one;  /* in the count */
	const char *many;
	enum ink ink;
} levels[] = {
	[HEALTH_HEALTHY] = { "note", "note", "notes", INK_FAINT },
	[HEALTH_DEGRADED] = { "WARNING", "warning", "warnings", INK_WARN },
	[HEALTH_FAILED] = { "FAULT", "fault", "faults", INK_BAD },
};

static void put_text(struct sheet *s, unsigned indent, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

static void
put_text(struct sheet *s, unsigned indent, const char *fmt, ...)
{
	char *printable;
	char *text;
	va_list ap;

	va_start(ap, fmt);
	text = mem_vprintf(fmt, ap);
	va_end(ap);
	printable = utf8_printable(text);
	sheet_tab(s, indent);
	sheet_wrap(s, indent, printable);
	free(printable);
	free(text);
}

/* "2 faults, 1 note"; owned. */
static char *
counts_of(const struct lint *l)
{
	struct strlist parts = { 0 };
	char *joined;

	for (unsigned h = HEALTH_FAILED + 1; h-- > HEALTH_HEALTHY;) {
		size_t n = 0;

		for (size_t i = 0; i < l->nfindings; i++)
			n += l->finding[i].status == h;
		if (n > 0)
			strlist_addf(&parts, "%zu %s", n,
			    n == 1 ? levels[h].one : levels[h].many);
	}
	joined = parts.n == 0 ? mem_strdup("nothing to say")
			      : strlist_join(&parts, ", ");
	strlist_clear(&parts);
	return joined;
}

static void
put_answer(struct sheet *s, const struct lint *l)
{
	enum health h = lint_status(l);
	char *status = mem_strdup(health_text(h));
	char *counts = counts_of(l);

	for (char *p = status; *p != '\0'; p++)
		*p = (char)toupper((unsigned char)*p);
	sheet_put(s, h == HEALTH_HEALTHY ? INK_GOOD : levels[h].ink, status);
	sheet_put(s, INK_PLAIN, "  ");
	put_text(s, s->column, "%s in %zu file%s", counts, l->nfiles,
	    l->nfiles == 1 ? "" : "s");
	free(counts);
	free(status);
}

static void
put_finding(struct sheet *s, const struct lint_finding *f)
{
	char *place = f->line == 0 ? mem_printf("%s: ", f->file)
				   : mem_printf("%s:%u: ", f->file, f->line);
	char *printable = utf8_printable(place);

	sheet_end(s);
	sheet_put(s, INK_PLAIN, printable);
	sheet_put(s, levels[f->status].ink, levels[f->status].word);
	if (f->id != NULL) {
		sheet_put(s, INK_PLAIN, "  ");
		sheet_put(s, INK_BOLD, f->id);
	}
	sheet_end(s);
	if (f->key != NULL)
		put_text(s, INDENT, "%s", f->key);
	if (f->value != NULL)
		put_text(s, INDENT, "%s", f->value);
	put_text(s, INDENT, "why: %s", f->why);
	if (f->set != NULL)
		put_text(s, INDENT, "set: %s", f->set);
	free(printable);
	free(place);
}

static void
put_walk(struct sheet *s, const struct lint_walk *w)
{
	const char *name = walk_mechanism_name(w->mechanism);
	char *stopped = strlist_join(&w->stopped_by, ", ");

	sheet_end(s);
	put_text(s, 0, "%s: the address book of profile %s asks %s", w->file,
	    *w->profile == '\0' ? "without a name" : w->profile, w->server);
	if (w->outlook)
		put_text(s, INDENT,
		    "by the logic of Exchange's own MAPI; this looks like a "
		    "profile of Outlook, which has another");
	if (name != NULL)
		put_text(s, INDENT, "a referral is asked with %s (%u)", name,
		    w->mechanism);
	else if (w->mechanism == AUTHN_UNKNOWN)
		put_text(s, INDENT,
		    "the dump does not tell with which mechanism a referral is "
		    "asked");
	else
		put_text(s, INDENT, "a referral is asked with mechanism %u",
		    w->mechanism);
	if (w->stopped_by.n > 0)
		put_text(s, INDENT, "a referral is stopped by %s", stopped);
	for (size_t i = 0; i < WALK_STEPS; i++) {
		char number[4] = { (char)('1' + i), ' ', ' ', '\0' };

		sheet_tab(s, INDENT);
		sheet_put(s, INK_PLAIN, number);
		sheet_put(s,
		    w->step[i].outcome == WALK_STOPPED ? INK_WARN : INK_PLAIN,
		    walk_outcome_name(w->step[i].outcome));
		put_text(s, STEP_TEXT, "%s", w->step[i].text);
	}
	free(stopped);
}

static void
put_live(struct sheet *s, const struct lint *l, const struct report *live)
{
	bool told =
	    live->verdict.id != NULL && live->verdict.status != HEALTH_HEALTHY;

	sheet_end(s);
	put_text(s, 0, "Beside the live report: %s%s%s",
	    health_text(live->verdict.status), told ? ", " : "",
	    told ? live->verdict.id : "");
	for (size_t i = 0; i < l->nremarks; i++) {
		const struct lint_remark *r = &l->remark[i];

		sheet_tab(s, INDENT);
		sheet_put(s,
		    r->accord == LINT_CONTRADICTS ? INK_WARN : INK_PLAIN,
		    lint_accord_name(r->accord));
		sheet_put(s, INK_PLAIN, "  ");
		sheet_put(s, INK_BOLD, r->id);
		sheet_end(s);
		put_text(s, 2 * INDENT, "%s", r->text);
	}
	if (l->nremarks == 0)
		put_text(s, INDENT, "nothing that one knows of the other");
}

static void
put_files(struct sheet *s, const struct lint *l)
{
	sheet_end(s);
	for (size_t i = 0; i < l->nfiles; i++)
		put_text(s, 0, "%s: %s, %s, %zu line%s", l->file[i]->name,
		    lint_kind_name(l->file[i]->kind),
		    text_encoding_name(l->file[i]->encoding),
		    l->file[i]->nlines, l->file[i]->nlines == 1 ? "" : "s");
}

bool
lint_draw_text(const struct lint *l, const struct report *live,
    const struct render_options *o, struct buf *out)
{
	struct sheet s;

	sheet_init(&s, out, o->width == 0 ? RENDER_WIDTH : o->width, o->color);
	put_answer(&s, l);
	if (o->verbosity > RENDER_ANSWER) {
		for (size_t i = 0; i < l->nfindings; i++)
			put_finding(&s, &l->finding[i]);
		for (size_t i = 0; i < l->nwalks; i++)
			put_walk(&s, &l->walk[i]);
		if (live != NULL)
			put_live(&s, l, live);
		put_files(&s, l);
	}
	return !s.out.full;
}
