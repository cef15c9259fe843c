/* SPDX-License-Identifier: Apache-2.0 */
/* What a watch saw: for each check of the ladder that it repeated, how the
 * answers went on in time. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "verdict/seen.h"

#define STANDS 2 /* answers alike before and after a change that is for good */

static bool
is_watched(const struct check *c, const struct check *topic)
{
	static const char prefix[] = "watch.";

	return c == topic ||
	    (strncmp(c->id, prefix, strlen(prefix)) == 0 && seen_ran(c) &&
		c->parent != NULL && strcmp(c->parent, topic->id) == 0);
}

/* What is compared of an answer; owned, NULL when there was none to compare. */
static char *
answer_of(const struct report *r, const struct check *c, bool tunnel)
{
	const struct fact *schemes = fact_get(&c->facts, FACT_HTTP_SCHEMES);
	const char *s;
	char *offered, *text;

	/* A refused logon is about the account, and ends the watch of it. */
	if (fact_false(&c->facts, FACT_HTTP_ACCEPTED))
		return NULL;
	if (tunnel) {
		s = fact_is(&c->facts, FACT_TUNNEL_REACHED, "conn-c2")
		    ? "ok"
		    : seen_tunnel(r, c);
		return mem_strdup(s);
	}
	s = seen_http(c);
	if (s == NULL || schemes == NULL || schemes->absent)
		return mem_strdup(s);
	offered = strlist_join(&schemes->list, ",");
	text = mem_printf("%s %s", s, offered);
	free(offered);
	return text;
}

/* The answers to one check of the ladder, in time. */
struct series {
	size_t n, changes;
	bool for_good;		   /* one change, and it was no passing one */
	const struct check *after; /* the first answer behind the last change */
};

static void
series_of(const struct report *r, const struct check *topic, struct series *out)
{
	char *last = NULL;
	size_t run = 0, first_run = 0;

	*out = (struct series){ 0 };
	for (size_t i = 0; i < r->checks.n; i++) {
		const struct check *c = r->checks.v[i];
		char *answer = is_watched(c, topic)
		    ? answer_of(r, c, topic->stage == STAGE_TUNNEL)
		    : NULL;

		if (answer == NULL)
			continue;
		out->n++;
		if (last != NULL && strcmp(last, answer) != 0) {
			first_run = out->changes++ == 0 ? run : first_run;
			out->after = c;
			run = 0;
		}
		run++;
		free(last);
		last = answer;
	}
	free(last);
	out->for_good =
	    out->changes == 1 && first_run >= STANDS && run >= STANDS;
}

/* Busy or broken for a while is no setting that somebody changed. */
static bool
is_trouble(const struct report *r, const struct check *topic)
{
	for (size_t i = 0; topic->stage != STAGE_TUNNEL && i < r->checks.n;
	     i++) {
		const struct check *c = r->checks.v[i];

		if (is_watched(c, topic) &&
		    (c->http_status == 0 || c->http_status >= 500))
			return true;
	}
	return false;
}

const char *
seen_watch_of(const struct report *r, const char *id)
{
	const struct check *topic = checks_find(&r->checks, id);
	struct series s;

	if (!seen_ran(topic))
		return NULL;
	series_of(r, topic, &s);
	if (s.n < 2)
		return NULL;
	if (s.changes == 0)
		return "stable";
	return s.for_good && !is_trouble(r, topic) ? "flips" : "mixed";
}

/* The checks that a watch repeats, in the order of the ladder. */
static bool
is_topic(const struct check *c)
{
	return c->stage < STAGE_REPEAT && seen_ran(c);
}

const char *
seen_watch(const struct report *r)
{
	const char *all = NULL;

	for (size_t i = 0; i < r->checks.n; i++) {
		const struct check *c = r->checks.v[i];
		const char *s = is_topic(c) ? seen_watch_of(r, c->id) : NULL;

		if (s == NULL || (all != NULL && strcmp(s, "stable") == 0))
			continue;
		if (all == NULL || strcmp(all, "stable") == 0 ||
		    strcmp(s, "mixed") == 0)
			all = s;
	}
	return all;
}

const struct check *
seen_flip(const struct report *r)
{
	for (size_t i = 0; i < r->checks.n; i++) {
		const struct check *c = r->checks.v[i];
		struct series s;

		if (!is_topic(c))
			continue;
		series_of(r, c, &s);
		if (s.for_good)
			return s.after;
	}
	return NULL;
}
