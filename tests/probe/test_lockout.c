/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "probe/lockout.h"

static void
an_account_bears_two_refusals(void **state)
{
	struct lockout *l = lockout_new();

	(void)state;
	assert_int_equal(lockout_left(l, "alice"), LOCKOUT_MAX);
	lockout_refused(l, "alice");
	assert_int_equal(lockout_left(l, "alice"), 1);
	lockout_refused(l, "alice");
	assert_int_equal(lockout_left(l, "alice"), 0);
	lockout_refused(l, "alice");
	assert_int_equal(lockout_left(l, "alice"), 0);
	assert_int_equal(lockout_left(l, "bob"), LOCKOUT_MAX);
	lockout_free(l);
}

static void
what_is_under_way_may_still_be_refused(void **state)
{
	struct lockout *l = lockout_new();

	(void)state;
	assert_true(lockout_reserve(l, "alice"));
	assert_true(lockout_reserve(l, "alice"));
	assert_false(lockout_reserve(l, "alice"));
	lockout_release(l, "alice"); /* this one was accepted */
	assert_true(lockout_reserve(l, "alice"));
	lockout_release(l, "alice");
	lockout_refused(l, "alice");
	assert_false(lockout_reserve(l, "alice"));
	lockout_release(l, "bob"); /* never reserved */
	assert_int_equal(lockout_left(l, "bob"), LOCKOUT_MAX);
	lockout_free(l);
}

static void
all_spellings_are_one_account(void **state)
{
	static const char *const forms[] = { "alice", "ALICE", "CONTOSO\\alice",
		"contoso.test\\Alice", "alice@contoso.test", "Alice@OTHER" };

	(void)state;
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		for (size_t k = 0; k < sizeof(forms) / sizeof(forms[0]); k++) {
			struct lockout *l = lockout_new();

			lockout_refused(l, forms[i]);
			lockout_refused(l, forms[k]);
			assert_false(lockout_reserve(l, "alice"));
			assert_int_equal(lockout_left(l, "alicia"), 2);
			assert_int_equal(lockout_left(l, "CONTOSO\\a"), 2);
			lockout_free(l);
		}
	}
}

static void
a_ticket_without_a_name_is_an_account(void **state)
{
	struct lockout *l = lockout_new();

	(void)state;
	lockout_refused(l, NULL);
	assert_int_equal(lockout_left(l, NULL), 1);
	assert_int_equal(lockout_left(l, "alice"), 2);
	lockout_free(l);
	lockout_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_account_bears_two_refusals),
		cmocka_unit_test(what_is_under_way_may_still_be_refused),
		cmocka_unit_test(all_spellings_are_one_account),
		cmocka_unit_test(a_ticket_without_a_name_is_an_account),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
