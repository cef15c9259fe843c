/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the service behind an endpoint says, in the symbols of the endpoint
 * columns: the tunnel works, the interface is bound, and a call returns an
 * error that a row of the matrix names. Only calls under a logon count: that
 * nobody may open a mailbox without one is as it should be.
 */
#include <string.h>

#include "model/status.h"
#include "verdict/seen.h"

/* [MS-OXCRPC] 3.1.4.1 and [MS-OXCSTOR] 3.2.5.1.3 */
static const struct {
	uint32_t status;
	const char *symbol;
} store_errors[] = {
	{ 0x3eb, "APPdn" },	  /* ecUnknownUser */
	{ 0x80040111, "APPlog" }, /* ecLoginFailure */
	{ 0x478, "APPws" },	  /* ecWrongServer */
	{ 0x47f, "APPws" },	  /* ecServerPaused: asked too often */
	{ 0x50c, "APPws" },	  /* ecMailboxInTransit */
	{ 0x80070005, "APPacc" }, /* ecAccessDenied */
	{ 0x3ee, "APPacc" },	  /* ecBadConfig */
	{ 0x3f2, "APPacc" },	  /* ecLoginPerm */
	{ 0x4e0, "APPacc" },	  /* ecRpcHttpDisallowed */
	{ 0x7d8, "APPacc" },	  /* ecProtocolDisabled */
	{ 0x96c, "APPacc" },	  /* ecMailboxDisabled */
	{ 0x970, "APPenc" },	  /* ecNotEncrypted */
};

/* Faults, as Win32, of a service that lacks whom it passes calls on to. */
static const uint32_t lonely_faults[] = {
	1715,	    /* RPC_S_NOT_LISTENING */
	1722,	    /* RPC_S_SERVER_UNAVAILABLE */
	1726,	    /* RPC_S_CALL_FAILED */
	1727,	    /* RPC_S_CALL_FAILED_DNE */
	1753,	    /* EPT_S_NOT_REGISTERED */
	0x1c000013, /* nca_s_fault_remote_comm_failure */
};

#define LOGON_FAILED 0x80040111

bool
seen_is_service(const struct check *c)
{
	return seen_ran(c) && c->stage == STAGE_CALL && c->rpc_auth != NULL &&
	    fact_get(&c->facts, FACT_INTERFACE) != NULL;
}

static bool
is_call(const struct check *c, const char *interface)
{
	return seen_is_service(c) &&
	    fact_is(&c->facts, FACT_INTERFACE, interface);
}

static bool
is_result(const struct check *c, const char *call, const char *result)
{
	return fact_is(&c->facts, FACT_CALL_NAME, call) &&
	    fact_is(&c->facts, FACT_CALL_RESULT, result);
}

static const char *
store_symbol(const struct check *c)
{
	if (!is_call(c, "EMSMDB") ||
	    !fact_is(&c->facts, FACT_CALL_RESULT, "error"))
		return NULL;
	for (size_t i = 0; i < sizeof(store_errors) / sizeof(*store_errors);
	     i++)
		if (store_errors[i].status == c->status_code)
			return store_errors[i].symbol;
	return NULL;
}

static bool
is_lonely(uint32_t status)
{
	for (size_t i = 0; i < sizeof(lonely_faults) / sizeof(*lonely_faults);
	     i++)
		if (lonely_faults[i] == status_of_fault(status))
			return true;
	return false;
}

/* The account has a mailbox, and could open it. */
static bool
has_mailbox(const struct report *r)
{
	for (size_t i = 0; i < r->checks.n; i++)
		if (is_call(r->checks.v[i], "EMSMDB") &&
		    is_result(r->checks.v[i], "EcDoConnectEx", "ok"))
			return true;
	return false;
}

/* Nobody at all is in the address list. */
static bool
is_empty(const struct report *r)
{
	for (size_t i = 0; i < r->checks.n; i++)
		if (is_call(r->checks.v[i], "NSPI") &&
		    fact_int(&r->checks.v[i]->facts, FACT_BOOK_ENTRIES, -1) ==
			0)
			return true;
	return false;
}

/* An account without a mailbox is turned away, or sees an empty list, and
 * nothing is wrong with that. */
static const char *
book_symbol(const struct report *r, const struct check *c)
{
	const struct fact_set *f = &c->facts;

	if (!is_call(c, "NSPI"))
		return NULL;
	if (fact_false(f, FACT_BOOK_FOUND))
		return "APPnf";
	if (is_result(c, "NspiBind", "timeout") ||
	    is_result(c, "NspiBind", "closed") ||
	    (is_result(c, "NspiBind", "fault") && is_lonely(c->status_code)))
		return "APPnodata";
	if (!has_mailbox(r))
		return NULL;
	if (fact_is(f, FACT_BOOK_MATCH, "none") ||
	    fact_is(f, FACT_BOOK_MATCH, "several"))
		return is_empty(r) ? "APPnodata" : "APPnf";
	return (is_result(c, "NspiBind", "error") &&
		   c->status_code == LOGON_FAILED) ||
		fact_int(f, FACT_BOOK_ENTRIES, -1) == 0
	    ? "APPnodata"
	    : NULL;
}

/* [MS-TSGU] 2.2.6: the gateway works, and a policy of it says no. */
static const uint32_t policy_errors[] = {
	0x800759da, /* E_PROXY_RAP_ACCESSDENIED */
	0x800759db, /* E_PROXY_NAP_ACCESSDENIED */
	0x800759ed, /* E_PROXY_QUARANTINE_ACCESSDENIED */
	0x800759f8, /* E_PROXY_COOKIE_AUTHENTICATION_ACCESS_DENIED */
};

static const char *
gateway_symbol(const struct check *c)
{
	if (!is_call(c, "TSGU") || !c->has_status)
		return NULL;
	for (size_t i = 0; i < sizeof(policy_errors) / sizeof(*policy_errors);
	     i++)
		if (policy_errors[i] == c->status_code)
			return "rdgFLT";
	return NULL;
}

const char *
seen_service(const struct report *r, int endpoint)
{
	for (size_t i = 0; i < r->checks.n; i++) {
		const struct check *c = r->checks.v[i];
		const char *s = store_symbol(c);

		s = s != NULL ? s : book_symbol(r, c);
		s = s != NULL ? s : gateway_symbol(c);
		if (s != NULL && c->endpoint == endpoint)
			return s;
	}
	return NULL;
}
