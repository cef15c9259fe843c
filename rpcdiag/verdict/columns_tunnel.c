/* SPDX-License-Identifier: Apache-2.0 */
/* Columns of the tunnels: each endpoint, trials, the control, RPC. */
#include <stdio.h>
#include <string.h>

#include "model/trials.h"
#include "verdict/column.h"
#include "verdict/seen.h"

#define PIN_LEAST 3 /* trials whose nodes are known */

/* Its tunnels did not end alike all the time. */
static bool
changes(const struct report *r, int endpoint)
{
	char id[32];
	const char *s;

	snprintf(id, sizeof(id), "tunnel.%d", endpoint);
	s = seen_watch_of(r, id);
	return s != NULL && strcmp(s, "stable") != 0;
}

static const char *
endpoint_symbol(const struct report *r, int port)
{
	int endpoint = seen_endpoint(r, port);
	const char *s = seen_endpoint_symbol(r, endpoint);
	const char *service = seen_service(r, endpoint);

	if (s == NULL)
		return seen_below(r, STAGE_TUNNEL);
	if (changes(r, endpoint))
		return "mix";
	return strcmp(s, "ok") == 0 && service != NULL ? service : s;
}

const char *
column_e6001(const struct report *r)
{
	return endpoint_symbol(r, ENDPOINT_STORE);
}

const char *
column_e6002(const struct report *r)
{
	return endpoint_symbol(r, ENDPOINT_REFERRAL);
}

static bool
reached_server(const struct check *c)
{
	return fact_is(&c->facts, FACT_TUNNEL_REACHED, "conn-c2");
}

/* The address book where a beta of Exchange 2003 had it. */
static bool
is_at_6003(const struct report *r)
{
	const struct check *c = checks_find(&r->checks, "tunnel.beta");

	return seen_ran(c) && reached_server(c);
}

/* Whom clients are sent to, as far as it ever failed while it was watched. */
static const char *
referral_symbol(const struct report *r)
{
	const char *s = seen_referral(r);
	const struct check *c;

	for (size_t i = 0; s != NULL && strcmp(s, "ok") == 0 &&
	     (c = checks_nth(&r->checks, STAGE_REPEAT, 0, i)) != NULL;
	     i++)
		if (c->parent != NULL &&
		    strcmp(c->parent, "tunnel.referral") == 0 &&
		    seen_tunnel(r, c) != NULL)
			s = seen_tunnel(r, c);
	return s;
}

/* The server's own address book, and the one that clients are sent to. */
const char *
column_e6004(const struct report *r)
{
	const char *s = endpoint_symbol(r, ENDPOINT_DIRECTORY);
	const char *referral = referral_symbol(r);

	if (s != NULL && strcmp(s, "6BA") == 0 && is_at_6003(r))
		return "6003ok";
	if (s == NULL || referral == NULL)
		return s;
	if (strcmp(s, "mix") == 0 && strcmp(referral, "ok") == 0)
		return "mixdcok";
	if (strcmp(s, "ok") != 0)
		return s;
	if (strcmp(referral, "6BA") == 0)
		return "dc6BA";
	return strcmp(referral, "NR") == 0 ? "dcNR" : s;
}

const char *
column_e593(const struct report *r)
{
	return endpoint_symbol(r, ENDPOINT_MAPPER);
}

const char *
column_ctrl(const struct report *r)
{
	const struct check *c = seen_control(r);

	return c == NULL ? NULL : seen_tunnel(r, c);
}

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
	     (c = checks_nth(&r->checks, STAGE_REPEAT, -1, i)) != NULL; i++) {
		const char *s;

		if (!seen_ran(c) || c->endpoint == 0)
			continue;
		repeated = true;
		s = seen_endpoint_symbol(r, c->endpoint);
		if (s != NULL && strcmp(s, "mix") == 0)
			return spread(r);
	}
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
speaks_for(const struct check *c, const char *node, bool silent)
{
	const char *in = trials_node_in(c), *out = trials_node_out(c);
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
count_node(
    const struct report *r, const char *node, bool silent, struct tally *out)
{
	*out = (struct tally){ 0 };
	for (size_t i = 0; i < r->checks.n; i++)
		if (is_telling(r, r->checks.v[i]) &&
		    speaks_for(r->checks.v[i], node, silent))
			tally_add(out, r->checks.v[i]);
}

/* A node either always works or never, and one that works was seen. */
const char *
column_pin(const struct report *r)
{
	struct trials all;
	unsigned opened = 0, known = 0;

	trials_count(&r->checks, -1, &all);
	for (size_t i = 0; i < r->checks.n; i++) {
		const char *node = trials_node_out(r->checks.v[i]);
		struct tally t;

		if (node == NULL || !is_telling(r, r->checks.v[i]))
			continue;
		count_node(r, node, all.all.silent > 0, &t);
		if (t.opened > 0 && t.silent + t.failed > 0)
			return "no";
		opened += t.opened > 0;
		known += tally_n(&t) + t.failed > 0;
	}
	if (opened == 0)
		return known >= PIN_LEAST ? "no" : NULL;
	return known >= PIN_LEAST ? "fixes" : NULL;
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

static bool
any_tunnel_opened(const struct report *r)
{
	for (size_t i = 0; i < r->checks.n; i++) {
		const struct check *c = r->checks.v[i];

		if (seen_ran(c) && c->stage == STAGE_TUNNEL &&
		    reached_server(c))
			return true;
	}
	return false;
}

static bool
is_realm(const struct report *r, const char *domain)
{
	for (size_t i = 0; i < r->checks.n; i++)
		if (fact_is(&r->checks.v[i]->facts, FACT_HTTP_REALM, domain))
			return true;
	return false;
}

/* The user's name with the domain that the site itself named, as that of its
 * computers or as its realm. A domain that was guessed at may be the wrong
 * one; and a name that was accepted in full is the column BASIC. */
static bool
is_form_refused(const struct report *r)
{
	const struct check *c = checks_find(&r->checks, "echo.in.form");
	const char *user =
	    seen_ran(c) ? fact_str(&c->facts, FACT_AUTH_USER) : NULL;
	const char *at = user == NULL ? NULL : strchr(user, '@');

	return user != NULL && (at == NULL || is_realm(r, at + 1)) &&
	    fact_false(&c->facts, FACT_HTTP_ACCEPTED);
}

const char *
column_namealt(const struct report *r)
{
	static const char prefix[] = "tunnel.name.";
	const char *symbol = NULL;

	if (is_form_refused(r))
		symbol = "no";
	for (size_t i = 0; i < r->checks.n; i++) {
		const struct check *c = r->checks.v[i];

		if (strncmp(c->id, prefix, strlen(prefix)) != 0 ||
		    seen_tunnel(r, c) == NULL)
			continue;
		if (reached_server(c))
			return "fixes";
		symbol = "no";
	}
	return symbol;
}

const char *
column_l3388(const struct report *r)
{
	const struct check *c = checks_find(&r->checks, "tunnel.gateway");

	if (c == NULL || seen_tunnel(r, c) == NULL)
		return NULL;
	return reached_server(c) ? "c2" : "6BA";
}

const char *
column_inlive(const struct report *r)
{
	const struct check *c = checks_find(&r->checks, "tunnel.inlive");

	/* CONN/C2 comes only after CONN/B1 went through on IN. */
	if (any_tunnel_opened(r))
		return "y";
	if (!seen_ran(c))
		return NULL;
	if (fact_true(&c->facts, FACT_IN_ALIVE))
		return "y";
	return fact_false(&c->facts, FACT_IN_ALIVE) ? "n" : NULL;
}

static bool
is_mgmt_call(const struct check *c)
{
	return seen_ran(c) && fact_get(&c->facts, FACT_INTERFACE) == NULL;
}

static bool
call_answered(const struct report *r)
{
	const struct check *c;

	for (size_t i = 0;
	     (c = checks_nth(&r->checks, STAGE_CALL, -1, i)) != NULL; i++)
		if (is_mgmt_call(c) &&
		    fact_is(&c->facts, FACT_CALL_RESULT, "ok"))
			return true;
	return false;
}

static bool
call_refused(const struct report *r)
{
	const struct check *c;

	for (size_t i = 0;
	     (c = checks_nth(&r->checks, STAGE_CALL, -1, i)) != NULL; i++)
		if (is_mgmt_call(c) &&
		    fact_is(&c->facts, FACT_CALL_RESULT, "fault"))
			return true;
	return false;
}

const char *
column_mgmt(const struct report *r)
{
	bool refused = call_refused(r);
	const struct check *c;

	if (call_answered(r))
		return "ok";
	for (size_t i = 0;
	     (c = checks_nth(&r->checks, STAGE_BIND, -1, i)) != NULL; i++) {
		const struct fact_set *f = &c->facts;

		if (!seen_ran(c) || !fact_is(f, FACT_BIND_INTERFACE, "mgmt"))
			continue;
		refused = refused || fact_is(f, FACT_BIND_RESULT, "rejected") ||
		    fact_is(f, FACT_BIND_RESULT, "nak") ||
		    fact_is(f, FACT_BIND_RESULT, "fault");
	}
	return refused ? "refused" : seen_below(r, STAGE_BIND);
}
