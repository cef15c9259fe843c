/* SPDX-License-Identifier: Apache-2.0 */
/* The experiment that is expected to tell most about what remains. */
#include <string.h>

#include "verdict/faults.h"
#include "verdict/verdict.h"

#define SYMBOL_MAX 16
#define SYMBOLS_MAX 32
#define GAIN_LEAST 0.02	 /* bits */
#define CHEAP_ENOUGH 0.5 /* of the best: then the cheaper one goes first */

struct symbols {
	char v[SYMBOLS_MAX][SYMBOL_MAX];
	size_t n;
};

static void
symbols_add(struct symbols *l, const char *symbol)
{
	for (size_t i = 0; i < l->n; i++)
		if (strcmp(l->v[i], symbol) == 0)
			return;
	if (l->n < SYMBOLS_MAX)
		strcpy(l->v[l->n++], symbol);
}

/* Every outcome that some hypothesis names. */
static void
symbols_collect(struct symbols *l, const struct hypotheses *h, size_t column)
{
	char symbol[SYMBOL_MAX];

	l->n = 0;
	for (size_t i = 0; i < h->n; i++) {
		const char *cell = h->v[i].row->cell[column];

		if (cell_is_any(cell))
			continue;
		for (size_t k = 0; k < cell_count(cell); k++) {
			cell_symbol(cell, k, symbol, sizeof(symbol));
			symbols_add(l, symbol);
		}
	}
}

/* Binary logarithm of 0 < x <= 1 to 20 places of its fraction; this needs no
 * more, and the library then needs no libm. */
static double
log2_of(double x)
{
	double log = 0, place = 1;

	for (; x < 1; x *= 2)
		log -= 1;
	for (int i = 0; i < 20; i++) {
		x *= x;
		place /= 2;
		if (x >= 2) {
			x /= 2;
			log += place;
		}
	}
	return log;
}

static double
bits(double p)
{
	return p > 1e-9 ? -p * log2_of(p) : 0;
}

/* How likely a row makes an outcome: its symbols are equally likely. */
static double
likelihood(const char *cell, const char *symbol, size_t nsymbols)
{
	if (cell_is_any(cell))
		return 1.0 / (double)nsymbols;
	return cell_allows(cell, symbol) ? 1.0 / (double)cell_count(cell) : 0;
}

static double
entropy(const struct hypotheses *h)
{
	double sum = 0;

	for (size_t i = 0; i < h->n; i++)
		sum += bits(h->v[i].share);
	return sum;
}

/* The entropy left on average once the column is known. */
static double
entropy_after(const struct hypotheses *h, size_t column)
{
	struct symbols l;
	double left = 0;

	symbols_collect(&l, h, column);
	if (l.n == 0)
		return entropy(h);
	for (size_t k = 0; k < l.n; k++) {
		double p = 0, inner = 0;

		for (size_t i = 0; i < h->n; i++)
			p += h->v[i].share *
			    likelihood(h->v[i].row->cell[column], l.v[k], l.n);
		if (p <= 0)
			continue;
		for (size_t i = 0; i < h->n; i++)
			inner += bits(h->v[i].share *
			    likelihood(h->v[i].row->cell[column], l.v[k], l.n) /
			    p);
		left += p * inner;
	}
	return left;
}

/* What observing the column is expected to tell, of whichever fault. */
static double
gain(const struct faults *f, size_t column)
{
	double sum = 0;

	for (size_t i = 0; i < f->n; i++)
		if (f->v[i].signature.value[column] == NULL)
			sum += entropy(&f->v[i].hypotheses) -
			    entropy_after(&f->v[i].hypotheses, column);
	return sum;
}

/* What each available column is expected to tell; -1 for one that is known. */
static double
gain_of(const struct faults *f, const struct signature *s, const char *name)
{
	size_t column = matrix_column(name);

	if (column >= matrix_ncolumns || s->value[column] != NULL)
		return -1;
	return gain(f, column);
}

const char *
verdict_next_experiment(const struct report *r, const struct strlist *available)
{
	struct signature s;
	struct faults f;
	const char *chosen = NULL;
	double most = GAIN_LEAST;

	signature_observe(&s, r);
	faults_find(&f, &s);
	for (size_t i = 0; i < available->n; i++) {
		double g = gain_of(&f, &s, available->v[i]);

		if (g > most)
			most = g;
	}
	for (size_t i = 0; i < available->n && chosen == NULL; i++) {
		double g = gain_of(&f, &s, available->v[i]);

		if (g > GAIN_LEAST && g >= most * CHEAP_ENOUGH)
			chosen = available->v[i];
	}
	faults_clear(&f);
	return chosen;
}
