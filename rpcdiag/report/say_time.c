/* SPDX-License-Identifier: Apache-2.0 */
/* What time did to a tunnel, in words. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/say.h"

#define KIB 1024

static const struct say_word ends[] = {
	{ "alive", "alive" },
	{ "closed", "closed" },
	{ "reset", "reset" },
	{ "http", "ended by an HTTP answer" },
	{ "mute", "dead" },
	{ "failure", "broken" },
	{ NULL, NULL },
};

/* "350 ms", "12 s"; owned. */
static char *
span_text(int64_t ms)
{
	if (ms < 1000)
		return mem_printf("%lld ms", (long long)ms);
	if (ms < 10000 && ms % 1000 >= 100)
		return mem_printf("%lld.%lld s", (long long)(ms / 1000),
		    (long long)(ms % 1000 / 100));
	return mem_printf("%lld s", (long long)(ms / 1000));
}

void
say_recycling(const struct check *c, struct buf *b)
{
	const struct fact_set *f = &c->facts;
	long long in = (long long)fact_int(f, FACT_RENEWED_IN, 0);
	long long out = (long long)fact_int(f, FACT_RENEWED_OUT, 0);

	if (!fact_true(f, FACT_TUNNEL_RECYCLING))
		return;
	if (out > 0)
		say(b, "OUT renewed %lld time%s, as the server wished", out,
		    out == 1 ? "" : "s");
	if (in > 0)
		say(b, "IN renewed %lld time%s", in, in == 1 ? "" : "s");
	if (c->outcome == OUTCOME_PASS)
		return;
	if (fact_is(f, FACT_RECYCLING_RESULT, "waits"))
		say(b, "a new channel was due, and did not take over");
	else if (fact_is(f, FACT_RECYCLING_RESULT, "failed"))
		say(b, "a new channel was due, and failed");
}

void
say_hold(const struct check *c, struct buf *b)
{
	const struct fact_set *f = &c->facts;
	const char *end = say_find(ends, fact_str(f, FACT_HOLD_END));
	char *age = span_text(fact_int(f, FACT_HOLD_MS, 0));
	char *quiet = span_text(fact_int(f, FACT_HOLD_QUIET_MS, 0));
	long long sent = (long long)fact_int(f, FACT_HOLD_SENT, 0);
	long long received = (long long)fact_int(f, FACT_HOLD_RECEIVED, 0);

	if (fact_is(f, FACT_HOLD_TRAFFIC, "none"))
		say(b, "%s after %s without traffic", end, quiet);
	else if (fact_is(f, FACT_HOLD_TRAFFIC, "calls"))
		say(b, "%s after %s with calls", end, age);
	else
		say(b, "%s after %lld KiB sent, %lld KiB received, in %s", end,
		    sent / KIB, received / KIB, age);
	if (c->http_status != 0 && fact_is(f, FACT_HOLD_END, "http"))
		say(b, "status %d", c->http_status);
	say_recycling(c, b);
	free(quiet);
	free(age);
}
