/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/crew.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"

#define CREW_MAX 512 /* threads; a connection beyond that is closed */

struct member {
	pthread_t thread;
	void (*run)(void *arg);
	void *arg;
	bool done;
	struct member *next;
};

static struct {
	pthread_mutex_t lock;
	struct member *members;
	unsigned n;
	int stop_fd;
} crew = { .lock = PTHREAD_MUTEX_INITIALIZER, .stop_fd = -1 };

void
crew_open(void)
{
	crew.stop_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (crew.stop_fd < 0)
		abort();
}

int
crew_stop_fd(void)
{
	return crew.stop_fd;
}

bool
crew_sleep(int64_t us)
{
	struct pollfd p = { .fd = crew.stop_fd, .events = POLLIN };
	int64_t end = clock_mono_us() + us;
	int64_t left;

	while ((left = end - clock_mono_us()) > 0) {
		if (poll(&p, 1, (int)(left / 1000 + 1)) > 0)
			return false;
	}
	return !crew_stopping();
}

bool
crew_stopping(void)
{
	struct pollfd p = { .fd = crew.stop_fd, .events = POLLIN };

	return poll(&p, 1, 0) > 0;
}

static void *
member_main(void *arg)
{
	struct member *m = arg;

	m->run(m->arg);
	pthread_mutex_lock(&crew.lock);
	m->done = true;
	pthread_mutex_unlock(&crew.lock);
	return NULL;
}

/* Join members that have ended; all of them, waiting, when all is set. False:
 * there were none. */
static bool
crew_reap(bool all)
{
	struct member **at = &crew.members;
	struct member *gone = NULL;
	bool any;

	pthread_mutex_lock(&crew.lock);
	while (*at != NULL) {
		struct member *m = *at;

		if (!all && !m->done) {
			at = &m->next;
			continue;
		}
		*at = m->next;
		m->next = gone;
		gone = m;
		crew.n--;
	}
	any = gone != NULL;
	pthread_mutex_unlock(&crew.lock);
	while (gone != NULL) {
		struct member *m = gone;

		gone = m->next;
		pthread_join(m->thread, NULL);
		free(m);
	}
	return any;
}

bool
crew_start(void (*run)(void *arg), void (*drop)(void *arg), void *arg)
{
	struct member *m;
	bool started = false;

	crew_reap(false);
	m = mem_new(sizeof(*m));
	m->run = run;
	m->arg = arg;
	/* Under the lock: the thread may be done before its id is stored. */
	pthread_mutex_lock(&crew.lock);
	if (crew.n < CREW_MAX && !crew_stopping() &&
	    pthread_create(&m->thread, NULL, member_main, m) == 0) {
		m->next = crew.members;
		crew.members = m;
		crew.n++;
		started = true;
	}
	pthread_mutex_unlock(&crew.lock);
	if (!started) {
		free(m);
		drop(arg);
	}
	return started;
}

void
crew_close(void)
{
	uint64_t one = 1;

	if (crew.stop_fd < 0)
		return;
	if (write(crew.stop_fd, &one, sizeof(one)) < 0)
		abort();
	/* A thread that was just starting another one adds to the list. */
	while (crew_reap(true))
		;
	close(crew.stop_fd);
	crew.stop_fd = -1;
}
