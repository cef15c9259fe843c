/* SPDX-License-Identifier: Apache-2.0 */
/* What a listener that was reached without the RPC proxy showed of itself. */
#ifndef RPCDIAG_PROBE_LISTENER_FACTS_H
#define RPCDIAG_PROBE_LISTENER_FACTS_H

#include "model/check.h"
#include "net/direct.h"

/* When it opened or ended. greets: a greeting was waited for. */
void listener_facts(struct check *c, const struct direct *d, bool greets);
/* When it was waited for in vain; d may be NULL. */
void listener_silence(struct check *c, const struct direct *d, bool greets);

#endif
