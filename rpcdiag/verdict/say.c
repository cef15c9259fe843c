/* SPDX-License-Identifier: Apache-2.0 */
#include "verdict/say.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/trials.h"
#include "verdict/places.h"
#include "verdict/verdict.h"

#define ALTERNATIVES_MAX 5
#define ALTERNATIVE_LEAST 0.01

char *
say_fill(const char *text, const struct report *r)
{
	char *out = mem_strdup("");

	while (*text != '\0') {
		size_t plain = strcspn(text, "{");
		size_t name =
		    text[plain] == '\0' ? 0 : strcspn(text + plain, "}");
		char *place =
		    name < 2 ? NULL : place_text(r, text + plain + 1, name - 1);
		char *more;

		if (place != NULL)
			name++;
		else
			plain += text[plain] != '\0';
		more = mem_printf("%s%.*s%s", out, (int)plain, text,
		    place != NULL ? place : "");
		text += plain + (place != NULL ? name : 0);
		free(place);
		free(out);
		out = more;
	}
	return out;
}

void
say_page(struct finding *f, const struct report *r, const char *id)
{
	const struct page *p = page_find(id);

	mem_set(&f->id, id);
	if (p == NULL) {
		mem_set(&f->summary, id);
		mem_set(&f->cause, "");
		return;
	}
	free(f->summary);
	free(f->cause);
	f->summary = say_fill(p->summary, r);
	f->cause = say_fill(p->cause, r);
	for (const char *const *fix = p->fix; *fix != NULL; fix++) {
		char *text = say_fill(*fix, r);

		strlist_add(&f->fix, text);
		free(text);
	}
}

static bool
any_check_failed(const struct report *r)
{
	for (size_t i = 0; i < r->checks.n; i++)
		if (r->checks.v[i]->outcome == OUTCOME_FAIL)
			return true;
	return false;
}

static void
say_nearest(struct finding *f, const struct report *r)
{
	char *summary = mem_printf("No known failure fits everything that was "
				   "seen; the nearest: %s",
	    f->summary);

	free(f->summary);
	f->summary = summary;
	f->status = any_check_failed(r) ? HEALTH_FAILED : HEALTH_DEGRADED;
}

static void
add_alternatives(struct finding *f, const struct hypotheses *h)
{
	for (size_t i = 1; i < h->n && f->nalternatives < ALTERNATIVES_MAX; i++)
		if (h->v[i].confidence >= ALTERNATIVE_LEAST)
			finding_add_alternative(
			    f, h->v[i].row->id, h->v[i].confidence);
}

void
say_more(struct finding *f, const char *sentence)
{
	char *summary;

	if (sentence == NULL)
		return;
	summary = mem_printf("%s %s.", f->summary, sentence);
	free(f->summary);
	f->summary = summary;
}

/* What repeated tunnels prove, where the row is about the nodes. */
static void
add_trials(struct finding *f, const struct report *r, const struct row *row)
{
	char *seen = trials_text(&r->checks);
	char *sharing = sharing_text(&r->checks);

	if (strcmp(row->cell[matrix_column("PIN")], "fixes") == 0)
		say_more(f, seen);
	if (!cell_is_any(row->cell[matrix_column("RESUME")]))
		say_more(f, sharing);
	free(seen);
	free(sharing);
}

void
say_diagnosis(
    struct finding *f, const struct report *r, const struct diagnosis *d)
{
	const struct hypothesis *best;

	if (d->hypotheses.n == 0) {
		say_unknown(f, r, d);
		return;
	}
	best = &d->hypotheses.v[0];
	say_page(f, r, best->row->id);
	f->status = best->row->status;
	f->confidence = best->confidence;
	if (!d->hypotheses.fits)
		say_nearest(f, r);
	say_forward(f, r);
	add_trials(f, r, best->row);
	say_direct(f, r, &d->signature, best->row);
	add_alternatives(f, &d->hypotheses);
	evidence_add(f, r, &d->signature, best->row);
	untested_add(f, r, d);
}

void
say_unknown(
    struct finding *f, const struct report *r, const struct diagnosis *d)
{
	const struct hypotheses *h = &d->hypotheses;

	mem_set(&f->id, VERDICT_UNKNOWN);
	f->status = HEALTH_UNKNOWN;
	f->confidence = 0;
	mem_set(&f->summary,
	    "Nothing wrong was found, but too little could be tested to call "
	    "the site healthy.");
	mem_set(&f->cause,
	    "No connection through the RPC proxy to a server was tried to its "
	    "end; what stopped the run stands under what was not tested.");
	strlist_add(&f->fix,
	    "Remove what stopped the run (credentials, a bad certificate, the "
	    "deadline) and run it again.");
	if (h->n > 0 && h->v[0].confidence >= ALTERNATIVE_LEAST)
		finding_add_alternative(f, h->v[0].row->id, h->v[0].confidence);
	evidence_add(f, r, &d->signature, NULL);
	untested_add(f, r, d);
}
