/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/input.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define CHUNK 65536

static struct err *
descriptor_read(int fd, const char *name, struct buf *out)
{
	static unsigned char chunk[CHUNK];

	for (;;) {
		ssize_t n = read(fd, chunk, sizeof(chunk));

		if (n == 0)
			return NULL;
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_new(
			    "%s: cannot be read: %s", name, strerror(errno));
		if (!buf_add(out, chunk, (size_t)n))
			return err_new(
			    "%s: larger than %zu bytes", name, out->max);
	}
}

struct err *
input_read(const char *name, struct buf *out)
{
	struct err *e;
	int fd;

	if (strcmp(name, "-") == 0)
		return descriptor_read(STDIN_FILENO, "standard input", out);
	fd = open(name, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return err_new(
		    "%s: cannot be opened: %s", name, strerror(errno));
	e = descriptor_read(fd, name, out);
	close(fd);
	return e;
}
