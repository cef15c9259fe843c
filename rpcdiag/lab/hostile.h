/* SPDX-License-Identifier: Apache-2.0 */
/* Fronts that waste a client's time: what its deadlines are tested with. */
#ifndef RPCDIAG_LAB_HOSTILE_H
#define RPCDIAG_LAB_HOSTILE_H

#include <openssl/ssl.h>

/* For sock_accept(); ctx is the SSL_CTX of the front. */
void hostile_silent(void *ctx, int fd);	    /* no TLS at all */
void hostile_tls_silent(void *ctx, int fd); /* TLS, then nothing */
void hostile_drip(void *ctx, int fd);	    /* an endless header, slowly */
void hostile_endless(void *ctx, int fd);    /* an endless body, fast */

#endif
