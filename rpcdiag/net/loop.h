/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The event loop: one curl multi handle, the connections that live on it,
 * timers, and results that helper threads post. Everything else of net/ and
 * probe/ runs on the thread that turns it.
 */
#ifndef RPCDIAG_NET_LOOP_H
#define RPCDIAG_NET_LOOP_H

#include <stdbool.h>
#include <stdint.h>

struct loop;

typedef void loop_fn(void *arg);

struct loop *loop_new(void); /* NULL when curl gives none */
void loop_free(struct loop *l);

/* Wait for something to happen, at the longest until the monotonic time
 * until_us, and handle all of it. */
void loop_turn(struct loop *l, int64_t until_us);

/* Run fn on the loop's thread. Safe from any thread. */
void loop_post(struct loop *l, loop_fn *fn, void *arg);
/* The same from the loop's thread, at the end of this turn: how an object
 * that is closed inside its own event is freed after the event returned. */
void loop_later(struct loop *l, loop_fn *fn, void *arg);
/* End a wait at once. Safe from any thread and from a signal handler. */
void loop_wake(struct loop *l);

/* A timer: fires once, at or after at_us. Embed it; zero it to start. */
struct timer {
	struct timer *next; /* private */
	bool armed;	    /* private */
	int64_t at_us;
	loop_fn *fn;
	void *arg;
};

/* Arming an armed timer moves it. */
void loop_arm(struct loop *l, struct timer *t, int64_t at_us);
void loop_disarm(struct loop *l, struct timer *t);

#endif
