/* SPDX-License-Identifier: Apache-2.0 */
/* The life of an application pool: when its worker process is recycled, all
 * channels that it serves end at once, old and young, idle and busy. */
#ifndef RPCDIAG_LAB_POOL_H
#define RPCDIAG_LAB_POOL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct pool {
	/* It is recycled when a channel gets so old, so that a client finds
	 * out whenever it comes; 0 = never. */
	int64_t lasts_us;
	atomic_llong recycled_us; /* when it was last */
};

void pool_init(struct pool *p, int64_t lasts_us);
/* Did a channel that was opened then end with its process? */
bool pool_is_over(struct pool *p, int64_t opened_us);
/* When to look again; far away where there is nothing to see. */
int64_t pool_next_look(const struct pool *p);

#endif
