/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Experiments: checks that are only worth their time when they would split
 * what is still thinkable. verdict/ says which column it wants; here is what
 * each costs and does.
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "probe/calm.h"
#include "probe/compare.h"
#include "probe/other_target.h"
#include "probe/probes.h"
#include "probe/repeat.h"
#include "probe/trial.h"

struct experiment {
	const char *column;
	bool (*useful)(const struct run *r); /* is there anything to try? */
	int64_t (*cost_us)(const struct run *r);
	void (*go)(struct run *r);
};

static bool
can_scope(const struct run *r)
{
	const struct check *out = checks_find(&r->report->checks, "http.out");

	return out != NULL && out->http_status != 0 &&
	    out->http_status != 401 &&
	    (out->http_status != 200 || check_is_page(out)) &&
	    checks_find(&r->report->checks, "http.scope.root") == NULL;
}

static int64_t
one_step(const struct run *r)
{
	return r->config->step_us;
}

static int64_t
two_steps(const struct run *r)
{
	return 2 * r->config->step_us;
}

/* The same question about other places of the host. */
static void
go_scope(struct run *r)
{
	char *random = mem_printf("/%s/", r->control);
	const struct http_ask rows[] = {
		{ .id = "http.scope.vdir", .method = "GET", .path = "/rpc/" },
		{ .id = "http.scope.root", .method = "GET", .path = "/" },
		{ .id = "http.scope.owa", .method = "GET", .path = "/owa/" },
		{ .id = "http.scope.random", .method = "GET", .path = random },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		probe_http(r, &rows[i]);
	free(random);
}

static bool
can_in_alive(const struct run *r)
{
	const struct checks *all = &r->report->checks;

	if (checks_find(all, "tunnel.inlive") != NULL)
		return false;
	for (size_t i = 0; i < all->n; i++)
		if (is_failed_tunnel(all->v[i]) &&
		    !fact_is(&all->v[i]->facts, FACT_TUNNEL_END, "http"))
			return true;
	return false;
}

/* IN alone, to a target that must be refused: a live path answers at once. */
static void
go_in_alive(struct run *r)
{
	struct tunnel_ask ask = {
		.id = "tunnel.inlive",
		.parent = "echo.in",
		.stage = STAGE_TUNNEL,
		.server = r->control,
		.port = 6001,
		.control = true,
		.work = TUNNEL_ALIVE,
	};

	probe_tunnel(r, &ask);
}

/* A KDC is to be expected where the account's realm is that of this machine,
 * and beside the servers. Elsewhere nobody's password is tried on whatever
 * DNS calls a KDC. Negotiate has asked it already before it went on to NTLM: a
 * wrong password would be its third. */
static bool
can_ask_kdc(const struct run *r)
{
	const struct account *a = &r->config->http;

	return a->user != NULL && secret_given(&a->password) &&
	    checks_find(&r->report->checks, "kdc") == NULL &&
	    r->mech != &auth_negotiate &&
	    lockout_left(r->lockout, a->user) > 0 &&
	    (r->config->inside || auth_realm_is_ours(a->user));
}

static int64_t
unbind_cost(const struct run *r)
{
	return one_step(r) +
	    (trial_direct_useful(r) ? trial_direct_cost(r) : 0);
}

static bool
can_unbind(const struct run *r)
{
	struct echo_ask ask;

	return lockout_left(r->lockout, r->who.user) > 0 &&
	    compare_unbound(r, &ask);
}

/* The logon that was refused, bound to the server past the device or to
 * nothing. That server is asked first: a logon it accepts costs the account
 * nothing, and one it refuses leaves nothing to ask here. */
static void
go_unbind(struct run *r)
{
	struct echo_ask ask;

	if (trial_direct_useful(r)) {
		trial_direct_go(r);
		run_until_idle(r);
	}
	if (!r->stop && can_unbind(r) && compare_unbound(r, &ask))
		probe_echo(r, &ask);
}

/* What costs least comes first: least time, then least of what an account or
 * a server would notice. */
static const struct experiment experiments[] = {
	{ "SCOPE", can_scope, one_step, go_scope },
	{ "SCOPE", trial_dll_useful, one_step, trial_dll_go },
	{ "SUB", trial_length_useful, one_step, trial_length_go },
	{ "INLIVE", can_in_alive, one_step, go_in_alive },
	{ "L3388", can_gateway, one_step, go_gateway },
	{ "NAMEALT", can_rename, rename_cost, go_rename },
	{ "CCERT", trial_cert_useful, one_step, trial_cert_go },
	{ "DIRECT", trial_direct_useful, trial_direct_cost, trial_direct_go },
	{ "KDC", can_ask_kdc, one_step, probe_kdc },
	{ "CBT", can_unbind, unbind_cost, go_unbind },
	{ "SCOPE", trial_elsewhere_useful, two_steps, trial_elsewhere_go },
	{ "CREDX", trial_second_useful, two_steps, trial_second_go },
	{ "REP", repeat_useful, repeat_cost, repeat_go },
	{ "REP", calm_useful, calm_cost, calm_go },
};

#define NEXPERIMENTS (sizeof(experiments) / sizeof(experiments[0]))

static bool
can_run(const struct run *r, const struct experiment *e)
{
	int64_t left = r->ends_us - clock_mono_us();

	return !r->stop && r->pinned != NULL && e->useful(r) &&
	    e->cost_us(r) < left;
}

void
run_experiments(const struct run *r, struct strlist *columns)
{
	for (size_t i = 0; i < NEXPERIMENTS; i++)
		if (can_run(r, &experiments[i]))
			strlist_add(columns, experiments[i].column);
}

bool
run_experiment(struct run *r, const char *column)
{
	for (size_t i = 0; i < NEXPERIMENTS; i++) {
		if (strcmp(experiments[i].column, column) != 0 ||
		    !can_run(r, &experiments[i]))
			continue;
		experiments[i].go(r);
		run_until_idle(r);
		return true;
	}
	return false;
}
