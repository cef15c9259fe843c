/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The server past the device in front of the proxy is asked what failed at the
 * proxy, and as it was asked there: once, but for tunnels that may be split.
 * Which of the two is to blame is for verdict/ to say.
 */
#include <stdio.h>

#include "model/trials.h"
#include "probe/other_target.h"
#include "probe/probes.h"
#include "probe/trial.h"

#define TRIALS (TRIALS_ENOUGH - 1) /* where some tunnels may open: no luck */

static const struct check *
find(const struct run *r, const char *id)
{
	return checks_find(&r->report->checks, id);
}

static bool
offers_any(const struct check *c, const struct strlist *wanted)
{
	const struct fact *f = fact_get(&c->facts, FACT_HTTP_SCHEMES);

	for (size_t i = 0; f != NULL && !f->absent && i < wanted->n; i++)
		if (strlist_has(&f->list, wanted->v[i]))
			return true;
	return false;
}

/* The first question ended the matter, or the wanted way to log on is not
 * offered: the first answer of the other server says all. */
static bool
is_turned_away(const struct run *r)
{
	const struct check *out = find(r, "http.out");
	const struct strlist *wanted = &r->config->http_auth;

	if (out->http_status == 200)
		return !fact_true(&out->facts, FACT_ECHO_PDU);
	return out->outcome == OUTCOME_FAIL || out->http_status == 0 ||
	    (wanted->n > 0 && !strlist_has(wanted, "none") &&
		!offers_any(out, wanted));
}

static bool
is_echo_silent(const struct run *r)
{
	const struct check *echo = find(r, "echo.in");

	return echo != NULL && echo->outcome == OUTCOME_FAIL &&
	    echo->http_status != 401;
}

/* The OUT half is there and the IN half is not, as where a balancer splits
 * them: another trial may open. */
static bool
may_be_split(const struct check *c)
{
	return fact_is(&c->facts, FACT_TUNNEL_REACHED, "conn-a3");
}

/* A tunnel that failed; *some: others to that endpoint opened, or may. */
static const struct check *
failed_tunnel(const struct run *r, bool *some)
{
	const struct checks *all = &r->report->checks;
	const struct check *failed = NULL;

	for (size_t i = 0; i < all->n && failed == NULL; i++)
		if (is_failed_tunnel(all->v[i]) ||
		    (all->v[i]->stage == STAGE_REPEAT &&
			all->v[i]->endpoint != 0 &&
			all->v[i]->outcome == OUTCOME_FAIL))
			failed = all->v[i];
	*some = failed != NULL && may_be_split(failed);
	for (size_t i = 0; failed != NULL && i < all->n; i++)
		if (all->v[i]->endpoint == failed->endpoint &&
		    (all->v[i]->stage == STAGE_TUNNEL ||
			all->v[i]->stage == STAGE_REPEAT) &&
		    all->v[i]->outcome == OUTCOME_PASS)
			*some = true;
	return failed;
}

bool
trial_direct_useful(const struct run *r)
{
	bool some;

	return r->config->direct_host != NULL && !r->compared &&
	    find(r, "http.out") != NULL &&
	    (is_turned_away(r) || trial_refused_mech(r) != NULL ||
		is_echo_silent(r) || failed_tunnel(r, &some) != NULL);
}

int64_t
trial_direct_cost(const struct run *r)
{
	return 2 * r->config->step_us;
}

/* Would it take this logon, as far as its first answer tells? */
static bool
takes(const struct run *r, const struct auth_mech *mech)
{
	const struct check *direct = find(r, "direct");
	const struct fact *f = fact_get(&direct->facts, FACT_HTTP_SCHEMES);

	if (mech == NULL)
		return direct->http_status == 200;
	return f != NULL && !f->absent && strlist_has(&f->list, mech->scheme);
}

static void
skip_rest(struct run *r, const char *why)
{
	run_skip(r, "direct.echo", "direct", STAGE_INSIDE, 0, why);
}

static void
ask_echo(struct run *r, const struct auth_mech *mech)
{
	const struct echo_ask ask = {
		.id = "direct.echo",
		.in = true,
		.mech = mech,
		.who = &r->who,
		.at = &r->origin,
	};

	probe_echo(r, &ask);
}

static void
ask_tunnels(struct run *r, int port, int n)
{
	char id[32];
	struct tunnel_ask ask = {
		.id = id,
		.parent = "direct",
		.stage = STAGE_INSIDE,
		.server = r->server,
		.port = port,
		.in_at = &r->origin,
		.out_at = &r->origin,
		.work = TUNNEL_OPEN,
	};

	for (int i = 1; i <= n; i++) {
		ask.trial = n > 1 ? i : 0;
		snprintf(id, sizeof(id), n > 1 ? "direct.%d.%d" : "direct.%d",
		    port, i);
		probe_tunnel(r, &ask);
	}
}

/* Why nothing that needs this logon can be asked there; NULL = it can. */
static const char *
obstacle(const struct run *r, const struct auth_mech *mech)
{
	if (!takes(r, mech))
		return "the server past the device does not take the same "
		       "logon";
	return mech != NULL && lockout_left(r->lockout, r->who.user) == 0
	    ? LOCKOUT_TEXT
	    : NULL;
}

/* Whatever failed behind the first question, in one go. */
static void
ask_again(struct run *r)
{
	const struct auth_mech *refused = trial_refused_mech(r);
	const struct auth_mech *mech = refused != NULL ? refused : r->mech;
	const char *why = obstacle(r, mech);
	const struct check *tunnel;
	bool some;

	tunnel = refused != NULL ? NULL : failed_tunnel(r, &some);
	if (why != NULL) {
		skip_rest(r, why);
		return;
	}
	if (tunnel == NULL || is_echo_silent(r))
		ask_echo(r, mech);
	if (tunnel != NULL)
		ask_tunnels(r, tunnel->endpoint, some ? TRIALS : 1);
}

void
trial_direct_go(struct run *r)
{
	const struct check *direct;

	r->compared = true;
	probe_origin(r);
	run_until_idle(r);
	direct = find(r, "direct");
	if (r->stop)
		return;
	if (direct->http_status == 0)
		skip_rest(r, direct->detail);
	else if (!is_turned_away(r))
		ask_again(r);
}
