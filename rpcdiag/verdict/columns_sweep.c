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

/* "rejected" is an answer about the interface, and not about a logon; what has
 * no name here is odd in ways that no row of the matrix knows. */
static const struct {
	const char *result;
	enum cell cell;
} results[] = {
	{ "accepted", CELL_ACCEPTED },
	{ "checked", CELL_ACCEPTED },
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

/* Does mgmt answer a caller without a logon? */
static bool
mgmt_answers(const struct report *r, int endpoint)
{
	const struct check *c;

	for (size_t i = 0;
	     (c = checks_nth(&r->checks, STAGE_CALL, endpoint, i)) != NULL; i++)
		if (seen_ran(c) && fact_is(&c->facts, FACT_CALL_RESULT, "ok"))
			return true;
	return false;
}

/* Where nobody may call mgmt, that a logon may not either says nothing of the
 * logon, unless it was refused as such while it was bound. */
static bool
is_about_mgmt(const struct report *r, const struct check *c)
{
	const char *interface = fact_str(&c->facts, FACT_BIND_INTERFACE);
	const char *evidence = fact_str(&c->facts, FACT_AUTH_EVIDENCE);

	return interface != NULL && strcmp(interface, "mgmt") == 0 &&
	    evidence != NULL && strncmp(evidence, "fault", 5) == 0 &&
	    !mgmt_answers(r, c->endpoint);
}

static enum cell
cell_of(const struct report *r, const struct check *c)
{
	const char *result = seen_rpc_auth(c);

	if (result == NULL || is_about_mgmt(r, c))
		return CELL_EMPTY;
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
		if (cell_of(r, c) == CELL_ACCEPTED)
			return CELL_ACCEPTED;
		if (cell == CELL_EMPTY)
			cell = cell_of(r, c);
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
			accepted = accepted || cell_of(r, c) == CELL_ACCEPTED;
		else if (cell_of(r, c) == CELL_ACCEPTED)
			return false;
		else if (strcmp(seen_rpc_auth(c), "level_refused") == 0 ||
		    cell_of(r, c) == CELL_DENIED ||
		    cell_of(r, c) == CELL_REFUSED)
			refused = true;
	}
	return accepted && refused;
}

struct sweep {
	size_t n[MECHANISMS][CELL_N]; /* endpoints */
	size_t all[CELL_N];
	bool referral_lacks_ntlm;
	bool wants_privacy;
};

static void
sweep_endpoint(struct sweep *s, const struct report *r, int endpoint)
{
	for (size_t m = 0; m < MECHANISMS; m++) {
		enum cell cell = cell_at(r, endpoint, m);

		/* mstsc asks an RD Gateway for one mechanism it knows of. */
		if (endpoint == ENDPOINT_RD_GATEWAY && cell == CELL_UNKNOWN)
			cell = CELL_EMPTY;
		s->n[m][cell]++;
		s->all[cell]++;
		if (m == NTLM && cell == CELL_UNKNOWN &&
		    endpoint == ENDPOINT_REFERRAL)
			s->referral_lacks_ntlm = true;
		s->wants_privacy =
		    s->wants_privacy || wants_privacy(r, endpoint, m);
	}
}

/* A server whose clients log on to its proxy alone registers nothing. */
static bool
none_is_registered(const struct sweep *s)
{
	size_t tried = 0;

	for (size_t m = 0; m < MECHANISMS; m++)
		tried += s->n[m][CELL_UNKNOWN] > 0;
	return tried > 1 && s->all[CELL_ACCEPTED] == 0;
}

static const char *
unknown_symbol(const struct sweep *s)
{
	if (none_is_registered(s))
		return NULL;
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

/* An account that the proxy takes, at a server that also answers without a
 * logon: whoever relies on the proxy's alone is served. */
static bool
is_needless(const struct report *r)
{
	for (size_t i = 0; i < r->checks.n; i++) {
		const struct check *c = r->checks.v[i];

		if (seen_rpc_auth(c) != NULL &&
		    (!fact_is(&c->facts, FACT_AUTH_ACCOUNT, "proxy") ||
			!mgmt_answers(r, c->endpoint)))
			return false;
	}
	return true;
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
	struct sweep s = { 0 };

	for (size_t i = 0; i < r->target.nendpoints; i++)
		sweep_endpoint(&s, r, r->target.endpoints[i]);
	if (refused_everywhere(&s))
		return is_needless(r) ? "same" : "none";
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
	return accepted_everywhere(&s) ? "all" : NULL;
}
