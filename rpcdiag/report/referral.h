/* SPDX-License-Identifier: Apache-2.0 */
/* Where a client gets the address book from, as sentences: what 6002 tells it,
 * whether that can be reached, and what it falls back to; whether it knows the
 * name of the mailbox, and where that is. */
#ifndef RPCDIAG_REPORT_REFERRAL_H
#define RPCDIAG_REPORT_REFERRAL_H

#include "model/report.h"

/* Is there anything to say? */
bool referral_is_known(const struct checks *c);
/* Adds the sentences, which may hold any text of a server. */
void referral_say(const struct report *r, struct strlist *out);

#endif
