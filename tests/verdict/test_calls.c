/* SPDX-License-Identifier: Apache-2.0 */
/* From facts to symbols: what the services behind the endpoints return. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/mem.h"
#include "shows.h"
#include "site.h"

/* A call of an interface under a logon; status 0 with "error" is none. */
static struct check *
called(struct report *r, int port, const char *interface, const char *name,
    const char *result, uint32_t status)
{
	char *id = mem_printf("call.%d.%s", port, name);
	struct check *c = site_check(r, id, STAGE_CALL, OUTCOME_PASS);

	free(id);
	c->endpoint = port;
	mem_set(&c->rpc_auth, "ntlm");
	mem_set(&c->rpc_level, "privacy");
	fact_put_str(&c->facts, FACT_INTERFACE, interface);
	fact_put_str(&c->facts, FACT_CALL_NAME, name);
	fact_put_str(&c->facts, FACT_CALL_RESULT, result);
	c->has_status = status != 0;
	c->status_code = status;
	return c;
}

static void
store(void **state)
{
	static const struct {
		const char *call, *result;
		uint32_t status;
		const char *symbol;
	} cases[] = {
		{ "EcDoConnectEx", "ok", 0, "ok" },
		{ "EcDoConnectEx", "error", 0x3eb, "APPdn" },
		{ "EcDoConnectEx", "error", 0x80040111, "APPlog" },
		{ "RopLogon", "error", 0x478, "APPws" },
		{ "RopLogon", "error", 0x50c, "APPws" },
		{ "EcDoConnectEx", "error", 0x80070005, "APPacc" },
		{ "RopLogon", "error", 0x96c, "APPacc" },
		{ "EcDoConnectEx", "error", 2416, "APPenc" },
		/* what no row knows says nothing, and a fault even less */
		{ "EcDoConnectEx", "error", 0x4df, "ok" },
		{ "EcDummyRpc", "fault", 5, "ok" },
		{ "EcDoConnectEx", "fault", 0x478, "ok" },
		{ "EcDoConnectEx", "timeout", 0, "ok" },
	};
	struct report *r = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct check *c = called(r, 6001, "EMSMDB", cases[i].call,
		    cases[i].result, cases[i].status);

		shows(r, column_e6001, cases[i].symbol);
		shows(r, column_e6002, "ok");
		c->outcome = OUTCOME_SKIP;
		shows(r, column_e6001, "ok");
	}
}

/* Without a logon an error is what one has to expect. */
static void
strangers(void **state)
{
	struct report *r = *state;
	struct check *c =
	    called(r, 6001, "EMSMDB", "EcDoConnectEx", "error", 0x80070005);

	free(c->rpc_auth);
	c->rpc_auth = NULL;
	shows(r, column_e6001, "ok");
	c = called(r, 6004, "NSPI", "NspiBind", "timeout", 0);
	free(c->rpc_auth);
	c->rpc_auth = NULL;
	shows(r, column_e6004, "ok");
}

/* A tunnel that does not work is not made better, or other, by a call. */
static void
lower_layers_first(void **state)
{
	struct report *r = *state;

	called(r, 6001, "EMSMDB", "EcDoConnectEx", "error", 0x3eb);
	site_tunnel_error(r, 6001, 0x6ba, SITE_RTT_MS);
	shows(r, column_e6001, "6BA");
}

static void
book(void **state)
{
	static const struct {
		const char *result;
		uint32_t status;
		const char *without, *with; /* a mailbox that opened */
	} cases[] = {
		{ "ok", 0, "ok", "ok" },
		{ "timeout", 0, "APPnodata", "APPnodata" },
		{ "closed", 0, "APPnodata", "APPnodata" },
		{ "fault", 1722, "APPnodata", "APPnodata" },
		{ "fault", 0x1c000013, "APPnodata", "APPnodata" },
		{ "fault", 5, "ok", "ok" },
		{ "fault", 0x1c010002, "ok", "ok" },
		/* an account without a mailbox has no address book either */
		{ "error", 0x80040111, "ok", "APPnodata" },
		{ "error", 0x80070005, "ok", "ok" },
	};
	struct report *r = *state;
	struct check *mailbox =
	    called(r, 6001, "EMSMDB", "EcDoConnectEx", "ok", 0);

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		called(r, 6004, "NSPI", "NspiBind", cases[i].result,
		    cases[i].status);
		mailbox->outcome = OUTCOME_SKIP;
		shows(r, column_e6004, cases[i].without);
		mailbox->outcome = OUTCOME_PASS;
		shows(r, column_e6004, cases[i].with);
	}
}

static void
book_contents(void **state)
{
	struct report *r = *state;
	struct check *mailbox =
	    called(r, 6001, "EMSMDB", "EcDoConnectEx", "ok", 0);
	struct check *c = called(r, 6004, "NSPI", "NspiUpdateStat", "ok", 0);

	fact_put_int(&c->facts, FACT_BOOK_ENTRIES, 0);
	shows(r, column_e6004, "APPnodata");
	mailbox->outcome = OUTCOME_SKIP;
	shows(r, column_e6004, "ok");
	fact_put_int(&c->facts, FACT_BOOK_ENTRIES, 3);
	mailbox->outcome = OUTCOME_PASS;
	shows(r, column_e6004, "ok");
	c = called(r, 6004, "NSPI", "NspiDNToMId", "ok", 0);
	fact_put_bool(&c->facts, FACT_BOOK_FOUND, true);
	shows(r, column_e6004, "ok");
	fact_put_bool(&c->facts, FACT_BOOK_FOUND, false);
	shows(r, column_e6004, "APPnf");
}

/* A name that is not matched says something of who has a mailbox; that there
 * is nobody in the list says more. */
static void
book_match(void **state)
{
	static const struct {
		const char *match;
		int64_t entries;	    /* -1 = not counted */
		const char *without, *with; /* a mailbox that opened */
	} cases[] = {
		{ "one", -1, "ok", "ok" },
		{ "none", 3, "ok", "APPnf" },
		{ "several", 3, "ok", "APPnf" },
		{ "none", -1, "ok", "APPnf" },
		{ "none", 0, "ok", "APPnodata" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct report *r = *state;
		struct check *mailbox =
		    called(r, 6001, "EMSMDB", "EcDoConnectEx", "ok", 0);
		struct check *c =
		    called(r, 6004, "NSPI", "NspiResolveNamesW", "ok", 0);
		struct check *count =
		    called(r, 6004, "NSPI", "NspiUpdateStat", "ok", 0);

		fact_put_str(&c->facts, FACT_BOOK_MATCH, cases[i].match);
		if (cases[i].entries >= 0)
			fact_put_int(
			    &count->facts, FACT_BOOK_ENTRIES, cases[i].entries);
		mailbox->outcome = OUTCOME_SKIP;
		shows(r, column_e6004, cases[i].without);
		mailbox->outcome = OUTCOME_PASS;
		shows(r, column_e6004, cases[i].with);
		c->outcome = count->outcome = OUTCOME_SKIP;
	}
}

/* Whom clients are sent to counts for the address book, and for the columns
 * about what fails; it is no trial of the server's own 6004. */
static void
referral(void **state)
{
	struct report *r = *state;
	struct check *c =
	    site_check(r, "tunnel.referral", STAGE_TUNNEL, OUTCOME_PASS);

	fact_put_bool(&c->facts, FACT_TUNNEL_REFERRED, true);
	fact_put_str(&c->facts, FACT_TUNNEL_REACHED, "conn-c2");
	shows(r, column_e6004, "ok");
	fact_put_str(&c->facts, FACT_TUNNEL_REACHED, "nothing");
	fact_put_str(&c->facts, FACT_TUNNEL_END, "timeout");
	shows(r, column_e6004, "dcNR");
	shows(r, column_time, NULL);
	fact_put_str(&c->facts, FACT_TUNNEL_END, "http");
	fact_put_int(&c->facts, FACT_TUNNEL_RPC_ERROR, 0x6ba);
	shows(r, column_e6004, "dc6BA");
	shows(r, column_e6001, "ok");
	/* it works, and in a watch it once did not */
	fact_put_str(&c->facts, FACT_TUNNEL_REACHED, "conn-c2");
	shows(r, column_e6004, "ok");
	c = site_check(r, "watch.referral.1", STAGE_REPEAT, OUTCOME_FAIL);
	mem_set(&c->parent, "tunnel.referral");
	c->endpoint = 0;
	fact_put_str(&c->facts, FACT_TUNNEL_REACHED, "nothing");
	fact_put_str(&c->facts, FACT_TUNNEL_END, "http");
	fact_put_int(&c->facts, FACT_TUNNEL_RPC_ERROR, 0x6ba);
	shows(r, column_e6004, "dc6BA");
	/* the server's own trouble comes first */
	site_tunnel_error(r, 6004, 5, SITE_RTT_MS);
	shows(r, column_e6004, "E5");
}

/* Calls of other interfaces are no word about mgmt. */
static void
management(void **state)
{
	static const char *const ports[] = { "6001", "6002", "6004" };
	struct report *r = *state;

	for (size_t i = 0; i < 3; i++) {
		char *bind = mem_printf("bind.%s.mgmt", ports[i]);
		char *call = mem_printf("call.%s.inq_if_ids", ports[i]);

		fact_put_str(&checks_find(&r->checks, bind)->facts,
		    FACT_BIND_RESULT, "rejected");
		checks_find(&r->checks, call)->outcome = OUTCOME_SKIP;
		free(bind);
		free(call);
	}
	called(r, 6001, "EMSMDB", "EcDummyRpc", "ok", 0);
	shows(r, column_mgmt, "refused");
}

/* What a policy decides is told from what is wrong with the gateway. */
static void
gateway(void **state)
{
	struct report *r = *state;
	struct check *c = called(
	    r, 6001, "TSGU", "TsProxyAuthorizeTunnel", "error", 0x800759db);

	shows(r, column_e6001, "rdgFLT");
	mem_set(&c->rpc_auth, NULL);
	shows(r, column_e6001, "ok");
	mem_set(&c->rpc_auth, "ntlm");
	c->status_code = 0x800759e6; /* it is full */
	shows(r, column_e6001, "ok");
	c->has_status = false;
	shows(r, column_e6001, "ok");
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, site_open, site_close)
	const struct CMUnitTest tests[] = {
		T(store),
		T(strangers),
		T(lower_layers_first),
		T(book),
		T(book_contents),
		T(book_match),
		T(referral),
		T(management),
		T(gateway),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
