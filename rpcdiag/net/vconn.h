/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A virtual connection of RPC over HTTP v2: an IN and an OUT channel to one
 * server:port, opened side by side, with flow control and pings ([MS-RPCH]
 * 3.2.2). States and PDU names are those of the specification.
 */
#ifndef RPCDIAG_NET_VCONN_H
#define RPCDIAG_NET_VCONN_H

#include "net/exchange.h"

#define VCONN_WINDOW 65536 /* bytes of OUT we take unacknowledged */
#define VCONN_LIFETIME 1073741824
#define VCONN_KEEPALIVE_MS 300000 /* never 0: servers fail that with 6c0 */

struct vconn;

struct vconn_spec {
	struct conn_spec in, out; /* where each channel goes */
	const char *path;	  /* of the RPC proxy */
	const char *server;	  /* RPC server behind it */
	int port;
	const struct auth_mech *mech; /* NULL = no credentials */
	const struct auth_identity *who;
	const char *spn; /* from here as in struct request */
	enum binding binding;
	const char *ask; /* for both channels */
	bool trust_any, plaintext;
	bool in_only;  /* no OUT channel: is IN alive? */
	bool no_pings; /* nothing is sent but what the owner sends */
	/* AssociationGroupId ([MS-RPCH] 2.2.3.5.13), copied; NULL = its own */
	const struct guid *association;
	/* Open IN so long after OUT was answered, so that what balances by
	 * turns makes other pairs; 0 = at once, beside OUT. */
	int64_t in_after_us;
	/* IN, opened later, goes on with the TLS session of OUT, as do their
	 * successors. */
	bool one_session;
	/* Content-Length of an IN channel, bytes ([MS-RPCH] 2.1.2.1.1: 128 KiB
	 * to 2 GiB); a successor takes over before it is used up. 0 = 1 GiB */
	uint32_t lifetime;
};

enum vconn_state {
	VCONN_START,
	VCONN_OUT_CHANNEL_WAIT,
	VCONN_WAIT_A3W,
	VCONN_WAIT_C2,
	VCONN_OPENED,
	VCONN_FINISHED,
};

enum vconn_event {
	VCONN_STEP, /* the state moved on, or IN's request is out */
	VCONN_PDU,  /* an RPC PDU: vconn_pdu, valid during the event */
	VCONN_ENDED /* last event: vconn_result */
};

enum vconn_end {
	VCONN_ALIVE,
	VCONN_HTTP,	/* an HTTP answer ended it: result.answer */
	VCONN_LOST,	/* a connection ended: result.conn_end */
	VCONN_PROTOCOL, /* what came breaks the protocol: result.error */
	VCONN_UNSAFE,	/* credentials were not sent: result.error */
};

enum vconn_recycling { /* of channels whose lifetime ends */
	VCONN_RECYCLING_NONE,
	VCONN_RECYCLING_FOLLOWED,
	VCONN_RECYCLING_WAITS, /* a successor was asked for, and is not there */
	VCONN_RECYCLING_FAILED, /* that one ended it: result.answer, conn_end */
};

struct vconn_result {		  /* all borrowed from the vconn */
	enum vconn_state reached; /* the furthest state before the end */
	enum vconn_end end;
	bool on_in;	/* the IN channel ended it */
	bool connected; /* that channel's connection was open */
	enum conn_end conn_end;
	const struct answer *answer; /* NULL when there was none */
	const char *error;	     /* one line; "" = none */
	bool credentials;
	bool held;	     /* for the account's sake nothing was asked yet */
	uint32_t timeout_ms; /* ConnectionTimeout; 0 = not told */
	uint32_t in_window;  /* ReceiveWindowSize of the IN proxy, bytes */
	unsigned pings;
	uint32_t sent, received; /* bytes of RPC PDUs on IN and OUT */
	bool chunked;
	enum vconn_recycling recycling;
	unsigned in_renewed, out_renewed; /* successors that took over */
	const char *local_in, *local_out; /* our ends; "" = not open */
	const struct ntlm_challenge *node_in, *node_out; /* NULL = unknown */
	const struct node_marks *marks_in, *marks_out;	 /* NULL = not open */
	/* What they know of TLS; NULL = it is plain, or not there. */
	const struct tls_facts *tls_in, *tls_out;
};

typedef void vconn_fn(void *arg, enum vconn_event ev);

/* What spec points to is borrowed until the close: a channel may have to be
 * opened again. */
struct vconn *vconn_open(
    struct loop *l, const struct vconn_spec *spec, vconn_fn *fn, void *arg);
/* Without a further event; allowed inside an event. NULL is fine. */
void vconn_close(struct vconn *v);
enum vconn_state vconn_state(const struct vconn *v);
/* Queue one RPC PDU; it waits while the peer's window is full. */
BUF_MUST_CHECK bool vconn_send(struct vconn *v, struct span pdu);
struct span vconn_pdu(const struct vconn *v);
void vconn_result(const struct vconn *v, struct vconn_result *out);

#endif
