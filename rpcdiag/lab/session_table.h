/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Affinity by TLS session, as devices have it that do not end TLS: they read
 * the session id of the two hellos (RFC 5246, 7.4.1.2 and 7.4.1.3), which go in
 * clear, and remember which member gave it. Of TLS 1.3 they learn nothing: its
 * clients send an id of chance each time, and tickets are no ids.
 */
#ifndef RPCDIAG_LAB_SESSION_TABLE_H
#define RPCDIAG_LAB_SESSION_TABLE_H

#include <pthread.h>
#include <stdbool.h>

#include "base/span.h"

#define SESSION_ID_MAX 32
#define SESSION_ROWS 256 /* then the oldest is forgotten */
/* What has to be seen of a hello: all up to the end of the longest id. */
#define SESSION_HELLO_MAX (44 + SESSION_ID_MAX)

enum session_hello { /* HandshakeType */
	SESSION_CLIENT_HELLO = 1,
	SESSION_SERVER_HELLO = 2,
};

struct session_row {
	uint8_t id[SESSION_ID_MAX];
	size_t n; /* 0 = a free row */
	unsigned member;
};

struct session_table {
	pthread_mutex_t lock;
	struct session_row row[SESSION_ROWS];
	unsigned next;
};

void session_table_init(struct session_table *t);
void session_table_clear(struct session_table *t);
/* The session id of a hello at the start of what one side sent; false when
 * that is another thing, not yet whole, or names no session. */
bool session_of_hello(
    struct span sent, enum session_hello which, struct span *id);
void session_table_add(
    struct session_table *t, struct span id, unsigned member);
bool session_table_find(
    struct session_table *t, struct span id, unsigned *member);

#endif
