/* SPDX-License-Identifier: Apache-2.0 */
/* What a forward proxy says, and what the way that was not taken shows. */
#include <string.h>

#include "verdict/column.h"
#include "verdict/seen.h"

#define CONNECT_ID "http.connect"

const struct check *
seen_connect(const struct report *r)
{
	const struct check *last = NULL;

	for (size_t i = 0; i < r->checks.n; i++) {
		const struct check *c = r->checks.v[i];

		/* a logon without a token changes no answer */
		if (seen_ran(c) &&
		    strncmp(c->id, CONNECT_ID, strlen(CONNECT_ID)) == 0 &&
		    (last == NULL || c->http_status != 0))
			last = c;
	}
	return last;
}

/* squid's own word: the name of its error page, then errno. That nothing is
 * left to forward to is said of a name without an address (5.7), and where a
 * parent proxy is set and gone. */
static const struct {
	const char *error, *symbol;
} squid_errors[] = {
	{ "ERR_DNS_FAIL", "nx" },
	{ "ERR_CANNOT_FORWARD", "lost" },
	{ "ERR_CONNECT_FAIL 111", "ref" },
	{ "ERR_CONNECT_FAIL 110", "to" },
};

static const char *
squid_symbol(const char *error)
{
	for (size_t i = 0; error != NULL &&
	     i < sizeof(squid_errors) / sizeof(squid_errors[0]);
	     i++)
		if (strncmp(error, squid_errors[i].error,
			strlen(squid_errors[i].error)) == 0)
			return squid_errors[i].symbol;
	return "unr";
}

const char *
seen_forward(const struct report *r)
{
	const struct check *c = seen_connect(r);

	if (c == NULL)
		return NULL;
	switch (c->http_status) {
	case 403:
	case 407:
		return "denied";
	case 500:
	case 502:
	case 503:
	case 504:
		return squid_symbol(fact_str(&c->facts, FACT_FORWARD_ERROR));
	case 0:
		/* it may still be waiting for the target itself */
		return fact_is(&c->facts, FACT_HTTP_RESULT, "timeout") ? "unr"
								       : "fwd";
	default:
		return c->http_status / 100 == 2 ? "ok" : "fwd";
	}
}

/* How the way past the forward proxy ends. */
static const char *
direct_symbol(const struct check *c)
{
	const struct fact_set *f = &c->facts;

	if (c->http_status != 0)
		return "direct";
	if (fact_is(f, FACT_HTTP_RESULT, "refused"))
		return "ref";
	if (fact_is(f, FACT_HTTP_RESULT, "timeout"))
		return "to";
	if (fact_true(f, FACT_DNS_DOMAIN_KNOWN))
		return "nx";
	/* a resolver that does not know the domain either is no witness */
	return fact_str(f, FACT_DNS_RESULT) == NULL ||
		fact_is(f, FACT_DNS_RESULT, "ok")
	    ? "no"
	    : NULL;
}

static bool
wants_logon(const struct check *via)
{
	return seen_ran(via) && via->http_status == 407 &&
	    fact_true(&via->facts, FACT_HTTP_FORWARD);
}

/* A forward proxy that wants a logon has not shown that it leads anywhere. */
const char *
column_viaproxy(const struct report *r)
{
	const struct check *via = checks_find(&r->checks, "http.viaproxy");
	const struct check *direct = checks_find(&r->checks, "http.direct");

	if (seen_ran(direct))
		return direct_symbol(direct);
	if (!seen_ran(via) || wants_logon(via))
		return NULL;
	return via->http_status == 0 ||
		fact_true(&via->facts, FACT_HTTP_FORWARD)
	    ? "no"
	    : "fixes";
}

const char *
column_spare(const struct report *r)
{
	return wants_logon(checks_find(&r->checks, "http.viaproxy")) ? "407"
								     : NULL;
}
