/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What else may log on over HTTP once one logon was accepted: the other
 * mechanisms, and NTLM bound to its TLS connection in other ways; and where one
 * was refused, a second account. One after the other, since each may be refused
 * and the account bears few refusals; so what a refusal leaves is kept for the
 * experiment it calls for.
 */
#ifndef RPCDIAG_PROBE_COMPARE_H
#define RPCDIAG_PROBE_COMPARE_H

#include "probe/probes.h"

/* The next logon to try, by what those before it came to; false when there is
 * none. Not while one is under way. out->id is static. */
bool compare_next(struct run *r, struct echo_ask *out);
/* The name in full is about to be tried, or under way, so that a refusal of
 * the bare one is not the last word. */
bool compare_reforms(struct run *r);
/* One of them is under way. */
bool compare_at_work(const struct run *r);
/* More of them are to come. */
bool compare_goes_on(struct run *r);
/* The one to repeat after it was refused with the binding of the certificate we
 * are shown: with that of the server past the device where another one was
 * met, else without any. False when there is none, or when that was done. */
bool compare_unbound(const struct run *r, struct echo_ask *out);

#endif
