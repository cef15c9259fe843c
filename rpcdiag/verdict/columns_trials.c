/* SPDX-License-Identifier: Apache-2.0 */
/* Columns of tunnels that were tried more than once: do all end alike, and does
 * that depend on the nodes? */
#include <string.h>

#include "model/trials.h"
#include "verdict/column.h"
#include "verdict/seen.h"

#define PIN_LEAST 3  /* trials whose nodes are known */
#define CALM_LEAST 5 /* tunnels, one at a time */

/* Every endpoint was tried often enough to say "always" of it. */
static bool
all_tried_enough(const struct report *r)
{
	struct trials t;

	for (size_t i = 0; i < r->target.nendpoints; i++) {
		trials_count(&r->checks, r->target.endpoints[i], &t);
		if (tally_n(&t.all) < TRIALS_ENOUGH)
			return false;
	}
	return r->target.nendpoints > 1;
}

/* Which endpoints it is that do not always open: the address book alone, all,
 * or some; NULL before there were enough trials to compare them. */
static const char *
spread(const struct report *r)
{
	size_t silent = 0;
	bool directory = false;
	struct trials t;

	if (!all_tried_enough(r))
		return NULL;
	for (size_t i = 0; i < r->target.nendpoints; i++) {
		int port = r->target.endpoints[i];

		trials_count(&r->checks, port, &t);
		silent += t.all.silent > 0;
		directory |= t.all.silent > 0 && port == ENDPOINT_DIRECTORY;
	}
	if (silent == r->target.nendpoints)
		return "pall";
	return silent == 1 && directory ? "p6004" : "prob";
}

/* Every tunnel that stayed silent had its channels at two nodes: what becomes
 * of one that has not is still open. */
static bool
was_always_apart(const struct report *r)
{
	struct trials t;

	trials_count_broken(&r->checks, &t);
	return t.apart.silent > 0 && tally_n(&t.same) == 0;
}

/* Tunnels were repeated, opened each time, and that could still be luck. */
static bool
may_be_luck(const struct report *r)
{
	struct trials its;
	unsigned most = 0;

	trials_count(&r->checks, -1, &its);
	if (its.all.silent + its.all.failed > 0)
		return false;
	for (size_t i = 0; i < r->target.nendpoints; i++) {
		trials_count(&r->checks, r->target.endpoints[i], &its);
		if (tally_n(&its.all) > most)
			most = tally_n(&its.all);
	}
	return most > 1 && most < TRIALS_ENOUGH;
}

/* What is refused when many come at a time, one at a time: taken ("load"), or
 * not always either; NULL where that was not tried. */
static const char *
alone(const struct report *r)
{
	static const char prefix[] = "calm.";
	unsigned ok = 0;

	for (size_t i = 0; i < r->checks.n; i++) {
		const struct check *c = r->checks.v[i];
		const char *s = strncmp(c->id, prefix, strlen(prefix)) == 0
		    ? seen_tunnel(r, c)
		    : NULL;

		if (s != NULL && strcmp(s, "ok") != 0)
			return "prob";
		ok += s != NULL;
	}
	return ok >= CALM_LEAST ? "load" : NULL;
}

/* Does an endpoint open now and then, and not always? */
static bool
is_mixed(const struct report *r)
{
	for (size_t i = 0; i < r->target.nendpoints; i++) {
		const char *s = seen_endpoint_symbol(r, r->target.endpoints[i]);

		if (s != NULL && strcmp(s, "mix") == 0)
			return true;
	}
	return false;
}

const char *
column_rep(const struct report *r)
{
	const struct check *c = checks_find(&r->checks, "http.again.1");
	const char *h0, *watched = seen_watch(r);
	bool repeated = seen_ran(c);

	if (watched != NULL && strcmp(watched, "stable") != 0)
		return strcmp(watched, "flips") == 0 ? "flip" : "prob";
	h0 = repeated ? seen_h0(r) : NULL;
	if (h0 != NULL && strcmp(h0, "mix") == 0)
		return "prob";
	for (size_t i = 0;
	     (c = checks_nth(&r->checks, STAGE_REPEAT, -1, i)) != NULL; i++)
		repeated = repeated || (seen_ran(c) && c->endpoint != 0);
	if (is_mixed(r) && (repeated || alone(r) != NULL))
		return alone(r) != NULL ? alone(r) : spread(r);
	if (seen_held(r) != NULL)
		return seen_held(r);
	if (was_always_apart(r) || may_be_luck(r))
		return NULL;
	return repeated || watched != NULL ? "const" : NULL;
}

/* A trial to an endpoint that does not always open: any other one tells
 * nothing of the nodes. */
static bool
is_telling(const struct report *r, const struct check *c)
{
	struct trials its;

	if (!trials_holds(c))
		return false;
	trials_count(&r->checks, c->endpoint, &its);
	return its.all.silent + its.all.failed > 0;
}

/* Does a trial speak for the node? Where tunnels stay silent, when the node
 * had both channels; a refusal, when the node itself refused its channel. */
static bool
speaks_for(
    const struct nodes *n, const struct check *c, const char *node, bool silent)
{
	const char *in = node_in(n, c), *out = node_out(n, c);
	bool has_in = in != NULL && strcmp(in, node) == 0;
	bool has_out = out != NULL && strcmp(out, node) == 0;

	if (silent)
		return has_in && has_out;
	if (fact_is(&c->facts, FACT_TUNNEL_END, "http"))
		return fact_is(&c->facts, FACT_TUNNEL_CHANNEL, "in") ? has_in
								     : has_out;
	return has_in || has_out;
}

static void
count_node(const struct report *r, const struct nodes *n, const char *node,
    bool silent, struct tally *out)
{
	*out = (struct tally){ 0 };
	for (size_t i = 0; i < r->checks.n; i++)
		if (is_telling(r, r->checks.v[i]) &&
		    speaks_for(n, r->checks.v[i], node, silent))
			tally_add(out, r->checks.v[i]);
}

/* A node either always works or never, and one that works was seen. */
static const char *
pinned(const struct report *r, const struct nodes *n, bool silent)
{
	unsigned opened = 0, known = 0, bad = 0;

	for (size_t i = 0; i < r->checks.n; i++) {
		const char *node = node_out(n, r->checks.v[i]);
		struct tally t;

		if (node == NULL || !is_telling(r, r->checks.v[i]))
			continue;
		count_node(r, n, node, silent, &t);
		if (t.opened > 0 && t.silent + t.failed > 0)
			return "no";
		opened += t.opened > 0;
		bad += t.silent + t.failed > 0;
		known += tally_n(&t) + t.failed > 0;
	}
	if (opened == 0)
		return known >= PIN_LEAST ? "no" : NULL;
	/* who refuses and tells no name may be the same one */
	if (!silent && bad == 0)
		return NULL;
	return known >= PIN_LEAST ? "fixes" : NULL;
}

/* How often chance alone would sort the trials by their nodes as they are:
 * those that stayed silent on two, those that were refused on some. */
static double
chance_of_nodes(const struct report *r, const struct nodes *n, bool silent)
{
	struct trials t = { 0 };

	if (silent) {
		trials_count_broken(&r->checks, &t);
		return trials_chance(&t);
	}
	for (size_t i = 0; i < r->checks.n; i++) {
		const struct check *c = r->checks.v[i];
		bool opened = !fact_is(&c->facts, FACT_TUNNEL_END, "http");

		if (!is_telling(r, c) || node_out(n, c) == NULL)
			continue;
		t.same.opened += opened;
		t.apart.silent += !opened;
	}
	return trials_chance(&t);
}

/* What is no name proves nothing by itself, and never that a node is to blame
 * for nothing: only what chance would hardly do is said by it. */
const char *
column_pin(const struct report *r)
{
	struct trials all;
	struct nodes nodes;
	const char *s;
	bool silent;

	trials_count(&r->checks, -1, &all);
	nodes_find(&r->checks, &nodes);
	silent = all.all.silent > 0;
	s = pinned(r, &nodes, silent);
	if (s == NULL || nodes_are_named(&nodes))
		return s;
	return strcmp(s, "fixes") == 0 &&
		chance_of_nodes(r, &nodes, silent) < TRIALS_DOUBT
	    ? s
	    : NULL;
}

const char *
column_resume(const struct report *r)
{
	static const char *const symbols[] = {
		[SHARING_NO] = "no",
		[SHARING_FIXES] = "fixes",
	};

	return symbols[trials_sharing(&r->checks)];
}
