/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/prompt.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "cli/password.h"

/* Signals that end the program; SIGTSTP would leave a shell without echo. */
static const int end_signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
#define NSIGNALS (sizeof(end_signals) / sizeof(end_signals[0]))

static int tty = -1;
static struct termios before;

static void
on_signal(int signum)
{
	tcsetattr(tty, TCSAFLUSH, &before);
	signal(signum, SIG_DFL);
	raise(signum); /* delivered when this handler returns */
}

static void
signals_take(struct sigaction saved[NSIGNALS], struct sigaction *saved_stop)
{
	struct sigaction restore = { .sa_handler = on_signal };
	struct sigaction ignore = { .sa_handler = SIG_IGN };

	sigemptyset(&restore.sa_mask);
	sigemptyset(&ignore.sa_mask);
	for (size_t i = 0; i < NSIGNALS; i++)
		sigaction(end_signals[i], &restore, &saved[i]);
	sigaction(SIGTSTP, &ignore, saved_stop);
}

static void
signals_give(
    const struct sigaction saved[NSIGNALS], const struct sigaction *saved_stop)
{
	for (size_t i = 0; i < NSIGNALS; i++)
		sigaction(end_signals[i], &saved[i], NULL);
	sigaction(SIGTSTP, saved_stop, NULL);
}

static void
tty_say(const char *text)
{
	size_t n = strlen(text);

	while (n > 0) {
		ssize_t put = write(tty, text, n);

		if (put < 0 && errno != EINTR)
			return;
		if (put > 0) {
			text += put;
			n -= (size_t)put;
		}
	}
}

bool
prompt_possible(void)
{
	return isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

struct err *
prompt_secret(const char *text, struct secret *out)
{
	struct sigaction saved[NSIGNALS];
	struct sigaction saved_stop;
	struct termios silent;
	struct err *e;

	tty = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	if (tty < 0 || tcgetattr(tty, &before) != 0) {
		e = err_new("cannot ask on /dev/tty: %s; use --password-file",
		    strerror(errno));
		if (tty >= 0)
			close(tty);
		return e;
	}
	silent = before;
	silent.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK | ECHONL);
	signals_take(saved, &saved_stop);
	tcsetattr(tty, TCSAFLUSH, &silent);
	tty_say(text);
	e = password_read(tty, "/dev/tty", out);
	tcsetattr(tty, TCSAFLUSH, &before);
	tty_say("\n");
	signals_give(saved, &saved_stop);
	close(tty);
	return e;
}
