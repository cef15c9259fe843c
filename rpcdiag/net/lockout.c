/* SPDX-License-Identifier: Apache-2.0 */
#include "net/lockout.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "auth/auth.h"
#include "base/clock.h"
#include "base/mem.h"

/* A refusal is the domain controller's word, like an acceptance: who answers
 * by neither within some times the longest acceptance has not refused. */
#define PATIENCE_TIMES 4
#define PATIENCE_MIN_US CLOCK_MS(250)
/* That long others go first. */
#define AFTER_US CLOCK_MS(1500)

struct tally {
	char *name; /* without domain or realm */
	unsigned refused, reserved;
	unsigned out;		/* passes, but for those on trust */
	unsigned trusted;	/* these */
	unsigned unanswered;	/* proofs sent, and nobody said anything */
	bool good[PASS_PLACES]; /* accepted there, and not refused since */
	int64_t slowest_us;	/* acceptance */
};

struct kind {	    /* of logons that fare alike */
	char *name; /* place, mechanism, account as it is spelled, judge */
	unsigned accepted; /* one after the other, the last one included */
	unsigned trusted;  /* passes */
};

struct lockout {
	struct tally *v;
	size_t n;
	struct kind *kinds;
	size_t nkinds;
	struct pass *passes; /* in the order in which they asked */
};

struct lockout *
lockout_new(void)
{
	return mem_new(sizeof(struct lockout));
}

void
lockout_free(struct lockout *l)
{
	if (l == NULL)
		return;
	for (size_t i = 0; i < l->n; i++)
		free(l->v[i].name);
	for (size_t i = 0; i < l->nkinds; i++)
		free(l->kinds[i].name);
	free(l->v);
	free(l->kinds);
	free(l);
}

/* What all ways to write the account have in common; owned. */
static char *
name_of(const char *user)
{
	const char *slash, *at;

	if (user == NULL)
		return mem_strdup("");
	slash = strchr(user, '\\');
	if (slash != NULL)
		return mem_strdup(slash + 1);
	at = strrchr(user, '@');
	return mem_strndup(
	    user, at == NULL ? strlen(user) : (size_t)(at - user));
}

bool
lockout_same(const char *user, const char *other)
{
	char *a = name_of(user), *b = name_of(other);
	bool same = strcasecmp(a, b) == 0;

	free(a);
	free(b);
	return same;
}

static struct tally *
find(const struct lockout *l, const char *user)
{
	char *name = name_of(user);
	struct tally *found = NULL;

	for (size_t i = 0; i < l->n && found == NULL; i++)
		if (strcasecmp(l->v[i].name, name) == 0)
			found = &l->v[i];
	free(name);
	return found;
}

static struct tally *
find_or_add(struct lockout *l, const char *user)
{
	struct tally *t = find(l, user);

	if (t != NULL)
		return t;
	l->v = mem_grow(l->v, l->n + 1, sizeof(*l->v));
	t = &l->v[l->n++];
	*t = (struct tally){ .name = name_of(user) };
	return t;
}

unsigned
lockout_left(const struct lockout *l, const char *user)
{
	const struct tally *t = find(l, user);
	unsigned used =
	    t == NULL ? 0 : t->refused + t->unanswered + t->reserved;

	return used < LOCKOUT_MAX ? LOCKOUT_MAX - used : 0;
}

bool
lockout_reserve(struct lockout *l, const char *user)
{
	if (lockout_left(l, user) == 0)
		return false;
	find_or_add(l, user)->reserved++;
	return true;
}

void
lockout_release(struct lockout *l, const char *user)
{
	struct tally *t = find(l, user);

	if (t != NULL && t->reserved > 0)
		t->reserved--;
}

/* The number of the kind, counted from 1. */
static size_t
kind_of(struct lockout *l, const struct pass *p, const char *user)
{
	size_t k = 0;
	char *name;

	if (p->how == NULL)
		return 0;
	name = mem_printf("%d %s %s %s", (int)p->place, p->how,
	    user == NULL ? "" : user, p->judge == NULL ? "" : p->judge);
	while (k < l->nkinds && strcmp(l->kinds[k].name, name) != 0)
		k++;
	if (k < l->nkinds) {
		free(name);
	} else {
		l->kinds = mem_grow(l->kinds, k + 1, sizeof(*l->kinds));
		l->kinds[l->nkinds++] = (struct kind){ .name = name };
	}
	return k + 1;
}

static struct kind *
kind_nth(const struct pass *p)
{
	return p->kind == 0 ? NULL : &p->of->kinds[p->kind - 1];
}

static bool
is_its_turn(const struct pass *p)
{
	const struct pass *first = p->after;

	if (first == NULL || first->state == PASS_GRANTED ||
	    first->state == PASS_OUT)
		return true;
	return first->of != NULL && first->state == PASS_NONE;
}

static bool
is_good_anywhere(const struct tally *t)
{
	for (size_t i = 0; i < PASS_PLACES; i++)
		if (t->good[i])
			return true;
	return false;
}

static bool
is_used_up(const struct tally *t)
{
	return t->refused + t->unanswered >= LOCKOUT_MAX;
}

static bool
is_trusted(const struct pass *p, const struct tally *t)
{
	const struct kind *k = kind_nth(p);

	return k != NULL && k->accepted >= TRUST_AFTER && !is_used_up(t);
}

/* None is under way that could be one refusal too many. When others have used
 * them up, who has accepted the account is still asked, one logon at a time
 * and until his own first refusal: a good logon sets a domain controller's
 * count back to nothing ([MS-SAMR] 3.1.1.6, badPwdCount). */
static bool
can_bear(const struct pass *p, const struct tally *t)
{
	const struct kind *k = kind_nth(p);

	if (is_trusted(p, t))
		return k->trusted < k->accepted && k->trusted < TRUST_MAX;
	return t->refused + t->unanswered + t->out < LOCKOUT_MAX ||
	    (is_used_up(t) && t->good[p->place] && t->out + t->trusted == 0);
}

static bool
may_go(const struct pass *p, const struct tally *t)
{
	return can_bear(p, t) && is_its_turn(p);
}

static void
take_out(struct pass *p, struct tally *t)
{
	p->trusted = is_trusted(p, t);
	if (p->trusted) {
		t->trusted++;
		kind_nth(p)->trusted++;
	} else {
		t->out++;
	}
}

static void
take_back(const struct pass *p, struct tally *t)
{
	if (p->trusted) {
		t->trusted--;
		kind_nth(p)->trusted--;
	} else {
		t->out--;
	}
}

static bool
never_goes(const struct pass *p, const struct tally *t)
{
	return is_used_up(t) && !t->good[p->place];
}

static int64_t
patience(const struct tally *t)
{
	int64_t us = PATIENCE_TIMES * t->slowest_us;

	return us > PATIENCE_MIN_US ? us : PATIENCE_MIN_US;
}

static void
go_out(struct pass *p)
{
	p->state = PASS_OUT;
	p->since_us = clock_mono_us();
	loop_arm(
	    p->loop, &p->timer, p->since_us + patience(&p->of->v[p->account]));
}

/* Tell from the loop, as whoever freed the way is inside an event. */
static void
decide(struct pass *p, enum pass_state state)
{
	p->state = state;
	loop_arm(p->loop, &p->timer, clock_mono_us());
}

/* Something changed: who waited for that? */
static void
settle(struct lockout *l)
{
	struct pass *p = l->passes;

	while (p != NULL) {
		struct tally *t = &l->v[p->account];
		bool waits = p->state == PASS_WAITING;

		if (waits && never_goes(p, t)) {
			decide(p, PASS_DENIED);
		} else if (waits && may_go(p, t)) {
			take_out(p, t);
			decide(p, PASS_GRANTED);
			p = l->passes; /* somebody may go after it */
			continue;
		}
		p = p->next;
	}
}

static void
count_refused(struct lockout *l, struct tally *t)
{
	t->refused++;
	settle(l);
}

void
lockout_refused(struct lockout *l, const char *user)
{
	count_refused(l, find_or_add(l, user));
}

static void
unlink_pass(struct pass *p)
{
	struct pass **at = &p->of->passes;

	while (*at != NULL && *at != p)
		at = &(*at)->next;
	if (*at == p)
		*at = p->next;
	p->next = NULL;
	loop_disarm(p->loop, &p->timer);
	p->state = PASS_NONE;
}

static void
on_timer(void *arg)
{
	struct pass *p = arg;
	const struct tally *t = &p->of->v[p->account];

	switch (p->state) {
	case PASS_GRANTED:
		go_out(p);
		p->fn(p->arg, true);
		break;
	case PASS_DENIED:
		unlink_pass(p);
		p->fn(p->arg, false);
		break;
	case PASS_WAITING: /* perhaps the others wait for this one */
		p->after = NULL;
		settle(p->of);
		break;
	default:
		if (is_good_anywhere(t))
			pass_leave(p, PASS_HARMLESS);
		else
			go_out(p);
	}
}

void
pass_ask(struct pass *p, const struct auth_identity *who, struct loop *l,
    void (*fn)(void *arg, bool go), void *arg)
{
	struct pass **end;
	struct tally *t;

	if (who == NULL || who->lockout == NULL) {
		fn(arg, true);
		return;
	}
	t = find_or_add(who->lockout, who->user);
	*p = (struct pass){
		.state = PASS_WAITING,
		.place = p->place,
		.after = p->after,
		.of = who->lockout,
		.account = (size_t)(t - who->lockout->v),
		.kind = kind_of(who->lockout, p, who->user),
		.loop = l,
		.timer = { .fn = on_timer, .arg = p },
		.fn = fn,
		.arg = arg,
	};
	for (end = &p->of->passes; *end != NULL; end = &(*end)->next)
		;
	*end = p;
	if (never_goes(p, t)) {
		decide(p, PASS_DENIED);
	} else if (may_go(p, t)) {
		take_out(p, t);
		go_out(p);
		settle(p->of);
		fn(arg, true);
	} else if (p->after != NULL) {
		loop_arm(l, &p->timer, clock_mono_us() + AFTER_US);
	}
}

/* The password is good: nobody who said nothing has counted it as bad. */
static void
count_accepted(const struct pass *p, struct tally *t, enum pass_end how)
{
	int64_t took = clock_mono_us() - p->since_us;

	if (p->kind != 0 && how == PASS_ACCEPTED)
		kind_nth(p)->accepted++;
	t->good[p->place] = true;
	t->unanswered = 0;
	if (took > t->slowest_us)
		t->slowest_us = took;
}

void
pass_leave(struct pass *p, enum pass_end how)
{
	enum pass_state state = p->state;
	struct tally *t;

	if (p->of == NULL)
		return;
	t = &p->of->v[p->account];
	if (state != PASS_NONE)
		unlink_pass(p);
	if (state == PASS_GRANTED || state == PASS_OUT)
		take_back(p, t);
	if (state == PASS_OUT && (how == PASS_ACCEPTED || how == PASS_LET_BY))
		count_accepted(p, t, how);
	if (state == PASS_OUT && how == PASS_SILENT && !is_good_anywhere(t))
		t->unanswered++;
	if (how == PASS_REFUSED) {
		t->good[p->place] = false;
		if (p->kind != 0)
			kind_nth(p)->accepted = 0;
		count_refused(p->of, t);
	} else {
		settle(p->of);
	}
}

bool
lockout_is_good(const struct auth_identity *who, enum pass_place place)
{
	const struct tally *t = who == NULL || who->lockout == NULL
	    ? NULL
	    : find(who->lockout, who->user);

	return t != NULL && t->good[place];
}

bool
pass_waits(const struct pass *p)
{
	return p->state == PASS_WAITING || p->state == PASS_GRANTED;
}
