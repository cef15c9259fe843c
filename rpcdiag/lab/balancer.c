/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/balancer.h"

#include "base/clock.h"
#include "base/log.h"
#include "lab/sock.h"
#include "lab/stream.h"

#define MEMBER_CONNECT_TIME CLOCK_S(5)
#define HELD_MAX (256 * 1024)

static unsigned
pick(struct balancer *b, int fd)
{
	struct addr peer;

	if (b->rule == BALANCE_TURN)
		return atomic_fetch_add(&b->turn, 1) % b->n;
	return addr_of_peer(fd, &peer) ? addr_last_byte(&peer) % b->n : 0;
}

/* What one side sent goes to the other; false when either is done. */
static bool
pass_on(struct stream *from, struct stream *to, struct buf *held)
{
	bool ok = stream_fill(from, held) <= STREAM_AGAIN;

	ok = stream_write(to, buf_span(held)) && ok;
	buf_clear(held);
	return ok;
}

void
balancer_serve(void *ctx, int fd)
{
	struct balancer *b = ctx;
	unsigned member = pick(b, fd);
	struct stream *both[2] = { stream_new(fd), NULL };
	struct buf held;
	bool ok = true;
	int inner;

	log_at(LOG_EVENTS, "balancer: member %u", member + 1);
	buf_init(&held, HELD_MAX);
	if (sock_connect(&b->member[member], MEMBER_CONNECT_TIME, &inner) ==
	    SOCK_OK)
		both[1] = stream_new(inner);
	while (ok && both[1] != NULL) {
		unsigned ready = stream_wait(both, 2, INT64_MAX);

		if ((ready & STREAM_STOP) != 0)
			break;
		if ((ready & 1u) != 0)
			ok = pass_on(both[0], both[1], &held);
		if (ok && (ready & 2u) != 0)
			ok = pass_on(both[1], both[0], &held);
	}
	buf_clear(&held);
	stream_free(both[1]);
	stream_linger(both[0]);
}
