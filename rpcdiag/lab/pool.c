/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/pool.h"

#include "base/clock.h"

#define LOOK_US CLOCK_MS(50)

void
pool_init(struct pool *p, int64_t lasts_us)
{
	p->lasts_us = lasts_us;
	atomic_init(&p->recycled_us, 0);
}

bool
pool_is_over(struct pool *p, int64_t opened_us)
{
	int64_t now = clock_mono_us();

	if (p->lasts_us == 0)
		return false;
	if (opened_us <= atomic_load(&p->recycled_us))
		return true;
	if (now - opened_us < p->lasts_us)
		return false;
	atomic_store(&p->recycled_us, now);
	return true;
}

int64_t
pool_next_look(const struct pool *p)
{
	return p->lasts_us == 0 ? INT64_MAX : clock_mono_us() + LOOK_US;
}
