/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The virtual connection cookie table of a proxy or server ([MS-RPCH] 3.2.3.1,
 * 3.2.4.1, 3.2.5.1): who carries a channel, so that its successor, which comes
 * in on another thread, finds him. Knows nothing of what an heir is.
 */
#ifndef RPCDIAG_LAB_COOKIE_TABLE_H
#define RPCDIAG_LAB_COOKIE_TABLE_H

#include <pthread.h>
#include <stdbool.h>

#include "lab/stream.h"
#include "wire/guid.h"

struct cookie_entry { /* embed it; all private but bell */
	struct guid vc;
	bool is_in;
	struct stream bell; /* readable when an heir came */
	void *heir;
	struct cookie_entry *next;
};

struct cookie_table {
	pthread_mutex_t lock;
	struct cookie_entry *first;
};

void cookie_table_init(struct cookie_table *t);
void cookie_table_clear(struct cookie_table *t);
void cookie_enter(struct cookie_table *t, struct cookie_entry *e,
    const struct guid *vc, bool is_in);
/* NULL, or the heir that was not taken, which is the caller's now. */
void *cookie_leave(struct cookie_table *t, struct cookie_entry *e);
/* Leave an heir with whoever carries that channel. False: nobody does here,
 * or he has one already. */
bool cookie_offer(
    struct cookie_table *t, const struct guid *vc, bool is_in, void *heir);
/* The heir that came, if any; else NULL. */
void *cookie_take(struct cookie_table *t, struct cookie_entry *e);

#endif
