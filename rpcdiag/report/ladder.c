/* SPDX-License-Identifier: Apache-2.0 */
/* The checks as a tree of lines; one such line is also the progress line. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/auth_table.h"
#include "report/say.h"
#include "report/text.h"
#include "report/tree.h"
#include "report/utf8.h"

#define MARK_COLUMNS 6
#define LABEL_COLUMNS 26 /* a wider label pushes its own detail only */
#define TIME_COLUMNS 10
#define DEPTH_MAX 8 /* deeper ones do not move further right */

static const struct {
	const char *mark;
	enum ink ink;
} marks[OUTCOME_N] = {
	[OUTCOME_PASS] = { "ok", INK_GOOD },
	[OUTCOME_FAIL] = { "FAIL", INK_BAD },
	[OUTCOME_SKIP] = { "skip", INK_FAINT },
	[OUTCOME_INFO] = { "info", INK_PLAIN },
};

void
ladder_line_put(struct sheet *s, const struct ladder_line *l)
{
	char *time = say_duration(l->duration_us);
	const char *rest = l->detail;
	unsigned from, room;
	size_t n;

	sheet_put(s, marks[l->outcome].ink, marks[l->outcome].mark);
	sheet_tab(s, MARK_COLUMNS + l->indent);
	sheet_part(s, l->label, strlen(l->label));
	if (*rest != '\0') {
		sheet_part(s, "  ", 2);
		sheet_tab(s, l->column);
	}
	from = s->column;
	room =
	    s->width > from + TIME_COLUMNS ? s->width - from - TIME_COLUMNS : 0;
	if (l->cut) {
		sheet_fit(s, room, rest);
		rest = "";
	} else {
		n = sheet_line(rest, room);
		sheet_part(s, rest, n);
		rest += n;
		rest += strspn(rest, " ");
	}
	if (*time != '\0') {
		n = strlen(time);
		sheet_tab(s, s->width > n ? s->width - (unsigned)n : 0);
		sheet_part(s, time, n);
	}
	sheet_end(s);
	if (*rest != '\0') {
		sheet_tab(s, from);
		sheet_wrap(s, from, rest);
	}
	free(time);
}

static unsigned
indent_of(const struct tree_row *row)
{
	return 2 * (row->depth < DEPTH_MAX ? row->depth : DEPTH_MAX);
}

/* How many rows from i on were skipped for the same reason. */
static size_t
skipped_alike(const struct tree *t, size_t i)
{
	const struct check *first = t->v[i].check;
	size_t n;

	if (first->outcome != OUTCOME_SKIP || first->detail == NULL)
		return 1;
	for (n = 1; i + n < t->n; n++) {
		const struct check *c = t->v[i + n].check;

		if (c->outcome != OUTCOME_SKIP || c->detail == NULL ||
		    strcmp(c->detail, first->detail) != 0)
			break;
	}
	return n;
}

/* How many rows from i on test one endpoint from inside. */
static size_t
inside_alike(const struct tree *t, size_t i)
{
	const struct check *first = t->v[i].check;
	size_t n = 1;

	if (first->stage != STAGE_INSIDE)
		return 1;
	while (i + n < t->n && t->v[i + n].check->stage == STAGE_INSIDE &&
	    t->v[i + n].depth == t->v[i].depth &&
	    t->v[i + n].check->endpoint == first->endpoint)
		n++;
	return n;
}

static bool
is_text_equal(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* Did two trials end in the same way? */
static bool
is_same_end(const struct check *a, const struct check *b)
{
	return a->outcome == b->outcome && a->has_status == b->has_status &&
	    a->status_code == b->status_code &&
	    a->http_status == b->http_status &&
	    is_text_equal(fact_str(&a->facts, FACT_TUNNEL_REACHED),
		fact_str(&b->facts, FACT_TUNNEL_REACHED));
}

/* How many rows from i on repeat one check. */
static size_t
repeated_alike(const struct tree *t, size_t i)
{
	const struct check *first = t->v[i].check;
	size_t n = 1;

	if (first->stage != STAGE_REPEAT || first->trial == 0)
		return 1;
	while (i + n < t->n && t->v[i + n].check->stage == STAGE_REPEAT &&
	    t->v[i + n].check->trial != 0 &&
	    is_text_equal(t->v[i + n].check->parent, first->parent) &&
	    t->v[i + n].check->endpoint == first->endpoint)
		n++;
	return n;
}

/* "8 times the same: open to ...", or "4 of 8 open, the first other one: ...";
 * *telling is the check that is quoted. */
static char *
text_of_repeated(
    const struct tree_row *v, size_t n, const struct check **telling)
{
	size_t passed = 0, other = n;
	bool same = true;
	char *said, *text;

	for (size_t i = 0; i < n; i++) {
		passed += v[i].check->outcome == OUTCOME_PASS;
		same = same && is_same_end(v[i].check, v->check);
		if (other == n && v[i].check->outcome != OUTCOME_PASS)
			other = i;
	}
	*telling = v[other == n ? 0 : other].check;
	said = say_check(*telling);
	text = same ? mem_printf("%zu times the same: %s", n, said)
		    : mem_printf("%zu of %zu open; else %s", passed, n, said);
	free(said);
	return text;
}

/* The rounds of a watch: "8 times the same: ...", or "3 times ..., then ...";
 * *telling is the first that differs. */
static char *
text_of_watched(
    const struct tree_row *v, size_t n, const struct check **telling)
{
	char *first = say_check(v->check), *other = NULL, *text;
	size_t same = 0;

	*telling = v->check;
	while (same < n && other == NULL) {
		char *said = say_check(v[same].check);

		if (strcmp(said, first) == 0) {
			free(said);
			same++;
		} else {
			other = said;
			*telling = v[same].check;
		}
	}
	text = other == NULL
	    ? mem_printf("%zu times the same: %s", n, first)
	    : mem_printf("%zu of %zu times %s; then %s", same, n, first, other);
	free(other);
	free(first);
	return text;
}

static void
put_repeated(
    struct sheet *s, const struct tree_row *v, size_t n, unsigned column)
{
	const struct check *telling;
	bool watched = v->check->endpoint == 0;
	char *label = watched ? mem_strdup("watch")
			      : mem_printf("repeat %d", v->check->endpoint);
	char *detail = watched ? text_of_watched(v, n, &telling)
			       : text_of_repeated(v, n, &telling);
	struct ladder_line l = {
		.outcome = telling->outcome,
		.indent = indent_of(v),
		.column = column,
		.label = label,
		.detail = detail,
		.duration_us = telling->duration_us,
	};

	ladder_line_put(s, &l);
	free(label);
	free(detail);
}

/* "echo, tunnel, bind: 7 checks" */
static char *
label_of_skipped(const struct tree_row *v, size_t n)
{
	struct strlist stages = { 0 };
	char *joined;
	char *label;

	for (size_t i = 0; i < n; i++)
		strlist_add_once(&stages, stage_text(v[i].check->stage));
	joined = strlist_join(&stages, ", ");
	label = mem_printf("%s (%zu checks)", joined, n);
	free(joined);
	strlist_clear(&stages);
	return label;
}

static void
put_skipped(struct sheet *s, const struct tree_row *v, size_t n)
{
	char *label = label_of_skipped(v, n);
	char *reason = utf8_printable(v->check->detail);
	struct ladder_line l = {
		.outcome = OUTCOME_SKIP,
		.indent = indent_of(v),
		.label = label,
		.detail = reason,
	};

	ladder_line_put(s, &l);
	free(label);
	free(reason);
}

/* Both families of an endpoint side by side. */
static void
put_inside(struct sheet *s, const struct tree_row *v, size_t n, unsigned column)
{
	static const unsigned badness[OUTCOME_N] = {
		[OUTCOME_FAIL] = 3,
		[OUTCOME_PASS] = 2,
		[OUTCOME_INFO] = 1,
	};
	char *label = mem_printf("inside %d", v->check->endpoint);
	struct strlist parts = { 0 };
	struct ladder_line l = {
		.outcome = OUTCOME_SKIP,
		.indent = indent_of(v),
		.column = column,
		.label = label,
	};
	char *detail;

	for (size_t i = 0; i < n; i++) {
		const struct check *c = v[i].check;
		char *part = say_check(c);

		if (badness[c->outcome] > badness[l.outcome])
			l.outcome = c->outcome;
		if (c->duration_us > l.duration_us) /* they ran together */
			l.duration_us = c->duration_us;
		strlist_add(&parts, part);
		free(part);
	}
	detail = strlist_join(&parts, "; ");
	l.detail = detail;
	ladder_line_put(s, &l);
	free(detail);
	free(label);
	strlist_clear(&parts);
}

static void
put_more(struct sheet *s, const struct check *c, const char *said)
{
	char *detail = utf8_printable(c->detail);

	if (strcmp(detail, said) != 0 && *detail != '\0') {
		sheet_tab(s, MARK_COLUMNS + 4);
		sheet_wrap(s, MARK_COLUMNS + 4, detail);
	}
	for (size_t i = 0; i < c->neeinfo; i++) {
		char *record = say_eeinfo(&c->eeinfo[i]);

		sheet_tab(s, MARK_COLUMNS + 4);
		sheet_wrap(s, MARK_COLUMNS + 6, record);
		free(record);
	}
	free(detail);
}

static void
put_one(struct sheet *s, const struct tree_row *row, unsigned column, bool full)
{
	const struct check *c = row->check;
	char *label = say_label(c);
	char *detail = say_check(c);
	struct ladder_line l = {
		.outcome = c->outcome,
		.indent = indent_of(row),
		.column = column,
		.duration_us = c->duration_us,
		.label = label,
		.detail = detail,
		.cut = !full && c->outcome == OUTCOME_PASS,
	};

	ladder_line_put(s, &l);
	if (full)
		put_more(s, c, detail);
	free(label);
	free(detail);
}

/* Cells of the table of authentication stand there. */
static void
leave_out_cells(struct tree *t)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++)
		if (!auth_table_holds(t->v[i].check))
			t->v[n++] = t->v[i];
	t->n = n;
}

/* Where the details begin: right of most labels. */
static unsigned
detail_column(const struct tree *t)
{
	unsigned most = 0;

	for (size_t i = 0; i < t->n; i++) {
		char *label = say_label(t->v[i].check);
		unsigned n =
		    indent_of(&t->v[i]) + (unsigned)utf8_columns(label);

		if (n > most && n <= LABEL_COLUMNS)
			most = n;
		free(label);
	}
	return MARK_COLUMNS + most + 2;
}

void
ladder_put(
    struct sheet *s, const struct checks *c, const struct render_options *o)
{
	bool full = o->verbosity >= RENDER_FULL;
	struct tree t;
	unsigned column;
	size_t n;

	tree_init(&t, c);
	if (!full)
		leave_out_cells(&t);
	column = detail_column(&t);
	for (size_t i = 0; i < t.n; i += n) {
		if (!full && (n = skipped_alike(&t, i)) > 1)
			put_skipped(s, &t.v[i], n);
		else if (!full && (n = inside_alike(&t, i)) > 1)
			put_inside(s, &t.v[i], n, column);
		else if (!full && (n = repeated_alike(&t, i)) > 1)
			put_repeated(s, &t.v[i], n, column);
		else {
			n = 1;
			put_one(s, &t.v[i], column, full);
		}
	}
	tree_clear(&t);
}
