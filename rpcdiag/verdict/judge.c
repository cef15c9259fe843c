/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The verdict: hypotheses of the whole signature, or, when no row explains
 * all of it, of its faults one by one.
 */
#include <string.h>

#include "verdict/hypotheses.h"
#include "verdict/say.h"
#include "verdict/verdict.h"

/* Columns whose faults a run can pass by, so that what lies behind them is
 * seen as well and is judged apart. */
static const char *const bypassable[] = { "TCP", "TLS", "ECHO" };

#define NBYPASSABLE (sizeof(bypassable) / sizeof(bypassable[0]))
#define CASES_MAX (NBYPASSABLE + 1)

struct faults {
	struct diagnosis v[CASES_MAX];
	size_t n;
};

static bool
is_bypassed(const struct signature *s, size_t column)
{
	const char *v = s->value[column];

	return v != NULL && matrix_is_symptom(column, v);
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

	for (size_t i = 0; i < NBYPASSABLE; i++) {
		size_t column = matrix_column(bypassable[i]);

		if (!is_bypassed(s, column))
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

static void
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

static void
forget(struct report *r)
{
	finding_clear(&r->verdict);
	for (size_t i = 0; i < r->nfindings; i++)
		finding_clear(&r->findings[i]);
	r->nfindings = 0;
	r->nsignature = 0;
}

static void
keep_signature(struct report *r, const struct signature *s)
{
	for (size_t i = 0; i < matrix_ncolumns; i++)
		r->signature[r->nsignature++] = (struct symbol){
			.column = matrix_columns[i],
			.value = s->value[i],
		};
}

/* Healthy was concluded only if some endpoint was seen to work. */
static bool
too_little(const struct signature *s)
{
	return !signature_has_symptom(s) && !signature_is(s, "E6001", "ok") &&
	    !signature_is(s, "E6002", "ok") && !signature_is(s, "E6004", "ok");
}

static enum health
worst_of(const struct report *r)
{
	enum health h = r->verdict.status;

	/* A healthy site with something worth a warning is not quite healthy;
	 * findings of a worse verdict are told and change nothing. */
	for (size_t i = 0; i < r->nfindings; i++)
		if (h == HEALTH_HEALTHY &&
		    r->findings[i].status != HEALTH_HEALTHY)
			return HEALTH_DEGRADED;
	return h;
}

void
verdict_judge(struct report *r)
{
	struct signature s;
	struct faults f;

	forget(r);
	signature_observe(&s, r);
	keep_signature(r, &s);
	faults_find(&f, &s);
	if (too_little(&s))
		say_unknown(&r->verdict, r, &f.v[0]);
	else
		say_diagnosis(&r->verdict, r, &f.v[0]);
	for (size_t i = 1; i < f.n; i++)
		say_diagnosis(report_add_finding(r), r, &f.v[i]);
	remarks_add(r, &s);
	for (size_t i = 0; i < f.n; i++)
		hypotheses_clear(&f.v[i].hypotheses);
	r->exit_status = (int)worst_of(r);
}
