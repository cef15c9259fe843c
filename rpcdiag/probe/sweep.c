/* SPDX-License-Identifier: Apache-2.0 */
#include "probe/sweep.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "probe/compare.h"
#include "probe/identity.h"
#include "probe/probes.h"

#define STORE 6001 /* whose configuration has a lowest level */
#define SILENT_MAX 2
#define CELL_ID 64

/* What an endpoint's interfaces may have registered; cells go in this order. */
static const struct auth_mech *const mechs[SWEEP_MECHS] = {
	&auth_ntlm,
	&auth_negotiate,
	&auth_kerberos,
};

static size_t
mech_index(const struct auth_mech *mech)
{
	size_t m = 0;

	while (mechs[m] != mech)
		m++;
	return m;
}

bool
sweep_wanted(const struct run *r)
{
	return identity_given_rpc(r) &&
	    !strlist_has(&r->config->rpc_auth, "none");
}

/* Negotiate finds out whether there is a KDC; Kerberos by name is worth its
 * time where the account names a realm, or where there are tickets. */
static bool
is_worth_it(const struct run *r, const struct auth_mech *m)
{
	const struct strlist *list = &r->config->rpc_auth;
	const char *user = r->rpc_who.user;

	if (list->n > 0)
		return strlist_has(list, m->name);
	if (user == NULL || !secret_given(r->rpc_who.password))
		return m != &auth_ntlm;
	return m != &auth_kerberos || strchr(user, '@') != NULL ||
	    (strchr(user, '\\') != NULL && auth_realm_is_ours(user));
}

/* Once a run: whose realm it is takes a look at krb5.conf. */
static bool
mech_is_wanted(struct run *r, size_t mech)
{
	struct sweep_mech *m = &r->sweep.mech[mech];

	if (!m->settled)
		m->wanted = is_worth_it(r, mechs[mech]);
	m->settled = true;
	return m->wanted;
}

struct cell {
	int endpoint;
	size_t mech;
	const struct auth_level_word *level;
};

/* By level, then endpoint, then mechanism; false past the last one. */
static bool
cell_nth(const struct run *r, size_t n, struct cell *out)
{
	size_t endpoints = r->config->nendpoints;

	out->mech = n % SWEEP_MECHS;
	n /= SWEEP_MECHS;
	out->endpoint = r->config->endpoints[n % endpoints];
	out->level = auth_level_nth(n / endpoints);
	return out->level != NULL;
}

static void
cell_id(const struct cell *c, char id[CELL_ID])
{
	snprintf(id, CELL_ID, "auth.%d.%s.%s", c->endpoint,
	    mechs[c->mech]->name, c->level->word);
}

static void
cell_parent(const struct cell *c, char parent[32])
{
	snprintf(parent, 32, "tunnel.%d", c->endpoint);
}

static const struct check *
cell_check(const struct run *r, const struct cell *c)
{
	char id[CELL_ID];

	cell_id(c, id);
	return checks_find(&r->report->checks, id);
}

/* Who demands encryption refuses what is only signed. One cell shows that,
 * with the first mechanism that was accepted. */
static bool
is_level_probe(const struct run *r, const struct cell *c)
{
	struct cell other;

	if (c->level->level != AUTH_LEVEL_INTEGRITY ||
	    !r->sweep.mech[c->mech].accepted ||
	    (c->endpoint != STORE && c->endpoint != r->config->endpoints[0]))
		return false;
	for (size_t n = 0; cell_nth(r, n, &other); n++)
		if (other.level == c->level && cell_check(r, &other) != NULL)
			return false;
	return true;
}

static bool
level_is_wanted(const struct run *r, const struct cell *c)
{
	const struct strlist *list = &r->config->rpc_level;

	if (list->n > 0)
		return strlist_has(list, c->level->word);
	return c->level->level == AUTH_LEVEL_PRIVACY || is_level_probe(r, c);
}

/* A cell that is to be run, and was not yet. */
static bool
is_missing(struct run *r, const struct cell *c)
{
	char tunnel[32];
	const struct check *t;

	if (!mech_is_wanted(r, c->mech) || !level_is_wanted(r, c) ||
	    cell_check(r, c) != NULL)
		return false;
	cell_parent(c, tunnel);
	t = checks_find(&r->report->checks, tunnel);
	return t != NULL && t->outcome == OUTCOME_PASS;
}

/* Somebody has accepted the account's password in this run. */
static bool
is_known_good(const struct run *r)
{
	bool accepted = r->config->rpc.user == NULL && r->mech != NULL &&
	    r->gate == GATE_OPEN;

	for (size_t m = 0; m < SWEEP_MECHS; m++)
		accepted = accepted || r->sweep.mech[m].accepted;
	return accepted;
}

static bool
any_refused(const struct run *r)
{
	for (size_t m = 0; m < SWEEP_MECHS; m++)
		if (r->sweep.mech[m].refused)
			return true;
	return false;
}

/* Why no cell of the mechanism will run any more; NULL: they may. */
static const char *
refusal(const struct run *r, size_t mech)
{
	const struct sweep_mech *m = &r->sweep.mech[mech];

	if (any_refused(r) && !is_known_good(r))
		return "the RPC server refused the logon";
	if (m->refused)
		return "the RPC server refused this mechanism's logon";
	if (r->sweep.silent >= SILENT_MAX && !is_known_good(r))
		return "the RPC server answered none of the first logons";
	if (mechs[mech] == &auth_kerberos && r->sweep.wrong_at_kdc)
		return "the KDC says that the password is wrong";
	if (m->silent >= SILENT_MAX && !m->accepted)
		return "the RPC server did not answer this mechanism";
	return NULL;
}

/* Is a logon under way whose end may set the account free? */
static bool
any_logon_runs(const struct run *r)
{
	unsigned logons = 0;

	for (const struct probe *p = r->probes; p != NULL; p = p->next)
		if (p->check->stage == STAGE_ECHO || p->check->rpc_auth != NULL)
			logons++;
	return logons > r->sweep.waiting;
}

/* The mechanisms before this one that have a tunnel and no answer yet. */
static unsigned
turns_before(const struct run *r, size_t mech)
{
	unsigned n = 0;

	for (size_t i = 0; i < mech; i++) {
		const struct sweep_mech *m = &r->sweep.mech[i];

		if (m->open > 0 && m->ahead == NULL && !m->accepted &&
		    refusal(r, i) == NULL)
			n++;
	}
	return n;
}

/* Where all want the same refusal the comparison at the proxy comes first, and
 * then each mechanism by its turn, whichever tunnel is open first. */
static bool
can_bear(struct run *r, size_t mech)
{
	unsigned others = turns_before(r, mech) + (compare_goes_on(r) ? 1 : 0);

	return lockout_left(r->lockout, r->rpc_who.user) > others;
}

/* A good password becomes a ticket, and that harms nobody. But the KDC at hand
 * may know somebody else by that name: the others go first, if they may. */
static bool
may_ask_kdc(struct run *r, size_t mech)
{
	return r->sweep.running == 0 &&
	    (turns_before(r, mech) == 0 ||
		lockout_left(r->lockout, r->rpc_who.user) == 0);
}

/* May the cell log on? Then it has the refusal reserved that it may cost. */
static bool
may_log_on(struct run *r, size_t mech, const struct check *c)
{
	struct sweep_mech *m = &r->sweep.mech[mech];

	if (m->accepted)
		return true;
	if (mechs[mech] == &auth_kerberos && is_known_good(r))
		return may_ask_kdc(r, mech);
	if (m->running > 0 || (r->sweep.running > 0 && !is_known_good(r)) ||
	    !can_bear(r, mech) || !lockout_reserve(r->lockout, r->rpc_who.user))
		return false;
	m->ahead = c;
	return true;
}

/* Whoever waits for the first logon of his mechanism does so in a tunnel that
 * is open; but for none that will never come, and at the highest level alone,
 * since one that is too low is refused. */
static bool
may_open(struct run *r, const struct cell *c)
{
	const struct sweep_mech *m = r->sweep.mech;
	unsigned left = lockout_left(r->lockout, r->rpc_who.user);
	bool any_open = false;

	for (size_t i = 0; i < SWEEP_MECHS; i++) {
		any_open = any_open || m[i].open > 0;
		left += m[i].ahead != NULL ? 1 : 0;
	}
	if (!is_known_good(r))
		return !any_open && can_bear(r, c->mech);
	if (m[c->mech].accepted)
		return true;
	if (m[c->mech].open > 0 && m[c->mech].level != c->level->level)
		return false;
	return mechs[c->mech] == &auth_kerberos || left > 0;
}

bool
sweep_turn(struct run *r, const struct auth_mech *mech, const struct check *c,
    enum cell_state *state, const char **why)
{
	size_t m = mech_index(mech);

	if (*state == CELL_OPENS)
		r->sweep.waiting++;
	*state = CELL_WAITS;
	*why = refusal(r, m);
	if (*why == NULL && may_log_on(r, m, c)) {
		r->sweep.waiting--;
		r->sweep.running++;
		r->sweep.mech[m].running++;
		*state = CELL_LOGS_ON;
		return true;
	}
	if (*why == NULL && !any_logon_runs(r))
		*why = LOCKOUT_TEXT;
	return false;
}

static void
cell_skip(struct run *r, const struct cell *c, const char *why)
{
	struct check *check;
	char parent[32], id[CELL_ID];

	cell_id(c, id);
	cell_parent(c, parent);
	check = run_skip(r, id, parent, STAGE_BIND, c->endpoint, why);
	check->rpc_auth = mem_strdup(mechs[c->mech]->name);
	check->rpc_level = mem_strdup(c->level->word);
}

static void
cell_start(struct run *r, const struct cell *c, const char *id,
    const struct auth_identity *who)
{
	char parent[32];
	struct tunnel_ask ask = {
		.id = id,
		.parent = parent,
		.stage = STAGE_BIND,
		.server = r->server,
		.port = c->endpoint,
		.work = TUNNEL_LOGON,
	};

	cell_parent(c, parent);
	probe_rpc_logon(
	    r, &ask, who, mechs[c->mech], c->level->level, c->level->word);
}

void
sweep_step(struct run *r)
{
	const char *why;
	char id[CELL_ID];
	struct cell c;
	bool stuck;

	if (!sweep_wanted(r) || r->gate != GATE_OPEN || r->stop)
		return;
	rpc_logons_ask(r);
	stuck = !any_logon_runs(r);
	for (size_t n = 0; cell_nth(r, n, &c); n++) {
		if (!is_missing(r, &c))
			continue;
		why = refusal(r, c.mech);
		if (why == NULL && may_open(r, &c)) {
			r->sweep.mech[c.mech].open++;
			r->sweep.mech[c.mech].level = c.level->level;
			cell_id(&c, id);
			cell_start(r, &c, id, &r->rpc_who);
			stuck = false;
		} else if (why != NULL || stuck) {
			cell_skip(r, &c, why != NULL ? why : LOCKOUT_TEXT);
		}
	}
}

/* The cell that was refused where nothing was accepted, else NULL. */
static const struct check *
refused_cell(const struct run *r)
{
	const struct check *c, *refused = NULL;

	for (size_t i = 0;
	     (c = checks_nth(&r->report->checks, STAGE_BIND, -1, i)) != NULL;
	     i++) {
		if (fact_is(&c->facts, FACT_AUTH_RESULT, "accepted"))
			return NULL;
		if (refused == NULL && c->rpc_auth != NULL &&
		    (fact_is(&c->facts, FACT_AUTH_RESULT, "token_refused") ||
			fact_is(&c->facts, FACT_AUTH_RESULT, "denied")))
			refused = c;
	}
	return refused;
}

/* Who names a second account wants to know whether it fares better. */
static void
second_start(struct run *r)
{
	const struct check *refused = refused_cell(r);
	static const char id[] = "auth.second";
	struct cell c;

	if (refused == NULL || r->second_who.user == NULL ||
	    checks_find(&r->report->checks, id) != NULL ||
	    lockout_left(r->lockout, r->second_who.user) == 0)
		return;
	c.endpoint = refused->endpoint;
	c.mech = mech_index(auth_mech_find(refused->rpc_auth));
	c.level = auth_level_find(refused->rpc_level);
	cell_start(r, &c, id, &r->second_who);
}

void
sweep_end(struct run *r, const char *why)
{
	struct cell c;

	for (size_t n = 0; sweep_wanted(r) && cell_nth(r, n, &c); n++)
		if (is_missing(r, &c))
			cell_skip(r, &c, why);
}

/* A password that a server or a KDC counted against the account; a ticket that
 * is refused harms none. */
static bool
is_refused(const struct check *c)
{
	const struct fact_set *f = &c->facts;

	return fact_is(f, FACT_AUTH_FAULT, "password") ||
	    (!fact_is(f, FACT_AUTH_PACKAGE, "kerberos") &&
		(fact_is(f, FACT_AUTH_RESULT, "token_refused") ||
		    fact_is(f, FACT_AUTH_RESULT, "denied")));
}

/* One long silence is enough, of closed connections it takes more. */
static unsigned
silence_of(const struct check *c)
{
	if (fact_is(&c->facts, FACT_AUTH_RESULT, "timeout"))
		return SILENT_MAX;
	return fact_is(&c->facts, FACT_AUTH_RESULT, "closed") ? 1 : 0;
}

static void
cell_leave(struct run *r, struct sweep_mech *m, const struct check *c,
    enum cell_state state)
{
	m->open--;
	if (state == CELL_WAITS)
		r->sweep.waiting--;
	if (state == CELL_LOGS_ON) {
		r->sweep.running--;
		m->running--;
	}
	if (m->ahead == c) {
		lockout_release(r->lockout, r->rpc_who.user);
		m->ahead = NULL;
	}
}

void
sweep_told(struct run *r, const struct auth_mech *mech, const struct check *c,
    enum cell_state state)
{
	struct sweep_mech *m = &r->sweep.mech[mech_index(mech)];

	cell_leave(r, m, c, state);
	if (c->outcome == OUTCOME_PASS)
		m->accepted = true;
	if (fact_is(&c->facts, FACT_AUTH_FAULT, "password"))
		r->sweep.wrong_at_kdc = true;
	m->silent += silence_of(c);
	r->sweep.silent += silence_of(c);
	if (is_refused(c))
		m->refused = !m->accepted;
	if (any_refused(r) && r->sweep.running == 0 && !r->stop)
		second_start(r);
}
