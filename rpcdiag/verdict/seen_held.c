/* SPDX-License-Identifier: Apache-2.0 */
/* What tunnels died of that were held open side by side: each differs from the
 * others in one thing, silence, age or volume. */
#include <string.h>

#include "verdict/seen.h"

#define SAME_MS 1500	 /* ends closer together than this are one event */
#define SAME_PERCENT 10	 /* of the age */
#define ALMOST_PERCENT 5 /* short of the announced time */

static const struct check *
held(const struct report *r, const char *id)
{
	const struct check *c = checks_find(&r->checks, id);

	return seen_ran(c) && fact_str(&c->facts, FACT_HOLD_END) != NULL ? c
									 : NULL;
}

/* Or it ended because a channel had lived its announced life and no successor
 * took over; that is told as such, and no limit of the path. */
static bool
is_alive(const struct check *c)
{
	return fact_is(&c->facts, FACT_HOLD_END, "alive") ||
	    (fact_true(&c->facts, FACT_TUNNEL_RECYCLING) &&
		!fact_is(&c->facts, FACT_RECYCLING_RESULT, "followed"));
}

static int64_t
quiet_ms(const struct check *c)
{
	return fact_int(&c->facts, FACT_HOLD_QUIET_MS, 0);
}

/* It ended before the time at which the site itself would have. */
static bool
is_early(const struct check *c)
{
	int64_t told = fact_int(&c->facts, FACT_TUNNEL_TIMEOUT_MS, 0);

	return !is_alive(c) &&
	    (told == 0 || quiet_ms(c) < told - told * ALMOST_PERCENT / 100);
}

/* The shortest silence that killed a tunnel, and the longest below it that one
 * outlived (0 = none did). */
static const struct check *
silenced(const struct report *r, int64_t *outlived_ms)
{
	static const char *const ids[] = { "idle.quarter", "idle.half",
		"idle.silent" };

	*outlived_ms = 0;
	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		const struct check *c = held(r, ids[i]);

		if (c != NULL && is_early(c))
			return c;
		if (c != NULL && is_alive(c))
			*outlived_ms = quiet_ms(c);
	}
	return NULL;
}

bool
seen_idle_limit(const struct report *r, struct idle_limit *out)
{
	const struct check *c = silenced(r, &out->least_ms);

	if (c == NULL)
		return false;
	out->most_ms = quiet_ms(c);
	if (!fact_is(&c->facts, FACT_HOLD_END, "mute"))
		out->least_ms = out->most_ms;
	return true;
}

/* When it ended, since the start of the run. */
static int64_t
age_ms(const struct check *c)
{
	return fact_int(&c->facts, FACT_HOLD_MS, 0);
}

/* The silent one died no later than the busy one, or with it. One that was
 * found mute died before it was asked. */
static bool
died_together(const struct check *silent, const struct check *busy)
{
	int64_t slack = age_ms(busy) * SAME_PERCENT / 100;
	int64_t apart = age_ms(silent) - age_ms(busy);

	if (slack < SAME_MS)
		slack = SAME_MS;
	if (fact_is(&silent->facts, FACT_HOLD_END, "mute"))
		return apart >= -slack;
	return apart >= -slack && apart <= slack;
}

const char *
seen_held(const struct report *r)
{
	int64_t outlived_ms;
	const struct check *silent = silenced(r, &outlived_ms);
	const struct check *busy = held(r, "idle.calls");
	const struct check *large = held(r, "idle.bytes");

	if (busy == NULL)
		return NULL;
	if (!is_alive(busy)) {
		if (silent == NULL)
			return NULL;
		return died_together(silent, busy) ? "life" : "idle";
	}
	if (silent != NULL)
		return "idle";
	if (large != NULL && !is_alive(large))
		return "bytes";
	return held(r, "idle.silent") != NULL ? "const" : NULL;
}
