/* SPDX-License-Identifier: Apache-2.0 */
/* Columns about the failing answer: how long it took and who wrote it. */
#include <string.h>

#include "base/clock.h"
#include "verdict/column.h"
#include "verdict/seen.h"

/* Windows retries a refused connect for about a second and gives up on a
 * silent one after about 21; everything faster is a decision, not a connect. */
#define SEC_LEAST_US CLOCK_MS(400)
#define SYN_LEAST_US CLOCK_S(8)
#define SYN_MOST_US CLOCK_S(40)
#define HANG_LONG_US CLOCK_S(25) /* a connect would have failed by now */
#define IMM_SLACK_US CLOCK_MS(300)
#define ANSWER_LATE_US CLOCK_S(2)
#define FORWARD_SYN_US CLOCK_S(4) /* more than a refusal that is tried again */

static const char *
time_class(int64_t us, int64_t base)
{
	int64_t above = us - base;

	if (above <= base / 2 + IMM_SLACK_US && above < CLOCK_S(2))
		return "imm";
	if (above < SEC_LEAST_US || above > SYN_MOST_US)
		return NULL;
	return above < SYN_LEAST_US ? "sec" : "syn";
}

/* How long the proxy takes to refuse what it never connects to. */
static int64_t
control_us(const struct report *r)
{
	const struct check *c = seen_control(r);

	if (c != NULL && fact_is(&c->facts, FACT_TUNNEL_END, "http"))
		return c->duration_us;
	c = seen_first_answer(r);
	return c != NULL ? c->duration_us : 0;
}

/* Noise only ever adds: of the trials of an endpoint the fastest counts. */
static const struct check *
fastest(const struct report *r, const struct check *c)
{
	const struct check *best = c;

	for (size_t i = 0; i < r->checks.n; i++) {
		const struct check *other = r->checks.v[i];

		if (other->endpoint == c->endpoint &&
		    seen_tunnel_failed(r, other) &&
		    fact_is(&other->facts, FACT_TUNNEL_END, "http") &&
		    other->duration_us < best->duration_us)
			best = other;
	}
	return best;
}

/* Our own time ran out. Where nothing at all had come by then, the proxy may
 * still have been waiting for its own connect: that is no time of anything. */
static const char *
silence_time(const struct check *c)
{
	if (c->duration_us > HANG_LONG_US)
		return "long";
	return fact_is(&c->facts, FACT_TUNNEL_REACHED, "nothing") ? NULL
								  : "hang";
}

static const char *
tunnel_time(const struct report *r, const struct check *c)
{
	if (fact_is(&c->facts, FACT_TUNNEL_END, "timeout") ||
	    fact_is(&c->facts, FACT_TUNNEL_REACHED, "conn-c2"))
		return silence_time(c);
	return time_class(fastest(r, c)->duration_us, control_us(r));
}

/* A logon that takes seconds more than the bare 401 waits for a directory. */
static const char *
logon_time(const struct report *r)
{
	const struct check *bare = seen_first_answer(r), *c = seen_logon(r);
	int64_t more;

	if (bare == NULL || c == NULL)
		return NULL;
	more = c->duration_us - bare->duration_us;
	if (more < ANSWER_LATE_US)
		return "imm";
	return more < SYN_LEAST_US ? "sec" : "syn";
}

/* Where all tunnels open: what decides when it changes. */
static const char *
held_time(const struct report *r)
{
	const char *died = seen_held(r), *watched = seen_watch(r);

	if (watched != NULL && strcmp(watched, "flips") == 0)
		return "clock";
	if (died == NULL || strcmp(died, "const") == 0)
		return NULL;
	return strcmp(died, "life") == 0 ? "clock" : died;
}

/*
 * A forward proxy that does not say why: a name that is not there and a port
 * that is closed are answers, and it has them at once; what a firewall drops
 * it waits for.
 */
static const char *
forward_time(const struct report *r)
{
	const struct check *asked = seen_connect(r);
	const struct check *tcp = checks_nth(&r->checks, STAGE_TCP, -1, 0);
	int64_t more =
	    asked->duration_us - (tcp != NULL ? tcp->duration_us : 0);

	if (asked->http_status == 0)
		return asked->duration_us > HANG_LONG_US ? "long" : "hang";
	if (more < ANSWER_LATE_US)
		return "imm";
	return more < FORWARD_SYN_US ? NULL : "syn";
}

const char *
column_time(const struct report *r)
{
	const char *out = NULL, *forward = seen_forward(r);

	if (forward != NULL && strcmp(forward, "unr") == 0)
		return forward_time(r);
	if (seen_logon_refused(r))
		return logon_time(r);
	for (size_t i = 0; i < r->checks.n; i++) {
		const struct check *c = r->checks.v[i];
		const char *s;

		if (!seen_tunnel_failed(r, c))
			continue;
		s = tunnel_time(r, c);
		/* Failures of two kinds have no time in common. */
		if (s == NULL || (out != NULL && strcmp(out, s) != 0))
			return NULL;
		out = s;
	}
	return out != NULL ? out : held_time(r);
}

struct author_symbol {
	const char *author;
	const char *symbol;
};

static const struct author_symbol authors[] = {
	{ "rpcproxy", "rpcproxy" },
	{ "exchange", "exch" },
	{ "iis", "iis" },
	{ "http.sys", "iis" },
	{ "device", "mid" },
};

static const char *
author_of(const struct check *c)
{
	const struct fact_set *f = &c->facts;
	const char *author = fact_str(f, FACT_HTTP_AUTHOR);

	if (c->http_status == 0 || fact_is(f, FACT_TUNNEL_END, "timeout") ||
	    fact_is(f, FACT_TUNNEL_END, "closed") ||
	    fact_is(f, FACT_TUNNEL_END, "reset"))
		return "none";
	for (size_t i = 0;
	     author != NULL && i < sizeof(authors) / sizeof(*authors); i++)
		if (strcmp(author, authors[i].author) == 0)
			return authors[i].symbol;
	return NULL;
}

static const struct check *
first_failed_tunnel(const struct report *r)
{
	for (size_t i = 0; i < r->checks.n; i++)
		if (seen_tunnel_failed(r, r->checks.v[i]))
			return r->checks.v[i];
	return NULL;
}

static const struct check *
first_failed_echo(const struct report *r)
{
	const struct check *c;

	for (size_t i = 0;
	     (c = checks_nth(&r->checks, STAGE_ECHO, -1, i)) != NULL; i++)
		if (seen_ran(c) && seen_is_usual(c) &&
		    !fact_true(&c->facts, FACT_ECHO_PDU))
			return c;
	return NULL;
}

const char *
column_origin(const struct report *r)
{
	const struct check *c;

	switch (seen_stop(r)) {
	case STAGE_DNS:
	case STAGE_TCP:
	case STAGE_TLS:
		return "none";
	case STAGE_HTTP:
		return author_of(seen_first_answer(r));
	default:
		break;
	}
	c = first_failed_tunnel(r);
	if (c == NULL)
		c = first_failed_echo(r);
	return c == NULL ? NULL : author_of(c);
}
