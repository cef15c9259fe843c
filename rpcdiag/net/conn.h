/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One TCP or TLS connection. libcurl opens it (CURLOPT_CONNECT_ONLY), bytes go
 * in and come out here; nothing here knows HTTP or RPC. Events go to the owner
 * on the loop's thread.
 */
#ifndef RPCDIAG_NET_CONN_H
#define RPCDIAG_NET_CONN_H

#include "auth/auth.h"
#include "base/buf.h"
#include "net/loop.h"
#include "net/tls.h"

#define CONN_IN_MAX (256 * 1024) /* bytes held unread; then we stop reading */
#define CONN_OUT_MAX (1024 * 1024)

struct answer;
struct client_cert;
struct conn;

enum conn_end {
	CONN_ALIVE,
	CONN_CLOSED, /* the peer ended it in order */
	CONN_RESET,
	CONN_REFUSED,
	CONN_UNREACHABLE,
	CONN_TCP_TIMEOUT, /* the system gave up connecting */
	CONN_TLS_FAILED,  /* conn_tls tells more */
	CONN_FAILED,	  /* anything else; conn_error tells */
};

/* A forward proxy on our own way out, reached without TLS. */
struct conn_forward {
	const char *host; /* its name, for its SPN */
	const char *address;
	int port;
	const struct auth_mech *mech; /* NULL = no logon */
	const struct auth_identity *who;
	const char *spn; /* NULL = HTTP/host */
	bool plaintext;	 /* Basic may go to it */
};

struct conn_spec {
	const char *host;    /* name for SNI and the certificate */
	const char *address; /* numeric; where to connect to */
	int port;	     /* of host: for SNI-less names and the URL */
	int to_port;	     /* of address; 0 = the same */
	/* The name of a server past the device that host stands for, when it is
	 * meant: what it says of an account is not the host's word, its own
	 * name is as good in a certificate, and only what can be read needs a
	 * good one there. NULL = host itself. */
	const char *origin;
	struct tls_trust *trust;	  /* NULL = plain TCP */
	const char *msstd;		  /* or NULL */
	const struct client_cert *client; /* NULL = none; borrowed */
	bool client_any;		  /* show it past a bad certificate */
	bool old_tls;			  /* as in struct tls_watch */
	struct tls_session *session;	  /* to go on with; NULL = a new one;
					borrowed */
	/* NULL = direct. Else the forward proxy is asked for the address, or,
	 * where that is NULL, for the host, which it looks up itself. */
	const struct conn_forward *forward;
};

enum conn_event {
	CONN_OPENED,
	CONN_DATA,  /* conn_in has more than before */
	CONN_ENDED, /* last event; what was read stays in conn_in */
};

typedef void conn_fn(void *arg, enum conn_event ev);

/* Strings of spec are copied, who of a forward proxy is borrowed until the
 * close. Never NULL: a failure is an event. */
struct conn *conn_open(
    struct loop *l, const struct conn_spec *spec, conn_fn *fn, void *arg);
/* Ends it without a further event; allowed inside an event. */
void conn_close(struct conn *c);

/* Queue bytes; false when more than CONN_OUT_MAX would wait. */
BUF_MUST_CHECK bool conn_send(struct conn *c, struct span bytes);
/* What was received and not yet dropped (buf_drop) by the owner. */
struct buf *conn_in(struct conn *c);
enum conn_end conn_end(const struct conn *c);
const char *conn_error(const struct conn *c); /* one line; "" = none */
/* What a forward proxy answered instead of connecting; NULL = it did. */
const struct answer *conn_refusal(const struct conn *c);
/* For the account's sake no logon went to the forward proxy. */
bool conn_is_held(const struct conn *c);
/* NULL on plain TCP. */
const struct tls_facts *conn_tls(const struct conn *c);
/* Our own end, "127.0.0.1:40000"; "" before it is open. */
const char *conn_local(const struct conn *c);

#endif
