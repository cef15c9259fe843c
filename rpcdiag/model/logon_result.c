/* SPDX-License-Identifier: Apache-2.0 */
#include "model/logon_result.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

#define ACCESS_DENIED 5
#define UNKNOWN_IF 1717
#define SERVER_UNAVAILABLE 1722
#define CALL_FAILED 1726
#define UNKNOWN_AUTHN_SERVICE 1747
#define UNSUPPORTED_AUTHN_LEVEL 1821
#define SEC_PKG_ERROR 1825

/*
 * A row with a fault stands before the one without. 1722 for a mechanism that
 * is not registered is what a MAPI client was seen to show; the plain mapping
 * of bind_nak 8 would be 1747. Of the numbers for what a client notices
 * itself, 1825 is an inference.
 */
static const struct logon_result results[] = {
	{ "accepted", NULL, LOGON_GOOD, 0, "ok",
	    "accepted: the reply is verified", NULL },
	{ "checked", NULL, LOGON_GOOD, 0, "checked",
	    "taken, but the answer is not signed",
	    "the server verified the signed call; its own answer, that there "
	    "is no such operation, is not signed" },
	{ "unproven", NULL, LOGON_OPEN, 0, "unproven",
	    "bound, nothing verified",
	    "bound, but at this level the server proves nothing" },
	{ "provider_unknown", NULL, LOGON_BAD, SERVER_UNAVAILABLE,
	    "not registered",
	    "this interface has not registered that mechanism", NULL },
	{ "token_refused", "clock", LOGON_BAD, SEC_PKG_ERROR, "clock skew",
	    "token refused",
	    "the server's clock and the domain controller's are more than five "
	    "minutes apart" },
	{ "token_refused", "ticket", LOGON_BAD, ACCESS_DENIED, "bad ticket",
	    "token refused", "the server cannot read its ticket" },
	{ "token_refused", NULL, LOGON_BAD, ACCESS_DENIED, "refused",
	    "token refused", NULL },
	{ "denied", NULL, LOGON_BAD, ACCESS_DENIED, "denied",
	    "denied after authentication", NULL },
	{ "level_refused", NULL, LOGON_BAD, UNSUPPORTED_AUTHN_LEVEL,
	    "level refused", "this level is refused", NULL },
	{ "unsigned", NULL, LOGON_OPEN, SEC_PKG_ERROR, "unsigned",
	    "the reply is not signed", NULL },
	{ "unverified", NULL, LOGON_OPEN, SEC_PKG_ERROR, "bad signature",
	    "the signature of the reply is wrong", NULL },
	{ "rejected", NULL, LOGON_OPEN, UNKNOWN_IF, "no interface",
	    "the server offers no interface that could be called", NULL },
	{ "fault", NULL, LOGON_OPEN, 0, "fault",
	    "a fault that does not speak of the logon",
	    "at connect some servers (Samba) take NTLM inside Negotiate only "
	    "where something is signed; the other levels tell whether the "
	    "logon is good" },
	{ "closed", NULL, LOGON_OPEN, CALL_FAILED, "closed",
	    "the connection was closed", NULL },
	{ "timeout", NULL, LOGON_OPEN, 0, "no answer", "no answer", NULL },
	{ "no_token", "kdc", LOGON_OPEN, SEC_PKG_ERROR, "no KDC",
	    "no KDC was reached",
	    "no domain controller was reached, as is usual from the Internet; "
	    "nothing was sent to the server, and in Negotiate NTLM takes its "
	    "place" },
	{ "no_token", "target", LOGON_OPEN, SEC_PKG_ERROR, "no such name",
	    "the KDC does not know this service",
	    "the domain controller does not know the service; nothing was sent "
	    "to the server" },
	{ "no_token", "clock", LOGON_OPEN, SEC_PKG_ERROR, "clock skew",
	    "the clocks differ too much",
	    "the domain controller's clock and ours are more than five minutes "
	    "apart" },
	{ "no_token", "password", LOGON_BAD, ACCESS_DENIED, "wrong password",
	    "the KDC says that the password is wrong", NULL },
	{ "no_token", "user", LOGON_BAD, ACCESS_DENIED, "unknown user",
	    "the KDC does not know the user", NULL },
	{ "no_token", "account", LOGON_BAD, ACCESS_DENIED, "may not log on",
	    "the account may not log on", NULL },
	{ "no_token", "credentials", LOGON_OPEN, 0, "no credentials",
	    "no credentials for this mechanism", NULL },
	{ "no_token", "mechanism", LOGON_OPEN, 0, "not installed",
	    "the mechanism is not installed on this machine", NULL },
	{ "no_token", "ticket", LOGON_OPEN, SEC_PKG_ERROR, "bad ticket",
	    "the server cannot read the ticket", NULL },
	{ "no_token", "token", LOGON_OPEN, SEC_PKG_ERROR, "odd token",
	    "the server's token is not acceptable", NULL },
	{ "no_token", NULL, LOGON_OPEN, 0, "no token", "no token could be made",
	    NULL },
};

#define NRESULTS (sizeof(results) / sizeof(results[0]))

const struct logon_result *
logon_result_find(const char *result, const char *fault)
{
	for (size_t i = 0; result != NULL && i < NRESULTS; i++)
		if (strcmp(results[i].result, result) == 0 &&
		    (results[i].fault == NULL ||
			(fault != NULL &&
			    strcmp(results[i].fault, fault) == 0)))
			return &results[i];
	return NULL;
}

const struct logon_result *
logon_result_nth(unsigned n)
{
	return n < NRESULTS ? &results[n] : NULL;
}

/* Local RPC carries the caller's identity itself, and takes NTLM alone. */
static const struct {
	const char *protseq, *mechanism;
	uint32_t status;
} refusals[] = {
	{ "ncalrpc", "negotiate", UNKNOWN_AUTHN_SERVICE },
	{ "ncalrpc", "kerberos", UNKNOWN_AUTHN_SERVICE },
};

uint32_t
runtime_refusal(const char *protseq, const char *mechanism)
{
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++)
		if (strcasecmp(refusals[i].protseq, protseq) == 0 &&
		    strcasecmp(refusals[i].mechanism, mechanism) == 0)
			return refusals[i].status;
	return 0;
}
