/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The threads of the lab and the one way to end them: every wait of every
 * thread includes crew_stop_fd(), so ending is one write and then joins.
 */
#ifndef RPCDIAG_LAB_CREW_H
#define RPCDIAG_LAB_CREW_H

#include <stdbool.h>
#include <stdint.h>

/* Once, before the first thread. */
void crew_open(void);
/* Run a function on a thread of its own; arg belongs to the function. When
 * there are too many threads, drop(arg) is called and false returned. */
bool crew_start(void (*run)(void *arg), void (*drop)(void *arg), void *arg);
/* Tell all threads to end and wait until they have. */
void crew_close(void);

/* Readable once the crew is to end; never read from it. */
int crew_stop_fd(void);
bool crew_stopping(void);
/* False when the wait was cut short because the crew is to end. */
bool crew_sleep(int64_t us);

#endif
