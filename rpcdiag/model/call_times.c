/* SPDX-License-Identifier: Apache-2.0 */
#include "model/call_times.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define ROOM_FIRST 64

void
call_times_add(struct call_times *t, int64_t sent_us, int64_t now_us)
{
	if (t->n == t->room) {
		t->room = t->room == 0 ? ROOM_FIRST : t->room * 2;
		t->us = mem_grow(t->us, t->room, sizeof(*t->us));
	}
	if (t->n == 0)
		t->began_us = sent_us;
	t->ended_us = now_us;
	t->us[t->n++] = now_us - sent_us;
}

void
call_times_clear(struct call_times *t)
{
	free(t->us);
	*t = (struct call_times){ 0 };
}

static int
time_cmp(const void *a, const void *b)
{
	const int64_t *x = a;
	const int64_t *y = b;

	return (*x > *y) - (*x < *y);
}

static int64_t
percentile(const int64_t *sorted, size_t n, unsigned percent)
{
	return sorted[(n * percent + 99) / 100 - 1];
}

struct call_summary
call_times_sum(const struct call_times *t)
{
	struct call_summary s = { .n = t->n };
	int64_t took = t->ended_us - t->began_us;
	int64_t sum = 0;
	int64_t *sorted;

	if (t->n == 0)
		return s;
	sorted = mem_grow(NULL, t->n, sizeof(*sorted));
	memcpy(sorted, t->us, t->n * sizeof(*sorted));
	qsort(sorted, t->n, sizeof(*sorted), time_cmp);
	for (size_t i = 0; i < t->n; i++)
		sum += sorted[i];
	s.min = sorted[0];
	s.mean = sum / (int64_t)t->n;
	s.p50 = percentile(sorted, t->n, 50);
	s.p95 = percentile(sorted, t->n, 95);
	s.p99 = percentile(sorted, t->n, 99);
	s.max = sorted[t->n - 1];
	s.per_s = took > 0 ? (double)t->n * 1e6 / (double)took : 0;
	free(sorted);
	return s;
}
