/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A certificate that the client shows when TLS asks for one, with its key:
 * the user's, or one made on the spot that nobody can trust. Knows nothing of
 * when it may be shown (net/tls.h does).
 */
#ifndef RPCDIAG_NET_CLIENT_CERT_H
#define RPCDIAG_NET_CLIENT_CERT_H

#include <openssl/types.h>
#include <stdbool.h>

#include "base/err.h"

struct client_cert;

/*
 * From PEM files: the certificate, perhaps followed by its chain, and its key,
 * which may stand in the same file (key NULL). An encrypted key is refused
 * with words that say how to open it. NULL and *err on failure.
 */
struct client_cert *client_cert_load(
    const char *cert, const char *key, struct err **err);
/* A new key and a certificate signed by itself. */
struct client_cert *client_cert_make(struct err **err);
/* The key is wiped. NULL is fine. */
void client_cert_free(struct client_cert *c);
/* Show it in the handshake that is under way. */
bool client_cert_show(const struct client_cert *c, SSL *ssl);

#endif
