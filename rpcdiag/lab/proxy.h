/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The RPC proxy of one front-end node (rpcproxy.dll): the IN and the OUT role
 * of [MS-RPCH] 3.2.3 and 3.2.4, behind a request that was already let in.
 */
#ifndef RPCDIAG_LAB_PROXY_H
#define RPCDIAG_LAB_PROXY_H

#include "base/strlist.h"
#include "lab/hosts.h"
#include "lab/http_conn.h"
#include "lab/keepalive.h"
#include "lab/pool.h"

#define PROXY_SERVER_MAX 256

struct proxy {
	const struct hosts *hosts;
	struct addr source;	    /* of this node; no family = any */
	const char *computer;	    /* NetBIOS name, for EEInfo */
	const char *fields;	    /* header lines of every answer */
	struct strlist valid_ports; /* "mbx1:6001-6002": literal, no wildcard */
	bool guid_names_only;	    /* Exchange 2013: GUID@domain, no list */
	bool access_denied;	    /* to whoever wants a channel */
	bool no_eeinfo;
	int64_t connect_us;
	struct keepalive_table keepalives;
	struct pool pool;
	uint32_t lifetime; /* bytes on OUT, then a successor; 0 = 1 GiB */
};

struct proxy_target { /* the query of the request */
	char server[PROXY_SERVER_MAX];
	uint16_t port;
};

/* False unless query is "server:port". */
bool proxy_target_parse(struct span query, struct proxy_target *out);
/* Is it known where the request belongs? If not, it was answered, and the
 * connection can only be closed. */
bool proxy_routes(const struct proxy *p, struct http_conn *c,
    const struct proxy_target *target);
/* Serve a channel until it ends. The request's head was read; afterwards the
 * connection can only be closed. */
void in_proxy_serve(
    struct proxy *p, struct http_conn *c, const struct proxy_target *target);
void out_proxy_serve(
    struct proxy *p, struct http_conn *c, const struct proxy_target *target);

/*
 * Connect to the server as rpcproxy.dll does: list, name, the first address,
 * greeting. NULL: it failed and the client was told why. What came after the
 * greeting is left in *from.
 */
struct stream *proxy_dial(const struct proxy *p, struct http_conn *c,
    const struct proxy_target *target, struct buf *from);
bool valid_ports_match(
    const struct strlist *list, const struct proxy_target *target);

#endif
