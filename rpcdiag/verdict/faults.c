/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One signature may hold several faults: what the run passed by and what lies
 * behind it are judged apart when no single row explains both.
 */
#include "verdict/faults.h"

#include <string.h>

/* Faults that a run can pass by, and the column that must have been reached
 * behind them. */
struct bypass {
	const char *column;
	const char *symbols;
	const char *behind;
};

static const struct bypass bypasses[] = {
	{ "TCP", "v6x", "TLS" },
	{ "TLS", "name/trust/time/cn", "H0" },
	{ "ECHO", "to/err", "E6001" },
};

static bool
is_bypassed(const struct signature *s, const struct bypass *b)
{
	const char *v = signature_get(s, b->column);
	const char *behind = signature_get(s, b->behind);

	return v != NULL && cell_allows(b->symbols, v) &&
	    (behind == NULL || strcmp(behind, "-") != 0);
}

/* The signature with one fault of it and nothing else: other symptoms count
 * as not observed. */
static void
isolate(struct signature *one, const struct signature *s, size_t column)
{
	*one = *s;
	for (size_t i = 0; i < matrix_ncolumns; i++)
		if (i != column && matrix_is_symptom(i, s->value[i]))
			one->value[i] = NULL;
	/* Time and author are those of another failure. */
	signature_set(one, "TIME", NULL);
	signature_set(one, "ORIGIN", NULL);
	signature_set(one, "EE", NULL);
}

static void
diagnose(struct faults *f, const struct signature *s)
{
	struct diagnosis *d = &f->v[f->n++];

	d->signature = *s;
	hypotheses_init(&d->hypotheses, s);
}

static void
peel(struct faults *f, const struct signature *s)
{
	struct signature rest = *s, one;

	for (size_t i = 0; i < FAULTS_BYPASSED; i++) {
		size_t column = matrix_column(bypasses[i].column);

		if (!is_bypassed(s, &bypasses[i]))
			continue;
		rest.value[column] = matrix_healthy_symbol(column);
		isolate(&one, s, column);
		diagnose(f, &one);
	}
	if (f->n == 0 || signature_has_symptom(&rest))
		diagnose(f, &rest);
}

/* What keeps people from working comes before what only annoys, and of that
 * the layer nearest to the client. */
static bool
comes_before(const struct diagnosis *a, const struct diagnosis *b)
{
	const struct row *x = a->hypotheses.v[0].row;
	const struct row *y = b->hypotheses.v[0].row;

	if (x->status != y->status)
		return x->status > y->status;
	return layer_rank(x->layer) < layer_rank(y->layer);
}

static void
order(struct faults *f)
{
	for (size_t i = 1; i < f->n; i++)
		for (size_t k = i;
		     k > 0 && comes_before(&f->v[k], &f->v[k - 1]); k--) {
			struct diagnosis d = f->v[k];

			f->v[k] = f->v[k - 1];
			f->v[k - 1] = d;
		}
}

void
faults_find(struct faults *f, const struct signature *s)
{
	*f = (struct faults){ 0 };
	diagnose(f, s);
	if (f->v[0].hypotheses.fits)
		return;
	hypotheses_clear(&f->v[0].hypotheses);
	f->n = 0;
	peel(f, s);
	order(f);
}

void
faults_clear(struct faults *f)
{
	for (size_t i = 0; i < f->n; i++)
		hypotheses_clear(&f->v[i].hypotheses);
	f->n = 0;
}
