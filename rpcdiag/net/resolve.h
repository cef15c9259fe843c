/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Name resolution on a helper thread: it may block for as long as the resolver
 * likes and delays nothing else.
 */
#ifndef RPCDIAG_NET_RESOLVE_H
#define RPCDIAG_NET_RESOLVE_H

#include "base/strlist.h"
#include "net/loop.h"

enum resolve_end {
	RESOLVE_OK,
	RESOLVE_NXDOMAIN, /* the name does not exist */
	RESOLVE_NODATA,	  /* it exists, without A and AAAA */
	RESOLVE_TIMEOUT,  /* no name server answered */
	RESOLVE_FAILURE,  /* anything else: text */
};

struct resolve_result {
	enum resolve_end end;
	struct strlist addresses; /* numeric, system's order of preference */
	char text[128];		  /* the resolver's own word; "" = none */
};

/* As in the fact dns_result: "ok", "nxdomain", ... */
const char *resolve_end_text(enum resolve_end end);

struct resolve;
typedef void resolve_fn(void *arg, const struct resolve_result *result);

/*
 * server: "ADDR" or "ADDR:PORT" of a name server to ask instead of the
 * system's resolver (hosts file included); NULL = the system's. A numeric host
 * answers itself. fn is called once on the loop's thread, unless cancelled.
 */
struct resolve *resolve_open(struct loop *l, const char *host,
    const char *server, resolve_fn *fn, void *arg);
/* Allowed at any time, also after fn was called; NULL is fine. */
void resolve_close(struct resolve *r);

/* 4 or 6 for a numeric address, 0 for a name. */
int address_family(const char *text);

#endif
