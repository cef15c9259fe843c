/* SPDX-License-Identifier: Apache-2.0 */
#include "report/auth_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/logon_result.h"
#include "report/say.h"

static const struct table_layout layout = {
	.labels = { 2, 8 }, /* endpoint, level */
	.first = 19,
	.step = 18, /* the longest word and some room */
};

/* [MS-RPCE] 2.2.1.1.8, strongest first. */
static const char *const levels[] = { "privacy", "integrity", "packet",
	"connect" };

#define LEVELS (sizeof(levels) / sizeof(levels[0]))

/* In the order of their columns. */
static const char *const mechanisms[] = { "ntlm", "negotiate", "kerberos" };

#define MECHANISMS (sizeof(mechanisms) / sizeof(mechanisms[0]))

static const enum ink inks[] = {
	[LOGON_GOOD] = INK_GOOD,
	[LOGON_BAD] = INK_BAD,
	[LOGON_OPEN] = INK_PLAIN,
};

static size_t
index_of(const char *const *names, size_t n, const char *name)
{
	size_t i = 0;

	while (i < n && name != NULL && strcmp(names[i], name) != 0)
		i++;
	return name == NULL ? n : i;
}

bool
auth_table_holds(const struct check *c)
{
	return c->stage == STAGE_BIND &&
	    index_of(levels, LEVELS, c->rpc_level) < LEVELS &&
	    index_of(mechanisms, MECHANISMS, c->rpc_auth) < MECHANISMS &&
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

static const struct check *
cell_find(
    const struct checks *c, int endpoint, const char *level, const char *mech)
{
	for (size_t i = 0; i < c->n; i++)
		if (auth_table_holds(c->v[i]) &&
		    c->v[i]->endpoint == endpoint &&
		    (level == NULL || !strcmp(c->v[i]->rpc_level, level)) &&
		    (mech == NULL || !strcmp(c->v[i]->rpc_auth, mech)))
			return c->v[i];
	return NULL;
}

static bool
mechanism_was_asked(const struct checks *c, const char *mech)
{
	for (size_t i = 0; i < c->n; i++)
		if (auth_table_holds(c->v[i]) &&
		    strcmp(c->v[i]->rpc_auth, mech) == 0)
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

static const struct logon_result *
result_of(const struct check *c)
{
	return logon_result_find(fact_str(&c->facts, FACT_AUTH_RESULT),
	    fact_str(&c->facts, FACT_AUTH_FAULT));
}

static void
add_cell(struct table *t, const struct check *c)
{
	const struct logon_result *r = c == NULL ? NULL : result_of(c);

	if (c == NULL)
		table_add(t, INK_FAINT, "-");
	else if (c->outcome == OUTCOME_SKIP)
		table_add(t, INK_FAINT, "skipped");
	else if (r != NULL && strcmp(r->result, "accepted") == 0 &&
	    accepted_words(c) != NULL)
		table_add(t, INK_GOOD, accepted_words(c));
	else if (r != NULL)
		table_add(t, inks[r->kind], r->brief);
	else /* the tunnel of the cell's own did not open */
		table_add(t, INK_PLAIN, "no tunnel");
}

static void
add_heads(struct table *t, const struct checks *c)
{
	table_add(t, INK_FAINT, "port");
	table_add(t, INK_FAINT, "level");
	for (size_t m = 0; m < MECHANISMS; m++)
		if (mechanism_was_asked(c, mechanisms[m]))
			table_add(t, INK_FAINT, mechanisms[m]);
	table_end_heads(t);
}

static void
add_row(struct table *t, const struct checks *c, int endpoint,
    const char *level, bool first)
{
	char *text = mem_printf("%d", endpoint);

	table_add(t, INK_PLAIN, first ? text : "");
	table_add(t, INK_FAINT, level);
	for (size_t m = 0; m < MECHANISMS; m++)
		if (mechanism_was_asked(c, mechanisms[m]))
			add_cell(
			    t, cell_find(c, endpoint, level, mechanisms[m]));
	free(text);
}

static void
add_rows(struct table *t, const struct checks *c, int endpoint)
{
	bool first = true;

	for (size_t n = 0; n < LEVELS; n++) {
		if (cell_find(c, endpoint, levels[n], NULL) == NULL)
			continue;
		add_row(t, c, endpoint, levels[n], first);
		first = false;
	}
}

/* What a word of the table means, and what Windows would show. */
static void
add_meaning(struct strlist *notes, const struct logon_result *r)
{
	char *status = r->status == 0 ? NULL : say_status(r->status);

	strlist_addf(notes,
	    status == NULL ? "%s: %s%s" : "%s: %s; Windows shows %s", r->brief,
	    r->note != NULL ? r->note : r->text, status == NULL ? "" : status);
	free(status);
}

/* Some words say it all; and what is to be said of a fault is true of level
 * connect alone. */
static bool
needs_meaning(const struct logon_result *r, const struct check *c)
{
	return auth_table_holds(c) && result_of(c) == r &&
	    (r->kind == LOGON_BAD || r->note != NULL) &&
	    (strcmp(r->result, "fault") != 0 ||
		strcmp(c->rpc_level, "connect") == 0);
}

static void
add_meanings(struct strlist *notes, const struct checks *c)
{
	const struct logon_result *r;

	for (unsigned n = 0; (r = logon_result_nth(n)) != NULL; n++)
		for (size_t i = 0; i < c->n; i++)
			if (needs_meaning(r, c->v[i])) {
				add_meaning(notes, r);
				break;
			}
}

static void
add_skipped(struct strlist *notes, const struct checks *c)
{
	struct strlist reasons = { 0 };

	for (size_t i = 0; i < c->n; i++)
		if (auth_table_holds(c->v[i]) &&
		    c->v[i]->outcome == OUTCOME_SKIP && c->v[i]->detail != NULL)
			strlist_add_once(&reasons, c->v[i]->detail);
	for (size_t i = 0; i < reasons.n; i++)
		strlist_addf(notes, "skipped: %s", reasons.v[i]);
	strlist_clear(&reasons);
}

/* Whoever tries on the server itself what this table recommends meets another
 * rule, which no packet shows. */
static void
add_local(struct strlist *notes, const struct checks *c)
{
	struct strlist names = { 0 };
	uint32_t status = 0;
	bool advised = false;

	for (size_t i = 0; i < c->n; i++)
		advised = advised ||
		    (auth_table_holds(c->v[i]) &&
			fact_is(&c->v[i]->facts, FACT_AUTH_RESULT,
			    "provider_unknown"));
	for (size_t m = 0; m < MECHANISMS; m++) {
		uint32_t refusal = runtime_refusal("ncalrpc", mechanisms[m]);

		if (refusal == 0 || !mechanism_was_asked(c, mechanisms[m]))
			continue;
		strlist_add(&names, mechanisms[m]);
		status = refusal;
	}
	if (advised && names.n > 0) {
		char *joined = strlist_join(&names, " and ");
		char *text = say_status(status);

		strlist_addf(notes,
		    "On the server itself (local RPC) the runtime refuses %s "
		    "with %s, without a packet: test from another machine.",
		    joined, text);
		free(text);
		free(joined);
	}
	strlist_clear(&names);
}

/* The lowest endpoint above one; 0 past the last. */
static int
endpoint_after(const struct checks *c, int endpoint)
{
	int next = 0;

	for (size_t i = 0; i < c->n; i++)
		if (auth_table_holds(c->v[i]) && c->v[i]->endpoint > endpoint &&
		    (next == 0 || c->v[i]->endpoint < next))
			next = c->v[i]->endpoint;
	return next;
}

void
auth_table_make(struct table *t, const struct checks *c)
{
	table_init(t, 2, &layout);
	add_heads(t, c);
	for (int e = endpoint_after(c, 0); e != 0; e = endpoint_after(c, e))
		add_rows(t, c, e);
	add_meanings(&t->notes, c);
	add_skipped(&t->notes, c);
	add_local(&t->notes, c);
}
