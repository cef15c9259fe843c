/* SPDX-License-Identifier: Apache-2.0 */
#include "report/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "report/say.h"
#include "report/utf8.h"

#define INDENT 2

static const enum ink health_ink[HEALTH_N] = {
	[HEALTH_HEALTHY] = INK_GOOD,
	[HEALTH_DEGRADED] = INK_WARN,
	[HEALTH_FAILED] = INK_BAD,
	[HEALTH_UNKNOWN] = INK_WARN,
};

static void
put_heading(struct sheet *s, const char *text)
{
	sheet_end(s);
	sheet_put(s, INK_BOLD, text);
	sheet_end(s);
}

/* prefix, then the text of a stranger, wrapped beside it. */
static void
put_item(struct sheet *s, unsigned indent, const char *prefix, const char *text)
{
	char *line = mem_strdup(text);
	char *printable;

	for (char *p = line; *p != '\0'; p++)
		if (*p == '\n') /* texts of ours come in paragraphs */
			*p = ' ';
	printable = utf8_printable(line);
	sheet_tab(s, indent);
	sheet_part(s, prefix, strlen(prefix));
	sheet_wrap(s, s->column, printable);
	free(printable);
	free(line);
}

static int
percent(double confidence)
{
	if (!(confidence > 0))
		return 0;
	return confidence >= 1 ? 100 : (int)(confidence * 100 + 0.5);
}

/* "FAILED  TLS_CERT_TIME (97 % sure)"; HEALTHY needs no id beside it. */
static void
put_answer(struct sheet *s, const struct finding *f)
{
	char *status = mem_strdup(health_text(f->status));
	char *id = utf8_printable(f->id);

	for (char *p = status; *p != '\0'; p++)
		*p = (char)toupper((unsigned char)*p);
	sheet_put(s, health_ink[f->status], status);
	if (*id != '\0' && strcmp(id, status) != 0) {
		sheet_part(s, "  ", 2);
		sheet_put(s, INK_BOLD, id);
	}
	if (percent(f->confidence) > 0) {
		char *sure =
		    mem_printf(" (%d %% sure)", percent(f->confidence));

		sheet_part(s, sure, strlen(sure));
		free(sure);
	}
	sheet_end(s);
	if (f->summary != NULL)
		put_item(s, 0, "", f->summary);
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
		put_item(s, 0, "also: ", joined);
	free(joined);
	strlist_clear(&ids);
}

static void
put_target(struct sheet *s, const struct target *t)
{
	struct strlist ports = { 0 };
	char *joined;
	char *line;

	if (t->proxy == NULL)
		return;
	for (size_t i = 0; i < t->nendpoints; i++)
		strlist_addf(&ports, "%d", t->endpoints[i]);
	joined = strlist_join(&ports, ", ");
	line = mem_printf("%s to %s%s%s, %s%s, from %s", t->proxy,
	    t->server == NULL ? "no server" : t->server,
	    ports.n == 0 ? "" : " ports ", joined,
	    t->user == NULL ? "no user" : "as ", t->user == NULL ? "" : t->user,
	    t->inside ? "inside" : "outside");
	sheet_end(s);
	put_item(s, 0, "", line);
	free(line);
	free(joined);
	strlist_clear(&ports);
}

static void
put_fix(struct sheet *s, const struct strlist *fix)
{
	for (size_t i = 0; i < fix->n; i++) {
		char *number = mem_printf("%zu. ", i + 1);

		put_item(s, INDENT, number, fix->v[i]);
		free(number);
	}
}

/* A check of the evidence: what it saw, and where its error arose. */
static void
put_evidence(struct sheet *s, const struct report *r, const char *id)
{
	const struct check *c = checks_find(&r->checks, id);
	char *said = c == NULL ? mem_strdup("") : say_check(c);
	char *line = mem_printf("%s%s%s", id, *said == '\0' ? "" : ": ", said);

	put_item(s, INDENT, "", line);
	if (c != NULL && c->neeinfo > 0) { /* the last record is the origin */
		char *record = say_eeinfo(&c->eeinfo[c->neeinfo - 1]);

		put_item(s, INDENT + 2, "origin: ", record);
		free(record);
	}
	free(line);
	free(said);
}

static void
put_alternatives(
    struct sheet *s, const struct finding *f, const struct render_options *o)
{
	for (size_t i = 0; i < f->nalternatives; i++) {
		const struct alternative *a = &f->alternatives[i];
		const char *how = o->difference == NULL || f->id == NULL
		    ? NULL
		    : o->difference(f->id, a->id);
		char *line =
		    mem_printf("%s (%d %%)", a->id, percent(a->confidence));

		put_item(s, INDENT, "", line);
		if (how != NULL)
			put_item(s, INDENT + 4, "", how);
		free(line);
	}
}

static void
put_not_tested(struct sheet *s, const struct finding *f)
{
	for (size_t i = 0; i < f->nnot_tested; i++) {
		const struct untested *u = &f->not_tested[i];
		char *line = mem_printf("%s: %s", u->what, u->why);

		put_item(s, INDENT, "", line);
		free(line);
	}
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
	long long tenths = (long long)((r->duration_us + 50000) / 100000);
	char started[21];
	char *line;

	clock_rfc3339(r->started, started);
	line = mem_printf("%s, %lld.%lld s, rpcdiag %s, exit status %d",
	    started, tenths / 10, tenths % 10,
	    o->version == NULL ? "" : o->version, r->exit_status);
	sheet_end(s);
	put_item(s, 0, "", line);
	free(line);
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
	if (f->cause != NULL && *f->cause != '\0') {
		put_heading(s, "Cause");
		put_item(s, INDENT, "", f->cause);
	}
	if (f->fix.n > 0)
		put_heading(s, "Fix");
	put_fix(s, &f->fix);
	if (f->evidence.n > 0)
		put_heading(s, "Evidence");
	for (size_t i = 0; i < f->evidence.n; i++)
		put_evidence(s, r, f->evidence.v[i]);
	if (f->nalternatives > 0)
		put_heading(s, "Looks like");
	put_alternatives(s, f, o);
	if (f->nnot_tested > 0)
		put_heading(s, "Not tested");
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
	return !s.full;
}
