/* SPDX-License-Identifier: Apache-2.0 */
#include "probe/hold.h"

#include <stdio.h>

#include "base/clock.h"
#include "probe/probes.h"

/* No device worth its name forgets a connection sooner. */
#define PAUSE_MOST_US CLOCK_S(10)
#define PAUSES 12 /* in the time of the hold, at least */
#define STEPS 5	  /* to open, bind, and wait for an answer at the end */

/* Silence of several lengths at once: a device that drops without a word is
 * only noticed by what is sent next, and so is found between two of them. */
static const struct hold_row {
	const char *id;
	enum hold_traffic traffic;
	int part; /* of the time of the hold */
} rows[] = {
	{ "idle.silent", HOLD_NONE, 1 },
	{ "idle.half", HOLD_NONE, 2 },
	{ "idle.quarter", HOLD_NONE, 4 },
	{ "idle.calls", HOLD_CALLS, 1 },
	{ "idle.bytes", HOLD_BYTES, 1 },
};

/* An endpoint whose tunnel opened; NULL = there is none. */
static const struct check *
open_tunnel(const struct run *r)
{
	const struct checks *all = &r->report->checks;
	const struct check *c;

	for (size_t i = 0; (c = checks_nth(all, STAGE_TUNNEL, -1, i)) != NULL;
	     i++)
		if (c->endpoint != 0 && c->outcome == OUTCOME_PASS &&
		    fact_is(&c->facts, FACT_TUNNEL_REACHED, "conn-c2"))
			return c;
	return NULL;
}

/* What the survey of that tunnel could bind: mgmt, else the port's own. */
static const struct iface *
bound_interface(const struct run *r, int port)
{
	const struct iface *own = iface_by_port((uint16_t)port);
	const struct check *c;
	char id[32];

	snprintf(id, sizeof(id), "bind.%d.%s", port, ifaces[IFACE_MGMT].name);
	c = checks_find(&r->report->checks, id);
	if (own == NULL ||
	    (c != NULL && fact_is(&c->facts, FACT_BIND_RESULT, "accepted")))
		return &ifaces[IFACE_MGMT];
	return own;
}

static void
start(struct run *r, const struct hold_row *row, const struct check *tunnel)
{
	int64_t idle = r->config->idle_us;
	const struct tunnel_ask ask = {
		.id = row->id,
		.parent = tunnel->id,
		.stage = STAGE_REPEAT,
		.server = r->server,
		.port = tunnel->endpoint,
		.aside = true,
		.work = TUNNEL_INTERFACE,
	};
	const struct hold hold = {
		.traffic = row->traffic,
		.iface = bound_interface(r, tunnel->endpoint),
		.hold_us = idle / row->part,
		.pause_us = idle / PAUSES < PAUSE_MOST_US ? idle / PAUSES
							  : PAUSE_MOST_US,
	};

	probe_hold(r, &ask, &hold);
}

void
run_hold(struct run *r)
{
	const struct check *tunnel = open_tunnel(r);

	if (r->config->idle_us == 0)
		return;
	if (r->stop || tunnel == NULL) {
		run_skip(r, rows[0].id, "echo.in", STAGE_REPEAT, 0,
		    r->stop ? "the run's deadline came first"
			    : "no tunnel opened that could be held");
		return;
	}
	run_extend(r, r->config->idle_us + STEPS * r->config->step_us);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		start(r, &rows[i], tunnel);
	run_until_idle(r);
}
