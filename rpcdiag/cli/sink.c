/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

/* ".NAME.PID" in the same folder: a rename does not leave a file system. */
static char *
temporary_name(const char *name)
{
	const char *slash = strrchr(name, '/');
	size_t folder = slash == NULL ? 0 : (size_t)(slash - name) + 1;

	return mem_printf(
	    "%.*s.%s.%ld", (int)folder, name, name + folder, (long)getpid());
}

static struct err *
open_failed(const char *name)
{
	return err_new("%s: cannot be written: %s", name, strerror(errno));
}

/* A device or a pipe is written to; only a regular file can be replaced. */
static struct err *
special_open(struct sink *sink)
{
	sink->fd = open(sink->name, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	return sink->fd < 0 ? open_failed(sink->name) : NULL;
}

static struct err *
temporary_open(struct sink *sink, const struct stat *old)
{
	sink->temporary = temporary_name(sink->name);
	unlink(sink->temporary); /* of a run that was killed */
	sink->fd = open(sink->temporary,
	    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
	if (sink->fd < 0) {
		struct err *e = open_failed(sink->name);

		mem_set(&sink->temporary, NULL);
		return e;
	}
	if (old != NULL)
		fchmod(sink->fd, old->st_mode & 07777);
	return NULL;
}

struct err *
sink_open(struct sink *sink, const char *name)
{
	char *target = NULL;
	struct stat st;
	bool exists;

	*sink = (struct sink){ .fd = -1 };
	if (name == NULL) {
		sink->fd = STDOUT_FILENO;
		return NULL;
	}
	target = realpath(name, NULL); /* keeps a symbolic link in place */
	mem_set(&sink->name, target != NULL ? target : name);
	free(target);
	exists = stat(sink->name, &st) == 0;
	if (exists && S_ISDIR(st.st_mode))
		return err_new("%s: is a folder, not a file", name);
	if (exists && !S_ISREG(st.st_mode))
		return special_open(sink);
	return temporary_open(sink, exists ? &st : NULL);
}

static bool
write_all(int fd, struct span text)
{
	while (text.n > 0) {
		ssize_t put = write(fd, text.p, text.n);

		if (put < 0 && errno != EINTR)
			return false;
		if (put > 0)
			text = span_sub(text, (size_t)put, text.n);
	}
	return true;
}

struct err *
sink_add(struct sink *sink, struct span text)
{
	if (write_all(sink->fd, text))
		return NULL;
	return open_failed(sink->name == NULL ? "standard output" : sink->name);
}

struct err *
sink_commit(struct sink *sink, struct span text)
{
	struct err *e = sink_add(sink, text);

	if (e != NULL || sink->temporary == NULL)
		return e;
	if (fsync(sink->fd) != 0 || rename(sink->temporary, sink->name) != 0)
		return open_failed(sink->name);
	mem_set(&sink->temporary, NULL);
	return NULL;
}

void
sink_close(struct sink *sink)
{
	if (sink->temporary != NULL)
		unlink(sink->temporary);
	if (sink->name != NULL && sink->fd >= 0)
		close(sink->fd);
	free(sink->temporary);
	free(sink->name);
	*sink = (struct sink){ .fd = -1 };
}

struct err *
sink_put(const char *name, struct span text)
{
	struct sink sink = { .fd = -1 };
	struct err *e = sink_open(&sink, name);

	if (e == NULL)
		e = sink_commit(&sink, text);
	sink_close(&sink);
	return e;
}
