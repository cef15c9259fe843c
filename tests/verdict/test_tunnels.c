/* SPDX-License-Identifier: Apache-2.0 */
/* From facts to symbols: the columns of tunnels, RPC and the inside. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/mem.h"
#include "shows.h"
#include "site.h"

static void
rpc_errors(void **state)
{
	static const struct {
		uint32_t error;
		const char *symbol;
	} cases[] = {
		{ 0x6ba, "6BA" },
		{ 0x6bb, "6BB" },
		{ 0x6c0, "6C0" },
		{ 5, "E5" },
		{ 0xc0021009, "CP" },
		{ 0x6d1, "rpc" },
	};
	struct report *r = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		site_tunnel_error(r, 6004, cases[i].error, SITE_RTT_MS);
		shows(r, column_e6004, cases[i].symbol);
		shows(r, column_e6001, "ok");
		shows(r, column_origin, "rpcproxy");
	}
}

static void
http_ends(void **state)
{
	static const struct {
		const char *channel;
		int status;
		const char *symbol;
	} cases[] = {
		{ "in", 413, "in413" },
		{ "in", 403, "in413" },
		{ "in", 405, "in405" },
		{ "in", 501, "in405" },
		{ "in", 408, "in408" },
		{ "in", 302, "page" },
		{ "out", 302, "page" },
		{ "out", 405, "4xx" },
		{ "in", 404, "in404" },
		{ "out", 404, "404" },
		{ "out", 403, "4xx" },
		{ "out", 500, "5xx" },
		{ "out", 503, "503p" },
		{ "out", 401, "401" },
	};
	struct report *r = *state;
	struct check *c;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		site_tunnel_http(r, 6001, cases[i].channel, cases[i].status);
		shows(r, column_e6001, cases[i].symbol);
	}
	site_tunnel_http(r, 6001, "out", 404);
	c = checks_find(&r->checks, "tunnel.6001");
	fact_put_str(&c->facts, FACT_HTTP_FE_SERVER, "EX1");
	shows(r, column_e6001, "404x");
	fact_put_str(
	    &c->facts, FACT_HTTP_CAS_ERROR, "MailboxGuidWithDomainNotFound");
	/* said of a server's name, too, which never is a mailbox */
	shows(r, column_e6001, "404x");
	mem_set(&r->target.server, "7e5c2f1d@contoso.test");
	shows(r, column_e6001, "404guid");
	mem_set(&c->http_reason, "Invalid RPC Port");
	shows(r, column_e6001, "P");
}

static void
silence(void **state)
{
	static const struct {
		const char *reached, *symbol, *time;
	} cases[] = {
		/* The proxy may wait for its own connect as long as that. */
		{ "nothing", "NR", NULL },
		{ "out-200", "H2", "hang" },
		{ "conn-a3", "A3", "hang" },
	};
	struct report *r = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		site_tunnel_silent(r, 6001, cases[i].reached);
		shows(r, column_e6001, cases[i].symbol);
		shows(r, column_time, cases[i].time);
		shows(r, column_origin, "none");
	}
	site_tunnel_silent(r, 6001, "nothing");
	checks_find(&r->checks, "tunnel.6001")->duration_us = CLOCK_S(30);
	shows(r, column_time, "long");
}

static void
bind_results(void **state)
{
	struct report *r = *state;
	struct check *c = checks_find(&r->checks, "bind.6001.mgmt");
	struct check *call = checks_find(&r->checks, "call.6001.inq_if_ids");

	call->outcome = OUTCOME_SKIP;
	fact_put_str(&c->facts, FACT_BIND_RESULT, "rejected");
	shows(r, column_e6001, "ok");
	shows(r, column_mgmt, "ok"); /* other endpoints answered */
	fact_put_str(&c->facts, FACT_BIND_RESULT, "nak");
	shows(r, column_e6001, "bnd");
	fact_put_str(&c->facts, FACT_BIND_RESULT, "timeout");
	shows(r, column_e6001, "mute");
	shows(r, column_time, "hang");
}

static void
management_refused(void **state)
{
	static const char *const binds[] = { "bind.6001.mgmt", "bind.6002.mgmt",
		"bind.6004.mgmt" };
	static const char *const calls[] = { "call.6001.inq_if_ids",
		"call.6002.inq_if_ids", "call.6004.inq_if_ids" };
	struct report *r = *state;

	for (size_t i = 0; i < 3; i++) {
		fact_put_str(&checks_find(&r->checks, binds[i])->facts,
		    FACT_BIND_RESULT, "rejected");
		checks_find(&r->checks, calls[i])->outcome = OUTCOME_SKIP;
	}
	shows(r, column_mgmt, "refused");
	shows(r, column_e6004, "ok");
}

static void
old_book(void **state)
{
	struct report *r = *state;
	struct check *c =
	    site_check(r, "tunnel.6003", STAGE_TUNNEL, OUTCOME_INFO);

	fact_put_str(&c->facts, FACT_TUNNEL_REACHED, "conn-c2");
	shows(r, column_e6004, "ok");
	site_tunnel_error(r, 6004, 0x6ba, SITE_RTT_MS);
	shows(r, column_e6004, "6003ok");
	fact_put_str(&c->facts, FACT_TUNNEL_REACHED, "start");
	shows(r, column_e6004, "6BA");
}

static void
repeats(void **state)
{
	struct report *r = *state;

	site_tunnel_silent(r, 6004, "conn-a3");
	shows(r, column_rep, NULL);
	site_repeat(r, 6004, 1, false);
	shows(r, column_rep, "const");
	shows(r, column_e6004, "A3");
	site_repeat(r, 6004, 2, true);
	shows(r, column_rep, NULL); /* too few to compare endpoints by */
	shows(r, column_e6004, "mix");
}

/* Enough trials of each to say which endpoints it is. */
static void
spreads(void **state)
{
	struct report *r = *state;

	for (int trial = 1; trial <= 6; trial++) {
		site_repeat(r, 6001, trial, true);
		site_repeat(r, 6002, trial, true);
		site_repeat(r, 6004, trial, trial % 2 == 0);
	}
	shows(r, column_rep, "p6004");
	shows(r, column_e6001, "ok");
	site_repeat(r, 6002, 7, false);
	shows(r, column_rep, "prob");
	site_repeat(r, 6001, 7, false);
	shows(r, column_rep, "pall");
}

static void
pins(void **state)
{
	struct report *r = *state;
	static const struct {
		int trial;
		const char *in;
		bool works;
		const char *symbol;
	} rows[] = {
		{ 1, "CAS2", false, NULL },
		{ 2, "CAS1", true, NULL },
		{ 3, "CAS1", true, "fixes" },
		{ 4, "CAS1", false, "no" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char id[32];
		struct check *c;

		snprintf(id, sizeof(id), "repeat.6004.%d", rows[i].trial);
		site_repeat(r, 6004, rows[i].trial, rows[i].works);
		c = checks_find(&r->checks, id);
		fact_put_str(&c->facts, FACT_TUNNEL_NODE_OUT, "CAS1");
		fact_put_str(&c->facts, FACT_TUNNEL_NODE_IN, rows[i].in);
		shows(r, column_pin, rows[i].symbol);
	}
}

/* A trial that was refused with 503, by a front end that told its name or not;
 * where that is "-" the trial opened. */
static struct check *
trial(struct report *r, const char *id, int endpoint, const char *node)
{
	bool opened = strcmp(node, "-") == 0;
	struct check *c = site_check(
	    r, id, STAGE_REPEAT, opened ? OUTCOME_PASS : OUTCOME_FAIL);

	c->endpoint = endpoint;
	fact_put_str(
	    &c->facts, FACT_TUNNEL_REACHED, opened ? "conn-c2" : "nothing");
	if (opened || node[0] != '\0')
		fact_put_str(
		    &c->facts, FACT_TUNNEL_NODE_OUT, opened ? "CAS1" : node);
	if (opened)
		return c;
	c->http_status = 503;
	fact_put_str(&c->facts, FACT_TUNNEL_END, "http");
	fact_put_str(&c->facts, FACT_TUNNEL_CHANNEL, "out");
	return c;
}

/* Refused now and then: who takes everything that comes alone has too little
 * room. That all who opened were on one node is no word on who refused. */
static void
crowds(void **state)
{
	struct report *r = *state;
	struct check *last = NULL;

	trial(r, "repeat.6004.1", 6004, "-");
	trial(r, "repeat.6004.2", 6004, "-");
	trial(r, "repeat.6004.3", 6004, "-");
	trial(r, "repeat.6004.4", 6004, "");
	shows(r, column_e6004, "mix");
	shows(r, column_pin, NULL);
	shows(r, column_rep, NULL);
	for (int i = 1; i <= 5; i++) {
		char id[32];

		snprintf(id, sizeof(id), "calm.6004.%d", i);
		last = trial(r, id, 0, "-");
		shows(r, column_rep, i < 5 ? NULL : "load");
	}
	fact_put_str(&last->facts, FACT_TUNNEL_REACHED, "nothing");
	fact_put_str(&last->facts, FACT_TUNNEL_END, "http");
	last->http_status = 503;
	shows(r, column_rep, "prob");
	trial(r, "repeat.6004.5", 6004, "CAS2");
	shows(r, column_pin, "fixes");
	trial(r, "repeat.6004.6", 6004, "CAS1");
	shows(r, column_pin, "no");
}

/* That a few opened is no word on "always" either. */
static void
may_be_luck(void **state)
{
	struct report *r = *state;

	for (int trial = 1; trial <= 6; trial++) {
		site_repeat(r, 6004, trial, true);
		shows(r, column_rep, trial < 6 ? NULL : "const");
	}
}

/* That all were silent is no word on a node that has both channels. */
static void
never_met(void **state)
{
	struct report *r = *state;

	site_tunnel_silent(r, 6004, "conn-a3");
	for (int trial = 1; trial <= 8; trial++) {
		char id[32];
		struct check *c;

		snprintf(id, sizeof(id), "repeat.6004.%d", trial);
		site_repeat(r, 6004, trial, false);
		c = checks_find(&r->checks, id);
		fact_put_str(&c->facts, FACT_TUNNEL_NODE_OUT, "CAS1");
		fact_put_str(&c->facts, FACT_TUNNEL_NODE_IN,
		    trial < 8 ? "CAS2" : "CAS1");
		shows(r, column_rep, trial < 8 ? NULL : "const");
		shows(r, column_pin, trial < 8 ? NULL : "no");
	}
}

static void
times(void **state)
{
	static const struct {
		int64_t ms;
		const char *symbol;
	} cases[] = {
		{ 5, "imm" },
		{ 30, "imm" },
		{ 300, "imm" },
		{ 380, NULL },
		{ 1020, "sec" },
		{ 7000, "sec" },
		{ 21000, "syn" },
		{ 60000, NULL },
	};
	struct report *r = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		site_tunnel_error(r, 6004, 0x6ba, cases[i].ms);
		shows(r, column_time, cases[i].symbol);
	}
	/* A slow link is slow for the control too. */
	checks_find(&r->checks, "tunnel.control")->duration_us = CLOCK_MS(900);
	site_tunnel_error(r, 6004, 0x6ba, 1020);
	shows(r, column_time, "imm");
	/* Failures of two kinds have no time in common. */
	site_tunnel_silent(r, 6001, "nothing");
	shows(r, column_time, NULL);
}

static void
extended_error(void **state)
{
	struct report *r = *state;
	struct check *c, *control;

	site_tunnel_error(r, 6004, 0x6ba, SITE_REFUSED_MS);
	/* A proxy that sends no records at all says nothing by that. */
	shows(r, column_ee, NULL);
	shows(r, column_wsa, NULL);
	site_connect_record(r, 6004, 10061);
	shows(r, column_ee, "conn");
	/* A number of Winsock's is enough, and any other one is not. */
	c = checks_find(&r->checks, "tunnel.6004");
	c->eeinfo[0].location = 1;
	shows(r, column_ee, "conn");
	c->eeinfo[1].status = 0x6ba;
	shows(r, column_ee, NULL);
	c->eeinfo[1].status = 10061;
	c->eeinfo[0].location = EEINFO_LOCATION_PROXY_CONNECT;
	shows(r, column_wsa, "refused");
	c->eeinfo[1].status = 11001;
	shows(r, column_wsa, "name");
	/* What it says of a name that it never connects to is no connect. */
	control = checks_find(&r->checks, "tunnel.control");
	control->eeinfo = mem_grow(NULL, 1, sizeof(*control->eeinfo));
	control->eeinfo[0] = (struct eeinfo_view){ .component = 14 };
	control->neeinfo = 1;
	c->neeinfo = 1;
	c->eeinfo[0].location = 1;
	shows(r, column_ee, NULL);
	c->eeinfo[0].location = 0;
	c->eeinfo[0].status = 0;
	shows(r, column_ee, "none");
	/* It lists anything, and told that it failed to connect there. */
	control->eeinfo[0].status = 11001;
	c->neeinfo = 0;
	shows(r, column_ee, "none");
}

static void
in_channel(void **state)
{
	struct report *r = *state;
	struct check *c =
	    site_check(r, "tunnel.inlive", STAGE_TUNNEL, OUTCOME_INFO);

	shows(r, column_inlive, "y"); /* CONN/C2 came somewhere */
	site_tunnel_silent(r, 6001, "conn-a3");
	site_tunnel_silent(r, 6002, "conn-a3");
	site_tunnel_silent(r, 6004, "conn-a3");
	shows(r, column_inlive, NULL);
	fact_put_bool(&c->facts, FACT_IN_ALIVE, true);
	shows(r, column_inlive, "y");
	fact_put_bool(&c->facts, FACT_IN_ALIVE, false);
	shows(r, column_inlive, "n");
}

static void
inside(void **state)
{
	static const struct {
		const char *v4, *v6, *symbol;
	} cases[] = {
		{ "ok", "refused", "v4only" },
		{ "ok", "timeout", "v4only" },
		{ "ok", "ok", "open" },
		{ "ok", NULL, "open" },
		{ "ok", "unreachable", "open" },
		{ "refused", "refused", "closed" },
		{ "timeout", "timeout", "filtered" },
		{ "refused", "ok", "v6only" },
		{ "unresolved", NULL, "noname" },
	};
	struct report r;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		site_healthy(&r);
		site_tunnel_error(&r, 6004, 0x6ba, SITE_REFUSED_MS);
		site_inside(&r, 6001, "ok", "ok");
		site_inside(&r, 6004, cases[i].v4, cases[i].v6);
		shows(&r, column_raw, cases[i].symbol);
		report_clear(&r);
	}
}

static void
inside_greeting(void **state)
{
	struct report *r = *state;

	site_inside(r, 6001, "ok", "ok");
	site_inside(r, 6004, "ok", "refused");
	shows(r, column_raw, "open"); /* it works from outside */
	site_tunnel_error(r, 6001, 0xc0021009, SITE_RTT_MS);
	fact_put_str(&checks_find(&r->checks, "inside.6001.ipv4")->facts,
	    FACT_INSIDE_GREETING, "wrong");
	fact_put_str(&checks_find(&r->checks, "inside.6001.ipv6")->facts,
	    FACT_INSIDE_GREETING, "none");
	shows(r, column_raw, "nobanner");
}

/* The only endpoint asked for stands for the store, whatever its number. */
static void
other_port(void **state)
{
	struct report r;

	(void)state;
	site_begin(&r);
	r.target.endpoints[0] = 49155;
	r.target.nendpoints = 1;
	site_tunnel_error(&r, 49155, 0x6ba, SITE_RTT_MS);
	shows(&r, column_e6001, "6BA");
	shows(&r, column_e6002, NULL);
	r.target.endpoints[0] = 3388;
	mem_set(&r.target.server, "localhost");
	site_tunnel_error(&r, 3388, 0x6ba, SITE_RTT_MS);
	shows(&r, column_e6001, "rdg6BA");
	r.target.endpoints[0] = 6004;
	site_tunnel_error(&r, 6004, 0x6ba, SITE_RTT_MS);
	shows(&r, column_e6001, NULL);
	shows(&r, column_e6004, "6BA");
	report_clear(&r);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, site_open, site_close)
	const struct CMUnitTest tests[] = {
		T(rpc_errors),
		T(http_ends),
		T(silence),
		T(bind_results),
		T(management_refused),
		T(old_book),
		T(repeats),
		T(may_be_luck),
		T(never_met),
		T(spreads),
		T(pins),
		T(crowds),
		T(times),
		T(extended_error),
		T(in_channel),
		T(inside_greeting),
		cmocka_unit_test(inside),
		cmocka_unit_test(other_port),
	};
#undef T

	return cmocka_run_group_tests(tests, NULL, NULL);
}
