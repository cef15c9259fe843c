/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Name resolution inside the simulated site: a name and a port of the
 * protocol (6001) become addresses and ports on loopback (41001).
 */
#ifndef RPCDIAG_LAB_HOSTS_H
#define RPCDIAG_LAB_HOSTS_H

#include "base/strlist.h"
#include "lab/addr.h"

#define HOSTS_ADDRS 2 /* IPv6 and IPv4 loopback */

#define HOSTS_DC "dc1.contoso.test" /* the other computers there are */
#define HOSTS_DC2 "dc2.contoso.test"
#define HOSTS_OTHER "mbx2.contoso.test" /* one that nobody has seen */

enum endpoint_id { /* in the order of their real ports */
	ENDPOINT_6001,
	ENDPOINT_6002,
	ENDPOINT_6003,
	ENDPOINT_6004,
	ENDPOINT_593,
	ENDPOINT_3388, /* RD Gateway */
	ENDPOINT_135,  /* the endpoint mapper, over plain TCP */
	ENDPOINT_TCP,  /* where it sends those who come over TCP */
	ENDPOINT_DC,   /* 6004 of a domain controller */
	ENDPOINT_DC2,  /* and of another one */
	ENDPOINT_N
};

/* Real ports from the base: endpoints at 1 and up, then a port on which
 * nobody ever listens, which stands for all the others. */
#define HOSTS_PORTS (ENDPOINT_N + 2)

struct hosts {
	struct strlist names;
	uint16_t base;
	bool v6;	  /* the names have an IPv6 address, too */
	bool one_for_all; /* every port leads to the first endpoint */
};

struct endpoint {
	uint16_t port;
	const char *host; /* NULL = any name of the server */
};

extern const struct endpoint endpoints[ENDPOINT_N];

/* Where an endpoint is on loopback. */
uint16_t hosts_real_port(const struct hosts *h, enum endpoint_id id);
/* How many addresses the name has, IPv6 first; 0 = unknown name. */
unsigned hosts_find(const struct hosts *h, const char *name, uint16_t port,
    struct addr out[HOSTS_ADDRS]);
/* Both loopback addresses with this port. */
unsigned hosts_loopback(
    const struct hosts *h, uint16_t real_port, struct addr out[HOSTS_ADDRS]);

#endif
