/* SPDX-License-Identifier: Apache-2.0 */
/* Columns of experiments with who we are: whether somebody else fares
 * differently. */
#include <stdio.h>
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

static bool
is_member(const struct report *r, const char *role, const char *result)
{
	char id[32];
	const struct check *c;

	snprintf(id, sizeof(id), "association.%s", role);
	c = checks_find(&r->checks, id);
	return seen_ran(c) &&
	    fact_is(&c->facts, FACT_ASSOCIATION_RESULT, result);
}

/*
 * Two accounts in one association: "assoc" when that alone is refused, or ends
 * what was there before; "both" when they live in it. The same account has to
 * be let in, and the other one in an association of its own: before, and once
 * more after it was refused.
 */
static const char *
credx_of_association(const struct report *r)
{
	bool lost = is_member(r, "first", "lost");

	if ((!is_member(r, "first", "ok") && !lost) ||
	    !is_member(r, "same", "ok") || !is_member(r, "apart", "ok"))
		return NULL;
	if (is_member(r, "other", "refused"))
		return is_member(r, "again", "ok") ? "assoc" : NULL;
	if (is_member(r, "other", "ok"))
		return lost ? "assoc" : "both";
	return is_member(r, "other", "lost") ? "assoc" : NULL;
}

const char *
column_second(const struct report *r)
{
	const struct check *c = checks_find(&r->checks, "echo.in.second");

	return seen_ran(c) && fact_false(&c->facts, FACT_HTTP_ACCEPTED)
	    ? "refused"
	    : NULL;
}

/* That a second account is refused, too, says something only of an account
 * that is good: one that was accepted somewhere else. Two bad ones look the
 * same, and so do two with one wrong domain. */
static const char *
credx_of_http(const struct report *r)
{
	const struct check *c = checks_find(&r->checks, "echo.in.second");
	const struct check *good = checks_find(&r->checks, "http.scope.second");

	if (seen_ran(c) && fact_true(&c->facts, FACT_HTTP_ACCEPTED))
		return "fixes";
	return column_second(r) != NULL && seen_ran(good) &&
		fact_true(&good->facts, FACT_HTTP_ACCEPTED)
	    ? "no"
	    : NULL;
}

/* Whether somebody else gets through where the user's account was refused, or
 * beside it. */
const char *
column_credx(const struct report *r)
{
	const char *http = credx_of_http(r);
	const char *together = credx_of_association(r);
	const char *rpc = credx_of_rpc(r);

	if (together != NULL && strcmp(together, "assoc") == 0)
		return together;
	if (http != NULL)
		return http;
	return rpc != NULL ? rpc : together;
}
