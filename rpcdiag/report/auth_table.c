/* SPDX-License-Identifier: Apache-2.0 */
#include "report/auth_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/say.h"
#include "report/utf8.h"

#define ENDPOINT_COLUMN 2
#define MECHANISM_COLUMN 8
#define MECHANISM_COLUMNS 9
#define LEVEL_COLUMN 18
#define LEVEL_COLUMNS 15 /* the longest word and a blank */

#define RPC_S_SERVER_UNAVAILABLE 1722
#define RPC_S_UNKNOWN_AUTHN_SERVICE 1747

/* [MS-RPCE] 2.2.1.1.8, weakest first. */
static const char *const levels[] = { "connect", "packet", "integrity",
	"privacy" };

#define LEVELS (sizeof(levels) / sizeof(levels[0]))

static const struct {
	const char *result;
	const char *fault; /* NULL = any */
	const char *words;
	enum ink ink;
} cells[] = {
	{ "accepted", NULL, "ok", INK_GOOD },
	{ "unproven", NULL, "unproven", INK_PLAIN },
	{ "provider_unknown", NULL, "not registered", INK_BAD },
	{ "token_refused", "clock", "clock skew", INK_BAD },
	{ "token_refused", "ticket", "bad ticket", INK_BAD },
	{ "token_refused", NULL, "refused", INK_BAD },
	{ "denied", NULL, "denied", INK_BAD },
	{ "level_refused", NULL, "level refused", INK_WARN },
	{ "unsigned", NULL, "unsigned", INK_BAD },
	{ "unverified", NULL, "bad signature", INK_BAD },
	{ "rejected", NULL, "rejected", INK_BAD },
	{ "fault", NULL, "fault", INK_BAD },
	{ "closed", NULL, "closed", INK_BAD },
	{ "timeout", NULL, "no answer", INK_BAD },
	{ "no_token", "kdc", "no KDC", INK_FAINT },
	{ "no_token", "target", "no such name", INK_BAD },
	{ "no_token", "clock", "clock skew", INK_BAD },
	{ "no_token", "ticket", "bad ticket", INK_BAD },
	{ "no_token", "password", "wrong password", INK_BAD },
	{ "no_token", "user", "unknown user", INK_BAD },
	{ "no_token", "account", "may not log on", INK_BAD },
	{ "no_token", "credentials", "no credentials", INK_FAINT },
	{ "no_token", "mechanism", "not installed", INK_FAINT },
	{ "no_token", NULL, "no token", INK_FAINT },
};

static size_t
level_of(const struct check *c)
{
	size_t n = 0;

	while (n < LEVELS && c->rpc_level != NULL &&
	    strcmp(levels[n], c->rpc_level) != 0)
		n++;
	return c->rpc_level == NULL ? LEVELS : n;
}

bool
auth_table_holds(const struct check *c)
{
	return c->stage == STAGE_BIND && c->outcome != OUTCOME_SKIP &&
	    c->rpc_auth != NULL && level_of(c) < LEVELS &&
	    fact_get(&c->facts, FACT_INTERFACE) == NULL &&
	    fact_get(&c->facts, FACT_AUTH_USER) == NULL;
}

bool
auth_table_is_needed(const struct checks *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (auth_table_holds(c->v[i]))
			return true;
	return false;
}

static bool
is_of_row(const struct check *c, const struct check *row)
{
	return auth_table_holds(c) && c->endpoint == row->endpoint &&
	    strcmp(c->rpc_auth, row->rpc_auth) == 0;
}

/* The first check of a row and level, or NULL. */
static const struct check *
cell_find(const struct checks *c, const struct check *row, size_t level)
{
	for (size_t i = 0; i < c->n; i++)
		if (is_of_row(c->v[i], row) && level_of(c->v[i]) == level)
			return c->v[i];
	return NULL;
}

static bool
is_first_of_row(const struct checks *c, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (is_of_row(c->v[i], c->v[n]))
			return false;
	return true;
}

static bool
level_was_tried(const struct checks *c, size_t level)
{
	for (size_t i = 0; i < c->n; i++)
		if (auth_table_holds(c->v[i]) && level_of(c->v[i]) == level)
			return true;
	return false;
}

/* What Negotiate became, where it was accepted. */
static const char *
accepted_words(const struct check *c)
{
	if (strcmp(c->rpc_auth, "negotiate") != 0)
		return NULL;
	if (fact_is(&c->facts, FACT_AUTH_PACKAGE, "kerberos"))
		return "ok, Kerberos";
	return fact_is(&c->facts, FACT_AUTH_PACKAGE, "ntlm") ? "ok, NTLM"
							     : NULL;
}

static void
put_cell(struct sheet *s, const struct check *c)
{
	const char *result, *fault;

	if (c == NULL) {
		sheet_put(s, INK_FAINT, "-");
		return;
	}
	result = fact_str(&c->facts, FACT_AUTH_RESULT);
	fault = fact_str(&c->facts, FACT_AUTH_FAULT);
	if (fact_is(&c->facts, FACT_AUTH_RESULT, "accepted") &&
	    accepted_words(c) != NULL) {
		sheet_put(s, INK_GOOD, accepted_words(c));
		return;
	}
	for (size_t i = 0; result != NULL && i < sizeof(cells) / sizeof(*cells);
	     i++)
		if (strcmp(result, cells[i].result) == 0 &&
		    (cells[i].fault == NULL ||
			(fault != NULL &&
			    strcmp(fault, cells[i].fault) == 0))) {
			sheet_put(s, cells[i].ink, cells[i].words);
			return;
		}
	/* No answer to the logon, since the tunnel itself did not open. */
	sheet_put(s, INK_BAD, result == NULL ? "no tunnel" : "other");
}

static void
put_row(struct sheet *s, const struct checks *c, const struct check *row)
{
	char *endpoint = mem_printf("%d", row->endpoint);
	char *mechanism = utf8_printable(row->rpc_auth);
	unsigned column = LEVEL_COLUMN;

	sheet_tab(s, ENDPOINT_COLUMN);
	sheet_put(s, INK_PLAIN, endpoint);
	sheet_tab(s, MECHANISM_COLUMN);
	sheet_fit(s, MECHANISM_COLUMNS, mechanism);
	for (size_t n = 0; n < LEVELS; n++) {
		if (!level_was_tried(c, n))
			continue;
		sheet_tab(s, column);
		put_cell(s, cell_find(c, row, n));
		column += LEVEL_COLUMNS;
	}
	sheet_end(s);
	free(endpoint);
	free(mechanism);
}

static void
put_levels(struct sheet *s, const struct checks *c)
{
	unsigned column = LEVEL_COLUMN;

	for (size_t n = 0; n < LEVELS; n++) {
		if (!level_was_tried(c, n))
			continue;
		sheet_tab(s, column);
		sheet_put(s, INK_FAINT, levels[n]);
		column += LEVEL_COLUMNS;
	}
	sheet_end(s);
}

/* bind_nak 8 has no single number on the client's side. */
static void
put_not_registered(struct sheet *s)
{
	char *unavailable = say_status(RPC_S_SERVER_UNAVAILABLE);
	char *unknown = say_status(RPC_S_UNKNOWN_AUTHN_SERVICE);
	char *text = mem_printf(
	    "not registered: the interface has not registered this mechanism. "
	    "A Windows client that asks for it shows %s or %s, although the "
	    "server is there.",
	    unavailable, unknown);

	sheet_tab(s, ENDPOINT_COLUMN);
	sheet_wrap(s, ENDPOINT_COLUMN, text);
	free(text);
	free(unknown);
	free(unavailable);
}

/* What a word of the table means, for who has not met it. */
static const struct note {
	const char *result;
	const char *fault; /* NULL = any */
	const char *level; /* NULL = any */
	const char *text;
} notes[] = {
	{ "unproven", NULL, NULL,
	    "unproven: bound, but at this level the server proves nothing." },
	{ "fault", NULL, "connect",
	    "fault at connect: some servers (Samba) take NTLM inside Negotiate "
	    "only where something is signed; the other levels tell whether the "
	    "logon is good." },
	{ "no_token", "kdc", NULL,
	    "no KDC: no domain controller was reached, as is usual from the "
	    "Internet; nothing was sent to the server. In Negotiate, NTLM "
	    "takes its place." },
	{ "no_token", "target", NULL,
	    "no such name: the domain controller does not know the service; "
	    "nothing was sent to the server." },
	{ "no_token", "clock", NULL,
	    "clock skew: the domain controller's clock and ours are more than "
	    "five minutes apart." },
	{ "token_refused", "clock", NULL,
	    "clock skew: the server's clock and the domain controller's are "
	    "more than five minutes apart." },
};

static bool
is_noted(const struct check *c, const struct note *n)
{
	const struct fact_set *f = &c->facts;

	return auth_table_holds(c) && fact_is(f, FACT_AUTH_RESULT, n->result) &&
	    (n->fault == NULL || fact_is(f, FACT_AUTH_FAULT, n->fault)) &&
	    (n->level == NULL || strcmp(c->rpc_level, n->level) == 0);
}

static void
put_note(struct sheet *s, const struct checks *c, const struct note *n)
{
	for (size_t i = 0; i < c->n; i++) {
		if (!is_noted(c->v[i], n))
			continue;
		sheet_tab(s, ENDPOINT_COLUMN);
		sheet_wrap(s, ENDPOINT_COLUMN, n->text);
		return;
	}
}

static bool
any_result(const struct checks *c, const char *result)
{
	for (size_t i = 0; i < c->n; i++)
		if (auth_table_holds(c->v[i]) &&
		    fact_is(&c->v[i]->facts, FACT_AUTH_RESULT, result))
			return true;
	return false;
}

void
auth_table_put(struct sheet *s, const struct checks *c)
{
	put_levels(s, c);
	for (size_t i = 0; i < c->n; i++)
		if (auth_table_holds(c->v[i]) && is_first_of_row(c, i))
			put_row(s, c, c->v[i]);
	for (size_t i = 0; i < sizeof(notes) / sizeof(notes[0]); i++)
		put_note(s, c, &notes[i]);
	if (any_result(c, "provider_unknown"))
		put_not_registered(s);
}
