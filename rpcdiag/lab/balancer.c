/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/balancer.h"

#include "base/clock.h"
#include "base/log.h"
#include "lab/sock.h"
#include "lab/stream.h"

#define MEMBER_CONNECT_TIME CLOCK_S(5)
#define HELLO_TIME CLOCK_S(5)
#define HELD_MAX (256 * 1024)

void
balancer_init(struct balancer *b, enum balance rule)
{
	*b = (struct balancer){ .rule = rule };
	atomic_init(&b->turn, 0);
	session_table_init(&b->sessions);
}

void
balancer_clear(struct balancer *b)
{
	session_table_clear(&b->sessions);
}

/* Which member gave the session that the client goes on with? Reads its hello
 * into held. */
static bool
find_session(struct balancer *b, struct stream *client, struct buf *held,
    unsigned *member)
{
	int64_t deadline = clock_mono_us() + HELLO_TIME;
	struct span id;

	while (held->n < SESSION_HELLO_MAX &&
	    stream_read(client, held, deadline) == STREAM_OK)
		;
	return session_of_hello(buf_span(held), SESSION_CLIENT_HELLO, &id) &&
	    session_table_find(&b->sessions, id, member);
}

static unsigned
pick(struct balancer *b, struct stream *client, struct buf *held)
{
	struct addr peer;
	unsigned member;

	if (b->rule == BALANCE_SOURCE)
		return addr_of_peer(client->fd, &peer)
		    ? addr_last_byte(&peer) % b->n
		    : 0;
	if (b->rule == BALANCE_SESSION &&
	    find_session(b, client, held, &member))
		return member;
	return atomic_fetch_add(&b->turn, 1) % b->n;
}

/* The first thing that a member says. */
static void
learn_session(struct balancer *b, struct span said, unsigned member)
{
	struct span id;

	if (b->rule == BALANCE_SESSION &&
	    session_of_hello(said, SESSION_SERVER_HELLO, &id))
		session_table_add(&b->sessions, id, member);
}

static bool
write_held(struct stream *to, struct buf *held)
{
	bool ok = stream_write(to, buf_span(held));

	buf_clear(held);
	return ok;
}

/* What one side sends goes to the other, until either is done. What the client
 * said before is held. */
static void
pass_on(struct balancer *b, struct stream *const both[2], unsigned member,
    struct buf *held)
{
	bool ok = write_held(both[1], held), heard = false;

	while (ok) {
		unsigned ready = stream_wait(both, 2, INT64_MAX);

		if ((ready & STREAM_STOP) != 0)
			return;
		if ((ready & 1u) != 0) {
			ok = stream_fill(both[0], held) <= STREAM_AGAIN;
			ok = write_held(both[1], held) && ok;
		}
		if (ok && (ready & 2u) != 0) {
			ok = stream_fill(both[1], held) <= STREAM_AGAIN;
			if (!heard)
				learn_session(b, buf_span(held), member);
			heard = true;
			ok = write_held(both[0], held) && ok;
		}
	}
}

void
balancer_serve(void *ctx, int fd)
{
	struct balancer *b = ctx;
	struct stream *both[2] = { stream_new(fd), NULL };
	struct buf held;
	unsigned member;
	int inner;

	buf_init(&held, HELD_MAX);
	member = pick(b, both[0], &held);
	log_at(LOG_EVENTS, "balancer: member %u", member + 1);
	if (sock_connect(&b->member[member], MEMBER_CONNECT_TIME, &inner) ==
	    SOCK_OK) {
		both[1] = stream_new(inner);
		pass_on(b, both, member, &held);
	}
	buf_clear(&held);
	stream_free(both[1]);
	stream_linger(both[0]);
}
