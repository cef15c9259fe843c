/* SPDX-License-Identifier: Apache-2.0 */
/* How many somebody serves at a time, and the others that come to him: who
 * finds no place is turned away at once. Knows not what is served. */
#ifndef RPCDIAG_LAB_CROWD_H
#define RPCDIAG_LAB_CROWD_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct crowd_knobs {
	unsigned most; /* at a time; 0 = any number */
	/* So long after the first visitor others begin to come. They take all
	 * places for half of each period; 0 = nobody does. */
	int64_t from_us, period_us;
};

struct crowd {
	struct crowd_knobs knobs;
	atomic_uint here;
	atomic_llong first_us;
};

void crowd_init(struct crowd *c, const struct crowd_knobs *knobs);
/* False: there is no place. Who entered has to leave. */
bool crowd_enter(struct crowd *c);
void crowd_leave(struct crowd *c);

#endif
