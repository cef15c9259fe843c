/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Elimination and weights. Rows that no symbol contradicts remain, each weighs
 * its prior times the hints, and its confidence is
 *     ceiling * share * coverage, never above a cap.
 */
#include "verdict/hypotheses.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "verdict/column.h"

#define NEAREST_MOST 0.3
#define HEALTHY_PART 0.6 /* of a ladder with a rung missing */

void
hypotheses_clear(struct hypotheses *h)
{
	free(h->v);
	*h = (struct hypotheses){ 0 };
}

static double
row_weight(const struct row *row, const struct signature *s)
{
	return row->prior * hint_factor(row, s);
}

/* The columns that carry a row are those it wants to be other than healthy;
 * for the healthy row, those that a healthy run passes. */
static bool
carries(const struct row *row, size_t column, const struct signature *s)
{
	const struct column *c = column_of(column);
	const char *cell = row->cell[column];

	if (c->observe == NULL || cell_is_any(cell) || !s->asked[column])
		return false;
	/* A healthy site also answers a call, which is a hint otherwise. */
	if (row->status == HEALTH_HEALTHY)
		return (c->kind == COLUMN_LADDER || c->kind == COLUMN_HINT) &&
		    cell_count(cell) == 1;
	if (c->kind != COLUMN_LADDER)
		return false;
	return !cell_allows(cell, "-") &&
	    !cell_is_any(matrix_healthy_symbol(column)) &&
	    cell_count(cell) == 1 &&
	    !cell_allows(matrix_healthy_symbol(column), cell);
}

static double
coverage(const struct row *row, const struct signature *s)
{
	size_t n = 0, seen = 0;

	for (size_t i = 0; i < matrix_ncolumns; i++)
		if (carries(row, i, s)) {
			n++;
			seen += s->value[i] != NULL;
		}
	if (n == 0)
		return 1;
	/* A fault half seen is still that fault; health half seen is not. */
	if (row->status == HEALTH_HEALTHY)
		return seen == n ? 1 : HEALTHY_PART * (double)seen / (double)n;
	return 0.80 + 0.20 * (double)seen / (double)n;
}

static void
add(struct hypotheses *h, const struct row *row, const struct signature *s)
{
	double weight = row_weight(row, s);

	if (weight <= 0)
		return;
	for (size_t i = 0; i < h->n; i++) {
		struct hypothesis *x = &h->v[i];

		if (strcmp(x->row->id, row->id) != 0)
			continue;
		if (weight * coverage(row, s) >
		    row_weight(x->row, s) * coverage(x->row, s))
			x->row = row;
		x->weight += weight;
		return;
	}
	h->v = mem_grow(h->v, h->n + 1, sizeof(*h->v));
	h->v[h->n++] = (struct hypothesis){ .row = row, .weight = weight };
}

static double
confidence(const struct hypothesis *x, const struct signature *s)
{
	double cap = hint_cap(x->row, s);
	double ceiling = x->row->ceiling;
	double value;

	if (hint_inside(x->row, s))
		ceiling = x->row->inside;
	value = ceiling * x->share * coverage(x->row, s);
	return value < cap ? value : cap;
}

static int
by_confidence(const void *a, const void *b)
{
	const struct hypothesis *x = a, *y = b;

	if (x->weight != y->weight)
		return x->weight < y->weight ? 1 : -1;
	return strcmp(x->row->id, y->row->id);
}

static void
rank(struct hypotheses *h, const struct signature *s)
{
	double sum = 0;

	for (size_t i = 0; i < h->n; i++)
		sum += h->v[i].weight;
	for (size_t i = 0; i < h->n; i++) {
		struct hypothesis *x = &h->v[i];

		x->share = x->weight / sum;
		x->confidence = confidence(x, s);
		if (!h->fits && x->confidence > NEAREST_MOST * x->share)
			x->confidence = NEAREST_MOST * x->share;
	}
	if (h->n > 1)
		qsort(h->v, h->n, sizeof(*h->v), by_confidence);
}

static void
add_nearest(struct hypotheses *h, const struct signature *s)
{
	size_t least = (size_t)-1;

	for (size_t i = 0; i < matrix_nrows; i++) {
		size_t misfit = row_misfit(&matrix_rows[i], s);

		if (matrix_rows[i].status != HEALTH_HEALTHY && misfit < least)
			least = misfit;
	}
	for (size_t i = 0; i < matrix_nrows; i++)
		if (matrix_rows[i].status != HEALTH_HEALTHY &&
		    row_misfit(&matrix_rows[i], s) == least)
			add(h, &matrix_rows[i], s);
}

void
hypotheses_init(struct hypotheses *h, const struct signature *s)
{
	bool symptom = signature_has_symptom(s);

	*h = (struct hypotheses){ .fits = true };
	/* Without a symptom a fault that was not looked for is no hypothesis:
	 * it is told under what was not tested. */
	for (size_t i = 0; i < matrix_nrows; i++) {
		const struct row *row = &matrix_rows[i];

		if (symptom
			? row_explains(row, s)
			: row->status == HEALTH_HEALTHY && row_survives(row, s))
			add(h, row, s);
	}
	if (h->n == 0) {
		h->fits = false;
		add_nearest(h, s);
	}
	rank(h, s);
}
