/* SPDX-License-Identifier: Apache-2.0 */
/* By which witness front ends are told apart, and what none is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/nodes.h"

static struct check *
tunnel(struct checks *all)
{
	return checks_add(all, "repeat", NULL, STAGE_REPEAT);
}

static void
say(struct check *c, enum fact_key out, const char *a, enum fact_key in,
    const char *b)
{
	fact_put_str(&c->facts, out, a);
	fact_put_str(&c->facts, in, b);
}

static void
set(struct check *c, const char *out, const char *in)
{
	fact_put_item(&c->facts, FACT_TUNNEL_COOKIES_OUT, out);
	fact_put_item(&c->facts, FACT_TUNNEL_COOKIES_IN, in);
}

static void
is_by(const struct checks *all, enum nodes_by by, unsigned n)
{
	struct nodes found;

	nodes_find(all, &found);
	assert_int_equal(found.by, by);
	assert_int_equal(found.n, n);
}

/* The best that tells several apart, else a name of the only one. */
static void
goes_by_the_best(void **state)
{
	struct checks all = { 0 };
	struct check *c;

	(void)state;
	is_by(&all, NODES_BY_NONE, 0);
	c = tunnel(&all);
	say(c, FACT_TUNNEL_LEAF_OUT, "11", FACT_TUNNEL_LEAF_IN, "11");
	is_by(&all, NODES_BY_NONE, 0);
	say(c, FACT_TUNNEL_LEAF_OUT, "11", FACT_TUNNEL_LEAF_IN, "22");
	is_by(&all, NODES_BY_LEAF, 2);
	set(c, "SERVERID A", "SERVERID B");
	set(tunnel(&all), "SERVERID B", "SERVERID A");
	is_by(&all, NODES_BY_COOKIE, 2);
	say(c, FACT_TUNNEL_FE_OUT, "CAS1", FACT_TUNNEL_FE_IN, "cas1");
	is_by(&all, NODES_BY_COOKIE, 2);
	say(c, FACT_TUNNEL_FE_OUT, "CAS1", FACT_TUNNEL_FE_IN, "CAS2");
	is_by(&all, NODES_BY_HEADER, 2);
	say(c, FACT_TUNNEL_NODE_OUT, "a.test", FACT_TUNNEL_NODE_IN, "a.test");
	is_by(&all, NODES_BY_HEADER, 2);
	say(c, FACT_TUNNEL_NODE_OUT, "a.test", FACT_TUNNEL_NODE_IN, "b.test");
	is_by(&all, NODES_BY_COMPUTER, 2);
	checks_clear(&all);
}

static void
one_name_is_a_name(void **state)
{
	struct checks all = { 0 };
	struct nodes n;

	(void)state;
	say(tunnel(&all), FACT_TUNNEL_FE_OUT, "CAS1", FACT_TUNNEL_FE_IN,
	    "CAS1");
	is_by(&all, NODES_BY_HEADER, 1);
	nodes_find(&all, &n);
	assert_true(nodes_are_one(&n, all.v[0]));
	checks_clear(&all);
}

/* What is new on each connection, or changes within one, is no identity. */
static void
some_cookies_tell_nothing(void **state)
{
	static const char *const session[] = { "ID A", "ID B", "ID C", "ID D" };
	struct checks all = { 0 };
	struct nodes n;

	(void)state;
	for (int i = 0; i < 4; i += 2)
		set(tunnel(&all), session[i], session[i + 1]);
	is_by(&all, NODES_BY_NONE, 0);
	set(all.v[0], "B A", "B A");
	set(all.v[1], "B B", "B A");
	is_by(&all, NODES_BY_COOKIE, 2);
	nodes_find(&all, &n);
	assert_string_equal(node_out(&n, all.v[0]), "A");
	assert_memory_equal(n.cookie, "B", n.cookie_n);
	fact_put_item(&all.v[1]->facts, FACT_TUNNEL_MARKS_MOVED, "B");
	is_by(&all, NODES_BY_NONE, 0);
	checks_clear(&all);
}

static void
a_header_that_moves_is_none(void **state)
{
	struct checks all = { 0 };

	(void)state;
	say(tunnel(&all), FACT_TUNNEL_FE_OUT, "CAS1", FACT_TUNNEL_FE_IN,
	    "CAS2");
	is_by(&all, NODES_BY_HEADER, 2);
	fact_put_item(&all.v[0]->facts, FACT_TUNNEL_MARKS_MOVED, "X-FEServer");
	is_by(&all, NODES_BY_NONE, 0);
	checks_clear(&all);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(goes_by_the_best),
		cmocka_unit_test(one_name_is_a_name),
		cmocka_unit_test(some_cookies_tell_nothing),
		cmocka_unit_test(a_header_that_moves_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
