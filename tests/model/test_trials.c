/* SPDX-License-Identifier: Apache-2.0 */
/* Repeated tunnels taken together, and what chance would make of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/trials.h"

static void
add(struct checks *all, int endpoint, const char *out, const char *in,
    bool opened)
{
	char id[32];
	struct check *c;

	snprintf(id, sizeof(id), "repeat.%zu", all->n);
	c = checks_add(all, id, NULL, STAGE_REPEAT);
	c->endpoint = endpoint;
	c->outcome = opened ? OUTCOME_PASS : OUTCOME_FAIL;
	fact_put_str(
	    &c->facts, FACT_TUNNEL_REACHED, opened ? "conn-c2" : "conn-a3");
	if (!opened)
		fact_put_str(&c->facts, FACT_TUNNEL_END, "timeout");
	if (in != NULL)
		fact_put_str(&c->facts, FACT_TUNNEL_NODE_IN, in);
	if (out != NULL)
		fact_put_str(&c->facts, FACT_TUNNEL_NODE_OUT, out);
}

static void
counts_by_nodes(void **state)
{
	struct checks all = { 0 };
	struct trials t;

	(void)state;
	add(&all, 6004, "CAS1", "CAS1", true);
	add(&all, 6004, "CAS1", "CAS2", false);
	add(&all, 6004, "CAS2", NULL, false);
	add(&all, 6001, "CAS1", "CAS2", true);
	trials_count(&all, 6004, &t);
	assert_int_equal(tally_n(&t.all), 3);
	assert_int_equal(t.same.opened, 1);
	assert_int_equal(t.apart.silent, 1);
	assert_int_equal(tally_n(&t.apart), 1);
	trials_count(&all, -1, &t);
	assert_int_equal(tally_n(&t.apart), 2);
	trials_count_broken(&all, &t);
	assert_int_equal(tally_n(&t.all), 3);
	checks_clear(&all);
}

/* Another answer than CONN/C2 or silence is no trial of a farm. */
static void
leaves_out_what_names_itself(void **state)
{
	struct checks all = { 0 };
	struct trials t;

	(void)state;
	add(&all, 6004, "CAS1", "CAS2", false);
	fact_put_str(&all.v[0]->facts, FACT_TUNNEL_END, "http");
	add(&all, 6004, "CAS1", "CAS2", false);
	all.v[1]->outcome = OUTCOME_SKIP;
	trials_count(&all, -1, &t);
	assert_int_equal(tally_n(&t.all), 0);
	assert_null(trials_text(&all));
	checks_clear(&all);
}

static void
chance(void **state)
{
	static const struct {
		unsigned apart_silent, apart_open, same_silent, same_open;
		double p;
	} rows[] = {
		/* by hand: 1 / (8 over 5); certainty; the tea of R. A. Fisher,
		 * The Design of Experiments, II */
		{ 5, 0, 0, 3, 1.0 / 56 },
		{ 0, 4, 3, 1, 1.0 },
		{ 4, 0, 0, 4, 1.0 / 70 },
		{ 3, 1, 1, 3, 17.0 / 70 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct trials t = {
			.apart = { .opened = rows[i].apart_open,
			    .silent = rows[i].apart_silent },
			.same = { .opened = rows[i].same_open,
			    .silent = rows[i].same_silent },
		};
		double d = trials_chance(&t) - rows[i].p;

		assert_true(d < 1e-12 && d > -1e-12);
	}
}

static void
says_it(void **state)
{
	struct checks all = { 0 };
	char *text;

	(void)state;
	for (int i = 0; i < 5; i++)
		add(&all, 6004, "CAS1", "CAS2", false);
	for (int i = 0; i < 3; i++)
		add(&all, 6004, "CAS2", "CAS2", true);
	text = trials_text(&all);
	assert_string_equal(text,
	    "5 of 5 tunnels with their channels on two front ends stayed "
	    "silent, and 0 of 3 on one; chance alone would do that in 1.8 % "
	    "of cases");
	free(text);
	checks_clear(&all);
}

/* One whose channels were to have one TLS session. */
static void
share(struct checks *all, const char *out, const char *in, bool resumed)
{
	bool together = strcmp(out, in) == 0;
	struct check *c;

	add(all, 6004, out, in, together);
	c = all->v[all->n - 1];
	fact_put_bool(&c->facts, FACT_TUNNEL_ONE_SESSION, true);
	fact_put_bool(&c->facts, FACT_TUNNEL_RESUMED, resumed);
	if (!together)
		fact_put_str(&c->facts, FACT_TUNNEL_END, "apart");
}

/* Half of the tunnels are apart. */
static void
add_split(struct checks *all, int n)
{
	for (int i = 0; i < n; i++)
		add(all, 6004, "CAS1", i % 2 == 0 ? "CAS1" : "CAS2",
		    i % 2 == 0);
}

static void
one_session_keeps_together(void **state)
{
	struct checks all = { 0 };
	struct trials t;
	char *text;

	(void)state;
	add_split(&all, 8);
	for (int i = 0; i < 3; i++)
		share(&all, "CAS2", "CAS2", true);
	/* the 4 that are apart are among the first 8 by chance: (8 over 4) /
	 * (11 over 4), then / (15 over 4) = 5.1 % */
	assert_int_equal(trials_sharing(&all), SHARING_UNKNOWN);
	for (int i = 0; i < 4; i++)
		share(&all, "CAS1", "CAS1", true);
	assert_int_equal(trials_sharing(&all), SHARING_UNKNOWN);
	add_split(&all, 8);
	assert_int_equal(trials_sharing(&all), SHARING_FIXES);
	text = sharing_text(&all);
	assert_non_null(strstr(text, "all 7 tunnels"));
	/* (16 over 8) / (23 over 8) */
	assert_non_null(strstr(text, "2.6 %"));
	free(text);
	/* how they ended counts, but for those nobody waited for */
	trials_count(&all, -1, &t);
	assert_int_equal(tally_n(&t.all), 23);
	share(&all, "CAS1", "CAS2", false);
	trials_count(&all, -1, &t);
	assert_int_equal(tally_n(&t.all), 23);
	assert_int_equal(trials_sharing(&all), SHARING_NO);
	checks_clear(&all);
}

static void
says_nothing_of_sharing(void **state)
{
	struct checks all = { 0 };

	(void)state;
	for (int i = 0; i < 20; i++)
		add(&all, 6004, "CAS1", "CAS1", true);
	for (int i = 0; i < 7; i++)
		share(&all, "CAS1", "CAS1", true);
	/* nothing was ever apart */
	assert_int_equal(trials_sharing(&all), SHARING_UNKNOWN);
	assert_null(sharing_text(&all));
	/* but for those that were sent to two addresses */
	add(&all, 6004, "CAS1", "CAS2", false);
	fact_put_bool(&all.v[all.n - 1]->facts, FACT_TUNNEL_CROSSED, true);
	assert_int_equal(trials_sharing(&all), SHARING_UNKNOWN);
	checks_clear(&all);
	/* no session was resumed: it cannot have been that */
	add_split(&all, 26);
	for (int i = 0; i < 7; i++)
		share(&all, "CAS1", "CAS1", false);
	assert_int_equal(trials_sharing(&all), SHARING_UNKNOWN);
	checks_clear(&all);
}

/* Where front ends tell no names, silence speaks for them. */
static void
judges_sharing_by_silence(void **state)
{
	struct checks all = { 0 };

	(void)state;
	for (int i = 0; i < 13; i++)
		add(&all, 6004, NULL, NULL, i % 2 == 0);
	for (int i = 0; i < 14; i++)
		add(&all, 6001, NULL, NULL, true);
	for (int i = 0; i < 7; i++) {
		add(&all, 6004, NULL, NULL, true);
		fact_put_bool(
		    &all.v[all.n - 1]->facts, FACT_TUNNEL_ONE_SESSION, true);
		fact_put_bool(
		    &all.v[all.n - 1]->facts, FACT_TUNNEL_RESUMED, true);
	}
	/* (13 over 6) / (20 over 6) = 4.4 %, 6001 left out */
	assert_int_equal(trials_sharing(&all), SHARING_FIXES);
	fact_put_str(&all.v[all.n - 1]->facts, FACT_TUNNEL_REACHED, "conn-a3");
	fact_put_str(&all.v[all.n - 1]->facts, FACT_TUNNEL_END, "timeout");
	assert_int_equal(trials_sharing(&all), SHARING_NO);
	checks_clear(&all);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_by_nodes),
		cmocka_unit_test(leaves_out_what_names_itself),
		cmocka_unit_test(chance),
		cmocka_unit_test(says_it),
		cmocka_unit_test(one_session_keeps_together),
		cmocka_unit_test(says_nothing_of_sharing),
		cmocka_unit_test(judges_sharing_by_silence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
