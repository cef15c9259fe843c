/* SPDX-License-Identifier: Apache-2.0 */
/* Columns of extended error information: what the proxy's records say of its
 * connection to the server. They know no text of a record. */
#include "verdict/column.h"
#include "verdict/seen.h"

/*
 * Does a record say that the proxy tried to connect to the server and failed?
 * [MS-EERR] knows one pair of component and location for that; a number of
 * Winsock's that only a connect or the look-up before it gives says it as well.
 */
static bool
has_connect_record(const struct check *c)
{
	for (size_t i = 0; i < c->neeinfo; i++)
		if ((c->eeinfo[i].component == EEINFO_COMPONENT_HTTP_PROXY &&
			c->eeinfo[i].location ==
			    EEINFO_LOCATION_PROXY_CONNECT) ||
		    seen_winsock(c->eeinfo[i].status) != NULL)
			return true;
	return false;
}

static bool
has_same_records(const struct check *a, const struct check *b)
{
	if (a->neeinfo != b->neeinfo)
		return false;
	for (size_t i = 0; i < a->neeinfo; i++)
		if (a->eeinfo[i].component != b->eeinfo[i].component ||
		    a->eeinfo[i].location != b->eeinfo[i].location ||
		    a->eeinfo[i].status != b->eeinfo[i].status)
			return false;
	return true;
}

/* Would this proxy have said that it tried? It does say so of the control, or
 * says of both the same, and it never tries to connect for that one. */
static bool
says_no_connect(const struct check *control, const struct check *c)
{
	return control != NULL && control->neeinfo > 0 &&
	    (has_connect_record(control) || has_same_records(control, c));
}

/*
 * Extended error information can be switched off, and which records there are
 * depends on the version: that none of them speaks of a connect shows nothing
 * by itself. The control tells what this proxy says when it makes none.
 */
const char *
column_ee(const struct report *r)
{
	const char *out = NULL;

	for (size_t i = 0; i < r->checks.n; i++) {
		const struct check *c = r->checks.v[i];
		const struct fact *f =
		    fact_get(&c->facts, FACT_TUNNEL_RPC_ERROR);

		if (!seen_tunnel_failed(r, c))
			continue;
		if (has_connect_record(c))
			return "conn";
		if (f != NULL && !f->absent &&
		    says_no_connect(seen_control(r), c))
			out = "none";
	}
	return out;
}

struct winsock_symbol {
	uint32_t low, high;
	const char *symbol;
};

/* Winsock errors that stand under the proxy's own record. */
static const struct winsock_symbol winsock_symbols[] = {
	{ 10060, 10060, "timeout" },
	{ 10061, 10061, "refused" },
	{ 10051, 10051, "unreach" },
	{ 10065, 10065, "unreach" },
	{ 11001, 11004, "name" },
};

const char *
seen_winsock(uint32_t status)
{
	for (size_t i = 0;
	     i < sizeof(winsock_symbols) / sizeof(*winsock_symbols); i++)
		if (status >= winsock_symbols[i].low &&
		    status <= winsock_symbols[i].high)
			return winsock_symbols[i].symbol;
	return NULL;
}

const char *
column_wsa(const struct report *r)
{
	for (size_t i = 0; i < r->checks.n; i++) {
		const struct check *c = r->checks.v[i];

		if (!seen_tunnel_failed(r, c))
			continue;
		for (size_t k = 0; k < c->neeinfo; k++) {
			const char *s = seen_winsock(c->eeinfo[k].status);

			if (s != NULL)
				return s;
		}
	}
	return NULL;
}
