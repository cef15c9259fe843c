/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A stated confidence is worth what it says: sites are drawn from the table
 * as often as their priors say, seen through noise, and judged; of the
 * verdicts that claim 80 %, about 8 in 10 must be right.
 *
 * What is drawn: a row; for each of its cells one of the symbols; blindness
 * (a column that was not observed) and lies (any symbol of that column).
 * "*" is not observed, but for hints, which are drawn as often as the table
 * of hints says. Low claims may be more modest than they need to be: a site
 * half seen is not called healthy, and a 6ba without a witness is capped.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "verdict/column.h"
#include "verdict/faults.h"

#define SYMBOL_MAX 32
#define VOCABULARY_MAX 48
#define DRAWS 40000
#define BLIND 0.15
#define LIE 0.005
#define BINS 10
#define BIN_LEAST 200 /* verdicts in a bin before it is judged */
#define BOAST 0.05    /* what is claimed beyond what is right, at most */
#define MODESTY 0.10  /* the other way round, for claims that are high */
#define HIGH 0.7

struct vocabulary {
	char symbol[VOCABULARY_MAX][SYMBOL_MAX];
	size_t n;
};

static struct vocabulary vocabularies[SIGNATURE_MAX];

/* Deterministic: xorshift64*, Marsaglia 2003. */
static uint64_t state = 88172645463325252ULL;

static double
uniform(void)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return (double)((state * 2685821657736338717ULL) >> 11) /
	    (double)(1ULL << 53);
}

static size_t
below(size_t n)
{
	return (size_t)(uniform() * (double)n);
}

static void
vocabulary_add(struct vocabulary *v, const char *symbol)
{
	for (size_t i = 0; i < v->n; i++)
		if (strcmp(v->symbol[i], symbol) == 0)
			return;
	assert_true(v->n < VOCABULARY_MAX);
	strcpy(v->symbol[v->n++], symbol);
}

static void
vocabularies_fill(void)
{
	char symbol[SYMBOL_MAX];

	for (size_t i = 0; i < matrix_nrows; i++)
		for (size_t k = 0; k < matrix_ncolumns; k++) {
			const char *cell = matrix_rows[i].cell[k];

			if (cell_is_any(cell))
				continue;
			for (size_t n = 0; n < cell_count(cell); n++) {
				cell_symbol(cell, n, symbol, sizeof(symbol));
				vocabulary_add(&vocabularies[k], symbol);
			}
		}
}

static const struct row *
draw_row(void)
{
	double sum = 0, at;

	for (size_t i = 0; i < matrix_nrows; i++)
		sum += matrix_rows[i].prior;
	at = uniform() * sum;
	for (size_t i = 0; i < matrix_nrows; i++) {
		at -= matrix_rows[i].prior;
		if (at < 0)
			return &matrix_rows[i];
	}
	return matrix_healthy();
}

/* A symbol of a hint's column, as likely as the hints make it; NULL when they
 * say nothing of this row. */
static const char *
draw_hint(const struct row *row, size_t column)
{
	const struct vocabulary *v = &vocabularies[column];
	double weight[VOCABULARY_MAX], sum = 0, at, unseen;
	bool told = false;
	struct signature s;

	signature_init(&s);
	unseen = hint_factor(row, &s);
	for (size_t i = 0; i < v->n; i++) {
		s.value[column] = v->symbol[i];
		weight[i] = hint_factor(row, &s);
		sum += weight[i];
		told |= weight[i] < unseen || weight[i] > unseen;
	}
	at = uniform() * sum;
	for (size_t i = 0; told && i < v->n; i++) {
		at -= weight[i];
		if (at < 0)
			return v->symbol[i];
	}
	return NULL;
}

static const char *
draw_symbol(const struct row *row, size_t column)
{
	const struct vocabulary *v = &vocabularies[column];
	const char *cell = row->cell[column];
	char symbol[SYMBOL_MAX];

	if (column_of(column)->observe == NULL || v->n == 0 ||
	    uniform() < BLIND)
		return NULL;
	if (uniform() < LIE)
		return v->symbol[below(v->n)];
	if (cell_is_any(cell))
		return column_of(column)->kind == COLUMN_HINT
		    ? draw_hint(row, column)
		    : NULL;
	cell_symbol(cell, below(cell_count(cell)), symbol, sizeof(symbol));
	for (size_t i = 0; i < v->n; i++)
		if (strcmp(v->symbol[i], symbol) == 0)
			return v->symbol[i];
	return NULL;
}

struct bin {
	unsigned n, right;
	double claimed;
};

static void
judge_one(struct bin *bins)
{
	const struct row *row = draw_row();
	struct signature s;
	struct faults f;
	const struct hypothesis *first;
	struct bin *bin;

	signature_init(&s);
	for (size_t k = 0; k < matrix_ncolumns; k++)
		s.value[k] = draw_symbol(row, k);
	faults_find(&f, &s);
	first = &f.v[0].hypotheses.v[0];
	bin = &bins[(size_t)(first->confidence * BINS * 0.9999)];
	bin->n++;
	bin->claimed += first->confidence;
	/* The ceiling is how often the same sight has a cause that no row
	 * knows. */
	bin->right += strcmp(first->row->id, row->id) == 0 &&
	    uniform() < (hint_inside(row, &s) ? row->inside : row->ceiling);
	faults_clear(&f);
}

static void
claims_are_kept(void **unused)
{
	struct bin bins[BINS] = { 0 };
	bool good = true;

	(void)unused;
	vocabularies_fill();
	for (int i = 0; i < DRAWS; i++)
		judge_one(bins);
	for (size_t i = 0; i < BINS; i++) {
		const struct bin *b = &bins[i];
		double claimed, right;

		if (b->n == 0)
			continue;
		claimed = b->claimed / b->n;
		right = (double)b->right / b->n;
		print_message(
		    "claimed %.2f right %.2f of %u\n", claimed, right, b->n);
		if (b->n < BIN_LEAST)
			continue;
		good &= claimed - right <= BOAST;
		good &= claimed < HIGH || right - claimed <= MODESTY;
	}
	assert_true(good);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(claims_are_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
