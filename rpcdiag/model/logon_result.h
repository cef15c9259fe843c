/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a logon to an RPC server can come to: one row for each value of
 * FACT_AUTH_RESULT, with the words and the number a Windows client shows.
 * What it means for a site is the matrix's business.
 */
#ifndef RPCDIAG_MODEL_LOGON_RESULT_H
#define RPCDIAG_MODEL_LOGON_RESULT_H

#include <stdint.h>

enum logon_kind {
	LOGON_GOOD,
	LOGON_BAD,  /* the server, or the KDC, refused it */
	LOGON_OPEN, /* nothing was learned of the logon */
};

struct logon_result {
	const char *result; /* FACT_AUTH_RESULT */
	const char *fault;  /* FACT_AUTH_FAULT; NULL = whatever it is */
	enum logon_kind kind;
	uint32_t status;   /* what a Windows client shows; 0 = nothing of its
			    * own: none, or the status of the fault */
	const char *brief; /* for the cell of a table */
	const char *text;  /* in words */
	const char *note;  /* for who has not met it; NULL = text will do */
};

/* fault may be NULL; NULL when the result is NULL or unknown. */
const struct logon_result *logon_result_find(
    const char *result, const char *fault);
/* The n-th row of the table, NULL past its end. */
const struct logon_result *logon_result_nth(unsigned n);

/*
 * Whether the runtime of a Windows client lets a program ask for a mechanism
 * ("ntlm", "negotiate", "kerberos") at all, decided before any packet is sent:
 * 0, or the status it gives. protseq is "ncacn_http", "ncalrpc", ...
 */
uint32_t runtime_refusal(const char *protseq, const char *mechanism);

#endif
