/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/reset.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "lab/sock.h"

#define PATIENCE CLOCK_S(60)

void
reset_serve(void *ctx, int fd)
{
	const struct linger at_once = { .l_onoff = 1 };

	(void)ctx;
	sock_wait(fd, POLLIN, clock_mono_us() + PATIENCE);
	if (setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once)) !=
	    0)
		log_at(LOG_EVENTS, "no RST: SO_LINGER failed");
	close(fd);
}
