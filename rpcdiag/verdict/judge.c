/* SPDX-License-Identifier: Apache-2.0 */
/* The verdict: the first fault is it, the others are findings beside it. */
#include <string.h>

#include "verdict/faults.h"
#include "verdict/say.h"
#include "verdict/seen.h"
#include "verdict/verdict.h"

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

/* The first answer was that of a limit, or all was well until one was met. */
static bool
nothing_but_limits(const struct report *r, const struct signature *s)
{
	return seen_kept_out(r) &&
	    (signature_is(s, "H0", "4xx") || !signature_has_symptom(s));
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
	if (too_little(&s) || nothing_but_limits(r, &s))
		say_unknown(&r->verdict, r, &f.v[0]);
	else
		say_diagnosis(&r->verdict, r, &f.v[0]);
	say_kept_out(&r->verdict, r);
	for (size_t i = 1; i < f.n; i++)
		say_diagnosis(report_add_finding(r), r, &f.v[i]);
	remarks_add(r, &s);
	faults_clear(&f);
	r->exit_status = (int)worst_of(r);
}
