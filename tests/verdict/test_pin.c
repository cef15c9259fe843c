/* SPDX-License-Identifier: Apache-2.0 */
/* PIN where no front end tells its name: by cookies and by certificates. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "shows.h"
#include "site.h"

struct witness_case {
	enum fact_key out, in;
	const char *one, *other;
};

static struct witness_case by_leaf = {
	FACT_TUNNEL_LEAF_OUT,
	FACT_TUNNEL_LEAF_IN,
	"11",
	"22",
};

static struct witness_case by_cookie = {
	FACT_TUNNEL_COOKIES_OUT,
	FACT_TUNNEL_COOKIES_IN,
	"SERVERID A",
	"SERVERID B",
};

static void
put(struct check *c, enum fact_key key, const char *value)
{
	if (fact_fields[key].type == FACT_LIST)
		fact_put_item(&c->facts, key, value);
	else
		fact_put_str(&c->facts, key, value);
}

static struct check *
add(struct report *r, const struct witness_case *w, int trial, bool works,
    bool one)
{
	char id[32];
	struct check *c;

	snprintf(id, sizeof(id), "repeat.6004.%d", trial);
	site_repeat(r, 6004, trial, works);
	c = checks_find(&r->checks, id);
	put(c, w->out, w->one);
	put(c, w->in, one ? w->one : w->other);
	return c;
}

/* Only beyond chance is something said: 1 of (7 over 3) and no more. */
static void
needs_many(struct report *r, const struct witness_case *w)
{
	for (int trial = 1; trial <= 7; trial++) {
		bool works = trial % 2 == 0;

		add(r, w, trial, works, works);
		shows(r, column_pin, trial < 7 ? NULL : "fixes");
	}
}

/* One that does not fit is no word on the front ends: several may have one
 * certificate, and a cookie may be about something else. */
static void
never_says_no(struct report *r, const struct witness_case *w)
{
	needs_many(r, w);
	add(r, w, 8, false, true);
	shows(r, column_pin, NULL);
}

/* What came and went within one connection takes it all back. */
static void
believes_no_mark_that_moves(struct report *r)
{
	struct check *c;

	needs_many(r, &by_cookie);
	c = add(r, &by_cookie, 8, true, true);
	shows(r, column_pin, "fixes");
	fact_put_item(&c->facts, FACT_TUNNEL_MARKS_MOVED, "SERVERID");
	shows(r, column_pin, NULL);
}

static void
leaves(void **state)
{
	never_says_no(*state, &by_leaf);
}

static void
cookies(void **state)
{
	never_says_no(*state, &by_cookie);
}

static void
moved(void **state)
{
	believes_no_mark_that_moves(*state);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, site_open, site_close)
	const struct CMUnitTest tests[] = {
		T(leaves),
		T(cookies),
		T(moved),
	};
#undef T

	return cmocka_run_group_tests(tests, NULL, NULL);
}
