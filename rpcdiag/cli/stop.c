/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/stop.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>

#include "probe/run.h"

static const int stop_signals[] = { SIGINT, SIGTERM };
#define NSIGNALS (sizeof(stop_signals) / sizeof(stop_signals[0]))

static volatile sig_atomic_t asked;
static struct run *volatile watched;

static void
on_signal(int signum)
{
	int saved = errno;

	if (asked) {
		signal(signum, SIG_DFL);
		raise(signum); /* delivered when this handler returns */
	}
	asked = 1;
	if (watched != NULL)
		run_stop(watched);
	errno = saved;
}

void
stop_install(void)
{
	struct sigaction action = { .sa_handler = on_signal };

	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < NSIGNALS; i++)
		sigaction(stop_signals[i], &action, NULL);
	signal(SIGPIPE, SIG_IGN);
}

bool
stop_asked(void)
{
	return asked != 0;
}

void
stop_watch(struct run *run)
{
	watched = run;
	if (run != NULL && asked)
		run_stop(run);
}

void
stop_reset(void)
{
	for (size_t i = 0; i < NSIGNALS; i++)
		signal(stop_signals[i], SIG_DFL);
	signal(SIGPIPE, SIG_DFL);
}
