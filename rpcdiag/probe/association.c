/* SPDX-License-Identifier: Apache-2.0 */
#include "probe/association.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/random.h"
#include "net/lockout.h"
#include "probe/identity.h"
#include "probe/interfaces.h"
#include "wire/iface.h"

static const struct {
	const char *name;
	bool second, shares;
} members[MEMBER_N] = {
	[MEMBER_FIRST] = { "first", false, true },
	[MEMBER_SAME] = { "same", false, true },
	[MEMBER_APART] = { "apart", true, false },
	[MEMBER_OTHER] = { "other", true, true },
	[MEMBER_AGAIN] = { "again", true, false },
};

const char *
member_name(enum member m)
{
	return members[m].name;
}

bool
member_is_second(enum member m)
{
	return members[m].second;
}

bool
member_shares(enum member m)
{
	return members[m].shares;
}

static void
skip(struct run *r, enum member m, const char *why)
{
	char id[32];

	snprintf(id, sizeof(id), "association.%s", member_name(m));
	run_skip(r, id, "tunnel.6001", STAGE_CALL, 0, why);
}

/* Why it does not come at all; NULL: it does. */
static const char *
refusal(const struct association *a, enum member m)
{
	if (a->run->stop)
		return "the run's deadline came first";
	if (a->skip != NULL)
		return a->skip;
	if (member_is_second(m) &&
	    lockout_left(a->run->lockout, a->run->second_who.user) == 0)
		return LOCKOUT_TEXT;
	return NULL;
}

/* The second account alone has to work before it is tried where it may not,
 * and to work again when it did not. */
static bool
is_wanted(const struct association *a, enum member m)
{
	return m != MEMBER_AGAIN || a->refused[MEMBER_OTHER];
}

void
association_release(struct association *a)
{
	for (unsigned m = 0; m < MEMBER_N; m++)
		if (a->held[m] != NULL)
			member_release(a->held[m]);
}

void
association_settled(struct association *a, enum member m)
{
	const char *why;

	if (a->called[m])
		return;
	a->called[m] = true;
	while (++m < MEMBER_N) {
		if (!is_wanted(a, m))
			continue;
		why = refusal(a, m);
		if (why == NULL) {
			probe_member(a, m);
			return;
		}
		if (m != MEMBER_AGAIN)
			skip(a->run, m, why);
		a->called[m] = true;
	}
	association_release(a);
}

/* Why there is nothing to compare; NULL: there is. */
static const char *
obstacle(const struct run *r, const struct association *a)
{
	const struct auth_identity *who = &r->second_who;

	if (a->endpoint == 0)
		return "no connection to the mailbox store was opened";
	if (lockout_same(r->who.user, who->user))
		return "both accounts are the same";
	if (r->mech == NULL && a->logon.mech == NULL)
		return "nobody asks who is there";
	if ((r->mech != NULL && !identity_suits(who, r->mech)) ||
	    (a->logon.mech != NULL && !identity_suits(who, a->logon.mech)))
		return "the second account cannot log on in the same way";
	if (r->stop || r->ends_us - clock_mono_us() < 2 * r->config->step_us)
		return "the run's deadline leaves no time for it";
	return NULL;
}

/* A virtual connection shows its credentials twice, so that they are tried on
 * one connection first. */
static bool
is_accepted(struct run *r)
{
	const struct echo_ask ask = {
		.id = "association.logon",
		.in = true,
		.mech = r->mech,
		.who = &r->second_who,
	};
	const struct check *c;

	if (r->mech == NULL)
		return true;
	probe_echo(r, &ask);
	run_until_idle(r);
	c = checks_find(&r->report->checks, ask.id);
	return c != NULL && fact_true(&c->facts, FACT_HTTP_ACCEPTED);
}

void
association_run(struct run *r)
{
	struct association a = { .run = r };
	const char *why;

	if (!r->config->association)
		return;
	if (interfaces_reached(r, ifaces[IFACE_EMSMDB].port))
		a.endpoint = ifaces[IFACE_EMSMDB].port;
	interfaces_logon(r, a.endpoint, &a.logon);
	why = obstacle(r, &a);
	if (why == NULL && !is_accepted(r))
		why = "the proxy did not accept the second account";
	if (why != NULL) {
		skip(r, MEMBER_FIRST, why);
		return;
	}
	random_fill(a.id.b, sizeof(a.id.b));
	probe_member(&a, MEMBER_FIRST);
	run_until_idle(r);
}
