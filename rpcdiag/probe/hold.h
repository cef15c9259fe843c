/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tunnels that are held open for the time of --idle. Several run side by side,
 * so that the one that dies is told from the others by the only thing in which
 * it differs: silence, age or volume.
 */
#ifndef RPCDIAG_PROBE_HOLD_H
#define RPCDIAG_PROBE_HOLD_H

#include "probe/run_state.h"
#include "wire/iface.h"

enum hold_traffic {
	HOLD_NONE,  /* nothing, not even pings, and one call at the end */
	HOLD_CALLS, /* a small call now and then, so that no channel idles */
	HOLD_BYTES, /* large calls without a pause, up to a volume */
};

struct hold {
	enum hold_traffic traffic;
	const struct iface *iface; /* one that the server lets us bind */
	int64_t hold_us;
	int64_t pause_us; /* between calls, of CALLS */
};

#define HOLD_BYTES_MAX (2 << 20) /* on IN */

#endif
