/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TLS facts: what the peer's certificate and handshake are, whether or not
 * they are good. Judging is left to the reader of the facts; nothing is
 * refused here, so the ladder can go on past a bad certificate.
 */
#ifndef RPCDIAG_NET_TLS_H
#define RPCDIAG_NET_TLS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/strlist.h"

struct client_cert;
struct tls_trust; /* the roots we believe, loaded once for a whole run */
/* A session that connections go on with, one after the other (RFC 5246 7.3,
 * RFC 8446 2.2), if the server agrees, as clients on Windows do. */
struct tls_session;

/* cacert: a PEM file; NULL = the system's store. */
struct tls_trust *tls_trust_new(const char *cacert, struct err **err);
void tls_trust_free(struct tls_trust *t);

struct tls_session *tls_session_new(void);
/* NULL is fine; no connection may use it any more. */
void tls_session_free(struct tls_session *s);

#define TLS_HASH_MAX 64
#define TLS_VERIFY_MAX 128

/* The hash of tls-server-end-point of a certificate (RFC 5929 4.1). */
struct tls_end_point {
	uint8_t hash[TLS_HASH_MAX];
	unsigned n; /* 0 = undefined, or not known */
};

struct tls_facts {
	bool done;    /* the handshake finished */
	bool resumed; /* by a session that was there before */
	char version[16];
	char cipher[64];
	int alert;		/* number the peer sent; -1 = none */
	bool client_cert_asked; /* also after the handshake */
	bool client_cert_shown; /* one of ours was, to a good server */

	bool seen; /* a certificate arrived; the rest is valid then */
	bool trusted;
	char verify
	    [TLS_VERIFY_MAX]; /* first complaint about the chain, or "ok" */
	bool name_ok;
	bool in_time;
	bool msstd_given, msstd_ok;
	bool alias_ok; /* it names tls_watch.alias */
	bool self_signed;
	int chain_length;
	int64_t days_left;
	char *subject, *issuer;
	struct strlist names;
	char not_before[21], not_after[21]; /* RFC 3339 */
	char fingerprint[65];		    /* SHA-256, hex */
	struct tls_end_point end_point;
};

/* A certificate an Outlook Anywhere client would accept? */
bool tls_facts_good(const struct tls_facts *f);

/* What the verification of one connection reads and fills. */
struct tls_watch {
	const struct tls_trust *trust;
	const char *host;
	const char *msstd; /* or NULL */
	const char *alias; /* another name of the peer, or NULL */
	/* shown when it is asked for; NULL = we have none */
	const struct client_cert *client;
	bool client_any; /* even past a bad certificate */
	bool old; /* offer what this system thinks too weak, and nothing newer:
		     TLS 1.0 to 1.2; not fit for anything secret */
	struct tls_session *session; /* NULL = begin a new one, and end it */
	struct tls_facts facts;
};

void tls_watch_clear(struct tls_watch *w);
/* Prepare an SSL_CTX (void, as curl hands it over) to fill w. */
void tls_watch_install(void *ssl_ctx, struct tls_watch *w);

#endif
