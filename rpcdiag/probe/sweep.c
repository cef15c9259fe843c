/* SPDX-License-Identifier: Apache-2.0 */
#include "probe/sweep.h"

#include <stdio.h>
#include <string.h>

#include "probe/identity.h"
#include "probe/probes.h"

static const struct {
	const char *name;
	enum auth_level level;
} levels[] = {
	{ "connect", AUTH_LEVEL_CONNECT },
	{ "packet", AUTH_LEVEL_PACKET },
	{ "integrity", AUTH_LEVEL_INTEGRITY },
	{ "privacy", AUTH_LEVEL_PRIVACY },
};

#define NLEVELS (sizeof(levels) / sizeof(levels[0]))

enum auth_level
sweep_level(const char *name)
{
	for (size_t i = 0; i < NLEVELS; i++)
		if (strcmp(levels[i].name, name) == 0)
			return levels[i].level;
	return AUTH_LEVEL_NONE;
}

static bool
is_wanted(const struct run *r, size_t level)
{
	const struct strlist *l = &r->config->rpc_level;

	return l->n == 0 ? levels[level].level == AUTH_LEVEL_PRIVACY
			 : strlist_has(l, levels[level].name);
}

static bool
is_reached(const struct run *r, int endpoint)
{
	const struct check *c =
	    checks_nth(&r->report->checks, STAGE_TUNNEL, endpoint, 0);

	return c != NULL && c->outcome == OUTCOME_PASS;
}

/* Cell n counts levels first, then mechanisms, then endpoints; false past the
 * last one. A cell that is not wanted leaves out->id empty. */
struct cell {
	char id[64];
	int endpoint;
	const struct auth_mech *mech;
	size_t level;
};

static bool
cell_nth(const struct run *r, unsigned n, struct cell *out)
{
	const struct config *c = r->config;
	size_t mechs = c->rpc_auth.n;

	out->level = NLEVELS - 1 - n % NLEVELS; /* privacy first */
	n /= NLEVELS;
	if (mechs == 0 || n / mechs >= c->nendpoints)
		return false;
	out->mech = auth_mech_find(c->rpc_auth.v[n % mechs]);
	out->endpoint = c->endpoints[n / mechs];
	out->id[0] = '\0';
	if (out->mech != NULL && out->mech->rpc_type != 0 &&
	    is_wanted(r, out->level) && is_reached(r, out->endpoint))
		snprintf(out->id, sizeof(out->id), "auth.%d.%s.%s",
		    out->endpoint, out->mech->name, levels[out->level].name);
	return true;
}

static void
cell_start(struct run *r, const struct cell *c, const struct auth_identity *who)
{
	char parent[32];
	struct tunnel_ask ask = {
		.id = c->id,
		.parent = parent,
		.stage = STAGE_BIND,
		.server = r->server,
		.port = c->endpoint,
		.work = TUNNEL_LOGON,
	};

	snprintf(parent, sizeof(parent), "tunnel.%d", c->endpoint);
	probe_rpc_logon(r, &ask, who, c->mech, levels[c->level].level,
	    levels[c->level].name);
}

/* Say of the cells that are left why they are not run. */
static void
skip_rest(struct run *r, const char *why)
{
	char parent[32];
	struct cell c;

	while (cell_nth(r, r->sweep_at, &c)) {
		r->sweep_at++;
		if (c.id[0] == '\0')
			continue;
		snprintf(parent, sizeof(parent), "tunnel.%d", c.endpoint);
		run_skip(r, c.id, parent, STAGE_BIND, c.endpoint, why);
	}
}

/* Start the next cell; false when there is none left. */
static bool
cell_next(struct run *r)
{
	struct cell c;

	if (lockout_left(r->lockout, r->rpc_who.user) == 0) {
		skip_rest(r, "another refused logon might lock the account");
		return false;
	}
	while (cell_nth(r, r->sweep_at, &c)) {
		r->sweep_at++;
		if (c.id[0] != '\0') {
			cell_start(r, &c, &r->rpc_who);
			return true;
		}
	}
	return false;
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
	struct cell c = { .id = "auth.second" };

	if (refused == NULL || r->second_who.user == NULL ||
	    checks_find(&r->report->checks, c.id) != NULL ||
	    lockout_left(r->lockout, r->second_who.user) == 0)
		return;
	c.endpoint = refused->endpoint;
	c.mech = auth_mech_find(refused->rpc_auth);
	while (c.level + 1 < NLEVELS &&
	    strcmp(levels[c.level].name, refused->rpc_level) != 0)
		c.level++;
	cell_start(r, &c, &r->second_who);
}

void
sweep_start(struct run *r)
{
	if (identity_given_rpc(r))
		cell_next(r);
}

void
sweep_told(struct run *r, enum sweep_word word)
{
	if (r->stop)
		return;
	switch (word) {
	case SWEEP_ACCEPTED:
		while (cell_next(r))
			;
		break;
	case SWEEP_REFUSED:
		lockout_refused(r->lockout, r->rpc_who.user);
		skip_rest(r, "the logon was refused");
		second_start(r);
		break;
	case SWEEP_SILENT:
		cell_next(r);
		break;
	}
}
