/* SPDX-License-Identifier: Apache-2.0 */
#include "model/trials.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* How the channels of tunnels came to the nodes. */
struct pairing {
	unsigned together, apart;
	unsigned resumed; /* IN did go on with the TLS session of OUT */
};

static bool
is_tunnel(const struct check *c)
{
	return (c->stage == STAGE_TUNNEL || c->stage == STAGE_REPEAT) &&
	    c->endpoint != 0 && c->outcome != OUTCOME_SKIP &&
	    !fact_true(&c->facts, FACT_TUNNEL_CONTROL);
}

static bool
has_one_session(const struct check *c)
{
	return fact_true(&c->facts, FACT_TUNNEL_ONE_SESSION);
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
	return is_tunnel(c) && (is_open(c) || is_silent(c) || is_refused(c));
}

bool
trials_pairs(const struct nodes *n, const struct check *c, bool one_session)
{
	return has_one_session(c) == one_session && nodes_know(n, c) &&
	    (trials_holds(c) ||
		(is_tunnel(c) && fact_is(&c->facts, FACT_TUNNEL_END, "apart")));
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
	struct nodes nodes;

	*out = (struct trials){ 0 };
	nodes_find(all, &nodes);
	for (size_t i = 0; i < all->n; i++) {
		const struct check *c = all->v[i];

		if (!trials_holds(c) ||
		    (endpoint != -1 && c->endpoint != endpoint))
			continue;
		tally_add(&out->all, c);
		if (nodes_know(&nodes, c))
			tally_add(
			    nodes_are_one(&nodes, c) ? &out->same : &out->apart,
			    c);
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

/* Of n and of others some were drawn: how often would chance draw k or more of
 * the n? The upper tail of the hypergeometric distribution. */
static double
chance_of(unsigned k, unsigned n, unsigned others, unsigned drawn)
{
	double sum = 0;

	for (unsigned i = k; i <= drawn && i <= n; i++)
		sum += ways(n, i) * ways(others, drawn - i);
	return sum / ways(n + others, drawn);
}

double
trials_chance(const struct trials *t)
{
	return chance_of(t->apart.silent, tally_n(&t->apart), tally_n(&t->same),
	    t->apart.silent + t->same.silent);
}

/* Do both channels have one node, by its name, or else by what becomes of
 * tunnels at an endpoint that does not always open? -1 = that is not known. */
static int
meets(const struct checks *all, const struct nodes *n, const struct check *c)
{
	struct trials its;

	if (nodes_are_named(n) && nodes_know(n, c))
		return nodes_are_one(n, c);
	trials_count(all, c->endpoint, &its);
	if (its.all.silent == 0 || (!is_open(c) && !is_silent(c)))
		return -1;
	return is_open(c);
}

/* Tunnels whose channels went to one address of the proxy. */
static void
count_pairs(const struct checks *all, bool one_session, struct pairing *out)
{
	struct nodes nodes;

	*out = (struct pairing){ 0 };
	nodes_find(all, &nodes);
	for (size_t i = 0; i < all->n; i++) {
		const struct check *c = all->v[i];
		int met;

		if (!is_tunnel(c) || has_one_session(c) != one_session ||
		    fact_true(&c->facts, FACT_TUNNEL_CROSSED))
			continue;
		met = meets(all, &nodes, c);
		out->together += met == 1;
		out->apart += met == 0;
		out->resumed += fact_true(&c->facts, FACT_TUNNEL_RESUMED);
	}
}

/* How often chance alone would put no more of those with one session apart. */
static double
chance_of_sharing(const struct pairing *own, const struct pairing *shared)
{
	return chance_of(own->apart, own->together + own->apart,
	    shared->together + shared->apart, own->apart + shared->apart);
}

enum sharing
trials_sharing(const struct checks *all)
{
	struct pairing own, shared;

	count_pairs(all, false, &own);
	count_pairs(all, true, &shared);
	if (own.apart == 0)
		return SHARING_UNKNOWN;
	if (shared.apart > 0)
		return SHARING_NO;
	return shared.resumed > 0 &&
		chance_of_sharing(&own, &shared) < TRIALS_DOUBT
	    ? SHARING_FIXES
	    : SHARING_UNKNOWN;
}

/* "0.11 %", and nothing below a hundredth; owned. */
static char *
percent_text(double chance)
{
	double percent = 100 * chance;

	return percent < 0.01 ? mem_strdup("less than 0.01 %")
			      : mem_printf("%.2g %%", percent);
}

char *
trials_text(const struct checks *all)
{
	struct nodes nodes;
	struct trials t;
	char *percent, *text;
	bool leaf;

	trials_count_broken(all, &t);
	if (t.apart.silent == 0 || tally_n(&t.same) == 0)
		return NULL;
	percent = percent_text(trials_chance(&t));
	nodes_find(all, &nodes);
	leaf = nodes.by == NODES_BY_LEAF;
	text = mem_printf("%u of %u tunnels %s stayed silent, and %u of %u %s; "
			  "chance alone would do that in %s of cases",
	    t.apart.silent, tally_n(&t.apart),
	    leaf ? "whose channels met two certificates"
		 : "with their channels on two front ends",
	    t.same.silent, tally_n(&t.same), leaf ? "that met one" : "on one",
	    percent);
	free(percent);
	return text;
}

char *
sharing_text(const struct checks *all)
{
	enum sharing found = trials_sharing(all);
	struct pairing own, shared;
	char *percent, *text;

	if (found == SHARING_UNKNOWN)
		return NULL;
	if (found == SHARING_NO)
		return mem_strdup("It does not help when both channels share "
				  "one TLS session");
	count_pairs(all, false, &own);
	count_pairs(all, true, &shared);
	percent = percent_text(chance_of_sharing(&own, &shared));
	text = mem_printf("When both channels use one TLS session, all %u "
			  "tunnels have them on one front end (chance alone: "
			  "%s of cases): the balancer goes by the TLS session, "
			  "and only clients that resume it get through",
	    shared.together, percent);
	free(percent);
	return text;
}
