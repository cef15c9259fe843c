/* SPDX-License-Identifier: Apache-2.0 */
/* Columns of experiments with who we are: whether somebody else fares
 * differently. */
#include <string.h>

#include "verdict/column.h"
#include "verdict/seen.h"

static bool
same(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* The word of the server on two certificates, or on one and none. */
static bool
same_word(const struct check *a, const struct check *b)
{
	return a->http_status == b->http_status &&
	    fact_int(&a->facts, FACT_TLS_ALERT, -1) ==
	    fact_int(&b->facts, FACT_TLS_ALERT, -1) &&
	    same(fact_str(&a->facts, FACT_HTTP_TITLE),
		fact_str(&b->facts, FACT_HTTP_TITLE));
}

/*
 * A certificate that nobody trusts, shown where it was asked for. IIS tells
 * 403.7 from 403.16 to itself alone, so the same page proves nothing: that it
 * asked at all has to do.
 */
const char *
column_ccert(const struct report *r)
{
	const struct check *shown = checks_find(&r->checks, "http.ccert");
	const struct check *none = checks_find(&r->checks, "http.get");

	if (!seen_ran(shown) || !seen_ran(none))
		return NULL;
	if (!fact_true(&shown->facts, FACT_TLS_CLIENT_CERT_ASKED))
		return "nochange";
	if (!fact_true(&shown->facts, FACT_TLS_CLIENT_CERT_SHOWN))
		return NULL;
	return same_word(shown, none) ? "asked" : "changes";
}

static const char *
credx_of_rpc(const struct report *r)
{
	const struct check *c = checks_find(&r->checks, "auth.second");

	if (!seen_ran(c))
		return NULL;
	if (fact_is(&c->facts, FACT_AUTH_RESULT, "accepted"))
		return "fixes";
	return fact_is(&c->facts, FACT_AUTH_RESULT, "token_refused") ||
		fact_is(&c->facts, FACT_AUTH_RESULT, "denied")
	    ? "no"
	    : NULL;
}

/* Whether somebody else gets through where the user's account was refused. */
const char *
column_credx(const struct report *r)
{
	const struct check *c = checks_find(&r->checks, "echo.in.second");

	if (!seen_ran(c) || fact_get(&c->facts, FACT_HTTP_ACCEPTED) == NULL)
		return credx_of_rpc(r);
	return fact_true(&c->facts, FACT_HTTP_ACCEPTED) ? "fixes" : "no";
}
