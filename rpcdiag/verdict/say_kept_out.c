/* SPDX-License-Identifier: Apache-2.0 */
/* A site that took connections and then no more, or that says it was asked too
 * often: what that means, and what it does not. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "verdict/say.h"
#include "verdict/seen.h"
#include "verdict/verdict.h"

#define TOO_MANY_REQUESTS 429 /* RFC 6585 4 */

static bool
is_shut_out(const struct report *r)
{
	for (size_t i = 0; i < r->checks.n; i++) {
		const struct check *c = r->checks.v[i];

		if (!seen_ran(c) && c->http_status == 0 &&
		    fact_str(&c->facts, FACT_CONNECT_END) != NULL)
			return true;
	}
	return false;
}

/* Each was made for a check; some checks make two. */
static unsigned
opened(const struct report *r)
{
	unsigned n = 0;

	for (size_t i = 0; i < r->checks.n; i++) {
		const struct fact_set *f = &r->checks.v[i]->facts;

		if (!seen_ran(r->checks.v[i]) ||
		    fact_str(f, FACT_CONNECT_END) != NULL)
			continue;
		n += fact_str(f, FACT_HTTP_RESULT) != NULL ||
		    fact_str(f, FACT_TUNNEL_REACHED) != NULL;
	}
	return n;
}

static bool
is_limited(const struct report *r)
{
	const struct check *out = checks_find(&r->checks, "http.out");

	return seen_ran(out) && out->http_status == TOO_MANY_REQUESTS;
}

bool
seen_kept_out(const struct report *r)
{
	return is_limited(r) || is_shut_out(r);
}

static char *
kept_out_text(const struct report *r)
{
	if (is_limited(r))
		return mem_strdup("The front end answers 429 Too Many "
				  "Requests: it limits how often it is asked");
	return mem_printf("The site stopped taking connections from here after "
			  "%u checks: a device (an IPS, a web application "
			  "firewall, a limit of connections) may have shut us "
			  "out, or the site went down",
	    opened(r));
}

void
say_kept_out(struct finding *f, const struct report *r)
{
	char *text;

	if (!seen_kept_out(r))
		return;
	text = kept_out_text(r);
	say_more(f, text);
	free(text);
	if (strcmp(f->id, VERDICT_UNKNOWN) != 0)
		return;
	mem_set(&f->cause,
	    "What counts requests and connections took us for somebody who "
	    "asks too often; what was not reached says nothing of RPC over "
	    "HTTP.");
	strlist_clear(&f->fix);
	strlist_add(&f->fix,
	    "Wait until the limit is over, have this client's address excepted "
	    "from it, or run from another network.");
}
