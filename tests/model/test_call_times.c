/* SPDX-License-Identifier: Apache-2.0 */
/* Times of calls and what they come to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/call_times.h"

static void
none_is_nothing(void **state)
{
	struct call_times t = { 0 };
	struct call_summary s = call_times_sum(&t);

	(void)state;
	assert_int_equal(s.n, 0);
	assert_int_equal(s.max, 0);
	call_times_clear(&t);
}

static void
one_is_all_of_it(void **state)
{
	struct call_times t = { 0 };
	struct call_summary s;

	(void)state;
	call_times_add(&t, 1000, 1250);
	s = call_times_sum(&t);
	assert_int_equal(s.n, 1);
	assert_int_equal(s.min, 250);
	assert_int_equal(s.p50, 250);
	assert_int_equal(s.p99, 250);
	assert_int_equal(s.max, 250);
	call_times_clear(&t);
}

/* 1 to 100 us, in no order: the n-th percentile is n. */
static void
percentiles_are_ranks(void **state)
{
	struct call_times t = { 0 };
	struct call_summary s;
	int64_t now = 0;

	(void)state;
	for (int64_t i = 0; i < 100; i++) {
		int64_t took = i * 37 % 100 + 1;

		call_times_add(&t, now, now + took);
		now += took;
	}
	s = call_times_sum(&t);
	assert_int_equal(s.n, 100);
	assert_int_equal(s.min, 1);
	assert_int_equal(s.mean, 50);
	assert_int_equal(s.p50, 50);
	assert_int_equal(s.p95, 95);
	assert_int_equal(s.p99, 99);
	assert_int_equal(s.max, 100);
	/* 100 calls in 5050 us */
	assert_true(s.per_s > 19800 && s.per_s < 19803);
	call_times_clear(&t);
	assert_int_equal(t.n, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(none_is_nothing),
		cmocka_unit_test(one_is_all_of_it),
		cmocka_unit_test(percentiles_are_ranks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
