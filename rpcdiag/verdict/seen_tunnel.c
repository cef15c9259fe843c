/* SPDX-License-Identifier: Apache-2.0 */
/* How a tunnel fared, in the symbols of the endpoint columns. */
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "verdict/seen.h"

/* Win32 numbers behind "RPC Error: <hex>" ([MS-RPCH] 2.1.2.1.3). */
#define ERROR_ACCESS_DENIED 5
#define RPC_S_SERVER_UNAVAILABLE 0x6ba
#define RPC_S_SERVER_TOO_BUSY 0x6bb
#define RPC_S_PROTOCOL_ERROR 0x6c0
#define RPC_P_FIRST 0xc0021000 /* the runtime's own c002100x */
#define RPC_P_LAST 0xc002100f

/* A server that finds no second channel ends the first one, too, but late. */
#define CUT_AT_ONCE_US CLOCK_S(2)

bool
seen_asked(const struct report *r, int port)
{
	for (size_t i = 0; i < r->target.nendpoints; i++)
		if (r->target.endpoints[i] == port)
			return true;
	return false;
}

int
seen_endpoint(const struct report *r, int port)
{
	int only;

	if (r->target.nendpoints != 1)
		return port;
	only = r->target.endpoints[0];
	if (port != ENDPOINT_STORE || only == ENDPOINT_REFERRAL ||
	    only == ENDPOINT_DIRECTORY || only == ENDPOINT_MAPPER)
		return port;
	return only;
}

static bool
to_rd_gateway(const struct report *r, const struct check *c)
{
	return c->endpoint == ENDPOINT_RD_GATEWAY && r->target.server != NULL &&
	    strcasecmp(r->target.server, "localhost") == 0;
}

static const char *
rpc_error_symbol(const struct report *r, const struct check *c, uint32_t code)
{
	if (code == RPC_S_SERVER_UNAVAILABLE)
		return to_rd_gateway(r, c) ? "rdg6BA" : "6BA";
	if (code == ERROR_ACCESS_DENIED)
		return "E5";
	if (code == RPC_S_SERVER_TOO_BUSY)
		return "6BB";
	if (code == RPC_S_PROTOCOL_ERROR)
		return "6C0";
	if (code >= RPC_P_FIRST && code <= RPC_P_LAST)
		return "CP";
	return "rpc";
}

/* Exchange 2013 and later says that it knows no such mailbox also of a name
 * that is none: only of GUID@domain it means it. */
static const char *
not_found_symbol(const struct report *r, const struct check *c, bool in)
{
	const char *cas = fact_str(&c->facts, FACT_HTTP_CAS_ERROR);

	if (cas != NULL && r->target.server != NULL &&
	    strchr(r->target.server, '@') != NULL &&
	    strcasecmp(cas, "MailboxGuidWithDomainNotFound") == 0)
		return "404guid";
	if (cas != NULL || fact_str(&c->facts, FACT_HTTP_FE_SERVER) != NULL)
		return "404x";
	return in ? "in404" : "404";
}

static const char *
answer_symbol(const struct report *r, const struct check *c)
{
	bool in = fact_is(&c->facts, FACT_TUNNEL_CHANNEL, "in");

	if (seen_is_denied(c))
		return in ? "in413" : "4xx";
	if (c->http_reason != NULL &&
	    strcasestr(c->http_reason, "Invalid RPC Port") != NULL)
		return "P";
	switch (c->http_status) {
	case 404:
		return not_found_symbol(r, c, in);
	case 503:
		return "503p";
	case 401:
		return "401";
	case 405:
	case 501:
		return in ? "in405" : c->http_status == 501 ? "5xx" : "4xx";
	case 408:
		return in ? "in408" : "4xx";
	case 400:
	case 403:
	case 413:
		/* Only the IN channel is long enough to be refused for it. */
		return in ? "in413" : "4xx";
	default:
		if (c->http_status < 400)
			return "page";
		return c->http_status >= 500 ? "5xx" : "4xx";
	}
}

const char *
seen_rpc_auth(const struct check *c)
{
	if (!seen_ran(c) || c->stage != STAGE_BIND || c->rpc_auth == NULL ||
	    fact_str(&c->facts, FACT_AUTH_USER) != NULL)
		return NULL;
	return fact_str(&c->facts, FACT_AUTH_RESULT);
}

/* Bound with a logon, whatever came of it. */
static bool
is_auth_bound(const struct check *c)
{
	const char *result = seen_rpc_auth(c);

	return result != NULL &&
	    (strcmp(result, "accepted") == 0 ||
		strcmp(result, "checked") == 0 ||
		strcmp(result, "unproven") == 0 ||
		strcmp(result, "denied") == 0);
}

/* Any PDU of the server proves the tunnel; silence after CONN/C2 does not. */
static const char *
bound_symbol(const struct report *r, const struct check *tunnel)
{
	bool tried = false, refused = false;

	for (size_t i = 0; i < r->checks.n; i++) {
		const struct check *c = r->checks.v[i];
		const char *result;

		if (!seen_ran(c) || c->stage != STAGE_BIND ||
		    c->parent == NULL || strcmp(c->parent, tunnel->id) != 0)
			continue;
		if (is_auth_bound(c))
			return "ok";
		result = c->rpc_auth != NULL
		    ? NULL
		    : fact_str(&c->facts, FACT_BIND_RESULT);
		if (result == NULL)
			continue;
		tried = true;
		if (strcmp(result, "accepted") == 0 ||
		    strcmp(result, "rejected") == 0 ||
		    strcmp(result, "fault") == 0)
			return "ok";
		refused = refused || strcmp(result, "nak") == 0;
	}
	if (refused)
		return "bnd";
	return tried ? "mute" : "ok";
}

/* IN was broken off without an answer, as soon as it had announced itself. */
static bool
is_in_cut(const struct check *c)
{
	const struct fact_set *f = &c->facts;

	return (fact_is(f, FACT_TUNNEL_END, "closed") ||
		   fact_is(f, FACT_TUNNEL_END, "reset")) &&
	    fact_is(f, FACT_TUNNEL_CHANNEL, "in") &&
	    c->duration_us < CUT_AT_ONCE_US;
}

/* OUT ended before anything of RPC came: nobody holds it back. */
static bool
is_out_cut(const struct check *c)
{
	const struct fact_set *f = &c->facts;

	return (fact_is(f, FACT_TUNNEL_END, "closed") ||
		   fact_is(f, FACT_TUNNEL_END, "reset")) &&
	    fact_is(f, FACT_TUNNEL_CHANNEL, "out") &&
	    !fact_is(f, FACT_TUNNEL_REACHED, "conn-a3");
}

static const char *
silent_symbol(const struct check *c)
{
	const struct fact_set *f = &c->facts;

	if (is_in_cut(c))
		return "incut";
	if (is_out_cut(c))
		return "outcut";
	if (fact_is(f, FACT_TUNNEL_REACHED, "conn-a3"))
		return "A3";
	return fact_is(f, FACT_TUNNEL_REACHED, "out-200") ? "H2" : "NR";
}

/* As every other logon was: nothing behind it was reached. */
static bool
is_refused_logon(const struct report *r, const struct check *c)
{
	return c->http_status == 401 && c->http_auth != NULL &&
	    seen_logon_refused(r);
}

const char *
seen_tunnel(const struct report *r, const struct check *c)
{
	const struct fact *error;

	/* what was not waited for shows nothing */
	if (!seen_ran(c) || is_refused_logon(r, c) ||
	    fact_is(&c->facts, FACT_TUNNEL_END, "apart"))
		return NULL;
	if (fact_is(&c->facts, FACT_TUNNEL_REACHED, "conn-c2"))
		return bound_symbol(r, c);
	error = fact_get(&c->facts, FACT_TUNNEL_RPC_ERROR);
	if (error != NULL && !error->absent)
		return rpc_error_symbol(r, c, (uint32_t)error->i);
	if (fact_is(&c->facts, FACT_TUNNEL_END, "http") && c->http_status != 0)
		return answer_symbol(r, c);
	if (fact_str(&c->facts, FACT_TUNNEL_REACHED) == NULL)
		return NULL;
	if (fact_is(&c->facts, FACT_TUNNEL_END, "protocol"))
		return check_is_page(c) ? "page" : "odd";
	return silent_symbol(c);
}

/* A cell of the comparison, which has a tunnel of its own, whose tunnel was
 * refused: the logon inside it had no part in that. */
static bool
is_refused_cell(const struct check *c)
{
	return c->stage == STAGE_BIND && seen_ran(c) && c->http_status != 401 &&
	    fact_is(&c->facts, FACT_TUNNEL_END, "http");
}

static bool
is_trial(const struct check *c)
{
	return (c->stage == STAGE_TUNNEL || c->stage == STAGE_REPEAT ||
		   is_refused_cell(c)) &&
	    c->endpoint != 0 && !fact_true(&c->facts, FACT_TUNNEL_CONTROL) &&
	    strcmp(c->id, "tunnel.control") != 0;
}

const char *
seen_endpoint_symbol(const struct report *r, int endpoint)
{
	const char *first = NULL, *bad = NULL;
	bool ok = false;

	for (size_t i = 0; endpoint != 0 && i < r->checks.n; i++) {
		const struct check *c = r->checks.v[i];
		const char *s;

		if (!is_trial(c) || c->endpoint != endpoint)
			continue;
		s = seen_tunnel(r, c);
		if (s == NULL)
			continue;
		first = first != NULL ? first : s;
		if (strcmp(s, "ok") == 0)
			ok = true;
		else if (bad == NULL)
			bad = s;
	}
	if (ok && bad != NULL)
		return "mix";
	return bad != NULL ? bad : first;
}

/* Whom a referral sends clients to is part of the site, too. */
static bool
is_referred(const struct check *c)
{
	return c->stage == STAGE_TUNNEL &&
	    fact_true(&c->facts, FACT_TUNNEL_REFERRED);
}

const char *
seen_referral(const struct report *r)
{
	for (size_t i = 0; i < r->checks.n; i++)
		if (is_referred(r->checks.v[i]))
			return seen_tunnel(r, r->checks.v[i]);
	return NULL;
}

bool
seen_tunnel_failed(const struct report *r, const struct check *c)
{
	const char *s =
	    is_trial(c) || is_referred(c) ? seen_tunnel(r, c) : NULL;

	return s != NULL && strcmp(s, "ok") != 0;
}

const struct check *
seen_control(const struct report *r)
{
	const struct check *c = checks_find(&r->checks, "tunnel.control");

	return seen_ran(c) ? c : NULL;
}
