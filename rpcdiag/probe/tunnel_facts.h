/* SPDX-License-Identifier: Apache-2.0 */
/* From a virtual connection to the fields of a tunnel check. */
#ifndef RPCDIAG_PROBE_TUNNEL_FACTS_H
#define RPCDIAG_PROBE_TUNNEL_FACTS_H

#include "model/check.h"
#include "net/vconn.h"
#include "probe/engine.h"

/* Everything: how far it got, who ended it, what the answer said. */
void tunnel_facts(struct run *run, struct check *c, const struct vconn *v,
    enum probe_end how);
/* How the renewal of its channels went; nothing where there was none. */
void tunnel_recycling_facts(struct check *c, const struct vconn_result *r);

/* Are both nodes known, and two? Then that is its end, and its facts are
 * written. */
bool tunnel_is_apart(struct run *run, struct check *c, const struct vconn *v);

#endif
