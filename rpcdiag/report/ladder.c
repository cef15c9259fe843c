/* SPDX-License-Identifier: Apache-2.0 */
#include "report/ladder.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/auth_table.h"
#include "report/say.h"
#include "report/tree.h"
#include "report/utf8.h"

static const struct mark marks[OUTCOME_N] = {
	[OUTCOME_PASS] = { "ok", INK_GOOD },
	[OUTCOME_FAIL] = { "FAIL", INK_BAD },
	[OUTCOME_SKIP] = { "skip", INK_FAINT },
	[OUTCOME_INFO] = { "info", INK_PLAIN },
};

const struct mark *
ladder_mark(enum outcome o)
{
	return &marks[o];
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

	if (first->stage != STAGE_INSIDE || first->endpoint == 0 ||
	    fact_get(&first->facts, FACT_TUNNEL_TARGET) != NULL)
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

static bool
has_one_session(const struct check *c)
{
	return fact_true(&c->facts, FACT_TUNNEL_ONE_SESSION);
}

/* How many rows from i on repeat one check. */
static size_t
repeated_alike(const struct tree *t, size_t i)
{
	const struct check *first = t->v[i].check;
	size_t n = 1;

	if (first->trial == 0 ||
	    (first->stage != STAGE_REPEAT && first->stage != STAGE_INSIDE))
		return 1;
	while (i + n < t->n && t->v[i + n].check->stage == first->stage &&
	    t->v[i + n].check->trial != 0 &&
	    is_text_equal(t->v[i + n].check->parent, first->parent) &&
	    has_one_session(t->v[i + n].check) == has_one_session(first) &&
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

/* A row for the n checks that begin at v; what it says is still missing. */
static struct ladder_row *
row_add(struct ladder *l, const struct tree_row *v, size_t n)
{
	struct ladder_row *row = &l->v[l->n++];
	int64_t end = 0;

	*row = (struct ladder_row){
		.check = v->check,
		.n = n,
		.depth = v->depth,
		.outcome = v->check->outcome,
		.duration_us = v->check->duration_us,
		.from_us = v->check->started_us,
	};
	for (size_t i = 0; i < n; i++) {
		const struct check *c = v[i].check;

		if (c->started_us < row->from_us)
			row->from_us = c->started_us;
		if (c->started_us + c->duration_us > end)
			end = c->started_us + c->duration_us;
	}
	row->span_us = end - row->from_us;
	return row;
}

static const char *
label_of_repeated(const struct check *c)
{
	if (has_one_session(c))
		return "one session";
	return c->stage == STAGE_REPEAT ? "repeat" : "direct";
}

static void
add_repeated(struct ladder *l, const struct tree_row *v, size_t n)
{
	struct ladder_row *row = row_add(l, v, n);
	const struct check *telling;

	if (v->check->endpoint == 0) {
		row->label = mem_strdup("watch");
		row->detail = text_of_watched(v, n, &telling);
	} else {
		row->label = mem_printf(
		    "%s %d", label_of_repeated(v->check), v->check->endpoint);
		row->detail = text_of_repeated(v, n, &telling);
	}
	row->check = telling;
	row->outcome = telling->outcome;
	row->duration_us = telling->duration_us;
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
add_skipped(struct ladder *l, const struct tree_row *v, size_t n)
{
	struct ladder_row *row = row_add(l, v, n);

	row->label = label_of_skipped(v, n);
	row->detail = utf8_printable(v->check->detail);
	row->duration_us = 0;
}

/* Both families of an endpoint side by side. */
static void
add_inside(struct ladder *l, const struct tree_row *v, size_t n)
{
	static const unsigned badness[OUTCOME_N] = {
		[OUTCOME_FAIL] = 3,
		[OUTCOME_PASS] = 2,
		[OUTCOME_INFO] = 1,
	};
	struct ladder_row *row = row_add(l, v, n);
	struct strlist parts = { 0 };

	row->label = mem_printf("inside %d", v->check->endpoint);
	for (size_t i = 0; i < n; i++) {
		const struct check *c = v[i].check;
		char *part = say_check(c);

		if (badness[c->outcome] > badness[row->outcome])
			row->outcome = c->outcome;
		if (c->duration_us > row->duration_us) /* they ran together */
			row->duration_us = c->duration_us;
		strlist_add(&parts, part);
		free(part);
	}
	row->detail = strlist_join(&parts, "; ");
	strlist_clear(&parts);
}

static void
add_one(struct ladder *l, const struct tree_row *v)
{
	struct ladder_row *row = row_add(l, v, 1);

	row->label = say_label(v->check);
	row->detail = say_check(v->check);
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

void
ladder_init(struct ladder *l, const struct checks *c, bool full)
{
	struct tree t;
	size_t n;

	tree_init(&t, c);
	if (!full)
		leave_out_cells(&t);
	l->v = mem_new((t.n + 1) * sizeof(*l->v));
	l->n = 0;
	for (size_t i = 0; i < t.n; i += n) {
		if (!full && (n = skipped_alike(&t, i)) > 1)
			add_skipped(l, &t.v[i], n);
		else if (!full && (n = inside_alike(&t, i)) > 1)
			add_inside(l, &t.v[i], n);
		else if (!full && (n = repeated_alike(&t, i)) > 1)
			add_repeated(l, &t.v[i], n);
		else {
			n = 1;
			add_one(l, &t.v[i]);
		}
	}
	tree_clear(&t);
}

void
ladder_clear(struct ladder *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->v[i].label);
		free(l->v[i].detail);
	}
	free(l->v);
	*l = (struct ladder){ 0 };
}
