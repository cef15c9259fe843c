/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The plan: what may start when. Each row is looked at again whenever a probe
 * ends; what does not depend on each other runs at the same time.
 */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "probe/compare.h"
#include "probe/interfaces.h"
#include "probe/logon.h"
#include "probe/probes.h"
#include "probe/repeat.h"
#include "probe/sweep.h"

/* A silent front end must not hold up the ladder (WAF_ECHO_SWALLOWED): after
 * this long without an answer the next step goes on beside it. */
#define PATIENCE_US CLOCK_MS(1500)

enum ready {
	NOT_YET,
	GO,
	GO_ON, /* and there may be more of it */
	NEVER, /* *why is set */
};

struct plan_row {
	const char *what;
	enum ready (*ready)(struct run *r, const char **why);
	void (*go)(struct run *r);
	void (*skip)(struct run *r, const char *why);
};

static const struct check *
find(const struct run *r, const char *id)
{
	return checks_find(&r->report->checks, id);
}

/* Ended, or has been silent for longer than we like to wait. */
static bool
ended_or_slow(struct run *r, const char *id)
{
	const struct check *c = find(r, id);
	int64_t due;

	if (c == NULL)
		return false;
	due = r->began_us + c->started_us + PATIENCE_US;
	if (probe_ended(r, id) || clock_mono_us() >= due)
		return true;
	if (!r->nudge.armed || r->nudge.at_us > due)
		loop_arm(r->loop, &r->nudge, due);
	return false;
}

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

static enum ready
after_dns(struct run *r, const char **why)
{
	if (!probe_ended(r, "dns"))
		return NOT_YET;
	*why = config_forward(r->config) == NULL
	    ? "the proxy's name has no address"
	    : "the forward proxy's name has no address";
	return r->naddresses > 0 ? GO : NEVER;
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

static bool
all_tcp_ended(const struct run *r)
{
	char id[32];

	for (unsigned i = 0; i < r->naddresses; i++) {
		snprintf(id, sizeof(id), "tcp.%u", i + 1);
		if (!probe_ended(r, id))
			return false;
	}
	return probe_ended(r, "dns");
}

static enum ready
after_tcp(struct run *r, const char **why)
{
	if (r->pinned != NULL)
		return GO;
	*why = "no address takes a connection";
	return all_tcp_ended(r) ? NEVER : NOT_YET;
}

static void
go_forward(struct run *r)
{
	if (config_forward(r->config) != NULL)
		probe_connect(r);
}

/* Nothing goes through a forward proxy before it let one connection pass:
 * each of them would carry a logon that it may refuse. */
static enum ready
after_forward(struct run *r, const char **why)
{
	enum ready tcp = after_tcp(r, why);

	if (tcp != GO || config_forward(r->config) == NULL)
		return tcp;
	*why = "the forward proxy lets nothing through";
	if (r->way > WAY_OPEN)
		return NEVER;
	return r->way == WAY_OPEN ? GO : NOT_YET;
}

/* The way taken leads nowhere, and there is another one: the forward proxy
 * that is known and not in use, or past the one that is. */
static enum ready
after_dead_end(struct run *r, const char **why)
{
	bool direct = config_forward(r->config) == NULL;

	*why = "";
	if (r->config->forward.host == NULL)
		return NEVER;
	if (r->pinned == NULL)
		return all_tcp_ended(r) ? GO : NOT_YET;
	if (direct || r->way == WAY_OPEN || r->way == WAY_DENIED)
		return NEVER;
	return r->way == WAY_SHUT ? GO : NOT_YET;
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

/* Beside the look at the certificate; but whoever shows one of his own does so
 * only when the server's is good, and what a server says to nobody tells him
 * nothing. */
static enum ready
may_ask(struct run *r, const char **why)
{
	enum ready way = after_forward(r, why);
	const struct check *tls = find(r, "tls");

	if (way != GO || r->client == NULL)
		return way;
	if (!probe_ended(r, "tls"))
		return NOT_YET;
	*why = "the client certificate does not go past a bad one "
	       "(--insecure)";
	return tls->outcome == OUTCOME_FAIL && !r->config->insecure &&
		fact_is(&tls->facts, FACT_TLS_RESULT, "ok")
	    ? NEVER
	    : GO;
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

/* One of the two answered, or failed to, and the other had its chance: a site
 * may be slow, and a device may swallow one method alone. */
static bool
heard_enough(struct run *r)
{
	return (probe_ended(r, "http.out") && ended_or_slow(r, "http.get")) ||
	    (probe_ended(r, "http.get") && ended_or_slow(r, "http.out"));
}

static enum ready
after_http(struct run *r, const char **why)
{
	if (find(r, "http.out") == NULL ||
	    (find(r, "tls") != NULL && !probe_ended(r, "tls")))
		return NOT_YET;
	if (find(r, "http.get") == NULL) {
		*why = find(r, "http.out")->detail;
		return NEVER;
	}
	if (!heard_enough(r))
		return NOT_YET;
	*why = logon_refusal(r);
	return *why == NULL ? GO : NEVER;
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

/* Neither echo nor first tunnel got a word: nothing speaks against the rest. */
static bool
all_silent(const struct run *r)
{
	char id[32];

	snprintf(id, sizeof(id), "tunnel.%d", r->config->endpoints[0]);
	return probe_ended(r, "echo.in") && probe_ended(r, id);
}

/* Credentials were accepted once, or the echo says nothing: fan out. */
static enum ready
after_gate(struct run *r, const char **why)
{
	const struct check *echo = find(r, "echo.in");

	if (echo == NULL)
		return NOT_YET;
	if (r->gate == GATE_SHUT) {
		*why = echo->detail;
		return NEVER;
	}
	if (r->gate == GATE_REFUSED && compare_reforms(r))
		return NOT_YET;
	if (r->gate == GATE_REFUSED) {
		*why = "the logon was refused";
		return NEVER;
	}
	return r->gate == GATE_OPEN || all_silent(r) ? GO : NOT_YET;
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
	if (find(r, id) == NULL)
		probe_tunnel(r, &ask);
}

/* The echo is silent: try the credentials on one tunnel before the others. */
static enum ready
after_slow_echo(struct run *r, const char **why)
{
	if (after_gate(r, why) == NEVER)
		return NEVER;
	if (find(r, "echo.in") == NULL || r->gate != GATE_TRYING)
		return r->gate == GATE_OPEN ? GO : NOT_YET;
	return ended_or_slow(r, "echo.in") ? GO : NOT_YET;
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

/* Other ways to log on, for comparison: once the account is known to be good,
 * and one at a time. */
static enum ready
after_logon(struct run *r, const char **why)
{
	const struct check *echo = find(r, "echo.in");
	struct echo_ask ask;

	if (echo == NULL || !probe_ended(r, "echo.in") || compare_at_work(r))
		return NOT_YET;
	*why = echo->detail;
	return compare_next(r, &ask) ? GO_ON : NEVER;
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

static enum ready
after_tunnels(struct run *r, const char **why)
{
	(void)why;
	return repeat_sample_due(r) ? GO : NOT_YET;
}

static enum ready
after_samples(struct run *r, const char **why)
{
	(void)why;
	return repeat_spread_due(r) ? GO : NOT_YET;
}

static const struct plan_row rows[] = {
	{ "dns", always, probe_dns, skip_nothing },
	{ "inside", if_inside, probe_inside, skip_nothing },
	{ "tcp", after_dns, go_tcp, skip_tcp },
	{ "forward proxy", after_tcp, go_forward, skip_nothing },
	{ "tls", after_forward, go_tls, skip_tls },
	{ "http", may_ask, go_http, skip_http },
	{ "other way", after_dead_end, probe_other_way, skip_nothing },
	{ "echo", after_http, go_echo, skip_echo },
	{ "first tunnel", after_slow_echo, go_first_tunnel, skip_nothing },
	{ "tunnels", after_gate, go_tunnels, skip_tunnels },
	{ "other logons", after_logon, go_other_logon, skip_nothing },
	{ "names of nodes", after_gate, repeat_find_names, skip_nothing },
	{ "samples", after_tunnels, repeat_sample, skip_nothing },
	{ "trials", after_samples, repeat_spread, skip_nothing },
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
	interfaces_run(r);
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
