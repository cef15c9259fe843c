/* SPDX-License-Identifier: Apache-2.0 */
#include "lint/walk.h"

#include <stdlib.h>

#include "base/mem.h"

#define ENCRYPTNETWORK 0x4000u	   /* of PR_PROFILE_UI_STATE */
#define NO_RPC_ENCRYPTION 0x2u	   /* of PR_PROFILE_CONNECT_FLAGS */
#define VERSION_WITH_REFERRAL 3000 /* of PR_PROFILE_SERVER_VERSION */

static const char *const outcomes[WALK_NOUTCOMES] = {
	[WALK_READ] = "read",
	[WALK_PASSED] = "passed",
	[WALK_TRIED] = "tried",
	[WALK_STOPPED] = "stopped",
	[WALK_UNKNOWN] = "unknown",
};

const char *
walk_outcome_name(enum walk_outcome o)
{
	return outcomes[o];
}

const char *
walk_mechanism_name(unsigned mechanism)
{
	switch (mechanism) {
	case AUTHN_NEGOTIATE:
		return "RPC_C_AUTHN_GSS_NEGOTIATE";
	case AUTHN_WINNT:
		return "RPC_C_AUTHN_WINNT";
	case AUTHN_KERBEROS:
		return "RPC_C_AUTHN_GSS_KERBEROS";
	default:
		return NULL;
	}
}

struct traveller {
	const struct profile *p;
	struct lint_walk *w;
	const char *ds_server;
	const char *home;    /* of the global section */
	const char *catalog; /* of MUIDEMSAB */
};

static void step(struct traveller *t, int n, enum walk_outcome o,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

static void
step(struct traveller *t, int n, enum walk_outcome o, const char *fmt, ...)
{
	struct walk_step *s = &t->w->step[n - 1];
	va_list ap;

	va_start(ap, fmt);
	s->outcome = o;
	s->text = mem_vprintf(fmt, ap);
	va_end(ap);
}

/* "UI_STATE 0x4000", "UI_STATE not set" when that decides something */
static void
told_add(struct strlist *to, const struct profile *p, enum profile_section s,
    enum profile_prop prop)
{
	struct setting set = profile_setting(p, s, prop);
	const char *name = profile_props[prop].name + strlen("PR_PROFILE_");

	bool counts = prop == PROP_HOME_SERVER ||
	    (profile_props[prop].section == s && prop != PROP_CONFIG_FLAGS &&
		prop != PROP_UNRESOLVED_SERVER);

	if (set.state == SETTING_ABSENT && counts)
		strlist_addf(to, "%s not set", name);
	if (set.state != SETTING_GIVEN)
		return;
	if (set.text != NULL)
		strlist_addf(to, "%s %s", name, set.text);
	else
		strlist_addf(to, "%s 0x%x", name, set.number);
}

static void
step_read(struct traveller *t, int n, enum profile_section s,
    const enum profile_prop *props, size_t nprops)
{
	struct strlist told = { 0 };
	char *joined;

	for (size_t i = 0; i < nprops; i++)
		told_add(&told, t->p, s, props[i]);
	joined = strlist_join(&told, ", ");
	if (told.n == 0)
		step(t, n, WALK_UNKNOWN, "The %s is not in the dump.",
		    profile_section_name(s));
	else
		step(t, n, WALK_READ, "Of the %s: %s.", profile_section_name(s),
		    joined);
	free(joined);
	strlist_clear(&told);
}

/* Is CONNECT_NO_RPC_ENCRYPTION in force? -1 when the dump does not tell. */
static int
no_encryption(const struct profile *p)
{
	struct setting ui = profile_effective(p, PROP_UI_STATE);
	struct setting flags = profile_effective(p, PROP_CONNECT_FLAGS);

	if (ui.state != SETTING_UNTOLD && (ui.number & ENCRYPTNETWORK) == 0)
		return 1; /* put back at each connection */
	if (flags.state == SETTING_GIVEN &&
	    (flags.number & NO_RPC_ENCRYPTION) != 0)
		return 1;
	return ui.state == SETTING_UNTOLD || flags.state == SETTING_UNTOLD ? -1
									   : 0;
}

static unsigned
mechanism_of(const struct profile *p)
{
	struct setting package = profile_effective(p, PROP_AUTH_PACKAGE);
	int plain = no_encryption(p);

	if (plain > 0)
		return AUTHN_WINNT;
	if (plain < 0 || package.state == SETTING_UNTOLD)
		return AUTHN_UNKNOWN;
	return package.number == 0 ? AUTHN_WINNT : package.number;
}

static char *
mechanism_text(unsigned mechanism)
{
	const char *name = walk_mechanism_name(mechanism);

	if (name == NULL)
		return mem_printf("mechanism %u", mechanism);
	return mem_printf("%s (%u)", name, mechanism);
}

/* Steps 2 and 4: a server that is named in advance. */
static void
step_named(struct traveller *t)
{
	struct setting catalog =
	    profile_setting(t->p, SECTION_ADDRESS_BOOK, PROP_HOME_SERVER);

	if (t->ds_server != NULL)
		step(t, 2, WALK_TRIED,
		    "\"DS Server\" names %s: the provider binds there, and "
		    "fails altogether when it cannot.",
		    t->ds_server);
	else
		step(t, 2, WALK_PASSED,
		    "\"DS Server\" is not set in these files.");
	if (t->ds_server != NULL)
		step(t, 4, WALK_PASSED, "Not reached.");
	else if (catalog.state == SETTING_UNTOLD)
		step(t, 4, WALK_UNKNOWN,
		    "The dump does not show whether MUIDEMSAB names a server.");
	else if (t->catalog == NULL)
		step(t, 4, WALK_PASSED, "MUIDEMSAB names no server.");
	else
		step(t, 4, WALK_TRIED,
		    "MUIDEMSAB names %s, perhaps from an earlier referral: it "
		    "is tried first.",
		    t->catalog);
}

/* Step 5: the referral. */
static void
step_referral(struct traveller *t, bool stopped)
{
	char *how = mechanism_text(t->w->mechanism);
	const char *a = t->catalog == NULL ? "A" : "When that fails, a";

	if (t->ds_server != NULL)
		step(t, 5, WALK_PASSED, "Not reached.");
	else if (t->w->mechanism == AUTHN_WINNT)
		step(t, 5, WALK_STOPPED,
		    "%s referral is asked with %s, which Exchange 2007 and "
		    "later refuse there; the client sees "
		    "RPC_S_SERVER_UNAVAILABLE.",
		    a, how);
	else if (stopped)
		step(t, 5, WALK_STOPPED,
		    "%s referral is due, but a setting here stops it.", a);
	else if (t->w->mechanism == AUTHN_UNKNOWN)
		step(t, 5, WALK_UNKNOWN,
		    "%s referral is asked; the dump does not show with which "
		    "mechanism.",
		    a);
	else
		step(t, 5, WALK_TRIED,
		    "%s referral is asked with %s; the server it names is "
		    "bound to and kept in MUIDEMSAB.",
		    a, how);
	free(how);
}

/* Steps 6 and 7: the Exchange server itself. */
static void
step_direct(struct traveller *t)
{
	enum walk_outcome five = t->w->step[4].outcome;

	if (t->ds_server != NULL) {
		step(t, 6, WALK_PASSED, "Not reached.");
		step(t, 7, WALK_PASSED, "Not reached.");
		return;
	}
	step(t, 6, five == WALK_STOPPED ? WALK_TRIED : WALK_PASSED,
	    "%s%s itself is bound to; it passes the calls on to a global "
	    "catalog.",
	    five == WALK_STOPPED ? "" : "Only without a referral: ",
	    t->home == NULL ? "The Exchange server" : t->home);
	step(t, 7, WALK_PASSED,
	    "When that fails too: the referral once more, with the same "
	    "settings, and then failure.");
}

static char *
server_of(const struct traveller *t)
{
	const char *home = t->home == NULL ? "the Exchange server" : t->home;

	if (t->ds_server != NULL)
		return mem_strdup(t->ds_server);
	if (t->catalog != NULL)
		return mem_strdup(t->catalog);
	switch (t->w->step[4].outcome) {
	case WALK_TRIED:
		return mem_printf("the global catalog that %s refers to", home);
	case WALK_STOPPED:
		return mem_printf(
		    "%s itself, which passes calls on to a global catalog",
		    home);
	default:
		return mem_strdup("not told by the dump");
	}
}

/* What each of the settings has to be. */
static const struct need {
	enum profile_prop prop;
	enum { NEED_BITS, NEED_NO_BITS, NEED_VALUE, NEED_LEAST } what;
	uint32_t number;
	bool stops; /* a referral; else only the reconnect after one */
	const char *why;
} needs[] = {
	{ PROP_UI_STATE, NEED_BITS, ENCRYPTNETWORK, true,
	    "without EDK_PROFILEUISTATE_ENCRYPTNETWORK (0x4000) the provider "
	    "puts CONNECT_NO_RPC_ENCRYPTION back into PR_PROFILE_CONNECT_FLAGS "
	    "at each connection, and the other settings count for nothing" },
	{ PROP_CONNECT_FLAGS, NEED_NO_BITS, NO_RPC_ENCRYPTION, true,
	    "with CONNECT_NO_RPC_ENCRYPTION (0x2) the referral is asked with "
	    "RPC_C_AUTHN_WINNT whatever PR_PROFILE_AUTH_PACKAGE says, and "
	    "Exchange 2007 and later refuse that" },
	{ PROP_AUTH_PACKAGE, NEED_VALUE, AUTHN_NEGOTIATE, true,
	    "the referral interface of Exchange 2007 and later takes "
	    "RPC_C_AUTHN_GSS_NEGOTIATE (9); the default is "
	    "RPC_C_AUTHN_WINNT (10), which it refuses" },
	{ PROP_SERVER_VERSION, NEED_LEAST, VERSION_WITH_REFERRAL, true,
	    "the provider asks for referrals only servers of version 3000 "
	    "and above" },
	{ PROP_ALLOW_RECONNECT, NEED_VALUE, 1, false,
	    "without it the provider does not look for another global catalog "
	    "when the one it has goes away" },
};

#define NNEEDS (sizeof(needs) / sizeof(needs[0]))

static bool
need_is_met(const struct need *n, const struct setting *s)
{
	switch (n->what) {
	case NEED_BITS:
		return (s->number & n->number) == n->number;
	case NEED_NO_BITS:
		return (s->number & n->number) == 0;
	case NEED_VALUE:
		return s->number == n->number;
	default:
		return s->number >= n->number;
	}
}

static uint32_t
need_number(const struct need *n, uint32_t now)
{
	if (n->what == NEED_BITS)
		return now | n->number;
	return n->what == NEED_NO_BITS ? now & ~n->number : n->number;
}

/* One setting that is not as it has to be. */
static void
need_say(struct lint *l, const struct lint_file *f, const struct profile *p,
    const struct need *n, const struct setting *s)
{
	const struct profile_prop_row *row = &profile_props[n->prop];
	uint32_t to = need_number(n, s->number);
	char *value = s->state == SETTING_GIVEN
	    ? mem_printf(
		  "%s (0x%04x0003) = 0x%x", row->name, row->id, s->number)
	    : mem_printf("%s (0x%04x0003), not set", row->name, row->id);
	char *set = mem_printf("%s = 0x%x (%u); in a .reg file "
			       "\"0003%04x\"=hex:%02x,%02x,%02x,%02x",
	    row->name, to, to, row->id, to & 0xff, to >> 8 & 0xff,
	    to >> 16 & 0xff, to >> 24);
	struct lint_place at = { f,
		s->line != 0 ? s->line : p->line[s->section],
		p->key[s->section] != NULL ? p->key[s->section]
					   : profile_section_name(s->section),
		value };

	lint_say(l, p->outlook ? HEALTH_HEALTHY : HEALTH_DEGRADED,
	    "REFERRAL_NOT_USED_PROFILE_FLAGS", &at, set, "%s%s", n->why,
	    p->outlook ? " (this looks like a profile of Outlook, whose MAPI "
			 "has a logic of its own)"
		       : "");
	free(value);
	free(set);
}

/* Says what is wrong; collects what stops a referral, and what is not told. */
static void
needs_check(struct lint *l, const struct lint_file *f, struct traveller *t,
    struct strlist *untold)
{
	for (size_t i = 0; i < NNEEDS; i++) {
		struct setting s = profile_effective(t->p, needs[i].prop);
		const char *name = profile_props[needs[i].prop].name;

		if (s.state == SETTING_UNTOLD)
			strlist_add(untold, name);
		else if (!need_is_met(&needs[i], &s)) {
			need_say(l, f, t->p, &needs[i], &s);
			if (needs[i].stops)
				strlist_add(&t->w->stopped_by, name);
		}
	}
}

static void
untold_say(struct lint *l, const struct lint_file *f, const struct profile *p,
    const struct strlist *untold)
{
	struct lint_place at = { f, p->line[SECTION_GLOBAL], NULL, NULL };
	char *joined = strlist_join(untold, ", ");

	if (untold->n > 0 && !p->outlook)
		lint_say(l, HEALTH_HEALTHY, NULL, &at, NULL,
		    "not in this dump, so not judged: %s", joined);
	free(joined);
}

static void
travel(struct lint *l, const struct lint_file *f, struct traveller *t)
{
	static const enum profile_prop global[] = { PROP_HOME_SERVER,
		PROP_UNRESOLVED_SERVER, PROP_UI_STATE, PROP_CONNECT_FLAGS,
		PROP_CONFIG_FLAGS, PROP_AUTH_PACKAGE, PROP_SERVER_VERSION };
	static const enum profile_prop book[] = { PROP_HOME_SERVER,
		PROP_AUTH_PACKAGE, PROP_ALLOW_RECONNECT, PROP_SERVER_VERSION };
	struct strlist untold = { 0 };

	needs_check(l, f, t, &untold);
	untold_say(l, f, t->p, &untold);
	t->w->mechanism = mechanism_of(t->p);
	step_read(
	    t, 1, SECTION_GLOBAL, global, sizeof(global) / sizeof(global[0]));
	step_named(t);
	step_read(
	    t, 3, SECTION_ADDRESS_BOOK, book, sizeof(book) / sizeof(book[0]));
	step_referral(t, t->w->stopped_by.n > 0);
	step_direct(t);
	t->w->server = server_of(t);
	strlist_clear(&untold);
}

void
walk_profile(struct lint *l, const struct lint_file *f, const struct profile *p,
    const char *ds_server)
{
	struct traveller t = { .p = p,
		.ds_server = ds_server,
		.home = profile_home(p),
		.catalog =
		    p->value[SECTION_ADDRESS_BOOK][PROP_HOME_SERVER].text };

	l->walk = mem_grow(l->walk, l->nwalks + 1, sizeof(*l->walk));
	t.w = &l->walk[l->nwalks++];
	*t.w = (struct lint_walk){
		.file = f->name, .profile = p->name, .outlook = p->outlook
	};
	travel(l, f, &t);
}

void
walk_clear(struct lint_walk *w)
{
	for (size_t i = 0; i < WALK_STEPS; i++)
		free(w->step[i].text);
	free(w->server);
	strlist_clear(&w->stopped_by);
}
