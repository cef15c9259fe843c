/* SPDX-License-Identifier: Apache-2.0 */
/* What NTLM is bound to: the TLS connection by what it says (RFC 5929), and
 * its own connection by needing three messages in a row. */
#include <string.h>
#include <strings.h>

#include "verdict/column.h"
#include "verdict/seen.h"

static bool
has_answer(const struct check *c)
{
	return seen_ran(c) && c->http_auth != NULL &&
	    fact_get(&c->facts, FACT_HTTP_ACCEPTED) != NULL;
}

/* The logon that the one with another binding repeats. */
static const struct check *
bound_logon(const struct report *r, const struct check *other)
{
	const struct check *c;

	for (size_t i = 0;
	     (c = checks_nth(&r->checks, STAGE_ECHO, -1, i)) != NULL; i++)
		if (has_answer(c) && seen_is_usual(c) &&
		    strcmp(c->http_auth, other->http_auth) == 0)
			return c;
	return NULL;
}

/* A refused logon again. (With a wrong binding one is only repeated that was
 * accepted with the right one.) */
static bool
is_repeat(const struct check *c)
{
	return fact_is(&c->facts, FACT_AUTH_BINDING, "none") ||
	    fact_is(&c->facts, FACT_AUTH_BINDING, "origin");
}

/* Does the computer that this logon came to also stand past the device? */
static bool
is_of_direct_server(const struct report *r, const struct check *c)
{
	const struct check *echo = checks_find(&r->checks, "direct.echo");
	const char *there =
	    echo == NULL ? NULL : fact_str(&echo->facts, FACT_NODE_NAME);
	const char *here = fact_str(&c->facts, FACT_NODE_NAME);

	return there != NULL && here != NULL && strcasecmp(here, there) == 0;
}

/* What a logon with another binding comes to where the usual one is refused.
 * That the binding to one server's certificate is refused by another one says
 * nothing. */
static const char *
repeated_symbol(const struct report *r, const struct check *c)
{
	if (fact_true(&c->facts, FACT_HTTP_ACCEPTED))
		return "fixes";
	if (fact_is(&c->facts, FACT_AUTH_BINDING, "none"))
		return "no";
	return is_of_direct_server(r, c) ? "neither" : NULL;
}

/* A logon that is bound to the certificate we were shown was refused, and the
 * server past the device shows the same one. */
static bool
is_refused_as_bound_there(const struct report *r)
{
	const struct check *direct = checks_find(&r->checks, "direct");
	const struct check *c;

	if (direct == NULL || !fact_true(&direct->facts, FACT_TLS_SHARED))
		return false;
	for (size_t i = 0;
	     (c = checks_nth(&r->checks, STAGE_ECHO, -1, i)) != NULL; i++)
		if (has_answer(c) && seen_is_usual(c) &&
		    strcasecmp(c->http_auth, "basic") != 0 &&
		    fact_false(&c->facts, FACT_HTTP_ACCEPTED))
			return true;
	return false;
}

/*
 * A client binds its logon to the certificate it was shown. When that one is
 * refused, and one without any binding or with that of the server past the
 * device is not, the front end was shown another certificate. Refused without
 * one, too, says only that leaving it out is no way round; with that of the
 * server, too, that bindings are not the cause. What is accepted with the
 * right one depends on nothing bad.
 */
const char *
column_cbt(const struct report *r)
{
	const struct check *c, *bound;

	for (size_t i = 0;
	     (c = checks_nth(&r->checks, STAGE_ECHO, -1, i)) != NULL; i++) {
		if (!has_answer(c) || !is_repeat(c))
			continue;
		bound = bound_logon(r, c);
		if (bound == NULL ||
		    fact_true(&bound->facts, FACT_HTTP_ACCEPTED))
			return NULL;
		return repeated_symbol(r, c);
	}
	return is_refused_as_bound_there(r) ? "neither" : NULL;
}

static bool
is_mechanism(const struct check *c, const char *name)
{
	return seen_ran(c) && c->http_auth != NULL &&
	    strcasecmp(c->http_auth, name) == 0;
}

const char *
seen_ntlm_refusal(const struct report *r)
{
	const char *how = NULL;
	const struct check *c;

	for (size_t i = 0;
	     (c = checks_nth(&r->checks, STAGE_ECHO, -1, i)) != NULL; i++) {
		if (!is_mechanism(c, "ntlm") && !is_mechanism(c, "challenge"))
			continue;
		if (fact_str(&c->facts, FACT_AUTH_APART) != NULL)
			return "apart";
		if (how == NULL && is_mechanism(c, "ntlm"))
			how = fact_int(&c->facts, FACT_AUTH_CHALLENGES, 1) == 0
			    ? "half"
			    : "fail";
	}
	return how != NULL ? how : "fail";
}
