/* SPDX-License-Identifier: Apache-2.0 */
/* Columns about the reach of a refusal: IIS's substatus, and what else at the
 * same front end is refused alike. */
#include <string.h>

#include "verdict/column.h"
#include "verdict/seen.h"

static bool
is(const char *a, const char *b)
{
	return a != NULL && strcmp(a, b) == 0;
}

struct substatus {
	const char *sign;
	const char *symbol;
};

/* What IIS writes in its own pages; the substatus itself is seldom sent. */
static const struct substatus substatuses[] = {
	{ "403.16", "403.16" },
	{ "403.1 ", "403.1" },
	{ "403.4", "403.4" },
	{ "SSL is required", "403.4" },
	{ "secure channel", "403.4" },
	{ "403.7", "403.7" },
	{ "client certificate", "403.7" },
	{ "No required SSL certificate", "403.7" }, /* nginx, with 400 */
	{ "SSL certificate error", "403.16" },
	{ "404.13", "404.13" },
	{ "404.2 ", "404.2" },
	{ "404.3 ", "404.3" },
	{ "404.0", "404.0" },
	{ "413.1", "413.1" },
};

static const char *
substatus_of(const char *text)
{
	for (size_t i = 0;
	     text != NULL && i < sizeof(substatuses) / sizeof(*substatuses);
	     i++)
		if (strcasestr(text, substatuses[i].sign) != NULL)
			return substatuses[i].symbol;
	return NULL;
}

/* A request with the length of the IN channel, where short ones are asked to
 * log on: IIS's page for one that is too long is the usual one for 404. */
static const char *
seen_length(const struct report *r)
{
	const struct check *c = checks_find(&r->checks, "http.length");

	if (!seen_ran(c))
		return NULL;
	return c->http_status == 404 ? "404.13"
	    : c->http_status == 413  ? "413.1"
				     : NULL;
}

const char *
column_sub(const struct report *r)
{
	const char *length = seen_length(r);

	if (length != NULL)
		return length;
	for (size_t i = 0; i < r->checks.n; i++) {
		const struct check *c = r->checks.v[i];
		const char *s = NULL;

		if (seen_is_of_proxy(c) &&
		    (c->http_status == 400 || c->http_status == 403 ||
			c->http_status == 404 || c->http_status == 413)) {
			s = substatus_of(fact_str(&c->facts, FACT_HTTP_TITLE));
			if (s == NULL)
				s = substatus_of(c->http_reason);
		}
		if (s != NULL)
			return s;
	}
	return NULL;
}

static const char *
scope_of(const struct report *r, const char *what)
{
	char id[32] = "http.scope.";

	strncat(id, what, sizeof(id) - strlen(id) - 1);
	return seen_http(checks_find(&r->checks, id));
}

/* How far a refused logon reaches: is the account good next door? */
static const char *
scope_of_logon(const struct report *r)
{
	const struct check *c = checks_find(&r->checks, "http.scope.logon");

	if (!seen_ran(c) || fact_get(&c->facts, FACT_HTTP_ACCEPTED) == NULL)
		return NULL;
	return fact_true(&c->facts, FACT_HTTP_ACCEPTED) ? "rpcvdir" : "host";
}

/* The account is good, and nothing for RPC gets through: is rpcproxy.dll itself
 * at work? It answers a GET with an empty page. */
static const char *
scope_of_dll(const struct report *r)
{
	const struct check *c = checks_find(&r->checks, "http.scope.dll");

	if (!seen_ran(c) || c->http_status == 0 || c->http_status == 401)
		return NULL;
	return c->http_status == 200 ? "verb" : "dll";
}

/* How far the fault of the first answer reaches. */
const char *
column_scope(const struct report *r)
{
	const char *out = seen_h0(r), *get = column_get(r);
	const char *verb = seen_http(checks_find(&r->checks, "http.verb"));
	const char *vdir = scope_of(r, "vdir"), *root = scope_of(r, "root");
	const char *owa = scope_of(r, "owa"), *other = scope_of(r, "random");

	if (is(out, "401w") && scope_of_logon(r) != NULL)
		return scope_of_logon(r);
	if (is(out, "401w"))
		return scope_of_dll(r);
	if (out == NULL || is(out, "401g") || is(out, "-"))
		return NULL;
	/* A made-up method need not be on the list that names these two. */
	if (get != NULL && verb != NULL && !is(get, out) &&
	    (is(verb, out) || (is(get, "401w") && is(verb, get))))
		return "verb";
	if (vdir == NULL || root == NULL || owa == NULL)
		return NULL;
	/* A random path is always 404 somewhere: it says nothing then. */
	if (is(root, out) && is(owa, out) &&
	    (is(out, "404") || other == NULL || is(other, out)))
		return "host";
	return is(vdir, out) ? "rpcvdir" : "dll";
}
