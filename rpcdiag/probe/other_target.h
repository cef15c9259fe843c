/* SPDX-License-Identifier: Apache-2.0 */
/* Experiments that ask the same proxy for another target. */
#ifndef RPCDIAG_PROBE_OTHER_TARGET_H
#define RPCDIAG_PROBE_OTHER_TARGET_H

#include "probe/run_state.h"

/* Column NAMEALT: the server by its other names (host for host.domain, and
 * the reverse), at the first endpoint that failed. */
bool can_rename(const struct run *r);
int64_t rename_cost(const struct run *r);
void go_rename(struct run *r);

/* Column L3388: localhost:3388, where an RD Gateway is behind its own proxy
 * ([MS-TSGU] 2.1.1). */
bool can_gateway(const struct run *r);
void go_gateway(struct run *r);

/* The address book is refused at 6004, and the server is there. */
bool is_book_missing(const struct run *r);
/* tunnel.6003: where betas of Exchange 2003 had it. */
void go_old_book(struct run *r);

/* A tunnel to a real target that was let in and did not open. */
bool is_failed_tunnel(const struct check *c);

#endif
