/* SPDX-License-Identifier: Apache-2.0 */
/* Certificates made at start-up: an authority and a server's leaf, as faulty
 * as a scenario wants them. */
#ifndef RPCDIAG_LAB_CERT_H
#define RPCDIAG_LAB_CERT_H

#include <openssl/ssl.h>
#include <stdbool.h>

#include "base/err.h"
#include "base/strlist.h"

struct cert_order {
	const char *cn;	      /* of the leaf */
	struct strlist names; /* subject alternative names, DNS or address */
	bool expired;
	bool foreign_ca; /* signed by another authority than the one written */
};

/*
 * Make both, write the authority to ca_file (PEM; NULL = nowhere), and return
 * a server context that holds the leaf. The caller frees it.
 */
struct err *cert_make(
    const struct cert_order *order, const char *ca_file, SSL_CTX **out);

/* The context of a client that verifies nothing; the caller frees it. */
struct err *cert_trusting(SSL_CTX **out);

#endif
