/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/sock.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "lab/crew.h"

#define PORT_LOW 20000
#define PORT_SPAN 12000 /* below the ephemeral range of Linux */
#define PORT_TRIES 200

static int
sock_open(const struct addr *a)
{
	return socket(
	    a->sa.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

/* The descriptor, or -1 with errno set. */
static int
try_listen(const struct addr *at, int backlog)
{
	int fd = sock_open(at);
	int one = 1;
	int saved;

	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (addr_is_v6(at))
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof(one));
	if (bind(fd, (const struct sockaddr *)&at->sa, at->n) == 0 &&
	    listen(fd, backlog) == 0)
		return fd;
	saved = errno;
	close(fd);
	errno = saved;
	return -1;
}

struct err *
sock_listen(const struct addr *at, int backlog, int *fd)
{
	char text[ADDR_TEXT];

	*fd = try_listen(at, backlog);
	if (*fd >= 0)
		return NULL;
	addr_text(at, text);
	return err_new("cannot listen on %s: %s", text, strerror(errno));
}

/* poll() counts in int milliseconds; a longer wait comes round again. */
static int
poll_ms(int64_t us)
{
	return us > CLOCK_S(3600) ? 3600000 : (int)(us / 1000 + 1);
}

enum sock_result
sock_wait(int fd, short events, int64_t deadline_us)
{
	struct pollfd p[2] = {
		{ .fd = fd, .events = events },
		{ .fd = crew_stop_fd(), .events = POLLIN },
	};

	for (;;) {
		int64_t left = deadline_us - clock_mono_us();

		if (left <= 0)
			return SOCK_TIMEOUT;
		if (poll(p, 2, poll_ms(left)) <= 0)
			continue;
		if (p[1].revents != 0)
			return SOCK_STOPPED;
		return SOCK_OK;
	}
}

static enum sock_result
connect_outcome(int fd)
{
	int error = 0;
	socklen_t n = sizeof(error);

	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &n) != 0)
		return SOCK_FAILED;
	switch (error) {
	case 0:
		return SOCK_OK;
	case ECONNREFUSED:
		return SOCK_REFUSED;
	case ETIMEDOUT:
		return SOCK_TIMEOUT;
	default:
		return SOCK_FAILED;
	}
}

/* True as well when there is nothing to bind to. */
static bool
bind_source(int fd, const struct addr *from, const struct addr *to)
{
	return from == NULL || from->sa.ss_family != to->sa.ss_family ||
	    bind(fd, (const struct sockaddr *)&from->sa, from->n) == 0;
}

enum sock_result
sock_connect(const struct addr *to, int64_t us, int *fd)
{
	return sock_connect_from(NULL, to, us, fd);
}

/* Small writes go out at once: RTS PDUs are 20 to 140 bytes. */
static void
tune(int fd)
{
	int one = 1;

	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
}

enum sock_result
sock_connect_from(
    const struct addr *from, const struct addr *to, int64_t us, int *fd)
{
	int64_t deadline = clock_mono_us() + us;
	enum sock_result r = SOCK_OK;

	*fd = sock_open(to);
	if (*fd < 0)
		return SOCK_FAILED;
	if (!bind_source(*fd, from, to)) {
		close(*fd);
		*fd = -1;
		return SOCK_FAILED;
	}
	if (connect(*fd, (const struct sockaddr *)&to->sa, to->n) != 0) {
		if (errno == ECONNREFUSED)
			r = SOCK_REFUSED;
		else if (errno != EINPROGRESS)
			r = SOCK_FAILED;
		else
			r = sock_wait(*fd, POLLOUT, deadline);
		if (r == SOCK_OK)
			r = connect_outcome(*fd);
	}
	if (r == SOCK_OK) {
		tune(*fd);
		return SOCK_OK;
	}
	close(*fd);
	*fd = -1;
	return r;
}

static bool
port_is_free(uint16_t port)
{
	static const char *const hosts[] = { "0.0.0.0", "::" };

	for (size_t i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++) {
		struct addr a;
		int fd;

		if (!addr_parse(hosts[i], port, &a))
			return false;
		fd = try_listen(&a, 1);
		if (fd >= 0)
			close(fd);
		else if (errno != EAFNOSUPPORT && errno != EADDRNOTAVAIL)
			return false;
	}
	return true;
}

/* A block of ports is ours as long as this name in the abstract namespace is:
 * several labs start at the same time in a test run, and each would find the
 * ports free that another one is about to open. -1 = somebody has it. */
static int
hold_block(unsigned base)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX };
	size_t len = offsetof(struct sockaddr_un, sun_path) + 1;
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	len += (size_t)snprintf(name.sun_path + 1, sizeof(name.sun_path) - 1,
	    "rpcdiag-lab ports %u", base);
	if (fd < 0 ||
	    bind(fd, (const struct sockaddr *)&name, (socklen_t)len) == 0)
		return fd;
	close(fd);
	return -1;
}

struct err *
sock_pick_ports(unsigned n, uint16_t *first, int *held)
{
	/* Labs that start at the same time look in different places. */
	unsigned block = (unsigned)getpid() * 2654435761u % (PORT_SPAN / n);

	for (unsigned i = 0; i < PORT_TRIES; i++) {
		unsigned base = PORT_LOW + (block + i) % (PORT_SPAN / n) * n;
		unsigned k = 0;

		*held = hold_block(base);
		while (
		    *held >= 0 && k < n && port_is_free((uint16_t)(base + k)))
			k++;
		if (k == n) {
			*first = (uint16_t)base;
			return NULL;
		}
		if (*held >= 0)
			close(*held);
	}
	*held = -1;
	return err_new("no %u free ports in a row above %u", n, PORT_LOW);
}

bool
sock_has_v6(void)
{
	struct addr a;
	int fd;

	if (!addr_parse("::1", 0, &a))
		return false;
	fd = try_listen(&a, 1);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

bool
sock_is_v6(int fd)
{
	struct addr here = { .n = sizeof(here.sa) };

	return getsockname(fd, (struct sockaddr *)&here.sa, &here.n) == 0 &&
	    addr_is_v6(&here);
}

struct acceptor {
	int fd;
	void (*serve)(void *ctx, int fd);
	void *ctx;
};

static void
accepted_run(void *arg)
{
	struct acceptor *one = arg;

	tune(one->fd);
	one->serve(one->ctx, one->fd);
	free(one);
}

static void
acceptor_drop(void *arg)
{
	struct acceptor *a = arg;

	close(a->fd);
	free(a);
}

static void
acceptor_run(void *arg)
{
	struct acceptor *a = arg;

	while (sock_wait(a->fd, POLLIN, INT64_MAX) == SOCK_OK) {
		struct acceptor *one;
		int fd =
		    accept4(a->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

		if (fd < 0) {
			if (errno == EMFILE || errno == ENFILE)
				crew_sleep(CLOCK_MS(100));
			continue;
		}
		one = mem_new(sizeof(*one));
		*one = *a;
		one->fd = fd;
		crew_start(accepted_run, acceptor_drop, one);
	}
	acceptor_drop(a);
}

void
sock_accept(int fd, void (*serve)(void *ctx, int fd), void *ctx)
{
	struct acceptor *a = mem_new(sizeof(*a));

	*a = (struct acceptor){ .fd = fd, .serve = serve, .ctx = ctx };
	crew_start(acceptor_run, acceptor_drop, a);
}
