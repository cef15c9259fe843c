/* SPDX-License-Identifier: Apache-2.0 */
/* Certificates made at start-up: an authority and a server's leaf, as faulty
 * as a scenario wants them. */
#ifndef RPCDIAG_LAB_CERT_H
#define RPCDIAG_LAB_CERT_H

#include <openssl/ssl.h>
#include <stdbool.h>

#include "base/err.h"
#include "base/strlist.h"

enum cert_demand { /* for a certificate of the client's */
	CERT_DEMAND_NONE,
	CERT_DEMAND_ASKED,  /* in the handshake; who has none may go on */
	CERT_DEMAND_ALWAYS, /* in the handshake, which fails without */
	CERT_DEMAND_LATER,  /* by renegotiation, which ends with TLS 1.2 */
};

enum cert_sessions { /* of TLS, for a client to go on with */
	CERT_SESSIONS_NONE,
	CERT_SESSIONS_ID,     /* by their id, which ends with TLS 1.2 */
	CERT_SESSIONS_TICKET, /* by tickets, as TLS 1.3 has them */
};

enum cert_habit { /* of the handshake */
	CERT_HABIT_USUAL,
	CERT_HABIT_OLD, /* TLS 1.0 and nothing else, as Windows 2003 has it */
	CERT_HABIT_H2,	/* takes no other protocol than HTTP/2 (RFC 7301) */
};

struct cert_order {
	const char *cn;	      /* of the leaf */
	struct strlist names; /* subject alternative names, DNS or address */
	bool expired;
	long days;	 /* until it is; 0 = many */
	bool foreign_ca; /* signed by another authority than the one written */
	enum cert_demand demand;
	enum cert_habit habit;
	/* Another computer's leaf for the same names, by the same authority;
	 * the caller frees it. NULL = there is none. */
	SSL_CTX **fellow;
	const char *client_file; /* for a client's certificate and key, signed
				    by the authority that is written */
};

/*
 * Make both, write the authority to ca_file (PEM; NULL = nowhere), and return
 * a server context that holds the leaf. The caller frees it.
 */
struct err *cert_make(
    const struct cert_order *order, const char *ca_file, SSL_CTX **out);

/* Another computer with the same leaf, which keeps sessions of its own; the
 * caller frees it. */
struct err *cert_keeping(
    SSL_CTX *leaf, enum cert_sessions sessions, SSL_CTX **out);

/* The context of a client that verifies nothing; the caller frees it. */
struct err *cert_trusting(SSL_CTX **out);

#endif
