/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "auth/auth.h"
#include "base/clock.h"
#include "net/lockout.h"

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

struct asked {
	struct pass pass;
	unsigned told;
	bool go;
};

static void
on_pass(void *arg, bool go)
{
	struct asked *a = arg;

	a->told++;
	a->go = go;
}

/* alice's next proof, to the proxy; how it was decided by now */
static void
ask(struct asked *a, struct lockout *l, struct loop *loop)
{
	const struct auth_identity alice = { .user = "alice", .lockout = l };

	a->pass.place = PASS_AT_PROXY;
	pass_ask(&a->pass, &alice, loop, on_pass, a);
}

static void
turn(struct loop *loop)
{
	loop_turn(loop, clock_mono_us() + CLOCK_MS(20));
}

static void
no_more_go_out_than_may_be_refused(void **state)
{
	struct lockout *l = lockout_new();
	struct loop *loop = loop_new();
	struct asked a[4] = { 0 };

	(void)state;
	for (size_t i = 0; i < 4; i++)
		ask(&a[i], l, loop);
	assert_true(a[0].go && a[1].go);
	assert_int_equal(a[2].told + a[3].told, 0);
	pass_leave(&a[0].pass, PASS_ACCEPTED);
	turn(loop);
	assert_true(a[2].go);
	assert_int_equal(a[3].told, 0);
	pass_leave(&a[1].pass, PASS_REFUSED);
	turn(loop);
	assert_int_equal(a[3].told, 0);
	pass_leave(&a[2].pass, PASS_REFUSED);
	turn(loop);
	assert_int_equal(a[3].told, 1);
	assert_false(a[3].go);
	assert_int_equal(lockout_left(l, "alice"), 0);
	lockout_free(l);
	loop_free(loop);
}

static void
what_nobody_answers_may_have_been_refused(void **state)
{
	struct lockout *l = lockout_new();
	struct loop *loop = loop_new();
	struct asked a[4] = { 0 };

	(void)state;
	ask(&a[0], l, loop);
	pass_leave(&a[0].pass, PASS_SILENT);
	ask(&a[1], l, loop);
	ask(&a[2], l, loop);
	assert_true(a[1].go);
	assert_int_equal(a[2].told, 0);
	pass_leave(&a[1].pass, PASS_ACCEPTED); /* so it was not */
	turn(loop);
	assert_true(a[2].go);
	pass_leave(&a[2].pass, PASS_SILENT);
	assert_int_equal(lockout_left(l, "alice"), LOCKOUT_MAX);
	lockout_free(l);
	loop_free(loop);
}

static void
who_accepted_is_asked_until_he_refuses(void **state)
{
	struct lockout *l = lockout_new();
	struct loop *loop = loop_new();
	struct asked a[4] = { 0 };

	(void)state;
	ask(&a[0], l, loop);
	pass_leave(&a[0].pass, PASS_ACCEPTED);
	lockout_refused(l, "alice");
	lockout_refused(l, "alice");
	ask(&a[1], l, loop);
	ask(&a[2], l, loop);
	assert_true(a[1].go);
	assert_int_equal(a[2].told, 0);
	pass_leave(&a[1].pass, PASS_REFUSED);
	turn(loop);
	assert_int_equal(a[2].told, 1);
	assert_false(a[2].go);
	lockout_free(l);
	loop_free(loop);
}

static void
in_goes_after_out(void **state)
{
	struct lockout *l = lockout_new();
	struct loop *loop = loop_new();
	struct asked in = { 0 }, out = { 0 };

	(void)state;
	in.pass.after = &out.pass;
	ask(&in, l, loop);
	assert_int_equal(in.told, 0);
	ask(&out, l, loop);
	assert_true(out.go);
	turn(loop);
	assert_true(in.go);
	pass_leave(&in.pass, PASS_SILENT);
	pass_leave(&out.pass, PASS_SILENT);
	lockout_free(l);
	loop_free(loop);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_account_bears_two_refusals),
		cmocka_unit_test(what_is_under_way_may_still_be_refused),
		cmocka_unit_test(all_spellings_are_one_account),
		cmocka_unit_test(a_ticket_without_a_name_is_an_account),
		cmocka_unit_test(no_more_go_out_than_may_be_refused),
		cmocka_unit_test(what_nobody_answers_may_have_been_refused),
		cmocka_unit_test(who_accepted_is_asked_until_he_refuses),
		cmocka_unit_test(in_goes_after_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
