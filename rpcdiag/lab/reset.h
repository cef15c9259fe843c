/* SPDX-License-Identifier: Apache-2.0 */
/* A middlebox that does not like what it reads: it answers the first bytes of
 * a connection, such as a ClientHello, with a RST. */
#ifndef RPCDIAG_LAB_RESET_H
#define RPCDIAG_LAB_RESET_H

/* For sock_accept(). */
void reset_serve(void *ctx, int fd);

#endif
