/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/rpc_calls.h"

#include "wire/cursor.h"
#include "wire/mgmt.h"

#define EC_DUMMY_RPC 6 /* [MS-OXCRPC] 3.1.4.4 */

/* rpc__mgmt_inq_if_ids lists what was registered; mgmt itself is not. */
static bool
inq_if_ids(const struct rpc_service *s, struct span in, struct buf *out)
{
	struct mgmt_if_ids ids = { .n = s->nifaces };

	(void)in;
	for (unsigned i = 0; i < s->nifaces; i++)
		ids.id[i] = ifaces[s->ifaces[i]].syntax;
	return mgmt_if_ids_encode(&ids, out);
}

static bool
is_server_listening(
    const struct rpc_service *s, struct span in, struct buf *out)
{
	struct mgmt_listening answer = { .listening = true };

	(void)s;
	(void)in;
	return mgmt_listening_encode(&answer, out);
}

static bool
ec_dummy_rpc(const struct rpc_service *s, struct span in, struct buf *out)
{
	struct wr w;

	(void)s;
	(void)in;
	wr_init(&w, out);
	wr_u32(&w, 0); /* ecNone */
	return w.ok;
}

static const struct {
	enum iface_id iface;
	uint16_t opnum;
	bool (*run)(
	    const struct rpc_service *s, struct span in, struct buf *out);
} calls[] = {
	{ IFACE_MGMT, MGMT_INQ_IF_IDS, inq_if_ids },
	{ IFACE_MGMT, MGMT_IS_SERVER_LISTENING, is_server_listening },
	{ IFACE_EMSMDB, EC_DUMMY_RPC, ec_dummy_rpc },
};

bool
rpc_call(const struct rpc_service *service, const struct iface *iface,
    uint16_t opnum, struct span in, struct buf *out)
{
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		if (&ifaces[calls[i].iface] == iface && calls[i].opnum == opnum)
			return calls[i].run(service, in, out);
	return false;
}
