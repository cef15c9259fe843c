/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The RD Gateway: who has logged on makes a tunnel, and a connection
 * authorization policy decides whether he may use it. What a tunnel is for is
 * not served.
 */
#include "lab/rpc_calls.h"
#include "wire/tsgu.h"

#define NAP_ACCESSDENIED 0x800759db /* [MS-TSGU] 2.2.6 */
#define ACCESS_DENIED 5

static enum rpc_done
done(bool written)
{
	return written ? RPC_DONE : RPC_NO_ROOM;
}

enum rpc_done
serve_ts_create_tunnel(const struct rpc_visit *v, struct buf *out)
{
	struct tsgu_tunnel answer = { .status = ACCESS_DENIED };

	if (tsgu_create_decode(v->in, v->big_endian) != WIRE_OK)
		return RPC_BAD_STUB;
	if (v->level != AUTH_LEVEL_NONE) {
		if (!handles_open(v->handles, IFACE_TSGU, &answer.handle))
			return RPC_NO_ROOM;
		answer.id = v->handles->n;
		answer.status = 0;
	}
	return done(tsgu_tunnel_encode(&answer, out));
}

enum rpc_done
serve_ts_authorize_tunnel(const struct rpc_visit *v, struct buf *out)
{
	struct tsgu_request request;
	uint32_t status = 0;

	if (tsgu_authorize_decode(v->in, v->big_endian, &request) != WIRE_OK)
		return RPC_BAD_STUB;
	if (!handles_has(v->handles, IFACE_TSGU, &request.tunnel))
		return RPC_BAD_HANDLE;
	if (v->service->directory->no_policy)
		status = NAP_ACCESSDENIED;
	return done(tsgu_authorized_encode(&status, out));
}

enum rpc_done
serve_ts_close_tunnel(const struct rpc_visit *v, struct buf *out)
{
	struct ndr_returned answer = { 0 };
	struct ndr_handle handle;

	if (ndr_handle_decode(v->in, v->big_endian, &handle) != WIRE_OK)
		return RPC_BAD_STUB;
	if (!handles_close(v->handles, IFACE_TSGU, &handle))
		return RPC_BAD_HANDLE;
	return done(ndr_returned_encode(&answer, out));
}
