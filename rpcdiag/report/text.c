/* SPDX-License-Identifier: Apache-2.0 */
#include "report/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "report/auth_table.h"
#include "report/node_table.h"
#include "report/referral.h"
#include "report/say.h"
#include "report/utf8.h"

#define EVIDENCE_IDS 4 /* shown of those that saw the same */
#define INDENT 2

static const enum ink health_ink[HEALTH_N] = {
	[HEALTH_HEALTHY] = INK_GOOD,
	[HEALTH_DEGRADED] = INK_WARN,
	[HEALTH_FAILED] = INK_BAD,
	[HEALTH_UNKNOWN] = INK_WARN,
};

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
	struct strlist ports = { 0 };
	char *joined;

	if (t->proxy == NULL)
		return;
	for (size_t i = 0; i < t->nendpoints; i++)
		strlist_addf(&ports, "%d", t->endpoints[i]);
	joined = strlist_join(&ports, ", ");
	sheet_end(s);
	sheet_text(s, 0, 0, "%s%s%s to %s%s%s, %s%s, from %s", t->proxy,
	    t->forward_proxy == NULL ? "" : " through ",
	    t->forward_proxy == NULL ? "" : t->forward_proxy,
	    t->server == NULL ? "no server" : t->server,
	    ports.n == 0 ? "" : " ports ", joined,
	    t->user == NULL ? "no user" : "as ", t->user == NULL ? "" : t->user,
	    t->inside ? "inside" : "outside");
	free(joined);
	strlist_clear(&ports);
}

static void
put_fix(struct sheet *s, const struct strlist *fix)
{
	for (size_t i = 0; i < fix->n; i++)
		sheet_text(s, INDENT, INDENT + 3, "%zu. %s", i + 1, fix->v[i]);
}

/* What a check of the evidence saw; owned. */
static char *
said_by(const struct report *r, const char *id)
{
	const struct check *c = checks_find(&r->checks, id);

	return c == NULL ? mem_strdup("") : say_check(c);
}

/* Where the error of a check arose: the last record is the origin. */
static void
put_origin(struct sheet *s, const struct report *r, const char *id)
{
	const struct check *c = checks_find(&r->checks, id);
	char *record;

	if (c == NULL || c->neeinfo == 0)
		return;
	record = say_eeinfo(&c->eeinfo[c->neeinfo - 1]);
	sheet_text(s, INDENT + 2, INDENT + 4, "origin: %s", record);
	free(record);
}

/* Ids side by side; past a few of them their number says enough. */
static char *
ids_line(const struct strlist *ids)
{
	struct strlist shown = { 0 };
	char *line;

	for (size_t i = 0; i < ids->n && i < EVIDENCE_IDS; i++)
		strlist_add(&shown, ids->v[i]);
	if (ids->n > EVIDENCE_IDS)
		strlist_addf(&shown, "%zu more", ids->n - EVIDENCE_IDS);
	line = strlist_join(&shown, ", ");
	strlist_clear(&shown);
	return line;
}

/* The i-th and those after it that saw the same. */
static void
put_alike(struct sheet *s, const struct strlist *ids,
    const struct strlist *said, size_t i)
{
	struct strlist group = { 0 };
	char *joined;

	for (size_t k = i; k < ids->n; k++)
		if (strcmp(said->v[k], said->v[i]) == 0)
			strlist_add(&group, ids->v[k]);
	joined = ids_line(&group);
	sheet_text(s, INDENT, INDENT + 2, "%s%s%s", joined,
	    *said->v[i] == '\0' ? "" : ": ", said->v[i]);
	free(joined);
	strlist_clear(&group);
}

static void
put_evidence(struct sheet *s, const struct report *r, const struct strlist *ids)
{
	struct strlist said = { 0 };

	for (size_t i = 0; i < ids->n; i++) {
		char *text = said_by(r, ids->v[i]);

		strlist_add(&said, text);
		free(text);
	}
	for (size_t i = 0; i < ids->n; i++) {
		size_t k = 0;

		while (strcmp(said.v[k], said.v[i]) != 0)
			k++;
		if (k < i)
			continue; /* stands with the k-th */
		put_alike(s, ids, &said, i);
		put_origin(s, r, ids->v[i]);
	}
	strlist_clear(&said);
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

		sheet_text(s, INDENT, INDENT + 2, "%s (%d %%)%s%s", a->id,
		    percent(a->confidence), how == NULL ? "" : ": ",
		    how == NULL ? "" : how);
	}
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
	long long tenths = (long long)((r->duration_us + 50000) / 100000);
	char started[21];

	clock_rfc3339(r->started, started);
	sheet_end(s);
	sheet_text(s, 0, 0, "%s, %lld.%lld s, rpcdiag %s, exit status %d",
	    started, tenths / 10, tenths % 10,
	    o->version == NULL ? "" : o->version, r->exit_status);
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
	if (auth_table_is_needed(&r->checks)) {
		sheet_heading(s, "RPC authentication");
		auth_table_put(s, &r->checks);
	}
	if (node_table_is_needed(&r->checks)) {
		sheet_heading(s, "Front-end nodes");
		node_table_put(s, &r->checks);
	}
	if (referral_is_known(&r->checks)) {
		sheet_heading(s, "Address book");
		referral_put(s, r);
	}
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
	put_alternatives(s, f, o);
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
	return !s.full;
}
