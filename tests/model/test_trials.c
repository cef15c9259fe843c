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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_by_nodes),
		cmocka_unit_test(leaves_out_what_names_itself),
		cmocka_unit_test(chance),
		cmocka_unit_test(says_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
