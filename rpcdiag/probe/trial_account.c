/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "probe/compare.h"
#include "probe/probes.h"
#include "probe/trial.h"

static const struct check *
find(const struct run *r, const char *id)
{
	return checks_find(&r->report->checks, id);
}

const struct auth_mech *
trial_refused_mech(const struct run *r)
{
	const struct checks *all = &r->report->checks;
	const struct check *c;

	for (size_t i = 0; (c = checks_nth(all, STAGE_ECHO, -1, i)) != NULL;
	     i++)
		if (fact_false(&c->facts, FACT_HTTP_ACCEPTED) &&
		    fact_get(&c->facts, FACT_AUTH_BINDING) == NULL &&
		    fact_get(&c->facts, FACT_AUTH_USER) == NULL)
			return auth_mech_find(c->http_auth);
	return NULL;
}

/* The same, unless the account was let in by another one. */
static const struct auth_mech *
refused_mech(const struct run *r)
{
	return r->gate == GATE_OPEN ? NULL : trial_refused_mech(r);
}

/* Services of Exchange beside the RPC proxy that ask for a logon. */
static const struct http_ask elsewhere[] = {
	{ .id = "http.scope.ews",
	    .method = "GET",
	    .path = "/ews/exchange.asmx" },
	{ .id = "http.scope.autodiscover",
	    .method = "GET",
	    .path = "/autodiscover/autodiscover.xml" },
};

#define SECOND_ELSEWHERE "http.scope.second"
#define NELSEWHERE (sizeof(elsewhere) / sizeof(elsewhere[0]))

/* Not before the same logon without its channel binding: that one is made
 * where the first was refused, and accepted it costs the account nothing. */
bool
trial_elsewhere_useful(const struct run *r)
{
	struct echo_ask unbound;

	return refused_mech(r) != NULL && !compare_unbound(r, &unbound) &&
	    find(r, elsewhere[0].id) == NULL &&
	    lockout_left(r->lockout, r->who.user) > 0;
}

static bool
is_taken(const struct check *c, const struct auth_mech *mech)
{
	const struct fact *f = fact_get(&c->facts, FACT_HTTP_SCHEMES);

	return c->http_status == 401 && f != NULL && !f->absent &&
	    strlist_has(&f->list, mech->scheme);
}

/* The first that takes the mechanism, of those that were asked; or NULL. */
static const struct http_ask *
place_for(const struct run *r, const struct auth_mech *mech)
{
	for (size_t i = 0; i < NELSEWHERE; i++) {
		const struct check *c = find(r, elsewhere[i].id);

		if (c != NULL && is_taken(c, mech))
			return &elsewhere[i];
	}
	return NULL;
}

/* Which of them takes the mechanism is seen first, without a logon: there is
 * but one to be spent. */
static void
try_elsewhere(struct run *r, const char *id, const struct auth_identity *who)
{
	const struct auth_mech *mech = refused_mech(r);
	const struct http_ask *place;
	struct http_ask ask;

	for (size_t i = 0; i < NELSEWHERE; i++)
		if (find(r, elsewhere[i].id) == NULL)
			probe_http(r, &elsewhere[i]);
	run_until_idle(r);
	place = place_for(r, mech);
	if (r->stop || place == NULL)
		return;
	ask = *place;
	ask.id = id;
	ask.mech = mech;
	ask.who = who;
	probe_http(r, &ask);
}

void
trial_elsewhere_go(struct run *r)
{
	try_elsewhere(r, "http.scope.logon", &r->who);
}

bool
trial_second_useful(const struct run *r)
{
	const struct check *second = find(r, "echo.in.second");
	const struct auth_mech *mech = refused_mech(r);

	return mech != NULL && second != NULL &&
	    fact_false(&second->facts, FACT_HTTP_ACCEPTED) &&
	    find(r, SECOND_ELSEWHERE) == NULL &&
	    (find(r, elsewhere[0].id) == NULL || place_for(r, mech) != NULL) &&
	    lockout_left(r->lockout, r->second_who.user) > 0;
}

void
trial_second_go(struct run *r)
{
	try_elsewhere(r, SECOND_ELSEWHERE, &r->second_who);
}
