/* SPDX-License-Identifier: Apache-2.0 */
#include "report/referral.h"

#include <string.h>
#include <strings.h>

#include "model/trials.h"

#define DIRECTORY 6004

/* The answer to RfrGetNewDSA ([MS-OXABREF] 3.1.4.1), or NULL. */
static const struct check *
answer_find(const struct checks *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (fact_str(&c->v[i]->facts, FACT_REFERRAL_SERVER) != NULL)
			return c->v[i];
	return NULL;
}

static const struct check *
tunnel_find(const struct checks *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (fact_true(&c->v[i]->facts, FACT_TUNNEL_REFERRED))
			return c->v[i];
	return NULL;
}

bool
referral_is_known(const struct checks *c)
{
	return answer_find(c) != NULL;
}

static void
add_way(struct strlist *out, const struct check *tunnel)
{
	if (tunnel == NULL || tunnel->outcome == OUTCOME_SKIP)
		strlist_add(
		    out, "Whether that one answers here was not tested.");
	else if (tunnel->outcome == OUTCOME_PASS)
		strlist_addf(out, "That one answers on %d through this proxy.",
		    DIRECTORY);
	else
		strlist_addf(out,
		    "Through this proxy that one cannot be reached on %d.",
		    DIRECTORY);
}

/* DSProxy is for those who are not sent away, or do not go. */
static void
add_fallback(struct strlist *out, const struct report *r, const char *server)
{
	struct trials t;
	const char *how = "answers";

	trials_count(&r->checks, DIRECTORY, &t);
	if (tally_n(&t.all) + t.all.failed == 0)
		return;
	if (t.all.opened == 0)
		how = "does not answer either";
	else if (t.all.silent + t.all.failed > 0)
		how = "does not answer every time";
	strlist_addf(out,
	    "A new profile, and a client that does not follow, ask %s itself "
	    "on %d, which %s.",
	    server, DIRECTORY, how);
}

static const char *
server_of(const struct target *t)
{
	if (t->server != NULL)
		return t->server;
	return t->host == NULL ? "the server" : t->host;
}

void
referral_say(const struct report *r, struct strlist *out)
{
	const struct check *answer = answer_find(&r->checks);
	const char *to = fact_str(&answer->facts, FACT_REFERRAL_SERVER);
	const char *server = server_of(&r->target);
	const struct check *tunnel = tunnel_find(&r->checks);

	if (tunnel == NULL && strcasecmp(to, server) == 0) {
		strlist_addf(out,
		    "%d sends clients to %s itself: they use its own address "
		    "book service (DSProxy) on %d.",
		    answer->endpoint, server, DIRECTORY);
		return;
	}
	strlist_addf(out, "%d of %s sends clients to %s for the address book.",
	    answer->endpoint, server, to);
	add_way(out, tunnel);
	add_fallback(out, r, server);
}
