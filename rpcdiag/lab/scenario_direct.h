/* SPDX-License-Identifier: Apache-2.0 */
/* The third part of the table of scenarios: faults of the others, seen by a
 * client that knows a door of the first node past the device. */
#ifndef RPCDIAG_LAB_SCENARIO_DIRECT_H
#define RPCDIAG_LAB_SCENARIO_DIRECT_H

#include "lab/scenario.h"

extern const struct scenario direct_scenarios[];
extern const size_t direct_scenarios_n;

/* scenario.c: the devices of these rows */
extern const struct device_knobs harmless_device;
extern const struct device_knobs request_buffer_device;
extern const struct device_knobs response_buffer_device;
extern const struct device_knobs bridging_device;
extern const struct device_knobs multiplexing_device;
extern const struct device_knobs basic_device;
extern const struct device_knobs boasting_device;

#endif
