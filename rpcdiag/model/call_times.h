/* SPDX-License-Identifier: Apache-2.0 */
/* How long calls took, and what that comes to. */
#ifndef RPCDIAG_MODEL_CALL_TIMES_H
#define RPCDIAG_MODEL_CALL_TIMES_H

#include <stddef.h>
#include <stdint.h>

struct call_times {
	int64_t *us; /* of each call, in the order they were made */
	size_t n;
	size_t room;
	int64_t began_us; /* monotonic: of the first call */
	int64_t ended_us; /* of the last answer */
};

struct call_summary { /* microseconds; all 0 when there was no call */
	size_t n;
	int64_t min, mean, p50, p95, p99, max;
	double per_s;
};

void call_times_add(struct call_times *t, int64_t sent_us, int64_t now_us);
void call_times_clear(struct call_times *t);
/* Percentiles are those of the nearest rank: the time that so many of a
 * hundred calls did not exceed. */
struct call_summary call_times_sum(const struct call_times *t);

#endif
