/* SPDX-License-Identifier: Apache-2.0 */
/* Columns of the tunnels: each endpoint, the control, RPC. */
#include <stdio.h>
#include <string.h>

#include "verdict/column.h"
#include "verdict/seen.h"

/* Its tunnels did not end alike all the time. */
static bool
changes(const struct report *r, int endpoint)
{
	char id[32];
	const char *s;

	snprintf(id, sizeof(id), "tunnel.%d", endpoint);
	s = seen_watch_of(r, id);
	return s != NULL && strcmp(s, "stable") != 0;
}

static const char *
endpoint_symbol(const struct report *r, int port)
{
	int endpoint = seen_endpoint(r, port);
	const char *s = seen_endpoint_symbol(r, endpoint);
	const char *service = seen_service(r, endpoint);

	if (s == NULL)
		return seen_below(r, STAGE_TUNNEL);
	if (changes(r, endpoint))
		return "mix";
	return strcmp(s, "ok") == 0 && service != NULL ? service : s;
}

const char *
column_e6001(const struct report *r)
{
	return endpoint_symbol(r, ENDPOINT_STORE);
}

const char *
column_e6002(const struct report *r)
{
	return endpoint_symbol(r, ENDPOINT_REFERRAL);
}

static bool
reached_server(const struct check *c)
{
	return fact_is(&c->facts, FACT_TUNNEL_REACHED, "conn-c2");
}

/* The address book where a beta of Exchange 2003 had it. */
static bool
is_at_6003(const struct report *r)
{
	const struct check *c = checks_find(&r->checks, "tunnel.6003");

	return seen_ran(c) && reached_server(c);
}

/* Whom clients are sent to, as far as it ever failed while it was watched. */
static const char *
referral_symbol(const struct report *r)
{
	const char *s = seen_referral(r);
	const struct check *c;

	for (size_t i = 0; s != NULL && strcmp(s, "ok") == 0 &&
	     (c = checks_nth(&r->checks, STAGE_REPEAT, 0, i)) != NULL;
	     i++)
		if (c->parent != NULL &&
		    strcmp(c->parent, "tunnel.referral") == 0 &&
		    seen_tunnel(r, c) != NULL)
			s = seen_tunnel(r, c);
	return s;
}

/* The server's own address book, and the one that clients are sent to. */
const char *
column_e6004(const struct report *r)
{
	const char *s = endpoint_symbol(r, ENDPOINT_DIRECTORY);
	const char *referral = referral_symbol(r);

	if (s != NULL && strcmp(s, "6BA") == 0 && is_at_6003(r))
		return "6003ok";
	if (s == NULL || referral == NULL)
		return s;
	if (strcmp(s, "mix") == 0 && strcmp(referral, "ok") == 0)
		return "mixdcok";
	if (strcmp(s, "ok") != 0)
		return s;
	if (strcmp(referral, "6BA") == 0)
		return "dc6BA";
	return strcmp(referral, "NR") == 0 ? "dcNR" : s;
}

const char *
column_e593(const struct report *r)
{
	return endpoint_symbol(r, ENDPOINT_MAPPER);
}

const char *
column_ctrl(const struct report *r)
{
	const struct check *c = seen_control(r);

	return c == NULL ? NULL : seen_tunnel(r, c);
}

static bool
any_tunnel_opened(const struct report *r)
{
	for (size_t i = 0; i < r->checks.n; i++) {
		const struct check *c = r->checks.v[i];

		if (seen_ran(c) && c->stage == STAGE_TUNNEL &&
		    reached_server(c))
			return true;
	}
	return false;
}

static bool
is_realm(const struct report *r, const char *domain)
{
	for (size_t i = 0; i < r->checks.n; i++)
		if (fact_is(&r->checks.v[i]->facts, FACT_HTTP_REALM, domain))
			return true;
	return false;
}

/* The user's name with the domain that the site itself named, as that of its
 * computers or as its realm. A domain that was guessed at may be the wrong
 * one; and a name that was accepted in full is the column BASIC. */
static bool
is_form_refused(const struct report *r)
{
	const struct check *c = checks_find(&r->checks, "echo.in.form");
	const char *user =
	    seen_ran(c) ? fact_str(&c->facts, FACT_AUTH_USER) : NULL;
	const char *at = user == NULL ? NULL : strchr(user, '@');

	return user != NULL && (at == NULL || is_realm(r, at + 1)) &&
	    fact_false(&c->facts, FACT_HTTP_ACCEPTED);
}

const char *
column_namealt(const struct report *r)
{
	static const char prefix[] = "tunnel.name.";
	const char *symbol = NULL;

	if (is_form_refused(r))
		symbol = "no";
	for (size_t i = 0; i < r->checks.n; i++) {
		const struct check *c = r->checks.v[i];

		if (strncmp(c->id, prefix, strlen(prefix)) != 0 ||
		    seen_tunnel(r, c) == NULL)
			continue;
		if (reached_server(c))
			return "fixes";
		symbol = "no";
	}
	return symbol;
}

const char *
column_l3388(const struct report *r)
{
	const struct check *c = checks_find(&r->checks, "tunnel.gateway");

	if (c == NULL || seen_tunnel(r, c) == NULL)
		return NULL;
	return reached_server(c) ? "c2" : "6BA";
}

const char *
column_inlive(const struct report *r)
{
	const struct check *c = checks_find(&r->checks, "tunnel.inlive");

	/* CONN/C2 comes only after CONN/B1 went through on IN. */
	if (any_tunnel_opened(r))
		return "y";
	if (!seen_ran(c))
		return NULL;
	if (fact_true(&c->facts, FACT_IN_ALIVE))
		return "y";
	return fact_false(&c->facts, FACT_IN_ALIVE) ? "n" : NULL;
}

static bool
is_mgmt_call(const struct check *c)
{
	return seen_ran(c) && fact_get(&c->facts, FACT_INTERFACE) == NULL;
}

static bool
call_answered(const struct report *r)
{
	const struct check *c;

	for (size_t i = 0;
	     (c = checks_nth(&r->checks, STAGE_CALL, -1, i)) != NULL; i++)
		if (is_mgmt_call(c) &&
		    fact_is(&c->facts, FACT_CALL_RESULT, "ok"))
			return true;
	return false;
}

static bool
call_refused(const struct report *r)
{
	const struct check *c;

	for (size_t i = 0;
	     (c = checks_nth(&r->checks, STAGE_CALL, -1, i)) != NULL; i++)
		if (is_mgmt_call(c) &&
		    fact_is(&c->facts, FACT_CALL_RESULT, "fault"))
			return true;
	return false;
}

const char *
column_mgmt(const struct report *r)
{
	bool refused = call_refused(r);
	const struct check *c;

	if (call_answered(r))
		return "ok";
	for (size_t i = 0;
	     (c = checks_nth(&r->checks, STAGE_BIND, -1, i)) != NULL; i++) {
		const struct fact_set *f = &c->facts;

		if (!seen_ran(c) || !fact_is(f, FACT_BIND_INTERFACE, "mgmt"))
			continue;
		refused = refused || fact_is(f, FACT_BIND_RESULT, "rejected") ||
		    fact_is(f, FACT_BIND_RESULT, "nak") ||
		    fact_is(f, FACT_BIND_RESULT, "fault");
	}
	return refused ? "refused" : seen_below(r, STAGE_BIND);
}
