/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The plan: what may start after what (after.c), what it then starts, and what
 * is said of it when it never will. Each row is looked at again whenever a
 * probe ends; what does not depend on each other runs at the same time.
 */
#include <stdio.h>

#include "probe/after.h"
#include "probe/association.h"
#include "probe/compare.h"
#include "probe/interfaces.h"
#include "probe/other_target.h"
#include "probe/probes.h"
#include "probe/repeat.h"
#include "probe/services.h"
#include "probe/sweep.h"

struct plan_row {
	const char *what;
	enum ready (*ready)(struct run *r, const char **why);
	void (*go)(struct run *r);
	void (*skip)(struct run *r, const char *why);
};

static enum ready
always(struct run *r, const char **why)
{
	(void)r;
	(void)why;
	return GO;
}

static enum ready
if_inside(struct run *r, const char **why)
{
	(void)why;
	return r->config->inside ? GO : NOT_YET;
}

static void
go_tcp(struct run *r)
{
	for (unsigned i = 0; i < r->naddresses; i++)
		probe_tcp(r, &r->address[i]);
}

static void
skip_tcp(struct run *r, const char *why)
{
	run_skip(r, "tcp.1", "dns", STAGE_TCP, 0, why);
}

static void
go_forward(struct run *r)
{
	if (config_forward(r->config) != NULL)
		probe_connect(r);
}

static void
go_tls(struct run *r)
{
	if (r->trust != NULL)
		probe_tls(r);
}

static void
skip_tls(struct run *r, const char *why)
{
	if (r->trust != NULL)
		run_skip(r, "tls", "tcp.1", STAGE_TLS, 0, why);
}

static void
go_http(struct run *r)
{
	static const struct http_ask rows[] = {
		{ .id = "http.get", .method = "GET" },
		{ .id = "http.out", .method = "RPC_OUT_DATA", .rpc = true },
		{ .id = "http.verb", .method = "RPCDIAG_VERB", .rpc = true },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct http_ask ask = rows[i];

		ask.path = r->config->path;
		probe_http(r, &ask);
	}
}

static void
skip_http(struct run *r, const char *why)
{
	run_skip(r, "http.out", "tls", STAGE_HTTP, 0, why);
}

/* With the run's own account. */
static void
echo(struct run *r, const char *id, bool in, const struct auth_mech *mech)
{
	const struct echo_ask ask = {
		.id = id,
		.in = in,
		.mech = mech,
		.who = &r->who,
	};

	probe_echo(r, &ask);
}

static void
go_echo(struct run *r)
{
	r->gate = r->mech == NULL ? GATE_OPEN : GATE_TRYING;
	echo(r, "echo.in", true, r->mech);
}

static void
skip_echo(struct run *r, const char *why)
{
	run_skip(r, "echo.in", "tls", STAGE_ECHO, 0, why);
}

static void
start_tunnel(struct run *r, int port)
{
	char id[32];
	struct tunnel_ask ask = {
		.id = id,
		.parent = "echo.in",
		.stage = STAGE_TUNNEL,
		.server = r->server,
		.port = port,
		.work = TUNNEL_SURVEY,
	};

	snprintf(id, sizeof(id), "tunnel.%d", port);
	if (checks_find(&r->report->checks, id) == NULL)
		probe_tunnel(r, &ask);
}

static void
go_first_tunnel(struct run *r)
{
	start_tunnel(r, r->config->endpoints[0]);
}

static void
go_tunnels(struct run *r)
{
	struct tunnel_ask control = {
		.id = "tunnel.control",
		.parent = "echo.in",
		.stage = STAGE_TUNNEL,
		.server = r->control,
		.port = 6001,
		.control = true,
		.work = TUNNEL_OPEN,
	};

	for (size_t i = 0; i < r->config->nendpoints; i++)
		start_tunnel(r, r->config->endpoints[i]);
	probe_tunnel(r, &control);
	echo(r, "echo.out", false, r->mech);
}

static void
skip_tunnels(struct run *r, const char *why)
{
	char id[32];

	for (size_t i = 0; i < r->config->nendpoints; i++) {
		int port = r->config->endpoints[i];

		snprintf(id, sizeof(id), "tunnel.%d", port);
		run_skip(r, id, "echo.in", STAGE_TUNNEL, port, why);
	}
}

static void
go_other_logon(struct run *r)
{
	struct echo_ask ask;

	if (compare_next(r, &ask))
		probe_echo(r, &ask);
}

static void
skip_nothing(struct run *r, const char *why)
{
	(void)r;
	(void)why;
}

static const struct plan_row rows[] = {
	{ "dns", always, probe_dns, skip_nothing },
	{ "inside", if_inside, probe_inside, skip_nothing },
	{ "other DNS", after_named_dns, probe_other_dns, skip_nothing },
	{ "tcp", after_dns, go_tcp, skip_tcp },
	{ "forward proxy", after_tcp, go_forward, skip_nothing },
	{ "tls", after_forward, go_tls, skip_tls },
	{ "old TLS", after_broken_tls, probe_old_tls, skip_nothing },
	{ "http", after_tls, go_http, skip_http },
	{ "other way", after_dead_end, probe_other_way, skip_nothing },
	{ "echo", after_http, go_echo, skip_echo },
	{ "first tunnel", after_slow_echo, go_first_tunnel, skip_nothing },
	{ "tunnels", after_gate, go_tunnels, skip_tunnels },
	{ "other logons", after_logon, go_other_logon, skip_nothing },
	{ "names of nodes", after_gate, repeat_find_names, skip_nothing },
	{ "old address book", after_book, go_old_book, skip_nothing },
	{ "samples", after_tunnels, repeat_sample, skip_nothing },
	{ "other services", after_store, services_start, skip_nothing },
	{ "trials", after_samples, repeat_spread, skip_nothing },
	{ "interfaces", after_way, interfaces_start, skip_nothing },
};

#define NROWS (sizeof(rows) / sizeof(rows[0]))

/* Look at one row; true when it was decided now. */
static bool
row_step(struct run *r, unsigned i)
{
	const char *why = NULL;

	if (r->row_done & 1UL << i)
		return false;
	switch (rows[i].ready(r, &why)) {
	case GO:
		r->row_done |= 1UL << i;
		rows[i].go(r);
		return true;
	case GO_ON:
		rows[i].go(r);
		return true;
	case NEVER:
		r->row_done |= 1UL << i;
		rows[i].skip(r, why);
		return true;
	case NOT_YET:
		break;
	}
	return false;
}

void
plan_step(struct run *r)
{
	bool again = true;

	while (again && !r->stop && r->planned) {
		again = false;
		for (unsigned i = 0; i < NROWS; i++)
			again |= row_step(r, i);
	}
	if (r->planned)
		sweep_step(r);
}

void
run_ladder(struct run *r)
{
	const char *why;

	r->planned = true;
	plan_step(r);
	run_until_idle(r);
	interfaces_finish(r);
	association_run(r);
	why = r->stop ? "the run's deadline came first"
		      : "nothing below it was reached";
	for (unsigned i = 0; i < NROWS; i++)
		if ((r->row_done & 1UL << i) == 0) {
			r->row_done |= 1UL << i;
			if (rows[i].ready != if_inside)
				rows[i].skip(r, why);
		}
	sweep_end(r, why);
	r->planned = false;
}
