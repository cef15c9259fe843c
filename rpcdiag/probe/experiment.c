/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Experiments: checks that are only worth their time when they would split
 * what is still thinkable. verdict/ says which column it wants; here is what
 * each costs and does.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "probe/compare.h"
#include "probe/identity.h"
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
	    out->http_status != 401 && out->http_status != 200 &&
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

static bool
can_unbind(const struct run *r)
{
	struct echo_ask ask;

	return lockout_left(r->lockout, r->who.user) > 0 &&
	    compare_unbound(r, &ask);
}

/* The logon that was refused, without its channel binding. */
static void
go_unbind(struct run *r)
{
	struct echo_ask ask;

	if (compare_unbound(r, &ask))
		probe_echo(r, &ask);
}

/* What costs least comes first: least time, then least of what an account or
 * a server would notice. */
static const struct experiment experiments[] = {
	{ "SCOPE", can_scope, one_step, go_scope },
	{ "INLIVE", can_in_alive, one_step, go_in_alive },
	{ "L3388", can_gateway, one_step, go_gateway },
	{ "NAMEALT", can_rename, rename_cost, go_rename },
	{ "CCERT", trial_cert_useful, one_step, trial_cert_go },
	{ "KDC", can_ask_kdc, one_step, probe_kdc },
	{ "CBT", can_unbind, one_step, go_unbind },
	{ "SCOPE", trial_elsewhere_useful, two_steps, trial_elsewhere_go },
	{ "REP", repeat_useful, repeat_cost, repeat_go },
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

static void
await_pinned(struct run *r)
{
	r->planned = false;
	probe_dns(r);
	run_until_idle(r);
	if (r->naddresses == 0)
		return;
	run_pin(r, &r->address[0]);
	if (config_forward(r->config) == NULL)
		return;
	probe_connect(r);
	run_until_idle(r);
}

/* A way through the proxy; says why there is none. */
static const char *
proxy_reach(struct run *r)
{
	const struct config *c = r->config;

	await_pinned(r);
	if (r->pinned == NULL)
		return "the name has no address";
	if (r->way > WAY_OPEN)
		return "the forward proxy lets nothing through";
	/* one probe, one mechanism: the one that was asked for, else the one
	 * that needs no word of the server */
	if (c->http_auth.n > 0)
		r->mech = auth_mech_find(c->http_auth.v[0]);
	else if (secret_given(r->who.password))
		r->mech = &auth_basic;
	else if (identity_given(r))
		r->mech = &auth_kerberos;
	return NULL;
}

/* Whoever names a principal, or asks for the proxy alone, wants to know of its
 * certificate before anything goes through. */
static bool
certificate_bears(struct run *r)
{
	const struct config *c = r->config;
	const struct check *tls;

	if (r->trust == NULL || (c->msstd == NULL && !c->ping.echo))
		return true;
	probe_tls(r);
	run_until_idle(r);
	tls = checks_find(&r->report->checks, "tls");
	return c->insecure ||
	    (tls->outcome != OUTCOME_FAIL &&
		!fact_false(&tls->facts, FACT_TLS_MSSTD_OK));
}

static void
ping_echo(struct run *r)
{
	const struct echo_ask ask = {
		.id = "echo.in",
		.in = true,
		.mech = r->mech,
		.who = &r->who,
	};

	probe_echo(r, &ask);
	run_until_idle(r);
}

void
run_ping(struct run *r)
{
	const struct ping *ping = &r->config->ping;
	int port = r->config->endpoints[0];
	const char *why = NULL;
	char id[32];

	if (ping->protseq == PROTSEQ_PROXY)
		why = proxy_reach(r);
	if (why != NULL) {
		snprintf(id, sizeof(id), "tunnel.%d", port);
		run_skip(r, id, "dns", STAGE_TUNNEL, port, why);
		return;
	}
	if (ping->protseq == PROTSEQ_PROXY && !certificate_bears(r))
		return;
	if (ping->echo) {
		ping_echo(r);
		return;
	}
	if (ping->map) {
		probe_ping(r, port, true);
		run_until_idle(r);
		port = r->mapped_port;
	}
	if (port != 0 && !r->stop) {
		probe_ping(r, port, false);
		run_until_idle(r);
	}
}
