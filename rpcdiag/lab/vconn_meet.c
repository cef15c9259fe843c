/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "lab/vconn.h"

/* [MS-RPCH] 3.2.5.2.1 suggests 15 minutes; the servers we know take less. */
#define MEET_TIME CLOCK_S(60)

struct vconn_waiting {
	struct vconn_half half;
	bool taken;
	int taken_fd; /* readable once it was taken */
	struct vconn_waiting *next;
};

void
vconn_table_init(struct vconn_table *t)
{
	pthread_mutex_init(&t->lock, NULL);
	t->first = NULL;
	cookie_table_init(&t->running);
}

void
vconn_table_clear(struct vconn_table *t)
{
	pthread_mutex_destroy(&t->lock);
	cookie_table_clear(&t->running);
}

void
vconn_half_clear(struct vconn_half *h)
{
	stream_free(h->stream);
	buf_clear(&h->in);
	h->stream = NULL;
}

static void
waiting_unlink(struct vconn_table *t, struct vconn_waiting *w)
{
	struct vconn_waiting **at = &t->first;

	while (*at != w)
		at = &(*at)->next;
	*at = w->next;
}

/* Under the lock. */
static bool
take_other(struct vconn_table *t, const struct vconn_half *mine,
    struct vconn_half *other)
{
	for (struct vconn_waiting *w = t->first; w != NULL; w = w->next) {
		uint64_t one = 1;

		if (w->half.is_in == mine->is_in ||
		    !guid_eq(&w->half.hop.vc_cookie, &mine->hop.vc_cookie))
			continue;
		*other = w->half;
		w->taken = true;
		waiting_unlink(t, w);
		if (write(w->taken_fd, &one, sizeof(one)) < 0)
			abort();
		return true;
	}
	return false;
}

/* Wait until the half is taken (true) or its connection ends. Bytes that
 * arrive early stay where they are: in the kernel, or in half.in. */
static bool
await_taker(struct vconn_table *t, struct vconn_waiting *w, int fd)
{
	struct stream taken = { .fd = w->taken_fd };
	/* A copy: the taker frees the stream whenever it likes. */
	struct stream mine = { .fd = fd };
	struct stream *const both[2] = { &taken, &mine };
	int64_t deadline = clock_mono_us() + MEET_TIME;
	bool was_taken;

	for (;;) {
		unsigned ready = stream_wait(both, 2, deadline);

		pthread_mutex_lock(&t->lock);
		was_taken = w->taken;
		if (!was_taken && (ready & 2u) != 0 &&
		    stream_fill(w->half.stream, &w->half.in) == STREAM_OK) {
			pthread_mutex_unlock(&t->lock);
			continue;
		}
		if (!was_taken)
			waiting_unlink(t, w);
		pthread_mutex_unlock(&t->lock);
		return was_taken;
	}
}

bool
vconn_meet(
    struct vconn_table *t, struct vconn_half *mine, struct vconn_half *other)
{
	struct vconn_waiting w = { .half = *mine };
	int fd = mine->stream->fd;
	bool met;

	pthread_mutex_lock(&t->lock);
	met = take_other(t, mine, other);
	if (!met) {
		w.taken_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
		w.next = t->first;
		t->first = &w;
	}
	pthread_mutex_unlock(&t->lock);
	if (met)
		return true;
	if (!await_taker(t, &w, fd)) {
		log_at(LOG_EVENTS, "half a virtual connection ended alone");
		vconn_half_clear(&w.half);
	}
	close(w.taken_fd);
	mine->stream = NULL;
	buf_init(&mine->in, 0);
	return false;
}
