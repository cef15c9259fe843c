/* SPDX-License-Identifier: Apache-2.0 */
/* Further parts of the table of scenarios, by where the fault of a row lies:
 * on the way to the front end, or behind the RPC proxy. */
#ifndef RPCDIAG_LAB_SCENARIO_SERVER_H
#define RPCDIAG_LAB_SCENARIO_SERVER_H

#include "lab/scenario.h"

extern const struct scenario way_scenarios[];
extern const size_t way_scenarios_n;
extern const struct scenario server_scenarios[];
extern const size_t server_scenarios_n;

#endif
