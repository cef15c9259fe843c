/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An address on which SYNs get no answer, without a firewall: a listening
 * socket whose queue is kept full, so that the kernel drops what comes.
 */
#ifndef RPCDIAG_LAB_FILTERED_H
#define RPCDIAG_LAB_FILTERED_H

#include "base/err.h"
#include "lab/addr.h"

#define FILTERED_FILL 16

struct filtered {
	int fd;
	int fill[FILTERED_FILL]; /* our own connections in the queue */
	unsigned nfill;
};

struct err *filtered_open(struct filtered *f, const struct addr *at);
void filtered_close(struct filtered *f);

#endif
