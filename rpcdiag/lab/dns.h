/* SPDX-License-Identifier: Apache-2.0 */
/* A DNS server on UDP that knows no name: every question gets NXDOMAIN. */
#ifndef RPCDIAG_LAB_DNS_H
#define RPCDIAG_LAB_DNS_H

#include "base/err.h"
#include "lab/addr.h"

struct dns {
	int fd; /* its thread owns it */
	uint16_t port;
};

/* On 127.0.0.1, a free port; serves until the end of the crew. */
struct err *dns_open(struct dns *d);

#endif
