/* SPDX-License-Identifier: Apache-2.0 */
/* The columns from beside the servers: what the listeners do themselves, and
 * what the domain controller says. */
#include <string.h>

#include "verdict/column.h"
#include "verdict/seen.h"

#define KDC_KEY_EXPIRED 23 /* of the password, RFC 4120 7.5.9 */

/* One family of one endpoint; NULL when not tested or not testable here. */
static const char *
family_symbol(const struct report *r, int endpoint, enum family family)
{
	for (size_t i = 0; i < r->checks.n; i++) {
		const struct check *c = r->checks.v[i];
		const struct fact_set *f = &c->facts;

		if (c->stage != STAGE_INSIDE || !seen_ran(c) ||
		    c->endpoint != endpoint ||
		    (family != FAMILY_NONE && c->family != family))
			continue;
		if (fact_is(f, FACT_INSIDE_CONNECT, "ok"))
			return fact_is(f, FACT_INSIDE_GREETING, "ok")
			    ? "open"
			    : "nobanner";
		if (fact_is(f, FACT_INSIDE_CONNECT, "refused"))
			return "closed";
		if (fact_is(f, FACT_INSIDE_CONNECT, "timeout"))
			return "filtered";
		if (fact_is(f, FACT_INSIDE_CONNECT, "unresolved"))
			return "noname";
	}
	return NULL;
}

static const char *
raw_symbol(const struct report *r, int endpoint)
{
	const char *v4 = family_symbol(r, endpoint, FAMILY_IPV4);
	const char *v6 = family_symbol(r, endpoint, FAMILY_IPV6);

	if (v4 == NULL && v6 == NULL)
		return family_symbol(r, endpoint, FAMILY_NONE);
	if (v4 == NULL || v6 == NULL)
		return v4 != NULL ? v4 : v6;
	if (strcmp(v4, v6) == 0)
		return v4;
	if (strcmp(v4, "open") == 0)
		return strcmp(v6, "nobanner") == 0 ? v6 : "v4only";
	return strcmp(v6, "open") == 0 ? "v6only" : v4;
}

/* Does the endpoint fail from outside? -1: not known. */
static int
fails_outside(const struct report *r, int endpoint)
{
	const char *s = seen_endpoint_symbol(r, endpoint);

	return s == NULL ? -1 : strcmp(s, "ok") != 0;
}

struct raw_view {
	const char *failing; /* common symbol of endpoints that fail */
	const char *closed;  /* of those not known to work, not open */
	bool differ;
	bool open;
};

static void
raw_look(struct raw_view *v, const struct report *r, int endpoint)
{
	const char *s = raw_symbol(r, endpoint);
	int fails = fails_outside(r, endpoint);

	if (s == NULL)
		return;
	v->open = true;
	if (fails == 1) {
		v->differ = v->differ ||
		    (v->failing != NULL && strcmp(v->failing, s) != 0);
		v->failing = s;
	} else if (fails < 0 && strcmp(s, "open") != 0) {
		v->closed = s;
	}
}

/* The endpoints that fail from outside decide; while that is not known, the
 * ones that are not open. What works from outside is open enough. */
const char *
column_raw(const struct report *r)
{
	struct raw_view v = { 0 };

	for (size_t i = 0; i < r->target.nendpoints; i++)
		raw_look(&v, r, r->target.endpoints[i]);
	if (v.failing != NULL)
		return v.differ ? NULL : v.failing;
	if (v.closed != NULL)
		return v.closed;
	return v.open ? "open" : NULL;
}

/* Numbers of RFC 4120 7.5.9: 18 stands for every way of being restricted but
 * an expired password. That nobody answered is no word on the account. */
const char *
column_kdc(const struct report *r)
{
	static const struct {
		const char *fault;
		const char *symbol;
	} refusals[] = {
		{ "password", "24" },
		{ "user", "6" },
		{ "account", "18" },
		{ "clock", "37" },
	};
	const struct check *c = checks_find(&r->checks, "kdc");
	const struct fact_set *f;

	if (!seen_ran(c))
		return NULL;
	f = &c->facts;
	if (fact_is(f, FACT_KDC_RESULT, "ok"))
		return "ok";
	if (fact_int(f, FACT_KERBEROS_ERROR, 0) == KDC_KEY_EXPIRED)
		return "23";
	for (size_t i = 0; i < sizeof(refusals) / sizeof(*refusals); i++)
		if (fact_is(f, FACT_AUTH_FAULT, refusals[i].fault))
			return refusals[i].symbol;
	return NULL;
}
