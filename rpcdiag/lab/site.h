/* SPDX-License-Identifier: Apache-2.0 */
/* The simulated site: what a scenario asks for, and all that then runs. */
#ifndef RPCDIAG_LAB_SITE_H
#define RPCDIAG_LAB_SITE_H

#include "base/err.h"
#include "lab/account.h"
#include "lab/device.h"
#include "lab/dns.h"
#include "lab/filtered.h"
#include "lab/forward.h"
#include "lab/hosts.h"
#include "lab/listener.h"
#include "lab/node.h"
#include "lab/options.h"
#include "lab/scenario.h"
#include "lab/scratch.h"

#define SITE_SERVER "mbx1.contoso.test"
#define SITE_GUID_SERVER "7e5c2f1d-93b4-4a55-8f0e-6d1f1a4bd8c2@contoso.test"
#define SITE_PROXY_NAME "rpc.contoso.test"
#define SITE_NODES_MAX 2

struct site {
	const struct scenario *scenario;
	const struct options *options;
	struct scratch scratch;
	struct account account;
	struct account second; /* where the scenario has one */
	SSL_CTX *tls;	       /* of the front */
	SSL_CTX *fellow_tls;   /* of the second node, if it has its own */
	SSL_CTX *inner_tls;    /* of a node behind a device; NULL = none */
	SSL_CTX *bridge_tls;   /* of the device towards it */
	SSL_CTX *keeping_tls[SITE_NODES_MAX]; /* of nodes that keep sessions */
	struct hosts hosts;
	int ports_held; /* see sock_pick_ports(); -1 = not picked */
	uint16_t port;	/* of the front */
	struct addr front[HOSTS_ADDRS];
	unsigned nfront;
	struct addr foreign;
	struct node_knobs knobs;
	unsigned nnodes;
	struct node node[SITE_NODES_MAX];
	struct node later;     /* with a scenario that has one */
	struct node direct;    /* the first, behind a door of its own */
	struct addr direct_at; /* with a scenario that has such a door */
	struct device device;
	struct forward forward;
	struct balancer balancer;
	struct dns dns;
	struct listener listener[ENDPOINT_N];
	struct filtered filtered[(ENDPOINT_N + 1) * HOSTS_ADDRS];
	unsigned nfiltered;
};

/* Start everything; on failure nothing runs and nothing is left. */
struct err *site_open(struct site *s, const struct scenario *scenario,
    const struct options *options);
/* Part of it: the RPC server's ports, each with its door. */
struct err *site_doors_open(struct site *s);
/* Part of it: the forward proxy of the client's network. */
struct err *site_forward_open(struct site *s);
/* Part of it: a door of the first node past what stands before it. */
struct err *site_direct_open(struct site *s);
void site_direct_close(struct site *s);
/* Where a client reaches a node, not what may stand before it. */
uint16_t site_node_port(const struct site *s, unsigned i);
/* Listen on an address and serve what comes; or refuse to answer there. */
struct err *site_listen(
    const struct addr *at, void (*serve)(void *ctx, int fd), void *ctx);
struct err *site_filter(struct site *s, const struct addr *at);
/* After crew_close(). */
void site_close(struct site *s);
/* The line for standard output that says how to reach it; owned. */
char *site_announcement(const struct site *s);

#endif
