/* SPDX-License-Identifier: Apache-2.0 */
#include "probe/after.h"

#include <stdio.h>

#include "base/clock.h"
#include "probe/compare.h"
#include "probe/interfaces.h"
#include "probe/logon.h"
#include "probe/other_target.h"
#include "probe/repeat.h"
#include "probe/services.h"

/* A silent front end must not hold up the ladder (WAF_ECHO_SWALLOWED): after
 * this long without an answer the next step goes on beside it. */
#define PATIENCE_US CLOCK_MS(1500)

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

enum ready
after_dns(struct run *r, const char **why)
{
	if (!probe_ended(r, "dns"))
		return NOT_YET;
	*why = config_forward(r->config) == NULL
	    ? "the proxy's name has no address"
	    : "the forward proxy's name has no address";
	return r->naddresses > 0 ? GO : NEVER;
}

enum ready
after_named_dns(struct run *r, const char **why)
{
	*why = "";
	if (r->config->dns_server == NULL ||
	    config_forward(r->config) != NULL ||
	    run_is_mapped(r, r->hop_host, r->hop_port))
		return NEVER;
	return probe_ended(r, "dns") ? GO : NOT_YET;
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

enum ready
after_tcp(struct run *r, const char **why)
{
	if (r->pinned != NULL)
		return GO;
	*why = "no address takes a connection";
	return all_tcp_ended(r) ? NEVER : NOT_YET;
}

enum ready
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

enum ready
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

enum ready
after_tls(struct run *r, const char **why)
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

/* Not by one that speaks no TLS or wants a certificate of ours, nor by nobody:
 * another version would change nothing. */
enum ready
after_broken_tls(struct run *r, const char **why)
{
	static const char *const others[] = { "ok", "not_tls", "timeout" };
	const struct check *tls = find(r, "tls");

	*why = "";
	if (tls == NULL || !probe_ended(r, "tls"))
		return NOT_YET;
	if (fact_true(&tls->facts, FACT_TLS_CLIENT_CERT_ASKED))
		return NEVER;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (fact_is(&tls->facts, FACT_TLS_RESULT, others[i]))
			return NEVER;
	return tls->outcome == OUTCOME_FAIL ? GO : NEVER;
}

/* One of the two answered, or failed to, and the other had its chance: a site
 * may be slow, and a device may swallow one method alone. */
static bool
heard_enough(struct run *r)
{
	return (probe_ended(r, "http.out") && ended_or_slow(r, "http.get")) ||
	    (probe_ended(r, "http.get") && ended_or_slow(r, "http.out"));
}

enum ready
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

/* Neither echo nor first tunnel got a word: nothing speaks against the rest. */
static bool
all_silent(const struct run *r)
{
	char id[32];

	snprintf(id, sizeof(id), "tunnel.%d", r->config->endpoints[0]);
	return probe_ended(r, "echo.in") && probe_ended(r, id);
}

enum ready
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

enum ready
after_slow_echo(struct run *r, const char **why)
{
	if (after_gate(r, why) == NEVER)
		return NEVER;
	if (find(r, "echo.in") == NULL || r->gate != GATE_TRYING)
		return r->gate == GATE_OPEN ? GO : NOT_YET;
	return ended_or_slow(r, "echo.in") ? GO : NOT_YET;
}

enum ready
after_logon(struct run *r, const char **why)
{
	const struct check *echo = find(r, "echo.in");
	struct echo_ask ask;

	if (echo == NULL || !probe_ended(r, "echo.in") || compare_at_work(r))
		return NOT_YET;
	*why = echo->detail;
	return compare_next(r, &ask) ? GO_ON : NEVER;
}

enum ready
after_book(struct run *r, const char **why)
{
	(void)why;
	return is_book_missing(r) ? GO : NOT_YET;
}

enum ready
after_tunnels(struct run *r, const char **why)
{
	(void)why;
	return repeat_sample_due(r) ? GO : NOT_YET;
}

enum ready
after_way(struct run *r, const char **why)
{
	(void)why;
	return interfaces_due(r) ? GO_ON : NOT_YET;
}

enum ready
after_store(struct run *r, const char **why)
{
	(void)why;
	return services_due(r) ? GO : NOT_YET;
}

enum ready
after_samples(struct run *r, const char **why)
{
	(void)why;
	return repeat_spread_due(r) ? GO : NOT_YET;
}
