/* SPDX-License-Identifier: Apache-2.0 */
/* What loop.c and conn.c know of each other, and nobody else. */
#ifndef RPCDIAG_NET_LOOP_CONN_H
#define RPCDIAG_NET_LOOP_CONN_H

#include <curl/curl.h>

#include "net/conn.h"

CURLM *loop_multi(struct loop *l);
void loop_attach(struct loop *l, struct conn *c);

struct conn *conn_next(const struct conn *c);
void conn_set_next(struct conn *c, struct conn *next);
/* The socket, once it is open. */
int conn_socket(const struct conn *c);
/* The socket to poll and the events wanted; false = none now. */
bool conn_poll(const struct conn *c, struct curl_waitfd *fd);
/* More can be read without waiting for the socket. */
bool conn_pending(const struct conn *c);
/* curl finished connecting (or failed to). */
void conn_connected(struct conn *c, CURLcode code);
/* Move bytes both ways and raise events. */
void conn_pump(struct conn *c);
/* Closed by its owner: the loop frees it after the turn. */
bool conn_is_dead(const struct conn *c);
void conn_free(struct conn *c);

#endif
