/* SPDX-License-Identifier: Apache-2.0 */
/* What tunnels died of that were held side by side, and what changed while it
 * was watched. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "shows.h"
#include "site.h"
#include "verdict/places.h"
#include "verdict/seen.h"

#define TOLD_MS 120000

static void
site_held(struct report *r, const char *id, const char *end, int64_t age_ms,
    int64_t quiet_ms)
{
	struct check *c = site_check(r, id, STAGE_REPEAT, OUTCOME_PASS);

	fact_put_int(&c->facts, FACT_TUNNEL_TIMEOUT_MS, TOLD_MS);
	fact_put_str(&c->facts, FACT_HOLD_END, end);
	fact_put_int(&c->facts, FACT_HOLD_MS, age_ms);
	fact_put_int(&c->facts, FACT_HOLD_QUIET_MS, quiet_ms);
}

/* Silent for so long in three tunnels: how did they end? */
static void
site_silent(struct report *r, const char *quarter, const char *half,
    const char *whole, int64_t ms)
{
	site_held(r, "idle.quarter", quarter, ms / 4, ms / 4);
	site_held(r, "idle.half", half, ms / 2, ms / 2);
	site_held(r, "idle.silent", whole, ms, ms);
}

static void
expect_idle(const struct report *r, const char *text)
{
	char *got = place_text(r, "idle", 4);

	assert_string_equal(got, text);
	free(got);
}

static void
nothing_held(void **state)
{
	struct report *r = *state;

	shows(r, column_time, NULL);
	site_silent(r, "alive", "alive", "closed", 60000);
	shows(r, column_time, NULL); /* nothing to compare with */
}

static void
all_alive(void **state)
{
	struct report *r = *state;

	site_silent(r, "alive", "alive", "alive", 60000);
	site_held(r, "idle.calls", "alive", 60000, 5000);
	site_held(r, "idle.bytes", "alive", 900, 0);
	shows(r, column_rep, "const");
	shows(r, column_time, NULL);
	expect_idle(r, "a while");
}

static void
silence_kills(void **state)
{
	struct report *r = *state;

	site_silent(r, "alive", "alive", "closed", 60000);
	site_held(r, "idle.calls", "alive", 60000, 5000);
	shows(r, column_rep, "idle");
	shows(r, column_time, "idle");
	expect_idle(r, "60 s");
	site_held(r, "idle.silent", "mute", 60000, 60000);
	expect_idle(r, "30 to 60 s");
	site_held(r, "idle.half", "mute", 30000, 30000);
	shows(r, column_rep, "idle");
	expect_idle(r, "15 to 30 s");
}

/* What the front end announced is no fault of the path. */
static void
announced(void **state)
{
	struct report *r = *state;

	site_silent(r, "alive", "alive", "closed", TOLD_MS);
	site_held(r, "idle.calls", "alive", TOLD_MS, 5000);
	shows(r, column_rep, "const");
	shows(r, column_time, NULL);
}

static void
age_kills(void **state)
{
	struct report *r = *state;

	site_silent(r, "alive", "alive", "closed", 60000);
	site_held(r, "idle.calls", "closed", 60100, 5000);
	shows(r, column_rep, "life");
	shows(r, column_time, "clock");
	/* found only at its end, and may have died with the other */
	site_held(r, "idle.silent", "mute", 60000, 60000);
	site_held(r, "idle.calls", "mute", 40000, 5000);
	shows(r, column_rep, "life");
	/* the silent ones went long before */
	site_silent(r, "closed", "closed", "closed", 40000);
	site_held(r, "idle.calls", "closed", 90000, 5000);
	shows(r, column_rep, "idle");
}

static void
volume_kills(void **state)
{
	struct report *r = *state;

	site_silent(r, "alive", "alive", "alive", 60000);
	site_held(r, "idle.calls", "alive", 60000, 5000);
	site_held(r, "idle.bytes", "closed", 900, 0);
	shows(r, column_rep, "bytes");
	shows(r, column_time, "bytes");
	/* by design, and the server said so before */
	fact_put_bool(&checks_find(&r->checks, "idle.bytes")->facts,
	    FACT_TUNNEL_RECYCLING, true);
	shows(r, column_rep, "const");
	/* a renewal that worked explains no later end */
	fact_put_str(&checks_find(&r->checks, "idle.bytes")->facts,
	    FACT_RECYCLING_RESULT, "followed");
	shows(r, column_rep, "bytes");
	fact_put_str(&checks_find(&r->checks, "idle.bytes")->facts,
	    FACT_RECYCLING_RESULT, "failed");
	shows(r, column_rep, "const");
}

/* A busy tunnel that dies alone is no pattern. */
static void
one_dies(void **state)
{
	struct report *r = *state;

	site_silent(r, "alive", "alive", "alive", 60000);
	site_held(r, "idle.calls", "reset", 30000, 5000);
	shows(r, column_time, NULL);
}

/* Rounds of a watch over one check: a letter each, of what was seen. */
static void
site_watched(struct report *r, const char *topic, const char *rounds)
{
	bool tunnel = strncmp(topic, "tunnel.", 7) == 0;

	for (int i = 0; rounds[i] != '\0'; i++) {
		char *id = mem_printf("watch.%s.%d", topic, i + 1);
		struct check *c = site_check(r, id, STAGE_REPEAT, OUTCOME_INFO);

		mem_set(&c->parent, topic);
		c->trial = i + 1;
		if (tunnel) {
			fact_put_str(&c->facts, FACT_TUNNEL_TARGET, "mbx1");
			fact_put_str(&c->facts, FACT_TUNNEL_REACHED,
			    rounds[i] == 'o' ? "conn-c2" : "nothing");
			fact_put_str(&c->facts, FACT_TUNNEL_END, "http");
			c->http_status = 503;
			if (rounds[i] != 'o')
				fact_put_int(
				    &c->facts, FACT_TUNNEL_RPC_ERROR, 0x6ba);
		} else {
			site_answer(r, id, rounds[i] == '5' ? 503 : 401, "",
			    "Microsoft-IIS/8.5", "iis");
			if (rounds[i] != '5')
				site_schemes(
				    r, id, rounds[i] == 'n' ? "ntlm" : "basic");
		}
		free(id);
	}
}

static void
watched_in_vain(void **state)
{
	struct report *r = *state;

	shows(r, column_hist, NULL);
	site_watched(r, "tunnel.6001", "oooo");
	shows(r, column_hist, "stable");
	shows(r, column_rep, "const");
	shows(r, column_e6001, "ok");
}

static void
port_appears(void **state)
{
	struct report *r = *state;
	const struct check *seen;

	site_tunnel_error(r, 6001, 0x6ba, SITE_RTT_MS);
	site_watched(r, "tunnel.6001", "xxooo");
	shows(r, column_hist, "flips");
	shows(r, column_rep, "flip");
	shows(r, column_e6001, "mix");
	seen = seen_flip(r);
	assert_non_null(seen);
	assert_string_equal(seen->id, "watch.tunnel.6001.3");
}

/* One that fails now and then did not change for good. */
static void
port_comes_and_goes(void **state)
{
	struct report *r = *state;

	site_watched(r, "tunnel.6001", "ooxooxo");
	shows(r, column_hist, "flips");
	shows(r, column_rep, "prob");
	shows(r, column_e6001, "mix");
	assert_null(seen_flip(r));
}

static void
last_round_differs(void **state)
{
	struct report *r = *state;

	site_watched(r, "tunnel.6001", "oooox");
	shows(r, column_rep, "prob");
	assert_null(seen_flip(r));
}

static void
schemes_change(void **state)
{
	struct report *r = *state;

	site_watched(r, "http.out", "bbnn");
	shows(r, column_h0, "flip");
	shows(r, column_want, "flip");
	shows(r, column_rep, "flip");
	shows(r, column_time, "clock");
	shows(r, column_hist, "flips");
}

/* An application pool that stops is no setting. */
static void
pool_stops(void **state)
{
	struct report *r = *state;

	site_watched(r, "http.out", "bb55");
	shows(r, column_h0, "401w");
	shows(r, column_rep, "prob");
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, site_open, site_close)
	const struct CMUnitTest tests[] = {
		T(nothing_held),
		T(all_alive),
		T(silence_kills),
		T(announced),
		T(age_kills),
		T(volume_kills),
		T(one_dies),
		T(watched_in_vain),
		T(port_appears),
		T(port_comes_and_goes),
		T(last_round_differs),
		T(schemes_change),
		T(pool_stops),
	};
#undef T

	return cmocka_run_group_tests(tests, NULL, NULL);
}
