/* SPDX-License-Identifier: Apache-2.0 */
/* What CONN/B1 said about keep-alives on the IN channel, for the OUT channel
 * of the same virtual connection: both roles live in one process. */
#ifndef RPCDIAG_LAB_KEEPALIVE_H
#define RPCDIAG_LAB_KEEPALIVE_H

#include <pthread.h>

#include "wire/guid.h"

struct keepalive; /* one virtual connection */

struct keepalive_table {
	pthread_mutex_t lock;
	struct keepalive *first;
};

void keepalive_init(struct keepalive_table *t);
void keepalive_clear(struct keepalive_table *t);
/* Remember, or change, the interval; 0 ms means five minutes. */
void keepalive_set(
    struct keepalive_table *t, const struct guid *vc, uint32_t ms);
void keepalive_forget(struct keepalive_table *t, const struct guid *vc);
/* In milliseconds; the default when nothing is known. */
uint32_t keepalive_get(struct keepalive_table *t, const struct guid *vc);

#endif
