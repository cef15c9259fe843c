/* SPDX-License-Identifier: Apache-2.0 */
#include "probe/compare.h"

#include <string.h>

#include "probe/logon.h"
#include "probe/spelling.h"

#define CHALLENGE "echo.in.challenge"
#define FORM "echo.in.form"
#define UNBOUND "echo.in.unbound"
#define REBOUND "echo.in.rebound"
#define MISBOUND "echo.in.misbound"

static const struct {
	const struct auth_mech *mech;
	const char *id; /* where it is not the first that was tried */
} others[] = {
	{ &auth_basic, "echo.in.basic" },
	{ &auth_ntlm, "echo.in.ntlm" },
	{ &auth_negotiate, "echo.in.negotiate" },
};

#define NOTHERS (sizeof(others) / sizeof(others[0]))

static const struct check *
find(const struct run *r, const char *id)
{
	return checks_find(&r->report->checks, id);
}

static bool
is_accepted(const struct check *c)
{
	return c != NULL && fact_true(&c->facts, FACT_HTTP_ACCEPTED);
}

static bool
is_refused(const struct check *c)
{
	return c != NULL && fact_false(&c->facts, FACT_HTTP_ACCEPTED);
}

static const char *
other_id(const struct auth_mech *mech)
{
	for (size_t i = 0; i < NOTHERS; i++)
		if (others[i].mech == mech)
			return others[i].id;
	return "echo.in";
}

/* The usual logon with a mechanism, NULL when it was not tried. */
static const struct check *
usual_logon(const struct run *r, const struct auth_mech *mech)
{
	return find(r, r->mech == mech ? "echo.in" : other_id(mech));
}

/* What can be bound: NTLM rather than Negotiate, which may turn out to be
 * Kerberos, whose bindings few servers look at. */
static const struct auth_mech *
bindable(const struct run *r, bool (*came_to)(const struct check *c))
{
	static const struct auth_mech *const mechs[] = { &auth_ntlm,
		&auth_negotiate };

	for (size_t i = 0; r->trust != NULL && i < 2; i++)
		if (came_to(usual_logon(r, mechs[i])))
			return mechs[i];
	return NULL;
}

static bool
ask_other(const struct run *r, struct echo_ask *out)
{
	const struct auth_mech *m;

	if (!is_accepted(find(r, "echo.in")) && !is_accepted(find(r, FORM)))
		return false;
	for (unsigned i = 0; (m = logon_other(r, i)) != NULL; i++) {
		const struct check *c = find(r, other_id(m));

		if (is_refused(c))
			return false;
		if (c != NULL)
			continue;
		*out = (struct echo_ask){
			.id = other_id(m),
			.in = true,
			.mech = m,
			.who = &r->who,
		};
		return true;
	}
	return false;
}

static bool
is_any_refused(const struct run *r)
{
	for (size_t i = 0; i < NOTHERS; i++)
		if (is_refused(find(r, others[i].id)))
			return true;
	return false;
}

/* Without a binding first: only where that is accepted can a wrong one still
 * tell anything, and so at most one of the two is refused. */
static bool
ask_binding(const struct run *r, struct echo_ask *out)
{
	const struct check *unbound = find(r, UNBOUND);

	*out = (struct echo_ask){
		.id = UNBOUND,
		.in = true,
		.mech = bindable(r, is_accepted),
		.who = &r->who,
		.binding = BINDING_NONE,
		.if_refused = "required",
	};
	if (out->mech == NULL)
		return false;
	if (unbound == NULL)
		return true;
	out->id = MISBOUND;
	out->binding = BINDING_WRONG;
	out->if_accepted = "off";
	out->if_refused = "allowed";
	return is_accepted(unbound) && find(r, MISBOUND) == NULL;
}

/* NTLM was refused: do its messages meet at all? Costs no logon. */
static bool
ask_challenge(const struct run *r, struct echo_ask *out)
{
	*out = (struct echo_ask){
		.id = CHALLENGE,
		.in = true,
		.mech = &auth_challenge,
	};
	return is_refused(usual_logon(r, &auth_ntlm)) &&
	    find(r, CHALLENGE) == NULL;
}

/* Basic knows no domain but the one it is told (RFC 7617 2): a bare name that
 * is refused may be nobody's there. */
static bool
is_form_wanted(const struct run *r)
{
	return r->mech == &auth_basic && spelling_is_bare(r) &&
	    is_refused(find(r, "echo.in")) &&
	    lockout_left(r->lockout, r->who.user) > 0;
}

/* The domain is NTLM's to tell, where it is offered: without a logon. */
static bool
ask_form(struct run *r, struct echo_ask *out)
{
	*out = (struct echo_ask){
		.id = CHALLENGE,
		.in = true,
		.mech = &auth_challenge,
	};
	if (!is_form_wanted(r) || find(r, FORM) != NULL)
		return false;
	if (logon_offers(r, auth_challenge.scheme) &&
	    !probe_ended(r, CHALLENGE))
		return find(r, CHALLENGE) == NULL;
	if (r->form == NULL)
		r->form = spelling_in_full(r);
	r->form_who = r->who;
	r->form_who.user = r->form;
	out->id = FORM;
	out->mech = r->mech;
	out->who = &r->form_who;
	return r->form != NULL;
}

bool
compare_reforms(struct run *r)
{
	struct echo_ask ask;

	if (find(r, FORM) != NULL)
		return !probe_ended(r, FORM);
	return ask_form(r, &ask) ||
	    (is_form_wanted(r) && find(r, CHALLENGE) != NULL &&
		!probe_ended(r, CHALLENGE));
}

/* Who names a second account wants to know whether it fares better, whatever
 * the verdict needs. */
static bool
ask_second(const struct run *r, struct echo_ask *out)
{
	const struct auth_mech *mech =
	    is_refused(find(r, "echo.in")) && !is_accepted(find(r, FORM))
	    ? r->mech
	    : NULL;

	for (size_t i = 0; i < NOTHERS && mech == NULL; i++)
		if (is_refused(find(r, others[i].id)))
			mech = others[i].mech;
	*out = (struct echo_ask){
		.id = "echo.in.second",
		.in = true,
		.mech = mech,
		.who = &r->second_who,
	};
	return mech != NULL && r->second_who.user != NULL &&
	    find(r, out->id) == NULL;
}

bool
compare_next(struct run *r, struct echo_ask *out)
{
	return ask_form(r, out) || ask_other(r, out) || ask_challenge(r, out) ||
	    ask_second(r, out) || (!is_any_refused(r) && ask_binding(r, out));
}

bool
compare_at_work(const struct run *r)
{
	for (const struct probe *p = r->probes; p != NULL; p = p->next)
		if (strncmp(p->check->id, "echo.in.", strlen("echo.in.")) == 0)
			return true;
	return false;
}

bool
compare_goes_on(struct run *r)
{
	struct echo_ask ask;

	return !probe_ended(r, "echo.in") || compare_at_work(r) ||
	    compare_next(r, &ask);
}

bool
compare_unbound(const struct run *r, struct echo_ask *out)
{
	const struct check *direct = find(r, "direct");

	*out = (struct echo_ask){
		.id = UNBOUND,
		.in = true,
		.mech = bindable(r, is_refused),
		.who = &r->who,
		.binding = BINDING_NONE,
		.if_accepted = "allowed",
	};
	/* the one that was refused is bound to the server's, then */
	if (direct != NULL && fact_true(&direct->facts, FACT_TLS_SHARED))
		return false;
	if (r->origin_end_point.n > 0) {
		out->id = REBOUND;
		out->binding = BINDING_ORIGIN;
		out->if_accepted = NULL;
	}
	return out->mech != NULL && find(r, UNBOUND) == NULL &&
	    find(r, REBOUND) == NULL;
}
