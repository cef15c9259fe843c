/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The RPC proxy of one front-end node (rpcproxy.dll): the IN and the OUT role
 * of [MS-RPCH] 3.2.3 and 3.2.4, behind a request that was already let in.
 */
#ifndef RPCDIAG_LAB_PROXY_H
#define RPCDIAG_LAB_PROXY_H

#include "base/strlist.h"
#include "lab/cookie_table.h"
#include "lab/crowd.h"
#include "lab/hop.h"
#include "lab/hosts.h"
#include "lab/http_conn.h"
#include "lab/keepalive.h"
#include "lab/pool.h"

#define PROXY_SERVER_MAX 256

enum heir_fate { /* what becomes of a channel that is to succeed another */
	HEIR_WELCOME,
	HEIR_REFUSED, /* 503 */
	HEIR_UNHEARD, /* accepted, and nothing ever comes of it */
	HEIR_CUT,     /* its connection ends */
	HEIR_ALIEN,   /* another channel's cookie is passed on */
};

struct proxy {
	const struct hosts *hosts;
	struct addr source;	    /* of this node; no family = any */
	const char *computer;	    /* NetBIOS name, for EEInfo */
	const char *fields;	    /* header lines of every answer */
	struct strlist valid_ports; /* "mbx1:6001-6002": literal, no wildcard */
	bool guid_names_only;	    /* Exchange 2013: GUID@domain, no list */
	bool access_denied;	    /* to whoever wants a channel */
	bool denied_late;	    /* the same, once OUT was answered */
	bool no_eeinfo;
	int64_t connect_us;
	struct keepalive_table keepalives;
	struct pool pool;
	uint32_t lifetime; /* bytes on OUT, then a successor; 0 = 1 GiB */
	enum heir_fate heirs;
	struct cookie_table running; /* channels carried here */
	struct crowd channels;	     /* too many: "server too busy" */
};

/* A request that came in to succeed another one, and its first PDU. */
struct proxy_heir {
	struct http_conn conn;
	struct hop hop;
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
/* Is there a place for one channel more? Whoever is given one takes it back
 * with crowd_leave(); else the client was told. */
bool proxy_has_place(struct proxy *p, struct http_conn *c);
/* Serve a channel until it ends. The request's head was read; afterwards the
 * connection can only be closed. */
void in_proxy_serve(
    struct proxy *p, struct http_conn *c, const struct proxy_target *target);
void out_proxy_serve(
    struct proxy *p, struct http_conn *c, const struct proxy_target *target);

/* Leave the channel of c to whoever carries its predecessor here: IN_R2 or
 * OUT_R2, and c is empty then. False: nobody does, it is IN_R1 or OUT_R1. */
bool proxy_bequeath(
    struct proxy *p, struct http_conn *c, const struct hop *hop, bool is_in);
void proxy_heir_free(struct proxy_heir *h); /* NULL is fine */
/* Do what becomes of successors here; false: this one is not carried. */
bool proxy_heir_passes(const struct proxy *p, struct http_conn *c);

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
