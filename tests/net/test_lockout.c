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

/* alice's next proof of a kind, to the proxy; how it was decided by now */
static void
ask_as(struct asked *a, struct lockout *l, struct loop *loop, const char *how,
    const char *judge)
{
	const struct auth_identity alice = { .user = "alice", .lockout = l };

	*a = (struct asked){ .pass = { .place = PASS_AT_PROXY,
				 .after = a->pass.after,
				 .how = how,
				 .judge = judge } };
	pass_ask(&a->pass, &alice, loop, on_pass, a);
}

static void
ask(struct asked *a, struct lockout *l, struct loop *loop)
{
	ask_as(a, l, loop, NULL, NULL);
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

/* The n of them that go out at once when all are asked for. */
static unsigned
going(struct asked *a, size_t n, struct lockout *l, struct loop *loop,
    const char *how, const char *judge)
{
	unsigned going = 0;

	for (size_t i = 0; i < n; i++)
		ask_as(&a[i], l, loop, how, judge);
	for (size_t i = 0; i < n; i++)
		going += a[i].go ? 1 : 0;
	return going;
}

static void
leave(struct asked *a, size_t n, enum pass_end how)
{
	for (size_t i = n; i > 0; i--)
		pass_leave(&a[i - 1].pass, how);
}

static void
accept_one_by_one(unsigned n, struct lockout *l, struct loop *loop)
{
	for (unsigned i = 0; i < n; i++) {
		struct asked a = { 0 };

		ask_as(&a, l, loop, "ntlm", "EX1");
		assert_true(a.go);
		pass_leave(&a.pass, PASS_ACCEPTED);
	}
}

#define MANY (TRUST_MAX + 3)

static void
who_accepted_many_is_trusted_with_as_many(void **state)
{
	struct lockout *l = lockout_new();
	struct loop *loop = loop_new();
	struct asked a[MANY] = { 0 };

	(void)state;
	accept_one_by_one(TRUST_AFTER - 1, l, loop);
	assert_int_equal(going(a, MANY, l, loop, "ntlm", "EX1"), LOCKOUT_MAX);
	leave(a, MANY, PASS_SILENT);
	accept_one_by_one(1, l, loop);
	assert_int_equal(going(a, MANY, l, loop, "ntlm", "EX1"), TRUST_AFTER);
	leave(a, MANY, PASS_SILENT);
	accept_one_by_one(TRUST_MAX, l, loop);
	assert_int_equal(going(a, MANY, l, loop, "ntlm", "EX1"), TRUST_MAX);
	leave(a, MANY, PASS_SILENT);
	lockout_free(l);
	loop_free(loop);
}

static void
no_other_kind_is_trusted(void **state)
{
	struct lockout *l = lockout_new();
	struct loop *loop = loop_new();
	struct asked a[MANY] = { 0 };

	(void)state;
	accept_one_by_one(TRUST_MAX, l, loop);
	assert_int_equal(going(a, MANY, l, loop, "ntlm", "EX2"), LOCKOUT_MAX);
	leave(a, MANY, PASS_SILENT);
	assert_int_equal(going(a, MANY, l, loop, "basic", "EX1"), LOCKOUT_MAX);
	leave(a, MANY, PASS_SILENT);
	assert_int_equal(going(a, MANY, l, loop, NULL, "EX1"), LOCKOUT_MAX);
	leave(a, MANY, PASS_SILENT);
	lockout_free(l);
	loop_free(loop);
}

static void
who_lets_everybody_by_is_not_trusted(void **state)
{
	struct lockout *l = lockout_new();
	struct loop *loop = loop_new();
	struct asked a[MANY] = { 0 };

	(void)state;
	for (unsigned i = 0; i < TRUST_AFTER; i++) {
		ask_as(&a[0], l, loop, "basic", "EX1");
		pass_leave(&a[0].pass, PASS_LET_BY);
	}
	assert_int_equal(going(a, MANY, l, loop, "basic", "EX1"), LOCKOUT_MAX);
	leave(a, MANY, PASS_SILENT);
	lockout_free(l);
	loop_free(loop);
}

static void
a_refusal_ends_the_trust(void **state)
{
	struct lockout *l = lockout_new();
	struct loop *loop = loop_new();
	struct asked a[MANY] = { 0 };

	(void)state;
	accept_one_by_one(TRUST_MAX, l, loop);
	ask_as(&a[0], l, loop, "ntlm", "EX1");
	pass_leave(&a[0].pass, PASS_REFUSED);
	assert_int_equal(going(a, MANY, l, loop, "ntlm", "EX1"), 1);
	leave(a, MANY, PASS_SILENT);
	lockout_free(l);
	loop_free(loop);
}

/* Others may have used up what the account can bear. */
static void
nobody_is_trusted_when_no_refusal_is_left(void **state)
{
	struct lockout *l = lockout_new();
	struct loop *loop = loop_new();
	struct asked a[MANY] = { 0 };

	(void)state;
	accept_one_by_one(TRUST_MAX, l, loop);
	lockout_refused(l, "alice");
	lockout_refused(l, "alice");
	assert_int_equal(going(a, MANY, l, loop, "ntlm", "EX1"), 1);
	leave(a, MANY, PASS_SILENT);
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
		cmocka_unit_test(who_accepted_many_is_trusted_with_as_many),
		cmocka_unit_test(no_other_kind_is_trusted),
		cmocka_unit_test(who_lets_everybody_by_is_not_trusted),
		cmocka_unit_test(a_refusal_ends_the_trust),
		cmocka_unit_test(nobody_is_trusted_when_no_refusal_is_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
