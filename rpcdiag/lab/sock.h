/* SPDX-License-Identifier: Apache-2.0 */
/* TCP sockets, never blocking in the kernel: all waiting is done by poll(),
 * with a deadline, and ends when the crew is to end. */
#ifndef RPCDIAG_LAB_SOCK_H
#define RPCDIAG_LAB_SOCK_H

#include "base/err.h"
#include "lab/addr.h"

enum sock_result {
	SOCK_OK,
	SOCK_REFUSED,
	SOCK_TIMEOUT,
	SOCK_FAILED,
	SOCK_STOPPED, /* the crew is to end */
};

/* An IPv6 socket takes IPv6 only, so that the families are apart. */
struct err *sock_listen(const struct addr *at, int backlog, int *fd);
enum sock_result sock_connect(const struct addr *to, int64_t us, int *fd);
/* From an address of our own; NULL or another family = any. */
enum sock_result sock_connect_from(
    const struct addr *from, const struct addr *to, int64_t us, int *fd);
/* Wait until fd is readable (POLLIN) or writable (POLLOUT). */
enum sock_result sock_wait(int fd, short events, int64_t deadline_us);
/* The first of n consecutive ports that are free for both families; no other
 * lab picks them until held is closed. */
struct err *sock_pick_ports(unsigned n, uint16_t *first, int *held);
bool sock_has_v6(void);
/* Is this connection over IPv6? */
bool sock_is_v6(int fd);

/*
 * Accept connections on a thread of its own and serve each on another one.
 * serve() owns the descriptor. The listening descriptor is closed at the end
 * of the crew.
 */
void sock_accept(int fd, void (*serve)(void *ctx, int fd), void *ctx);

#endif
