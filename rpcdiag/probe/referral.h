/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where people are sent: whoever the referral service names for the address
 * book, and the server that has the mailbox. Each is asked as a client would.
 */
#ifndef RPCDIAG_PROBE_REFERRAL_H
#define RPCDIAG_PROBE_REFERRAL_H

#include "probe/run_state.h"

/* Was somebody named for the address book whom nobody has tried yet? */
bool referral_due(const struct run *r);
/* Try whoever was. */
void referral_start(struct run *r);
/* The rest, once all interfaces have answered; until that has ended. */
void referral_finish(struct run *r);

#endif
