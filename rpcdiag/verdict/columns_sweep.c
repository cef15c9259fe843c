/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The column of RPC authentication: every mechanism on every endpoint, as far
 * as it was tried. It compares answers of the server; what a machine of ours
 * could not make a token for says nothing of the server.
 */
#include <string.h>

#include "verdict/column.h"
#include "verdict/seen.h"

enum cell {
	CELL_EMPTY, /* not tried, or nothing was learned */
	CELL_ACCEPTED,
	CELL_UNKNOWN, /* the provider is not registered */
	CELL_REFUSED, /* the token */
	CELL_TICKET,  /* the same of Kerberos: not the credentials' fault */
	CELL_DENIED,  /* bound, and then the call was refused */
	CELL_WRONG,   /* the KDC refuses name, password or account */
	CELL_NO_NAME, /* the KDC does not know the service */
	CELL_SKEW,    /* the clocks differ too much for Kerberos */
	CELL_ODD,     /* an end that no mechanism explains */
	CELL_N
};

/* Types are those of [MS-RPCE] 2.2.1.1.7. */
enum { NEGOTIATE, NTLM, KERBEROS, MECHANISMS };

static const struct {
	const char *name;
	const char *unknown; /* the symbol of a type nobody registered */
} mechanisms[MECHANISMS] = {
	[NEGOTIATE] = { "negotiate", "no9" },
	[NTLM] = { "ntlm", "no10" },
	[KERBEROS] = { "kerberos", "no16" },
};

/* "rejected" is an answer about the interface, and not about a logon. */
static const struct {
	const char *result;
	enum cell cell;
} results[] = {
	{ "accepted", CELL_ACCEPTED },
	{ "provider_unknown", CELL_UNKNOWN },
	{ "token_refused", CELL_REFUSED },
	{ "denied", CELL_DENIED },
	{ "unsigned", CELL_ODD },
	{ "unverified", CELL_ODD },
	{ "fault", CELL_ODD },
	{ "closed", CELL_ODD },
	{ "timeout", CELL_ODD },
};

/* Kerberos tells the first two from either side (RFC 4120 7.5.9). */
static const struct {
	const char *fault;
	enum cell cell;
} faults[] = {
	{ "target", CELL_NO_NAME },
	{ "clock", CELL_SKEW },
	{ "ticket", CELL_TICKET },
	{ "password", CELL_WRONG },
	{ "user", CELL_WRONG },
	{ "account", CELL_WRONG },
};

/* Alone or inside of Negotiate. */
static bool
is_kerberos(const struct check *c)
{
	return strcmp(c->rpc_auth, mechanisms[KERBEROS].name) == 0 ||
	    fact_is(&c->facts, FACT_AUTH_PACKAGE, "kerberos");
}

static enum cell
cell_of(const struct check *c)
{
	const char *result = seen_rpc_auth(c);

	if (result == NULL || strcmp(result, "accepted") == 0)
		return result == NULL ? CELL_EMPTY : CELL_ACCEPTED;
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++)
		if (fact_is(&c->facts, FACT_AUTH_FAULT, faults[i].fault))
			return faults[i].cell;
	if (strcmp(result, "token_refused") == 0 && is_kerberos(c))
		return CELL_TICKET;
	for (size_t i = 0; i < sizeof(results) / sizeof(results[0]); i++)
		if (strcmp(results[i].result, result) == 0)
			return results[i].cell;
	return CELL_EMPTY;
}

static bool
is_at(const struct check *c, const char *level)
{
	return c->rpc_level != NULL && strcmp(c->rpc_level, level) == 0;
}

static bool
is_of(const struct check *c, int endpoint, size_t mechanism)
{
	return seen_rpc_auth(c) != NULL && c->endpoint == endpoint &&
	    strcmp(c->rpc_auth, mechanisms[mechanism].name) == 0;
}

/* A mechanism on an endpoint. At level connect nothing is verified, so it is
 * not asked; of the others one that was accepted is enough. */
static enum cell
cell_at(const struct report *r, int endpoint, size_t mechanism)
{
	enum cell cell = CELL_EMPTY;

	for (size_t i = 0; i < r->checks.n; i++) {
		const struct check *c = r->checks.v[i];

		if (!is_of(c, endpoint, mechanism) || is_at(c, "connect"))
			continue;
		if (cell_of(c) == CELL_ACCEPTED)
			return CELL_ACCEPTED;
		if (cell == CELL_EMPTY)
			cell = cell_of(c);
	}
	return cell;
}

/* Accepted at privacy and refused below it. Where a signed call is accepted,
 * encryption is not what was missing. */
static bool
wants_privacy(const struct report *r, int endpoint, size_t mechanism)
{
	bool accepted = false, refused = false;

	for (size_t i = 0; i < r->checks.n; i++) {
		const struct check *c = r->checks.v[i];

		if (!is_of(c, endpoint, mechanism))
			continue;
		if (is_at(c, "privacy"))
			accepted = accepted || cell_of(c) == CELL_ACCEPTED;
		else if (cell_of(c) == CELL_ACCEPTED)
			return false;
		else if (strcmp(seen_rpc_auth(c), "level_refused") == 0 ||
		    cell_of(c) == CELL_DENIED)
			refused = true;
	}
	return accepted && refused;
}

struct sweep {
	size_t n[MECHANISMS][CELL_N]; /* endpoints */
	size_t all[CELL_N];
	bool mgmt_answers; /* without a logon */
	bool referral_lacks_ntlm;
	bool wants_privacy;
	bool stuck; /* an endpoint refused whatever was tried */
};

static void
sweep_endpoint(struct sweep *s, const struct report *r, int endpoint)
{
	bool accepted = false, bad = false;

	for (size_t m = 0; m < MECHANISMS; m++) {
		enum cell cell = cell_at(r, endpoint, m);

		/* Where nobody may call the interface, that a logon may not
		 * either says nothing of the logon. */
		if (!s->mgmt_answers &&
		    (cell == CELL_DENIED || cell == CELL_ODD))
			cell = CELL_EMPTY;
		s->n[m][cell]++;
		s->all[cell]++;
		accepted = accepted || cell == CELL_ACCEPTED;
		bad = bad || cell == CELL_ODD || cell == CELL_REFUSED ||
		    cell == CELL_TICKET || cell == CELL_DENIED;
		if (m == NTLM && cell == CELL_UNKNOWN &&
		    endpoint == ENDPOINT_REFERRAL)
			s->referral_lacks_ntlm = true;
		s->wants_privacy =
		    s->wants_privacy || wants_privacy(r, endpoint, m);
	}
	s->stuck = s->stuck || (bad && !accepted);
}

static const char *
unknown_symbol(const struct sweep *s)
{
	if (s->referral_lacks_ntlm && s->n[NTLM][CELL_UNKNOWN] == 1 &&
	    s->n[NTLM][CELL_ACCEPTED] > 0)
		return "no10@6002";
	for (size_t m = 0; m < MECHANISMS; m++)
		if (s->n[m][CELL_UNKNOWN] > 0)
			return mechanisms[m].unknown;
	return NULL;
}

/* Whoever has a ticket has shown the KDC the right password: Kerberos that is
 * refused alone speaks of the service's name, not of the credentials. */
static bool
refused_everywhere(const struct sweep *s)
{
	return s->all[CELL_ACCEPTED] == 0 && s->all[CELL_ODD] == 0 &&
	    s->n[NTLM][CELL_REFUSED] + s->n[NEGOTIATE][CELL_REFUSED] +
		s->all[CELL_DENIED] + s->all[CELL_WRONG] >
	    0;
}

/* A KDC may want the name in another form than whoever accepted it. */
static bool
accepted_everywhere(const struct sweep *s)
{
	for (enum cell c = CELL_UNKNOWN; c < CELL_N; c++)
		if (s->all[c] > 0 && c != CELL_WRONG)
			return false;
	return s->all[CELL_ACCEPTED] > 0;
}

const char *
column_sweep(const struct report *r)
{
	const char *mgmt = column_mgmt(r);
	struct sweep s = {
		.mgmt_answers = mgmt != NULL && strcmp(mgmt, "ok") == 0,
	};

	for (size_t i = 0; i < r->target.nendpoints; i++)
		sweep_endpoint(&s, r, r->target.endpoints[i]);
	if (refused_everywhere(&s))
		return "none";
	if (s.all[CELL_UNKNOWN] > 0)
		return unknown_symbol(&s);
	if (s.wants_privacy)
		return "lvl";
	if (s.all[CELL_SKEW] > 0)
		return "k37";
	if (s.all[CELL_NO_NAME] > 0)
		return "k7";
	if (s.all[CELL_TICKET] > 0)
		return "n9";
	if (s.stuck)
		return "odd";
	return accepted_everywhere(&s) ? "all" : NULL;
}
