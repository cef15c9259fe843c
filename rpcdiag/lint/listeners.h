/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Listening TCP sockets out of `netstat -ano` of any language, `ss -lntp` and
 * Linux's netstat. Lines are known by their shape: a local address with a
 * port, and a remote one with port 0 or *.
 */
#ifndef RPCDIAG_LINT_LISTENERS_H
#define RPCDIAG_LINT_LISTENERS_H

#include "lint/text.h"

struct listener {
	unsigned line;
	unsigned port;
	bool ipv4;
	bool ipv6;
	bool loopback;	   /* on that address only */
	char *address;	   /* "0.0.0.0:6001" as it stands */
	unsigned long pid; /* 0 = not shown */
	char *process;	   /* NULL = not shown */
};

struct listeners {
	struct listener *v;
	size_t n;
};

bool listeners_is(const struct text *t);
void listeners_read(const struct text *t, struct listeners *out);
void listeners_clear(struct listeners *l);

#endif
