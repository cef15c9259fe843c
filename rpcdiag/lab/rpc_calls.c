/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/rpc_calls.h"

#include "wire/emsmdb.h"
#include "wire/epm.h"
#include "wire/mgmt.h"
#include "wire/nspi.h"
#include "wire/rfri.h"
#include "wire/tsgu.h"

/* rpc__mgmt_inq_if_ids lists what was registered; mgmt itself is not. */
static enum rpc_done
inq_if_ids(const struct rpc_visit *v, struct buf *out)
{
	const struct rpc_service *s = v->service;
	struct mgmt_if_ids ids = { .n = s->nifaces };

	for (unsigned i = 0; i < s->nifaces; i++)
		ids.id[i] = ifaces[s->ifaces[i]].syntax;
	return mgmt_if_ids_encode(&ids, out) ? RPC_DONE : RPC_NO_ROOM;
}

static enum rpc_done
is_server_listening(const struct rpc_visit *v, struct buf *out)
{
	struct mgmt_listening answer = { .listening = true };

	(void)v;
	return mgmt_listening_encode(&answer, out) ? RPC_DONE : RPC_NO_ROOM;
}

static const struct {
	enum iface_id iface;
	uint16_t opnum;
	enum rpc_done (*run)(const struct rpc_visit *v, struct buf *out);
} calls[] = {
	{ IFACE_MGMT, MGMT_INQ_IF_IDS, inq_if_ids },
	{ IFACE_MGMT, MGMT_IS_SERVER_LISTENING, is_server_listening },
	{ IFACE_EMSMDB, EC_DUMMY_RPC, serve_ec_dummy_rpc },
	{ IFACE_EMSMDB, EC_DO_CONNECT_EX, serve_ec_do_connect_ex },
	{ IFACE_EMSMDB, EC_DO_RPC_EXT2, serve_ec_do_rpc_ext2 },
	{ IFACE_EMSMDB, EC_DO_DISCONNECT, serve_ec_do_disconnect },
	{ IFACE_EMSMDB, EC_DO_ASYNC_CONNECT_EX, serve_ec_do_async_connect_ex },
	{ IFACE_ASYNC_EMSMDB, EC_DO_ASYNC_WAIT_EX, serve_ec_do_async_wait_ex },
	{ IFACE_RFRI, RFR_GET_NEW_DSA, serve_rfr_get_new_dsa },
	{ IFACE_RFRI, RFR_GET_FQDN_FROM_SERVER_DN, serve_rfr_get_fqdn },
	{ IFACE_NSPI, NSPI_BIND, serve_nspi_bind },
	{ IFACE_NSPI, NSPI_UNBIND, serve_nspi_unbind },
	{ IFACE_NSPI, NSPI_UPDATE_STAT, serve_nspi_update_stat },
	{ IFACE_NSPI, NSPI_DN_TO_MID, serve_nspi_dn_to_mid },
	{ IFACE_NSPI, NSPI_RESOLVE_NAMES_W, serve_nspi_resolve_names_w },
	{ IFACE_NSPI, NSPI_QUERY_ROWS, serve_nspi_query_rows },
	{ IFACE_EPM, EPT_LOOKUP, serve_ept_lookup },
	{ IFACE_EPM, EPT_MAP, serve_ept_map },
	{ IFACE_TSGU, TS_PROXY_CREATE_TUNNEL, serve_ts_create_tunnel },
	{ IFACE_TSGU, TS_PROXY_AUTHORIZE_TUNNEL, serve_ts_authorize_tunnel },
	{ IFACE_TSGU, TS_PROXY_CLOSE_TUNNEL, serve_ts_close_tunnel },
};

enum rpc_done
rpc_call(const struct rpc_visit *v, const struct iface *iface, uint16_t opnum,
    struct buf *out)
{
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		if (&ifaces[calls[i].iface] == iface && calls[i].opnum == opnum)
			return calls[i].run(v, out);
	return RPC_NO_SUCH_CALL;
}
