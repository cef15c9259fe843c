/* SPDX-License-Identifier: Apache-2.0 */
/* A hosts file: addresses and the names they are given. */
#ifndef RPCDIAG_LINT_HOSTS_H
#define RPCDIAG_LINT_HOSTS_H

#include "base/strlist.h"
#include "lint/text.h"

struct host_entry {
	unsigned line;
	bool commented; /* switched off by a # before it */
	bool bad;	/* does not begin with an address */
	bool ipv6;
	char *address; /* as it stands */
	struct strlist names;
};

struct hosts {
	struct host_entry *v;
	size_t n;
};

bool hosts_is(const struct text *t);
void hosts_read(const struct text *t, struct hosts *out);
void hosts_clear(struct hosts *h);
bool host_address_is_loopback(const char *address);
/* 0.0.0.0 and ::, which lists against advertising use. */
bool host_address_is_nowhere(const char *address);

#endif
