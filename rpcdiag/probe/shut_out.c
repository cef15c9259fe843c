/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Connections opened, and then none does: a device that counts them has shut us
 * out, or the site went down. Which of the two is not known here, only that
 * whatever failed since says nothing of what it was to test.
 */
#include "probe/shut_out.h"

#include "base/clock.h"
#include "base/mem.h"

/* In a row; one of two front ends being dead does that once in 32 times. */
#define ENOUGH 5
/* What is asked at one time does not connect in the order of asking. */
#define TOGETHER_US CLOCK_S(1)

/* Another address may be down for reasons of its own. */
static bool
is_unopened(const struct check *c)
{
	return c->http_status == 0 && c->stage != STAGE_INSIDE &&
	    !fact_true(&c->facts, FACT_TUNNEL_CROSSED) &&
	    fact_str(&c->facts, FACT_CONNECT_END) != NULL;
}

/* Its connection opened, whatever came then. */
static bool
is_opened(const struct check *c)
{
	return fact_str(&c->facts, FACT_CONNECT_END) == NULL &&
	    c->stage != STAGE_INSIDE &&
	    (fact_str(&c->facts, FACT_HTTP_RESULT) != NULL ||
		fact_str(&c->facts, FACT_TUNNEL_REACHED) != NULL);
}

void
shut_out_note(struct checks *all)
{
	int64_t last = -1;
	unsigned n = 0;

	for (size_t i = 0; i < all->n; i++)
		if (is_opened(all->v[i]) && all->v[i]->started_us > last)
			last = all->v[i]->started_us;
	for (size_t i = 0; i < all->n; i++)
		n += is_unopened(all->v[i]) && all->v[i]->started_us > last;
	if (last < 0 || n < ENOUGH)
		return;
	for (size_t i = 0; i < all->n; i++) {
		struct check *c = all->v[i];

		if (!is_unopened(c) || c->started_us + TOGETHER_US <= last)
			continue;
		c->outcome = OUTCOME_SKIP;
		mem_set(&c->detail, "the site took no more connections");
	}
}
