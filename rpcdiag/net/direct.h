/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RPC PDUs over a TCP connection of their own: ncacn_ip_tcp, or the listener
 * of ncacn_http without a proxy, which greets first ([MS-RPCH] 2.1.2.2.1). To
 * its owner it is what a virtual connection is (net/vconn.h), in one socket.
 */
#ifndef RPCDIAG_NET_DIRECT_H
#define RPCDIAG_NET_DIRECT_H

#include "net/conn.h"

struct direct;

enum direct_event {
	DIRECT_OPENED, /* connected, and greeted if it has to be */
	DIRECT_PDU,    /* direct_pdu, valid during the event */
	DIRECT_ENDED,  /* last event: direct_result */
};

struct direct_result { /* borrowed from the direct */
	bool connected;
	bool greeted;  /* or nothing was to be said */
	bool protocol; /* what came is no greeting, or no PDU */
	enum conn_end conn_end;
	const char *error; /* one line; "" = none */
};

typedef void direct_fn(void *arg, enum direct_event ev);

/* spec as in conn_open. Never NULL: a failure is an event. */
struct direct *direct_open(struct loop *l, const struct conn_spec *spec,
    bool greeting, direct_fn *fn, void *arg);
/* Without a further event; allowed inside an event. NULL is fine. */
void direct_close(struct direct *d);
BUF_MUST_CHECK bool direct_send(struct direct *d, struct span pdu);
struct span direct_pdu(const struct direct *d);
void direct_result(const struct direct *d, struct direct_result *out);

#endif
