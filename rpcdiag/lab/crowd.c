/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/crowd.h"

#include "base/clock.h"

void
crowd_init(struct crowd *c, const struct crowd_knobs *knobs)
{
	c->knobs = *knobs;
	atomic_init(&c->here, 0);
	atomic_init(&c->first_us, 0);
}

/* Have others taken all places? */
static bool
is_taken(struct crowd *c)
{
	const struct crowd_knobs *k = &c->knobs;
	int64_t now = clock_mono_us();
	long long first = 0;

	if (atomic_compare_exchange_strong(&c->first_us, &first, now) ||
	    k->period_us == 0 || now - first < k->from_us)
		return false;
	return (now - first - k->from_us) % k->period_us < k->period_us / 2;
}

bool
crowd_enter(struct crowd *c)
{
	unsigned here = atomic_fetch_add(&c->here, 1) + 1;

	if (c->knobs.most == 0 || (here <= c->knobs.most && !is_taken(c)))
		return true;
	crowd_leave(c);
	return false;
}

void
crowd_leave(struct crowd *c)
{
	atomic_fetch_sub(&c->here, 1);
}
