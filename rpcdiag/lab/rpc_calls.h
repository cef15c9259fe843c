/* SPDX-License-Identifier: Apache-2.0 */
/* The calls that the simulated server executes: one table, and what its
 * functions get to see. */
#ifndef RPCDIAG_LAB_RPC_CALLS_H
#define RPCDIAG_LAB_RPC_CALLS_H

#include "lab/rpc_server.h"

struct rpc_visit { /* of a call */
	const struct rpc_service *service;
	struct handles *handles;
	unsigned level; /* enum auth_level of the caller; 0 = nobody we know */
	bool v6;	/* the call came over IPv6 */
	bool big_endian;
	struct span in; /* the request's stub */
};

enum rpc_done {
	RPC_DONE,
	RPC_PARKED, /* until something happens */
	RPC_NO_SUCH_CALL,
	RPC_BAD_STUB,
	RPC_BAD_HANDLE,
	RPC_NOT_REACHED, /* whom the call was to be passed on to */
	RPC_NO_ROOM,
	RPC_DONE_N
};

/* Append the response's stub to out; nothing unless RPC_DONE. */
enum rpc_done rpc_call(const struct rpc_visit *v, const struct iface *iface,
    uint16_t opnum, struct buf *out);

/* The functions of the table, by the file they live in. */
#define RPC_CALL(name) \
	enum rpc_done name(const struct rpc_visit *v, struct buf *out)

/* serve_store.c: [MS-OXCRPC] 3.1.4, [MS-OXCSTOR] 3.2.5.1 */
RPC_CALL(serve_ec_dummy_rpc);
RPC_CALL(serve_ec_do_connect_ex);
RPC_CALL(serve_ec_do_rpc_ext2);
RPC_CALL(serve_ec_do_disconnect);
RPC_CALL(serve_ec_do_async_connect_ex);
/* the same, 3.3.4 */
RPC_CALL(serve_ec_do_async_wait_ex);
/* serve_book.c: [MS-OXNSPI] 3.1.4.1 */
RPC_CALL(serve_nspi_bind);
RPC_CALL(serve_nspi_unbind);
RPC_CALL(serve_nspi_update_stat);
RPC_CALL(serve_nspi_dn_to_mid);
RPC_CALL(serve_nspi_resolve_names_w);
RPC_CALL(serve_nspi_query_rows);
/* serve_names.c: [MS-OXABREF] 3.1.4, C706 appendix O */
RPC_CALL(serve_rfr_get_new_dsa);
RPC_CALL(serve_rfr_get_fqdn);
RPC_CALL(serve_ept_lookup);
RPC_CALL(serve_ept_map);
/* serve_gateway.c: [MS-TSGU] 3.2.6.1 */
RPC_CALL(serve_ts_create_tunnel);
RPC_CALL(serve_ts_authorize_tunnel);
RPC_CALL(serve_ts_close_tunnel);

#endif
