/* SPDX-License-Identifier: Apache-2.0 */
#include "probe/repeat.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/random.h"
#include "model/trials.h"
#include "probe/other_target.h"
#include "probe/probes.h"

#define DIRECTORY 6004
/* Where a third of twenty others are apart, chance keeps all of these together
 * in one run of twenty-two. */
#define TRIALS_SHARED 10
#define NODE "echo.node"
#define TRIAL_ID 40

/* Did the first answer carry what may tell front ends apart? */
static bool
is_marked(const struct check *out)
{
	return out != NULL &&
	    (fact_str(&out->facts, FACT_HTTP_FE_SERVER) != NULL ||
		fact_get(&out->facts, FACT_HTTP_COOKIES) != NULL);
}

/* The scheme by which anybody may ask for an NTLM challenge; where there is
 * none, any answer may do (ASK_ANYTHING). NULL = there is nothing to ask. */
static const char *
scheme_to_ask(const struct run *r)
{
	const struct check *out = checks_find(&r->report->checks, "http.out");
	const struct fact *f =
	    out == NULL ? NULL : fact_get(&out->facts, FACT_HTTP_SCHEMES);

	if (f == NULL || f->absent || r->mech == NULL ||
	    strcmp(r->mech->scheme, "NTLM") == 0)
		return NULL;
	if (strlist_has(&f->list, "NTLM"))
		return "NTLM";
	if (strlist_has(&f->list, "Negotiate"))
		return "Negotiate";
	return is_marked(out) ? ASK_ANYTHING : NULL;
}

void
repeat_find_names(struct run *r)
{
	struct echo_ask ask = {
		.id = NODE,
		.in = true,
		.mech = r->mech,
		.who = &r->who,
		.ask = scheme_to_ask(r),
	};

	if (ask.ask != NULL)
		probe_echo(r, &ask);
}

/* Names are asked for once it was seen that this breaks nothing. */
static const char *
scheme_that_works(const struct run *r)
{
	const struct check *c = checks_find(&r->report->checks, NODE);

	if (c == NULL || c->outcome != OUTCOME_PASS ||
	    (fact_str(&c->facts, FACT_NODE_NAME) == NULL &&
		!is_marked(checks_find(&r->report->checks, "http.out"))))
		return NULL;
	return scheme_to_ask(r);
}

/* Another address of the proxy that takes connections, or NULL. */
static const struct peer_address *
other_address(const struct run *r)
{
	char id[32];

	for (unsigned i = 0; i < r->naddresses; i++) {
		const struct peer_address *a = &r->address[i];
		const struct check *c;

		snprintf(id, sizeof(id), "tcp.%d", a->index);
		c = checks_find(&r->report->checks, id);
		if (a != r->pinned && c != NULL && c->outcome == OUTCOME_PASS &&
		    r->forward.address == NULL)
			return a;
	}
	return NULL;
}

/* More than nothing, less than anybody would notice. */
static int64_t
some_time(void)
{
	uint8_t byte;

	random_fill(&byte, 1);
	return CLOCK_MS(1 + byte / 4);
}

/* One more tunnel like that one; it is called by the text in id. */
static struct tunnel_ask
trial_ask(struct run *r, const struct check *like, const char *kind, int trial,
    char id[TRIAL_ID])
{
	snprintf(id, TRIAL_ID, "%s.%d.%d", kind, like->endpoint, trial);
	return (struct tunnel_ask){
		.id = id,
		.parent = like->id,
		.stage = STAGE_REPEAT,
		.server = r->server,
		.port = like->endpoint,
		.trial = trial,
		.node_scheme = scheme_that_works(r),
		.work = TUNNEL_OPEN,
	};
}

/* Every other trial opens IN some time after OUT, so that a balancer that takes
 * turns does not make the same pair each time. Where the name has several
 * addresses, a third of them go to another one, and a third to both. */
static void
repeat_tunnel(struct run *r, const struct check *like, int trial)
{
	char id[TRIAL_ID];
	struct tunnel_ask ask = trial_ask(r, like, "repeat", trial, id);

	if (trial % 2 == 0)
		ask.in_after_us = some_time();
	if (trial % 3 > 0)
		ask.in_at = other_address(r);
	if (trial % 3 == 1)
		ask.out_at = ask.in_at;
	probe_tunnel(r, &ask);
}

/* A tunnel whose channels have one TLS session: a balancer that goes by it
 * keeps them together. */
static void
share_session(struct run *r, const struct check *like, int trial)
{
	char id[TRIAL_ID];
	struct tunnel_ask ask = trial_ask(r, like, "shared", trial, id);

	ask.in_after_us = some_time();
	ask.one_session = true;
	probe_tunnel(r, &ask);
}

static unsigned
wanted(const struct run *r)
{
	unsigned asked = (unsigned)r->config->trials;

	return asked > 0 ? asked : TRIALS_ENOUGH;
}

/* Until this endpoint has had n trials with its first tunnel. */
static void
repeat_until(struct run *r, int port, unsigned n)
{
	const struct checks *all = &r->report->checks;
	const struct check *first = checks_nth(all, STAGE_TUNNEL, port, 0);
	int had = 0;

	while (checks_nth(all, STAGE_REPEAT, port, (size_t)had) != NULL)
		had++;
	while (first != NULL && first->outcome != OUTCOME_SKIP &&
	    (unsigned)had + 1 < n)
		repeat_tunnel(r, first, ++had);
}

/* DSProxy's port where it was asked for, else the last one. */
static int
sample_port(const struct config *c)
{
	for (size_t i = 0; i < c->nendpoints; i++)
		if (c->endpoints[i] == DIRECTORY)
			return DIRECTORY;
	return c->endpoints[c->nendpoints - 1];
}

static bool
is_at_work(const struct run *r, enum stage_id stage)
{
	for (const struct probe *p = r->probes; p != NULL; p = p->next)
		if (p->check->stage == stage)
			return true;
	return false;
}

/* All tunnels were tried once, and it is known who tells his name. */
static bool
is_surveyed(const struct run *r)
{
	const struct checks *all = &r->report->checks;

	return checks_find(all, "tunnel.control") != NULL &&
	    !is_at_work(r, STAGE_TUNNEL) &&
	    (checks_find(all, NODE) == NULL || probe_ended(r, NODE));
}

/* Binds and calls without a logon, in the tunnels that were opened first. */
static bool
is_calling(const struct run *r)
{
	for (const struct probe *p = r->probes; p != NULL; p = p->next) {
		const struct check *c = p->check;

		if ((c->stage == STAGE_BIND || c->stage == STAGE_CALL) &&
		    c->rpc_auth == NULL &&
		    fact_get(&c->facts, FACT_INTERFACE) == NULL)
			return true;
	}
	return false;
}

static bool
is_split(const struct run *r)
{
	struct trials t;

	trials_count(&r->report->checks, -1, &t);
	return t.all.silent > 0;
}

/* Beside the comparison, but not beside everything: a run has no more than two
 * dozen connections at a time. */
bool
repeat_sample_due(const struct run *r)
{
	const struct check *first = checks_nth(
	    &r->report->checks, STAGE_TUNNEL, sample_port(r->config), 0);

	return is_surveyed(r) && !is_calling(r) && !is_split(r) &&
	    first != NULL && first->outcome == OUTCOME_PASS;
}

void
repeat_sample(struct run *r)
{
	repeat_until(r, sample_port(r->config), wanted(r));
}

/* Where no tunnel opened, others can tell more of it than trials. */
bool
repeat_spread_due(const struct run *r)
{
	struct trials t;

	trials_count(&r->report->checks, -1, &t);
	return is_surveyed(r) && !is_at_work(r, STAGE_REPEAT) &&
	    t.all.silent > 0 && t.all.opened > 0;
}

/* At the first endpoint that does not always open. */
static void
share_sessions(struct run *r)
{
	const struct checks *all = &r->report->checks;
	struct trials t;

	if (r->trust == NULL)
		return;
	for (size_t i = 0; i < r->config->nendpoints; i++) {
		int port = r->config->endpoints[i];

		trials_count(all, port, &t);
		if (t.all.silent == 0)
			continue;
		for (int n = 1; n <= TRIALS_SHARED; n++)
			share_session(
			    r, checks_nth(all, STAGE_TUNNEL, port, 0), n);
		return;
	}
}

/* Endpoints that were seen to be silent. */
static unsigned
count_silent(const struct run *r)
{
	unsigned n = 0;

	for (size_t i = 0; i < r->config->nendpoints; i++) {
		struct trials t;

		trials_count(&r->report->checks, r->config->endpoints[i], &t);
		n += t.all.silent > 0;
	}
	return n;
}

/* Nodes are compared by the endpoints that are broken: where that is one, it is
 * tried twice as often. */
void
repeat_spread(struct run *r)
{
	unsigned n = wanted(r) < TRIALS_ENOUGH ? TRIALS_ENOUGH : wanted(r);
	bool one = count_silent(r) == 1;

	for (size_t i = 0; i < r->config->nendpoints; i++) {
		int port = r->config->endpoints[i];
		struct trials t;

		trials_count(&r->report->checks, port, &t);
		repeat_until(r, port, one && t.all.silent > 0 ? 2 * n - 1 : n);
	}
	share_sessions(r);
}

static bool
has_failed_tunnel(const struct run *r)
{
	const struct checks *all = &r->report->checks;

	for (size_t i = 0; i < all->n; i++)
		if (is_failed_tunnel(all->v[i]))
			return true;
	return false;
}

/* The front end refused the first question before any logon: was that the
 * word of all front ends? */
static bool
is_turned_away(const struct run *r)
{
	const struct check *out = checks_find(&r->report->checks, "http.out");

	return out != NULL && out->http_status != 0 &&
	    (out->http_status != 200 || check_is_page(out)) &&
	    checks_find(&r->report->checks, "echo.in") != NULL &&
	    checks_find(&r->report->checks, "echo.in")->outcome ==
	    OUTCOME_SKIP &&
	    checks_find(&r->report->checks, "http.again.1") == NULL;
}

static void
ask_again(struct run *r)
{
	char id[32];

	for (int i = 1; i < TRIALS_ENOUGH; i++) {
		struct http_ask ask = {
			.id = id,
			.method = "RPC_OUT_DATA",
			.path = r->config->path,
			.rpc = true,
		};

		snprintf(id, sizeof(id), "http.again.%d", i);
		probe_http(r, &ask);
	}
}

bool
repeat_useful(const struct run *r)
{
	return is_turned_away(r) ||
	    (checks_nth(&r->report->checks, STAGE_REPEAT, -1, 0) == NULL &&
		has_failed_tunnel(r));
}

int64_t
repeat_cost(const struct run *r)
{
	const struct checks *all = &r->report->checks;
	int64_t worst = 0;

	if (is_turned_away(r))
		return r->config->step_us;
	for (size_t i = 0; i < all->n; i++)
		if (is_failed_tunnel(all->v[i]) &&
		    all->v[i]->duration_us > worst)
			worst = all->v[i]->duration_us;
	return worst;
}

void
repeat_go(struct run *r)
{
	const struct checks *all = &r->report->checks;
	size_t n = all->n;

	if (is_turned_away(r))
		ask_again(r);
	if (is_split(r)) {
		repeat_spread(r);
		return;
	}
	for (size_t i = 0; i < n; i++)
		if (is_failed_tunnel(all->v[i]))
			repeat_until(r, all->v[i]->endpoint, TRIALS_ENOUGH);
}
