/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/filtered.h"

#include <unistd.h>

#include "base/clock.h"
#include "lab/sock.h"

#define ANSWER_TIME CLOCK_MS(150) /* ample on loopback */

struct err *
filtered_open(struct filtered *f, const struct addr *at)
{
	struct err *e;
	int fd;

	*f = (struct filtered){ .fd = -1 };
	e = sock_listen(at, 0, &f->fd);
	if (e != NULL)
		return e;
	while (f->nfill < FILTERED_FILL) {
		if (sock_connect(at, ANSWER_TIME, &fd) != SOCK_OK)
			return NULL;
		f->fill[f->nfill++] = fd;
	}
	filtered_close(f);
	return err_new("this kernel answers on a full queue: a filtered port "
		       "cannot be simulated");
}

void
filtered_close(struct filtered *f)
{
	for (unsigned i = 0; i < f->nfill; i++)
		close(f->fill[i]);
	f->nfill = 0;
	if (f->fd >= 0)
		close(f->fd);
	f->fd = -1;
}
