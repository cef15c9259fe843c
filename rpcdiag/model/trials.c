/* SPDX-License-Identifier: Apache-2.0 */
#include "model/trials.h"

#include <string.h>

#include "base/mem.h"

static bool
is_trial(const struct check *c)
{
	return (c->stage == STAGE_TUNNEL || c->stage == STAGE_REPEAT) &&
	    c->endpoint != 0 && c->outcome != OUTCOME_SKIP &&
	    !fact_true(&c->facts, FACT_TUNNEL_CONTROL);
}

static bool
is_open(const struct check *c)
{
	return fact_is(&c->facts, FACT_TUNNEL_REACHED, "conn-c2");
}

/* The OUT half is there, the IN half is not: no error, no CONN/C2. */
static bool
is_silent(const struct check *c)
{
	return fact_is(&c->facts, FACT_TUNNEL_REACHED, "conn-a3") &&
	    fact_is(&c->facts, FACT_TUNNEL_END, "timeout");
}

/* Refused with a reason, and not for the account. */
static bool
is_refused(const struct check *c)
{
	return fact_is(&c->facts, FACT_TUNNEL_END, "http") &&
	    c->http_status != 0 && c->http_status != 401;
}

bool
trials_holds(const struct check *c)
{
	return is_trial(c) && (is_open(c) || is_silent(c) || is_refused(c));
}

const char *
trials_node_in(const struct check *c)
{
	return fact_str(&c->facts, FACT_TUNNEL_NODE_IN);
}

const char *
trials_node_out(const struct check *c)
{
	return fact_str(&c->facts, FACT_TUNNEL_NODE_OUT);
}

void
tally_add(struct tally *t, const struct check *c)
{
	if (is_open(c))
		t->opened++;
	else if (is_silent(c))
		t->silent++;
	else
		t->failed++;
}

void
trials_count(const struct checks *all, int endpoint, struct trials *out)
{
	*out = (struct trials){ 0 };
	for (size_t i = 0; i < all->n; i++) {
		const struct check *c = all->v[i];
		const char *in = trials_node_in(c), *back = trials_node_out(c);

		if (!trials_holds(c) ||
		    (endpoint != -1 && c->endpoint != endpoint))
			continue;
		tally_add(&out->all, c);
		if (in == NULL || back == NULL)
			continue;
		tally_add(strcmp(in, back) == 0 ? &out->same : &out->apart, c);
	}
}

static void
tally_sum(struct tally *sum, const struct tally *t)
{
	sum->opened += t->opened;
	sum->silent += t->silent;
	sum->failed += t->failed;
}

/* The first check of its endpoint stands for it. */
static bool
is_first_of_endpoint(const struct checks *all, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (trials_holds(all->v[i]) &&
		    all->v[i]->endpoint == all->v[n]->endpoint)
			return false;
	return trials_holds(all->v[n]);
}

void
trials_count_broken(const struct checks *all, struct trials *out)
{
	*out = (struct trials){ 0 };
	for (size_t i = 0; i < all->n; i++) {
		struct trials t;

		if (!is_first_of_endpoint(all, i))
			continue;
		trials_count(all, all->v[i]->endpoint, &t);
		if (t.all.silent == 0)
			continue;
		tally_sum(&out->all, &t.all);
		tally_sum(&out->same, &t.same);
		tally_sum(&out->apart, &t.apart);
	}
}

unsigned
tally_n(const struct tally *t)
{
	return t->opened + t->silent;
}

/* How many ways there are to choose k of n; 0 when k > n. */
static double
ways(unsigned n, unsigned k)
{
	double product = 1;

	if (k > n)
		return 0;
	for (unsigned i = 1; i <= k; i++)
		product *= (double)(n - k + i) / i;
	return product;
}

double
trials_chance(const struct trials *t)
{
	unsigned apart = tally_n(&t->apart), same = tally_n(&t->same);
	unsigned silent = t->apart.silent + t->same.silent;
	double sum = 0;

	/* The hypergeometric distribution's upper tail. */
	for (unsigned k = t->apart.silent; k <= silent && k <= apart; k++)
		sum += ways(apart, k) * ways(same, silent - k);
	return sum / ways(apart + same, silent);
}

char *
trials_text(const struct checks *all)
{
	struct trials t;
	double percent;

	trials_count_broken(all, &t);
	if (t.apart.silent == 0 || tally_n(&t.same) == 0)
		return NULL;
	percent = 100 * trials_chance(&t);
	return mem_printf("%u of %u tunnels with their channels on two front "
			  "ends stayed silent, and %u of %u on one; chance "
			  "alone would do that in %s%.2g %% of cases",
	    t.apart.silent, tally_n(&t.apart), t.same.silent, tally_n(&t.same),
	    percent < 0.01 ? "less than " : "",
	    percent < 0.01 ? 0.01 : percent);
}
