/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hosts, addresses and ports as they are written in arguments. Each function
 * takes its part from the front of *s and moves *s behind it; on an error
 * nothing is set. The texts are owned by the caller.
 */
#ifndef RPCDIAG_CLI_ADDRESS_H
#define RPCDIAG_CLI_ADDRESS_H

#include "base/err.h"

/* 1..65535, up to ':', '/', ',' or the end. */
struct err *port_take(const char **s, int *port);
/* A name, an IPv4 address, or an IPv6 address in brackets (given back
 * without them). */
struct err *host_take(const char **s, char **host);
/* A numeric address; IPv6 in brackets, or without them when it is all that is
 * left of *s. */
struct err *address_take(const char **s, char **address);
/* Pass over one ':'. */
struct err *colon_take(const char **s);

#endif
