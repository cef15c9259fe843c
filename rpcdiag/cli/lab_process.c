/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/lab_process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/mem.h"
#include "cli/password.h"
#include "cli/stop.h"

#define LAB_NAME "rpcdiag-lab"
#define LINE_MAX_BYTES (64 << 10)
#define READY_S 10
#define END_S 2
#define SLICE_MS 50	   /* how late we may notice a signal */
#define NAP_US 2000	   /* between two looks whether it ended */
#define STATUS_NO_EXEC 127 /* as shells say it */
#define PROGRAM_MAX 4096

/* The lab of our own build or installation comes before that of PATH. */
static char *
lab_path(void)
{
	char self[PROGRAM_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	char *slash;
	char *path;

	if (n <= 0)
		return mem_strdup(LAB_NAME);
	self[n] = '\0';
	slash = strrchr(self, '/');
	if (slash == NULL)
		return mem_strdup(LAB_NAME);
	path = mem_printf("%.*s/" LAB_NAME, (int)(slash - self), self);
	if (access(path, X_OK) != 0)
		mem_set(&path, LAB_NAME);
	return path;
}

/*
 * In the child. A group of its own, since Ctrl-C is for us to handle; no
 * descriptor but the first three and no variable that may hold a password.
 */
static _Noreturn void
child_exec(pid_t parent, int out, const char *path, char *const argv[])
{
	int null = open("/dev/null", O_RDONLY);

	stop_reset();
	unsetenv(PASSWORD_VARIABLE);
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent) /* it ended before prctl */
		_exit(0);
	if (null >= 0)
		dup2(null, STDIN_FILENO);
	if (out >= 0)
		dup2(out, STDOUT_FILENO);
	close_range(STDERR_FILENO + 1, ~0u, 0);
	execvp(path, argv);
	_exit(STATUS_NO_EXEC);
}

static struct err *
lab_fork(struct lab_process *lab, int out, char *const argv[])
{
	pid_t parent = getpid();
	char *path = lab_path();

	lab->pid = fork();
	if (lab->pid == 0)
		child_exec(parent, out, path, argv);
	free(path);
	if (lab->pid > 0)
		return NULL;
	lab->pid = 0;
	return err_new("cannot start " LAB_NAME ": %s", strerror(errno));
}

struct err *
lab_open(struct lab_process *lab, const char *option, const char *value)
{
	char name[] = LAB_NAME;
	char *argv[] = { name, mem_strdup(option), mem_strdup(value), NULL };
	int ends[2];
	struct err *e;

	*lab = (struct lab_process){ .fd = -1 };
	if (pipe2(ends, O_CLOEXEC) != 0) {
		e = err_new("cannot make a pipe: %s", strerror(errno));
	} else {
		e = lab_fork(lab, ends[1], argv);
		close(ends[1]);
		lab->fd = ends[0];
	}
	free(argv[1]);
	free(argv[2]);
	return e;
}

/* Waits for its end; why it never got ready. */
static struct err *
lab_ended(struct lab_process *lab)
{
	int status = 0;

	while (waitpid(lab->pid, &status, 0) < 0 && errno == EINTR)
		;
	lab->pid = 0;
	if (WIFEXITED(status) && WEXITSTATUS(status) == STATUS_NO_EXEC)
		return err_new(LAB_NAME " is neither beside this program nor "
					"in PATH: install it");
	if (WIFEXITED(status))
		return err_new(LAB_NAME " did not start: exit status %d",
		    WEXITSTATUS(status));
	return err_new(LAB_NAME " did not start: signal %d", WTERMSIG(status));
}

/* One read when there is something; *done when the line is complete. */
static struct err *
line_more(struct lab_process *lab, struct buf *text, bool *done)
{
	struct pollfd ready = { .fd = lab->fd, .events = POLLIN };
	char piece[4096];
	ssize_t n;

	if (poll(&ready, 1, SLICE_MS) <= 0)
		return NULL;
	n = read(lab->fd, piece, sizeof(piece));
	if (n < 0)
		return errno == EINTR
		    ? NULL
		    : err_new(
			  "cannot read from " LAB_NAME ": %s", strerror(errno));
	if (n == 0)
		return lab_ended(lab);
	if (!buf_add(text, piece, (size_t)n))
		return err_new(LAB_NAME " says too much");
	*done = strchr(buf_text(text), '\n') != NULL;
	return NULL;
}

struct err *
lab_ready(struct lab_process *lab, char **line)
{
	int64_t end = clock_mono_us() + CLOCK_S(READY_S);
	struct buf text;
	bool done = false;
	struct err *e = NULL;

	buf_init(&text, LINE_MAX_BYTES);
	while (!done && e == NULL) {
		if (stop_asked())
			e = err_new("ended before the lab was ready");
		else if (clock_mono_us() > end)
			e = err_new(
			    LAB_NAME " was not ready after %d s", READY_S);
		else
			e = line_more(lab, &text, &done);
	}
	*line = NULL;
	if (e == NULL)
		*line = buf_take(&text);
	buf_clear(&text);
	return e;
}

void
lab_close(struct lab_process *lab)
{
	int64_t end = clock_mono_us() + CLOCK_S(END_S);

	if (lab->pid > 0) {
		kill(lab->pid, SIGTERM);
		while (waitpid(lab->pid, NULL, WNOHANG) == 0) {
			if (clock_mono_us() > end)
				kill(lab->pid, SIGKILL);
			usleep(NAP_US);
		}
	}
	if (lab->fd >= 0)
		close(lab->fd);
	*lab = (struct lab_process){ .fd = -1 };
}

struct err *
lab_list(int *status)
{
	struct lab_process lab = { .fd = -1 };
	char name[] = LAB_NAME;
	char list[] = "--list";
	char *argv[] = { name, list, NULL };
	struct err *e = lab_fork(&lab, -1, argv);
	int ended = 0;

	if (e != NULL)
		return e;
	while (waitpid(lab.pid, &ended, 0) < 0 && errno == EINTR)
		;
	*status = WIFEXITED(ended) ? WEXITSTATUS(ended) : STATUS_NO_EXEC;
	if (*status == STATUS_NO_EXEC)
		return err_new(LAB_NAME " is neither beside this program nor "
					"in PATH: install it");
	return NULL;
}
