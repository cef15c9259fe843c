/* SPDX-License-Identifier: Apache-2.0 */
/* A DNS server on UDP that knows the domain of the site, which has no address,
 * and no other name (NXDOMAIN); or one that gives the same IPv4 address to
 * each. */
#ifndef RPCDIAG_LAB_DNS_H
#define RPCDIAG_LAB_DNS_H

#include "base/err.h"
#include "lab/addr.h"

struct dns {
	const char *address; /* of every name, IPv4; NULL = there is none */
	int fd;		     /* its thread owns it */
	uint16_t port;
};

/* On 127.0.0.1, a free port; serves until the end of the crew. */
struct err *dns_open(struct dns *d, const char *address);

#endif
