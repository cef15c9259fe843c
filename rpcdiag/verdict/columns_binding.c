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

/* The logon that the one without a binding repeats. */
static const struct check *
bound_logon(const struct report *r, const struct check *unbound)
{
	const struct check *c;

	for (size_t i = 0;
	     (c = checks_nth(&r->checks, STAGE_ECHO, -1, i)) != NULL; i++)
		if (has_answer(c) && seen_is_usual(c) &&
		    strcmp(c->http_auth, unbound->http_auth) == 0)
			return c;
	return NULL;
}

/*
 * A client binds its logon to the certificate it was shown. When that one is
 * refused and one without any binding is not, the front end was shown another
 * certificate. Both refused says only that leaving it out is no way round;
 * and what is accepted with the right one depends on nothing bad.
 */
const char *
column_cbt(const struct report *r)
{
	const struct check *c, *bound;

	for (size_t i = 0;
	     (c = checks_nth(&r->checks, STAGE_ECHO, -1, i)) != NULL; i++) {
		if (!has_answer(c) ||
		    !fact_is(&c->facts, FACT_AUTH_BINDING, "none"))
			continue;
		bound = bound_logon(r, c);
		if (bound == NULL ||
		    fact_true(&bound->facts, FACT_HTTP_ACCEPTED))
			return NULL;
		return fact_true(&c->facts, FACT_HTTP_ACCEPTED) ? "fixes"
								: "no";
	}
	return NULL;
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
