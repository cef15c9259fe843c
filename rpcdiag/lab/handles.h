/* SPDX-License-Identifier: Apache-2.0 */
/* The context handles of one association: whoever belongs to it may use one,
 * on the interface it was opened on, until it is closed. */
#ifndef RPCDIAG_LAB_HANDLES_H
#define RPCDIAG_LAB_HANDLES_H

#include "wire/iface.h"
#include "wire/ndr.h"

#define HANDLES_MAX 8

struct handles {
	unsigned n;
	struct {
		enum iface_id iface;
		struct ndr_handle handle;
	} open[HANDLES_MAX];
};

/* False: there are too many. */
bool handles_open(
    struct handles *h, enum iface_id iface, struct ndr_handle *out);
bool handles_has(
    const struct handles *h, enum iface_id iface, const struct ndr_handle *it);
/* False: there is no such handle. */
bool handles_close(
    struct handles *h, enum iface_id iface, const struct ndr_handle *it);

#endif
