/* SPDX-License-Identifier: Apache-2.0 */
/* The table of front-end nodes: who stands where in it, and what is counted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "report/node_table.h"

static struct check *
add(struct checks *all, int endpoint, const char *out, const char *in,
    bool opened)
{
	struct check *c = checks_add(all, "repeat", NULL, STAGE_REPEAT);

	c->endpoint = endpoint;
	c->outcome = opened ? OUTCOME_PASS : OUTCOME_FAIL;
	fact_put_str(
	    &c->facts, FACT_TUNNEL_REACHED, opened ? "conn-c2" : "conn-a3");
	if (!opened)
		fact_put_str(&c->facts, FACT_TUNNEL_END, "timeout");
	fact_put_str(&c->facts, FACT_TUNNEL_NODE_OUT, out);
	fact_put_str(&c->facts, FACT_TUNNEL_NODE_IN, in);
	return c;
}

static void
share(struct checks *all, const char *out, const char *in)
{
	bool together = strcmp(out, in) == 0;
	struct check *c = add(all, 6004, out, in, together);

	fact_put_bool(&c->facts, FACT_TUNNEL_ONE_SESSION, true);
	if (!together)
		fact_put_str(&c->facts, FACT_TUNNEL_END, "apart");
}

static void
row_is(const struct table *t, size_t row, const char *const *texts)
{
	for (size_t i = 0; i < t->columns; i++)
		assert_string_equal(table_cell(t, row, i)->text, texts[i]);
}

static void
pairs_stand_in_order(void **state)
{
	static const char *const heads[] = { "OUT > IN", "6001", "6004" };
	static const char *const one[] = { "CAS2 > CAS2", "-", "2/2" };
	static const char *const two[] = { "CAS1 > CAS2", "1/1", "0/1" };
	struct checks all = { 0 };
	struct table t;

	(void)state;
	add(&all, 6004, "CAS1", "CAS2", false);
	assert_false(node_table_is_needed(&all));
	add(&all, 6004, "CAS2", "CAS2", true);
	add(&all, 6004, "CAS2", "CAS2", true);
	add(&all, 6001, "CAS1", "CAS2", true);
	assert_true(node_table_is_needed(&all));
	node_table_make(&t, &all);
	assert_int_equal(table_rows(&t), 3);
	assert_int_equal(t.columns, 3);
	row_is(&t, 0, heads);
	row_is(&t, 1, one);
	row_is(&t, 2, two);
	assert_int_equal(t.notes.n, 1);
	table_clear(&t);
	checks_clear(&all);
}

/* They have a column of their own, and a pair that only they had a row. */
static void
shared_sessions_stand_apart(void **state)
{
	static const char *const heads[] = { "OUT > IN", "6004", "resumed" };
	static const char *const one[] = { "CAS1 > CAS1", "1/1", "2/2" };
	static const char *const two[] = { "CAS1 > CAS2", "0/1", "-" };
	static const char *const three[] = { "CAS2 > CAS1", "-", "0/1" };
	struct checks all = { 0 };
	struct table t;

	(void)state;
	add(&all, 6004, "CAS1", "CAS2", false);
	add(&all, 6004, "CAS1", "CAS1", true);
	share(&all, "CAS1", "CAS1");
	share(&all, "CAS1", "CAS1");
	share(&all, "CAS2", "CAS1");
	node_table_make(&t, &all);
	assert_int_equal(table_rows(&t), 4);
	row_is(&t, 0, heads);
	row_is(&t, 1, one);
	row_is(&t, 2, two);
	row_is(&t, 3, three);
	assert_int_equal(t.notes.n, 2);
	table_clear(&t);
	checks_clear(&all);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pairs_stand_in_order),
		cmocka_unit_test(shared_sessions_stand_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
