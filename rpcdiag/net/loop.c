/* SPDX-License-Identifier: Apache-2.0 */
#include "net/loop.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"
#include "net/loop_conn.h"

#define WAIT_MAX_MS 60000

struct post {
	struct post *next;
	loop_fn *fn;
	void *arg;
};

struct loop {
	CURLM *multi;
	struct conn *conns;
	struct timer *timers; /* by time, soonest first */
	struct curl_waitfd *fds;
	size_t nfds_room;
	pthread_mutex_t lock; /* guards posts */
	struct post *posts;   /* newest first */
};

struct loop *
loop_new(void)
{
	struct loop *l;
	CURLM *multi = curl_multi_init();

	if (multi == NULL)
		return NULL;
	l = mem_new(sizeof(*l));
	l->multi = multi;
	pthread_mutex_init(&l->lock, NULL);
	return l;
}

CURLM *
loop_multi(struct loop *l)
{
	return l->multi;
}

void
loop_attach(struct loop *l, struct conn *c)
{
	conn_set_next(c, l->conns);
	l->conns = c;
}

void
loop_wake(struct loop *l)
{
	curl_multi_wakeup(l->multi);
}

void
loop_later(struct loop *l, loop_fn *fn, void *arg)
{
	struct post *p = mem_new(sizeof(*p));

	p->fn = fn;
	p->arg = arg;
	pthread_mutex_lock(&l->lock);
	p->next = l->posts;
	l->posts = p;
	pthread_mutex_unlock(&l->lock);
}

void
loop_post(struct loop *l, loop_fn *fn, void *arg)
{
	loop_later(l, fn, arg);
	loop_wake(l);
}

static bool
loop_has_posts(struct loop *l)
{
	bool any;

	pthread_mutex_lock(&l->lock);
	any = l->posts != NULL;
	pthread_mutex_unlock(&l->lock);
	return any;
}

static void
loop_run_posts(struct loop *l)
{
	struct post *p;

	for (;;) {
		pthread_mutex_lock(&l->lock);
		p = l->posts;
		if (p != NULL)
			l->posts = p->next;
		pthread_mutex_unlock(&l->lock);
		if (p == NULL)
			return;
		p->fn(p->arg);
		free(p);
	}
}

void
loop_free(struct loop *l)
{
	struct conn *c;

	if (l == NULL)
		return;
	while ((c = l->conns) != NULL) {
		l->conns = conn_next(c);
		conn_free(c);
	}
	loop_run_posts(l);
	curl_multi_cleanup(l->multi);
	pthread_mutex_destroy(&l->lock);
	free(l->fds);
	free(l);
}

void
loop_disarm(struct loop *l, struct timer *t)
{
	struct timer **at = &l->timers;

	if (!t->armed)
		return;
	while (*at != t)
		at = &(*at)->next;
	*at = t->next;
	t->armed = false;
}

void
loop_arm(struct loop *l, struct timer *t, int64_t at_us)
{
	struct timer **at = &l->timers;

	loop_disarm(l, t);
	t->at_us = at_us;
	while (*at != NULL && (*at)->at_us <= at_us)
		at = &(*at)->next;
	t->next = *at;
	*at = t;
	t->armed = true;
}

static void
loop_run_timers(struct loop *l)
{
	int64_t now = clock_mono_us();

	while (l->timers != NULL && l->timers->at_us <= now) {
		struct timer *t = l->timers;

		l->timers = t->next;
		t->armed = false;
		t->fn(t->arg);
	}
}

/* Free what its owner closed. */
static void
loop_reap(struct loop *l)
{
	struct conn *keep = NULL;
	struct conn *c;

	while ((c = l->conns) != NULL) {
		l->conns = conn_next(c);
		if (conn_is_dead(c)) {
			conn_free(c);
		} else {
			conn_set_next(c, keep);
			keep = c;
		}
	}
	l->conns = keep;
}

/* Collect the sockets to wait for; false when some connection cannot wait. */
static bool
loop_collect(struct loop *l, unsigned *n)
{
	struct curl_waitfd fd;
	bool idle = true;

	*n = 0;
	for (struct conn *c = l->conns; c != NULL; c = conn_next(c)) {
		if (conn_pending(c))
			idle = false;
		if (!conn_poll(c, &fd))
			continue;
		if (*n == l->nfds_room) {
			l->nfds_room = 2 * l->nfds_room + 16;
			l->fds =
			    mem_grow(l->fds, l->nfds_room, sizeof(*l->fds));
		}
		l->fds[(*n)++] = fd;
	}
	return idle;
}

static void
loop_wait(struct loop *l, int64_t until_us)
{
	int64_t now = clock_mono_us();
	int64_t ms;
	unsigned n;
	bool idle;

	if (l->timers != NULL && l->timers->at_us < until_us)
		until_us = l->timers->at_us;
	idle = loop_collect(l, &n) && !loop_has_posts(l);
	ms = until_us <= now ? 0 : (until_us - now + 999) / 1000;
	if (ms > WAIT_MAX_MS)
		ms = WAIT_MAX_MS;
	curl_multi_poll(l->multi, l->fds, n, idle ? (int)ms : 0, NULL);
}

static void
loop_perform(struct loop *l)
{
	CURLMsg *msg;
	int running, left;

	curl_multi_perform(l->multi, &running);
	while ((msg = curl_multi_info_read(l->multi, &left)) != NULL) {
		struct conn *c;

		if (msg->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(msg->easy_handle, CURLINFO_PRIVATE, &c);
		conn_connected(c, msg->data.result);
	}
}

void
loop_turn(struct loop *l, int64_t until_us)
{
	loop_reap(l);
	loop_perform(l);
	loop_wait(l, until_us);
	loop_perform(l);
	for (struct conn *c = l->conns; c != NULL; c = conn_next(c))
		conn_pump(c);
	loop_run_posts(l);
	loop_run_timers(l);
}
