/* SPDX-License-Identifier: Apache-2.0 */
#include "report/referral.h"

#include <string.h>
#include <strings.h>

#include "model/trials.h"

#define DIRECTORY 6004

/* The check with a fact, or NULL. */
static const struct check *
find_with(const struct checks *c, enum fact_key key)
{
	for (size_t i = 0; i < c->n; i++)
		if (fact_str(&c->v[i]->facts, key) != NULL)
			return c->v[i];
	return NULL;
}

/* The answer to RfrGetNewDSA ([MS-OXABREF] 3.1.4.1), or NULL. */
static const struct check *
answer_find(const struct checks *c)
{
	return find_with(c, FACT_REFERRAL_SERVER);
}

static const struct check *
tunnel_find(const struct checks *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (fact_true(&c->v[i]->facts, FACT_TUNNEL_REFERRED))
			return c->v[i];
	return NULL;
}

/* The name of a profile's mailbox that the address book should have matched. */
static const struct check *
unmatched_find(const struct checks *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (fact_get(&c->v[i]->facts, FACT_BOOK_MATCH) != NULL &&
		    c->v[i]->outcome == OUTCOME_FAIL)
			return c->v[i];
	return NULL;
}

bool
referral_is_known(const struct checks *c)
{
	return answer_find(c) != NULL || unmatched_find(c) != NULL ||
	    find_with(c, FACT_SERVER_FQDN) != NULL;
}

/* Did the address book open, by the check of its NspiBind? Its own word:
 * somebody who has not logged on is told nothing. */
static bool
is_opening(const struct check *bind, bool opens)
{
	return bind != NULL && bind->outcome != OUTCOME_SKIP &&
	    bind->rpc_auth != NULL &&
	    fact_is(&bind->facts, FACT_CALL_RESULT, "ok") == opens;
}

/* What became of the address book that clients are sent to. */
static const char *
opening_of(const struct checks *all)
{
	const struct check *bind = checks_find(all, "call.referral.NspiBind");

	if (is_opening(bind, true))
		return " and opens its address book";
	return is_opening(bind, false) ? ", but does not open its address book"
				       : "";
}

/* The last time that a watch tried it, or NULL. */
static const struct check *
last_try(const struct checks *all, const struct check *tunnel)
{
	const struct check *last = NULL;

	for (size_t i = 0; i < all->n; i++) {
		const struct check *c = all->v[i];

		if (c->stage == STAGE_REPEAT && c->parent != NULL &&
		    c->outcome != OUTCOME_SKIP &&
		    strcmp(c->parent, tunnel->id) == 0)
			last = c;
	}
	return last;
}

static void
add_way(
    struct strlist *out, const struct checks *all, const struct check *tunnel)
{
	const struct check *last;
	bool good;

	if (tunnel == NULL || tunnel->outcome == OUTCOME_SKIP) {
		strlist_addf(
		    out, "Whether that one answers here was not tested.");
		return;
	}
	good = tunnel->outcome == OUTCOME_PASS;
	last = last_try(all, tunnel);
	if (good)
		strlist_addf(out,
		    "That one answers on %d through this proxy%s.", DIRECTORY,
		    opening_of(all));
	else
		strlist_addf(out,
		    "Through this proxy that one cannot be reached on %d.",
		    DIRECTORY);
	if (last != NULL && last->outcome != tunnel->outcome)
		strlist_addf(out,
		    good ? "At the end of the watch it could not be reached."
			 : "At the end of the watch it answered.");
}

/* Others that were named: by the server when it was asked again, or by the one
 * that it had sent us to. */
static void
add_others(struct strlist *out, const struct checks *all,
    const struct check *answer, const struct check *first)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct check *c = all->v[i];
		const struct check *by =
		    c->parent == NULL ? NULL : checks_find(all, c->parent);

		if (c == first || by == NULL || c->stage != STAGE_TUNNEL ||
		    !fact_true(&c->facts, FACT_TUNNEL_REFERRED))
			continue;
		strlist_addf(out, "%s %s, which %s on %d.",
		    by->endpoint == answer->endpoint
			? "Asked again, it also sends them to"
			: "That one sends them on to",
		    fact_str(&by->facts, FACT_REFERRAL_SERVER),
		    c->outcome == OUTCOME_PASS ? "answers"
					       : "cannot be reached",
		    DIRECTORY);
	}
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

static void
add_chain(struct strlist *out, const struct report *r,
    const struct check *answer, const char *server)
{
	const char *to = fact_str(&answer->facts, FACT_REFERRAL_SERVER);
	const struct check *tunnel = tunnel_find(&r->checks);

	if (tunnel == NULL && strcasecmp(to, server) == 0) {
		strlist_addf(out,
		    "%d sends clients to %s itself: they use its own address "
		    "book service (DSProxy) on %d.",
		    answer->endpoint, server, DIRECTORY);
		if (is_opening(
			checks_find(&r->checks, "call.6004.NspiBind"), false))
			strlist_add(out, "That one does not open.");
		return;
	}
	strlist_addf(out, "%d of %s sends clients to %s for the address book.",
	    answer->endpoint, server, to);
	add_way(out, &r->checks, tunnel);
	add_others(out, &r->checks, answer, tunnel);
	add_fallback(out, r, server);
}

/* Word for word what people read out to a helpdesk. */
#define OUTLOOK_SAYS \
	"\"The name cannot be matched to a name in the address list.\""

static void
add_match(struct strlist *out, const struct checks *c)
{
	const struct check *no = unmatched_find(c);
	const struct check *found = checks_find(c, "call.6004.NspiDNToMId");

	if (no == NULL)
		return;
	strlist_addf(out,
	    "%s of the address list has the name of the mailbox, and a profile "
	    "cannot be made with it. Outlook says: " OUTLOOK_SAYS,
	    fact_is(&no->facts, FACT_BOOK_MATCH, "several")
		? "More than one entry"
		: "No entry");
	if (found != NULL)
		strlist_add(out,
		    fact_true(&found->facts, FACT_BOOK_FOUND)
			? "The address book knows its address all the same: it "
			  "is hidden from the address lists."
			: "The address book does not know its address either.");
}

static const char *
home_word(const struct check *tunnel)
{
	if (tunnel == NULL || tunnel->outcome == OUTCOME_SKIP)
		return "which was not tested";
	return tunnel->outcome == OUTCOME_PASS
	    ? "and it answers through this proxy"
	    : "and cannot reach it through this proxy";
}

static void
add_home(struct strlist *out, const struct checks *c, const char *server)
{
	const struct check *told = find_with(c, FACT_SERVER_FQDN);
	const char *host =
	    told == NULL ? NULL : fact_str(&told->facts, FACT_SERVER_FQDN);

	if (host == NULL)
		return;
	if (strcasecmp(host, server) == 0)
		strlist_addf(out,
		    "By the word of the address book the mailbox is on %s.",
		    server);
	else
		strlist_addf(out,
		    "The mailbox is on %s, and not on %s: a client goes there "
		    "next, %s.",
		    host, server, home_word(checks_find(c, "tunnel.home")));
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
	const char *server = server_of(&r->target);

	if (answer != NULL)
		add_chain(out, r, answer, server);
	add_match(out, &r->checks);
	add_home(out, &r->checks, server);
}
