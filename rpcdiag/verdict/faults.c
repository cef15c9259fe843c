/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One signature may hold several faults: what the run passed by and what lies
 * behind it are judged apart when no single row explains both.
 */
#include "verdict/faults.h"

#include <string.h>

#define BYPASS_COLUMNS 2

/* Faults that a run can pass by: columns that show one fault together, what
 * they show without it, and the column that must have been reached behind. */
struct bypass {
	const char *column[BYPASS_COLUMNS];
	const char *symbols;
	const char *healthy[BYPASS_COLUMNS];
	const char *behind;
};

static const struct bypass bypasses[FAULTS_BYPASSED] = {
	{ { "TCP" }, "v6x", { "ok" }, "TLS" },
	{ { "TLS", "FPRINT" }, "name/trust/time/cn/intercept",
	    { "ok", "origin" }, "H0" },
	{ { "NTLM", "NEG" }, "fail/half/apart/step/flap/e7/e37", { "ok", "ok" },
	    "E6001" },
	{ { "BASIC" }, "form", { "ok" }, "E6001" },
	{ { "ECHO", "H0" }, "to/err/401g", { "ok", "401w" }, "E6001" },
	{ { "CREDX" }, "assoc", { NULL }, "E6001" },
	{ { "SWEEP" }, "no9/no10/no16/no10@6002/none/n9/k7/k37/lvl", { "all" },
	    "E6001" },
};

static bool
is_shown(const struct signature *s, const struct bypass *b, size_t n)
{
	const char *v =
	    b->column[n] == NULL ? NULL : signature_get(s, b->column[n]);

	return v != NULL && cell_allows(b->symbols, v);
}

static bool
is_bypassed(const struct signature *s, const struct bypass *b)
{
	const char *behind = signature_get(s, b->behind);

	if (behind != NULL && strcmp(behind, "-") == 0)
		return false;
	return is_shown(s, b, 0) || is_shown(s, b, 1);
}

/* Take the fault out of the signature. */
static void
bypass(struct signature *rest, const struct bypass *b)
{
	for (size_t n = 0; n < BYPASS_COLUMNS; n++)
		if (is_shown(rest, b, n))
			signature_set(rest, b->column[n], b->healthy[n]);
}

static bool
is_of(const struct bypass *b, size_t column)
{
	for (size_t n = 0; n < BYPASS_COLUMNS; n++)
		if (b->column[n] != NULL &&
		    matrix_column(b->column[n]) == column)
			return true;
	return false;
}

/* The signature with one fault of it and nothing else: other symptoms count
 * as not observed, and so does what they kept us from. */
static void
isolate(
    struct signature *one, const struct signature *s, const struct bypass *b)
{
	*one = *s;
	for (size_t i = 0; i < matrix_ncolumns; i++) {
		const char *v = s->value[i];

		if (v != NULL && !is_of(b, i) &&
		    (strcmp(v, "-") == 0 || matrix_is_symptom(i, v)))
			one->value[i] = NULL;
	}
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
		if (!is_bypassed(s, &bypasses[i]))
			continue;
		bypass(&rest, &bypasses[i]);
		isolate(&one, s, &bypasses[i]);
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
