/* SPDX-License-Identifier: Apache-2.0 */
/*
 * DIRECT: what failed at the proxy, asked of a server past the device in front
 * of it. Only like is held against like; what was not asked there, or ended in
 * a third way, says nothing.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "model/trials.h"
#include "verdict/column.h"
#include "verdict/seen.h"

static bool
is(const char *a, const char *b)
{
	return a != NULL && b != NULL && strcmp(a, b) == 0;
}

static bool
is_welcome(const struct check *c)
{
	return is(seen_http(c), "401w") ||
	    (c->http_status == 200 && !is(seen_http(c), "200html"));
}

/* The first question, when its answer ended the matter at the proxy. */
static const char *
of_front(const struct check *out, const struct check *direct)
{
	if (is_welcome(direct))
		return "fixes";
	return is(seen_http(out), seen_http(direct)) ? "no" : NULL;
}

/* The way to log on that was asked for, which the proxy does not offer. */
static const char *
of_scheme(const struct report *r, const struct check *direct)
{
	const struct fact *f = fact_get(&direct->facts, FACT_HTTP_SCHEMES);

	if (f == NULL || f->absent)
		return NULL;
	for (size_t i = 0; i < r->target.http_auth.n; i++)
		if (strlist_has(&f->list, r->target.http_auth.v[i]))
			return "fixes";
	return "no";
}

static const char *
logon_column(const struct report *r, const char *mechanism)
{
	if (strcasecmp(mechanism, "ntlm") == 0)
		return column_ntlm(r);
	return strcasecmp(mechanism, "basic") == 0 ? column_basic(r)
						   : column_neg(r);
}

/* A logon that the proxy refuses. Where it does so now and then, one that was
 * accepted may have been luck. */
static const char *
of_logon(const struct report *r, const struct check *echo)
{
	const char *s;

	if (!seen_ran(echo) || echo->http_auth == NULL ||
	    fact_get(&echo->facts, FACT_HTTP_ACCEPTED) == NULL)
		return NULL;
	s = logon_column(r, echo->http_auth);
	if (s == NULL || is(s, "ok") || is(s, "na"))
		return NULL;
	if (fact_false(&echo->facts, FACT_HTTP_ACCEPTED))
		return "no";
	return is(s, "step") || is(s, "flap") ? NULL : "fixes";
}

static bool
is_direct_tunnel(const struct check *c)
{
	return seen_ran(c) && c->stage == STAGE_INSIDE &&
	    strncmp(c->id, "direct.", 7) == 0 &&
	    fact_str(&c->facts, FACT_TUNNEL_TARGET) != NULL;
}

/* A tunnel that the proxy opens never, or not always: then it takes as many
 * that open as luck would not give. */
static const char *
of_tunnel(const struct report *r)
{
	const char *s = NULL, *failed = NULL;
	unsigned opened = 0;

	for (size_t i = 0; i < r->checks.n; i++) {
		const struct check *c = r->checks.v[i];
		const char *d;

		if (!is_direct_tunnel(c) || (d = seen_tunnel(r, c)) == NULL)
			continue;
		s = seen_endpoint_symbol(r, c->endpoint);
		if (is(d, "ok"))
			opened++;
		else
			failed = d;
	}
	if (s == NULL || is(s, "ok"))
		return NULL;
	if (failed != NULL)
		return is(s, "mix") || is(s, failed) ? "no" : NULL;
	if (is(s, "mix") && opened + 1 < TRIALS_ENOUGH)
		return NULL;
	return opened > 0 ? "fixes" : NULL;
}

/* An echo that the proxy does not answer. */
static const char *
of_echo(const struct report *r, const struct check *echo)
{
	const char *s = column_echo(r);

	if (!seen_ran(echo) || s == NULL || is(s, "ok") || is(s, "-"))
		return NULL;
	if (fact_true(&echo->facts, FACT_ECHO_PDU))
		return "fixes";
	return is(s, "to") && fact_is(&echo->facts, FACT_HTTP_RESULT, "timeout")
	    ? "no"
	    : NULL;
}

const char *
column_direct(const struct report *r)
{
	const struct check *direct = checks_find(&r->checks, "direct");
	const struct check *echo = checks_find(&r->checks, "direct.echo");
	const struct check *out = checks_find(&r->checks, "http.out");
	const char *s;

	if (!seen_ran(direct) || direct->http_status == 0 || !seen_ran(out) ||
	    is(seen_h0(r), "mix"))
		return NULL;
	if (!is_welcome(out))
		return of_front(out, direct);
	if (is(seen_want(r), "no"))
		return of_scheme(r, direct);
	s = of_logon(r, echo);
	if (s == NULL)
		s = of_tunnel(r);
	return s != NULL ? s : of_echo(r, echo);
}
