/* SPDX-License-Identifier: Apache-2.0 */
/* Web services of Exchange that Outlook uses beside the RPC proxy. */
#ifndef RPCDIAG_PROBE_SERVICES_H
#define RPCDIAG_PROBE_SERVICES_H

#include "probe/run_state.h"

/* http.oab: the folder of offline address books, with the logon that the RPC
 * proxy accepted. Clients take a prompt of one for a prompt of the other. */
bool services_due(const struct run *r);
void services_start(struct run *r);

#endif
