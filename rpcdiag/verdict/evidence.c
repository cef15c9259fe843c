/* SPDX-License-Identifier: Apache-2.0 */
/* What a verdict rests on, and what it does not know. */
#include <string.h>

#include "verdict/column.h"
#include "verdict/say.h"
#include "verdict/seen.h"

static bool
has_prefix(const char *id, const char *prefixes)
{
	while (*prefixes != '\0') {
		size_t n = strcspn(prefixes, " ");

		if (n > 0 && strncmp(id, prefixes, n) == 0)
			return true;
		prefixes += n + (prefixes[n] == ' ');
	}
	return false;
}

static bool
reads(
    const struct report *r, const struct column *column, const struct check *c)
{
	if (column->port == 0)
		return has_prefix(c->id, column->evidence);
	if (column->port == ENDPOINT_DIRECTORY &&
	    fact_true(&c->facts, FACT_TUNNEL_REFERRED))
		return true;
	return c->endpoint == seen_endpoint(r, column->port) &&
	    (c->stage == STAGE_TUNNEL || c->stage == STAGE_REPEAT ||
		(c->outcome != OUTCOME_PASS && seen_is_service(c)));
}

/* A column decided when it shows a symptom, or when some other row fell by it
 * that the rest would have let stand. */
static bool
decided(const struct signature *s, const struct row *winner, size_t column)
{
	const char *v = s->value[column];
	struct signature blind = *s;

	if (v == NULL || strcmp(v, "-") == 0)
		return false;
	if (matrix_is_symptom(column, v))
		return true;
	if (winner == NULL || cell_is_any(winner->cell[column]))
		return false;
	blind.value[column] = NULL;
	for (size_t i = 0; i < matrix_nrows; i++)
		if (matrix_rows[i].prior > 0 &&
		    !row_survives(&matrix_rows[i], s) &&
		    row_explains(&matrix_rows[i], &blind))
			return true;
	return false;
}

void
evidence_add(struct finding *f, const struct report *r,
    const struct signature *s, const struct row *winner)
{
	bool deciding[SIGNATURE_MAX];

	for (size_t i = 0; i < matrix_ncolumns; i++)
		deciding[i] = decided(s, winner, i);
	for (size_t k = 0; k < r->checks.n; k++)
		for (size_t i = 0; i < matrix_ncolumns; i++)
			if (deciding[i] && seen_ran(r->checks.v[k]) &&
			    reads(r, column_of(i), r->checks.v[k]))
				strlist_add_once(
				    &f->evidence, r->checks.v[k]->id);
}

/* Would knowing it tell the first hypothesis from another one? */
static bool
would_split(const struct hypotheses *h, size_t column)
{
	const char *first = h->v[0].row->cell[column];

	for (size_t i = 1; i < h->n; i++)
		if (!cell_meets(h->v[i].row->cell[column], first))
			return true;
	return false;
}

/* Faults that look healthy until this column is observed. */
static bool
could_hide(const struct signature *s, size_t column)
{
	for (size_t i = 0; i < matrix_nrows; i++) {
		const struct row *row = &matrix_rows[i];

		if (row->status != HEALTH_HEALTHY && row_survives(row, s) &&
		    !cell_meets(
			row->cell[column], matrix_healthy_symbol(column)))
			return true;
	}
	return false;
}

static const struct check *
skipped(const struct report *r, enum stage_id stage)
{
	const struct check *c;

	for (size_t i = 0; (c = checks_nth(&r->checks, stage, -1, i)) != NULL;
	     i++)
		if (c->outcome == OUTCOME_SKIP)
			return c;
	return NULL;
}

static void
add_skipped(struct finding *f, const struct report *r)
{
	static const char *const stages[STAGE_N] = {
		[STAGE_DNS] = "the name of the proxy",
		[STAGE_TCP] = "connections to every address",
		[STAGE_TLS] = "TLS and the certificate",
		[STAGE_HTTP] = "the answers of the front end",
		[STAGE_ECHO] = "the logon and the echo",
		[STAGE_TUNNEL] = "connections to the mailbox server",
		[STAGE_BIND] = "RPC to the server's services",
		[STAGE_CALL] = "calls to the server",
		[STAGE_REPEAT] = "repetitions",
		[STAGE_INSIDE] = "the servers from the inside",
	};

	for (enum stage_id s = STAGE_DNS; s < STAGE_N; s++) {
		const struct check *c = skipped(r, s);

		if (c != NULL)
			finding_add_untested(f, stages[s],
			    c->detail != NULL ? c->detail
					      : "the run ended before it");
	}
}

/* What no run of this version sees, and what a site that looks healthy can
 * suffer from all the same. */
static void
add_never_tested(struct finding *f, const struct report *r)
{
	static const char *const never[] = {
		"other front ends, other accounts and other networks",
		"the client's own settings (profile, Autodiscover)",
	};

	if (seen_held(r) == NULL)
		finding_add_untested(f,
		    "connections that stay idle for minutes",
		    "none was held (--idle)");
	for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++)
		finding_add_untested(
		    f, never[i], "this version has no test for it");
}

/* What was planned and skipped is told by stage. */
static bool
told(const struct report *r, const struct column *column)
{
	for (size_t i = 0; i < r->checks.n; i++)
		if (!seen_ran(r->checks.v[i]) &&
		    reads(r, column, r->checks.v[i]))
			return true;
	return false;
}

void
untested_add(
    struct finding *f, const struct report *r, const struct diagnosis *d)
{
	const struct hypotheses *h = &d->hypotheses;
	const struct signature *s = &d->signature;
	bool healthy = h->n > 0 && h->v[0].row->status == HEALTH_HEALTHY;

	add_skipped(f, r);
	for (size_t i = 0; h->n > 0 && i < matrix_ncolumns; i++) {
		const struct column *c = column_of(i);

		if (s->value[i] != NULL || c->what[0] == '\0' ||
		    c->kind == COLUMN_HINT || told(r, c))
			continue;
		if (healthy ? could_hide(s, i) : would_split(h, i))
			finding_add_untested(f, c->what, c->why);
	}
	if (healthy)
		add_never_tested(f, r);
}
