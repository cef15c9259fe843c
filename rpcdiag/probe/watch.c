/* SPDX-License-Identifier: Apache-2.0 */
/*
 * --watch: the cheapest questions of the ladder again and again, so that what
 * changes by itself is seen to, and when. A logon that is refused in between
 * is the last one: the account may have been locked or changed by others.
 */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "probe/probes.h"
#include "wire/iface.h"

#define ROUNDS_MAX 1500 /* a day, once a minute */
#define SPARE_STEPS 4	/* for the last round */

static const struct check *
find(const struct run *r, const char *id)
{
	return checks_find(&r->report->checks, id);
}

static bool
passed(const struct run *r, const char *id)
{
	const struct check *c = find(r, id);

	return c != NULL && c->outcome == OUTCOME_PASS;
}

static void
ask_first(struct run *r, int round)
{
	char id[40];
	const struct http_ask ask = {
		.id = id,
		.method = "RPC_OUT_DATA",
		.path = r->config->path,
		.rpc = true,
		.round = round,
	};

	snprintf(id, sizeof(id), "watch.http.%d", round);
	if (find(r, "http.out") != NULL)
		probe_http(r, &ask);
}

/* One connection shows that the account is still good. */
static void
ask_echo(struct run *r, int round)
{
	char id[40];
	const struct echo_ask ask = {
		.id = id,
		.in = true,
		.mech = r->mech,
		.who = &r->who,
		.round = round,
	};

	snprintf(id, sizeof(id), "watch.echo.%d", round);
	if (passed(r, "echo.in"))
		probe_echo(r, &ask);
}

static void
ask_tunnel(struct run *r, const char *name, const char *parent,
    const char *server, int port, int round)
{
	char id[60];
	const struct tunnel_ask ask = {
		.id = id,
		.parent = parent,
		.stage = STAGE_REPEAT,
		.server = server,
		.port = port,
		.trial = round,
		.aside = true,
		.work = TUNNEL_OPEN,
	};

	snprintf(id, sizeof(id), "watch.%s.%d", name, round);
	probe_tunnel(r, &ask);
}

/* None of its logons was refused since the watch began. */
static bool
may_log_on(const struct run *r, unsigned left)
{
	return !r->stop && r->gate == GATE_OPEN &&
	    lockout_left(r->lockout, r->who.user) == left;
}

/* One after the other: what changes may be the account's password. */
static void
ask_tunnels(struct run *r, int round, unsigned left)
{
	const struct checks *all = &r->report->checks;
	size_t n = all->n;
	char name[20], parent[32];

	for (size_t i = 0; i < r->config->nendpoints && may_log_on(r, left);
	     i++) {
		int port = r->config->endpoints[i];

		snprintf(name, sizeof(name), "%d", port);
		snprintf(parent, sizeof(parent), "tunnel.%d", port);
		ask_tunnel(r, name, parent, r->server, port, round);
		run_until_idle(r);
	}
	for (size_t i = 0; i < n && may_log_on(r, left); i++) {
		const char *server =
		    fact_str(&all->v[i]->facts, FACT_REFERRAL_SERVER);

		if (server == NULL || find(r, "tunnel.referral") == NULL)
			continue;
		ask_tunnel(r, "referral", "tunnel.referral", server,
		    ifaces[IFACE_NSPI].port, round);
		break;
	}
}

static void
wait_until(struct run *r, int64_t due)
{
	while (!r->stop && clock_mono_us() < due)
		loop_turn(r->loop, due);
}

/* Every question that the ladder had an answer to, once. */
static void
ask_all(struct run *r, int round, unsigned left)
{
	ask_first(r, round);
	if (may_log_on(r, left))
		ask_echo(r, round);
	run_until_idle(r);
	ask_tunnels(r, round, left);
	run_until_idle(r);
}

void
run_watch(struct run *r)
{
	const struct config *c = r->config;
	unsigned left = lockout_left(r->lockout, r->who.user);
	int64_t begins = clock_mono_us(), pause = c->interval_us;

	if (c->watch_us == 0)
		return;
	if (r->stop || r->pinned == NULL) {
		run_skip(r, "watch.http.1", "tls", STAGE_REPEAT, 0,
		    r->stop ? "the run's deadline came first"
			    : "nothing answers that could be watched");
		return;
	}
	if (pause < c->watch_us / ROUNDS_MAX)
		pause = c->watch_us / ROUNDS_MAX;
	run_extend(r, c->watch_us + SPARE_STEPS * c->step_us);
	for (int round = 1; !r->stop && round * pause <= c->watch_us; round++) {
		wait_until(r, begins + round * pause);
		if (clock_mono_us() - begins < (round + 1) * pause)
			ask_all(r, round, left);
	}
}
