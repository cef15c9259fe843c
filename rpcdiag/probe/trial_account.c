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

/* The mechanism with which the user's own account was refused, as a client
 * would use it; NULL when it was not, or let in meanwhile. */
static const struct auth_mech *
refused_mech(const struct run *r)
{
	const struct checks *all = &r->report->checks;
	const struct check *c;

	if (r->gate == GATE_OPEN)
		return NULL;
	for (size_t i = 0; (c = checks_nth(all, STAGE_ECHO, -1, i)) != NULL;
	     i++)
		if (fact_false(&c->facts, FACT_HTTP_ACCEPTED) &&
		    fact_get(&c->facts, FACT_AUTH_BINDING) == NULL &&
		    fact_get(&c->facts, FACT_AUTH_USER) == NULL)
			return auth_mech_find(c->http_auth);
	return NULL;
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

/* Which of them takes the mechanism is seen first, without a logon: there is
 * but one to be spent. */
void
trial_elsewhere_go(struct run *r)
{
	const struct auth_mech *mech = refused_mech(r);

	for (size_t i = 0; i < NELSEWHERE; i++)
		probe_http(r, &elsewhere[i]);
	run_until_idle(r);
	for (size_t i = 0; i < NELSEWHERE && !r->stop; i++) {
		struct http_ask ask = elsewhere[i];

		if (!is_taken(find(r, ask.id), mech))
			continue;
		ask.id = "http.scope.logon";
		ask.mech = mech;
		ask.who = &r->who;
		probe_http(r, &ask);
		return;
	}
}
