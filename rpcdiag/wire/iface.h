/* SPDX-License-Identifier: Apache-2.0 */
/* The RPC interfaces this project knows by name: one table. */
#ifndef RPCDIAG_WIRE_IFACE_H
#define RPCDIAG_WIRE_IFACE_H

#include "wire/pdu.h"

#define IFACE_NO_OPNUM 0xfff0 /* no interface has that many */

enum iface_id {
	IFACE_MGMT,
	IFACE_EPM,
	IFACE_EMSMDB,
	IFACE_ASYNC_EMSMDB,
	IFACE_RFRI,
	IFACE_NSPI,
	IFACE_TSGU,
	IFACE_N
};

struct iface {
	const char *name; /* "mgmt", "EMSMDB", ... */
	struct pdu_syntax syntax;
	uint16_t port; /* where it lives by convention; 0 = everywhere */
	/* An operation that takes nothing and changes nothing, or one beyond
	 * the last: the server looks at who calls before it looks for it. */
	uint16_t harmless;
};

extern const struct iface ifaces[IFACE_N];

/* By UUID, whatever the version; NULL when unknown. */
const struct iface *iface_by_uuid(const struct guid *uuid);
/* The interface that belongs to a port (6001, 6002, 6004, 593, 3388). */
const struct iface *iface_by_port(uint16_t port);

#endif
