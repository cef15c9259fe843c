/* SPDX-License-Identifier: Apache-2.0 */
/* The second half of the table of scenarios: a row goes here when its fault
 * lies behind the RPC proxy. */
#ifndef RPCDIAG_LAB_SCENARIO_SERVER_H
#define RPCDIAG_LAB_SCENARIO_SERVER_H

#include "lab/scenario.h"

extern const struct scenario server_scenarios[];
extern const size_t server_scenarios_n;

#endif
