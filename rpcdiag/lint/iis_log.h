/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The RPC_IN_DATA and RPC_OUT_DATA requests of an IIS log (W3C extended
 * format), counted by what became of them. Users and addresses of clients
 * are not kept.
 */
#ifndef RPCDIAG_LINT_IIS_LOG_H
#define RPCDIAG_LINT_IIS_LOG_H

#include "lint/text.h"

#define IIS_ROWS_MAX 512 /* different ones; the rest is only counted */

struct iis_row {
	unsigned line; /* of the first such request */
	size_t count;
	bool in;      /* RPC_IN_DATA, else RPC_OUT_DATA */
	char *target; /* "mbx1.contoso.com:6001"; "" = none */
	unsigned status;
	long substatus; /* -1 = not logged */
	int64_t win32;	/* -1 = not logged */
};

struct iis_log {
	struct iis_row *v;
	size_t n;
	size_t requests; /* all RPC requests */
	size_t left_out; /* of those, past IIS_ROWS_MAX */
};

bool iis_log_is(const struct text *t);
void iis_log_read(const struct text *t, struct iis_log *out);
void iis_log_clear(struct iis_log *l);
/* The port behind the last colon of a target; 0 = none. */
unsigned iis_row_port(const struct iis_row *r);

#endif
