/* SPDX-License-Identifier: Apache-2.0 */
#include "probe/interfaces.h"

#include <stdio.h>
#include <string.h>

#include "model/logon_result.h"
#include "probe/referral.h"
#include "probe/sweep.h"
#include "wire/iface.h"

#define NO_LOGON "no logon to the RPC server was accepted"

static bool
is_logon(const struct check *c)
{
	return c->stage == STAGE_BIND && c->rpc_auth != NULL &&
	    c->rpc_level != NULL && fact_get(&c->facts, FACT_INTERFACE) == NULL;
}

static bool
is_good(const struct check *c)
{
	const struct logon_result *result =
	    logon_result_find(fact_str(&c->facts, FACT_AUTH_RESULT), NULL);

	return result != NULL && result->kind == LOGON_GOOD;
}

static bool
logons_were_tried(const struct run *r)
{
	for (size_t i = 0; i < r->report->checks.n; i++)
		if (is_logon(r->report->checks.v[i]) &&
		    fact_get(&r->report->checks.v[i]->facts,
			FACT_AUTH_RESULT) != NULL)
			return true;
	return false;
}

/* The first mechanism that was accepted at a level, and at an endpoint unless
 * that is 0; NULL, too, while one before it is still being tried. */
static const struct auth_mech *
accepted(const struct run *r, int endpoint, const char *level)
{
	for (size_t i = 0; i < r->report->checks.n; i++) {
		const struct check *c = r->report->checks.v[i];

		if (!is_logon(c) ||
		    (endpoint != 0 && c->endpoint != endpoint) ||
		    strcmp(c->rpc_level, level) != 0 ||
		    fact_get(&c->facts, FACT_AUTH_USER) != NULL)
			continue;
		if (is_good(c))
			return auth_mech_find(c->rpc_auth);
		if (!probe_ended(r, c->id))
			return NULL;
	}
	return NULL;
}

bool
interfaces_reached(const struct run *r, int endpoint)
{
	const struct check *c =
	    checks_nth(&r->report->checks, STAGE_TUNNEL, endpoint, 0);

	return c != NULL && c->outcome == OUTCOME_PASS;
}

/* A logon of that level that was accepted at the endpoint, or anywhere. */
static bool
logon_at(const struct run *r, int endpoint, const struct auth_level_word *l,
    bool anywhere, struct rpc_logon *out)
{
	*out = (struct rpc_logon){
		.mech = accepted(r, endpoint, l->word),
		.level = l->level,
		.level_name = l->word,
		.who = &r->rpc_who,
	};
	if (out->mech == NULL && anywhere)
		out->mech = accepted(r, 0, l->word);
	return out->mech != NULL;
}

bool
interfaces_logon(const struct run *r, int endpoint, struct rpc_logon *out)
{
	const struct auth_level_word *l;

	for (size_t k = 0;
	     (l = auth_level_nth(k)) != NULL && l->level >= AUTH_LEVEL_PACKET;
	     k++)
		if (logon_at(r, endpoint, l, true, out))
			return true;
	*out = (struct rpc_logon){ 0 };
	return false;
}

void
interfaces_ask(struct run *r, int endpoint, const struct interface_ask *want)
{
	char id[64], parent[32];
	struct tunnel_ask ask = {
		.id = id,
		.parent = parent,
		.stage = STAGE_BIND,
		.server = r->server,
		.port = endpoint,
		.work = TUNNEL_INTERFACE,
	};

	snprintf(parent, sizeof(parent), "tunnel.%d", endpoint);
	snprintf(id, sizeof(id), "interface.%d.%s%s%s", endpoint,
	    want->iface->name, want->tail != NULL ? want->tail : "",
	    rpc_logon_suffix(want->logon));
	if (r->stop)
		run_skip(r, id, parent, STAGE_BIND, endpoint,
		    "the run's deadline came first");
	else
		probe_interface(r, &ask, want);
}

/* At the highest level alone, unless somebody asked for a comparison and for a
 * mailbox: a store that demands encryption is none that is broken. */
static bool
is_compared(const struct run *r, const struct iface *i)
{
	return r->config->rpc_level.n > 0 && r->config->mailbox_dn != NULL &&
	    i == &ifaces[IFACE_EMSMDB];
}

/* Level connect would prove nothing. */
static void
start_secured(struct run *r, const struct iface *i, int endpoint)
{
	bool all = is_compared(r, i);
	const struct auth_level_word *l;
	bool started = false;

	for (size_t k = 0; (l = auth_level_nth(k)) != NULL &&
	     l->level >= AUTH_LEVEL_PACKET && (all || !started);
	     k++) {
		struct rpc_logon logon;
		const struct interface_ask want = {
			.iface = i,
			.logon = &logon,
		};

		if (!logon_at(r, endpoint, l, !started, &logon))
			continue;
		interfaces_ask(r, endpoint, &want);
		started = true;
	}
	if (!started) {
		char id[64], parent[32];

		snprintf(parent, sizeof(parent), "tunnel.%d", endpoint);
		snprintf(id, sizeof(id), "interface.%d.%s", endpoint, i->name);
		run_skip(r, id, parent, STAGE_BIND, endpoint, NO_LOGON);
	}
}

/* The interface of an endpoint that was reached and not asked; else NULL. */
static const struct iface *
iface_to_ask(const struct run *r, int endpoint)
{
	const struct checks *all = &r->report->checks;
	const struct check *c;

	for (size_t i = 0;
	     (c = checks_nth(all, STAGE_BIND, endpoint, i)) != NULL; i++)
		if (fact_get(&c->facts, FACT_INTERFACE) != NULL)
			return NULL;
	return interfaces_reached(r, endpoint)
	    ? iface_by_port((uint16_t)endpoint)
	    : NULL;
}

/* Is it known by which logon? No other one would come before it. */
static bool
is_way_known(const struct run *r, const struct iface *i, int endpoint)
{
	const struct auth_level_word *highest = auth_level_nth(0);
	struct rpc_logon logon;

	if (!sweep_wanted(r))
		return true;
	return !is_compared(r, i) &&
	    logon_at(r, endpoint, highest, false, &logon);
}

/* Ask an interface, under a logon where there may be one. */
static void
start(struct run *r, const struct iface *f, int endpoint, bool secured)
{
	const struct interface_ask want = { .iface = f };

	if (secured)
		start_secured(r, f, endpoint);
	else
		interfaces_ask(r, endpoint, &want);
}

bool
interfaces_due(const struct run *r)
{
	const struct iface *f;

	for (size_t i = 0; i < r->config->nendpoints; i++) {
		f = iface_to_ask(r, r->config->endpoints[i]);
		if (f != NULL && is_way_known(r, f, r->config->endpoints[i]))
			return true;
	}
	return referral_due(r);
}

void
interfaces_start(struct run *r)
{
	for (size_t i = 0; i < r->config->nendpoints; i++) {
		int endpoint = r->config->endpoints[i];
		const struct iface *f = iface_to_ask(r, endpoint);

		if (f != NULL && is_way_known(r, f, endpoint))
			start(r, f, endpoint, sweep_wanted(r));
	}
	referral_start(r);
}

void
interfaces_finish(struct run *r)
{
	bool secured = logons_were_tried(r);

	for (size_t i = 0; i < r->config->nendpoints; i++) {
		int endpoint = r->config->endpoints[i];
		const struct iface *f = iface_to_ask(r, endpoint);

		if (f != NULL)
			start(r, f, endpoint, secured);
	}
	run_until_idle(r);
	referral_finish(r);
}
