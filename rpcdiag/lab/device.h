/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A device between client and node: a reverse proxy that ends TLS and speaks
 * plain HTTP behind, with the faults such devices have in the field.
 */
#ifndef RPCDIAG_LAB_DEVICE_H
#define RPCDIAG_LAB_DEVICE_H

#include "lab/http_conn.h"
#include "lab/logon.h"

struct device_knobs {		/* all zero: a device that does no harm */
	const char *server;	/* product in Server: of its own answers */
	bool signs_all;		/* and of those behind it, as nginx does */
	const char *methods;	/* by blanks; NULL = any */
	int method_status;	/* for the others: 405 or 501 */
	int64_t body_limit;	/* Content-Length in bytes; 0 = none */
	bool buffers_request;	/* reads the whole body, then forwards */
	bool buffers_response;	/* holds the answer back until it is whole,
				   or much */
	bool awaits_pdu;	/* takes any body for RPC PDUs, and forwards
				   nothing before the first one is whole */
	bool backend_down;	/* its member is not there */
	bool reencrypts;	/* TLS to its member, unverified */
	bool multiplexes;	/* a connection behind for each request */
	int64_t idle_us;	/* ends what is idle for so long; 0 = never */
	bool forgets;		/* then, it tells nobody */
	int64_t byte_cap;	/* bytes of a body until it ends it; 0 = none */
	const char *login_page; /* forms logon in front of everything */
	const char *preauth;	/* schemes it asks for before it forwards; it
				   is in no domain, so it takes Basic alone */
};

struct device {
	const struct device_knobs *knobs;
	SSL_CTX *tls;	      /* borrowed; NULL = plain HTTP in front */
	SSL_CTX *backend_tls; /* borrowed; NULL = plain HTTP behind */
	struct addr backend;
	struct logon logon; /* with preauth */
};

/* For sock_accept(): ctx is a struct device. */
void device_serve(void *ctx, int fd);

/* One request and its answer between client and back end. False: the
 * connections cannot be used again. */
bool device_exchange(const struct device_knobs *knobs, struct http_conn *client,
    struct stream *backend);

#endif
