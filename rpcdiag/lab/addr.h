/* SPDX-License-Identifier: Apache-2.0 */
/* Numeric addresses and ports; names are the business of lab/hosts.h. */
#ifndef RPCDIAG_LAB_ADDR_H
#define RPCDIAG_LAB_ADDR_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

#define ADDR_TEXT 64 /* with port and NUL */

struct addr {
	struct sockaddr_storage sa;
	socklen_t n;
};

/* False unless text is an IPv4 or IPv6 address; brackets are accepted. */
bool addr_parse(const char *text, uint16_t port, struct addr *out);
/* "HOST:PORT" with a numeric host; false when it is not that. */
bool addr_parse_pair(const char *text, struct addr *out);
bool addr_is_v6(const struct addr *a);
uint16_t addr_port(const struct addr *a);
void addr_set_port(struct addr *a, uint16_t port);
/* Who is connected here; false when nobody is any more. */
bool addr_of_peer(int fd, struct addr *out);
/* Of the address: 3 for 192.0.2.3, 1 for ::1. */
unsigned addr_last_byte(const struct addr *a);
/* "127.0.0.1:6001", "[::1]:6001" */
void addr_text(const struct addr *a, char out[ADDR_TEXT]);

#endif
