/* SPDX-License-Identifier: Apache-2.0 */
/* What a Windows server says when security fails: one table. */
#include "lab/eerr.h"
#include "lab/rpc_security.h"

#define RPC_S_ACCESS_DENIED 5
#define RPC_S_UNKNOWN_AUTHN_SERVICE 1747
#define RPC_S_SEC_PKG_ERROR 0x721
#define NCA_S_UNSUPPORTED_AUTHN_LEVEL 0x1c00001d
#define NAK_NOT_SPECIFIED 0
#define NAK_AUTH_TYPE 8
#define NAK_CHECKSUM 9

/* location: of the record ([MS-EERR] and the list of detection locations);
 * 0 = none is made. */
static const struct {
	uint16_t nak;
	uint32_t fault;
	uint8_t fault_flags;
	uint16_t location;
	uint32_t status;
} troubles[RPC_TROUBLE_N] = {
	[RPC_TROUBLE_TYPE] = { .nak = NAK_AUTH_TYPE,
	    .fault = RPC_S_SEC_PKG_ERROR,
	    .location = 60, /* no credentials for this package */
	    .status = RPC_S_UNKNOWN_AUTHN_SERVICE },
	[RPC_TROUBLE_LEVEL] = { .nak = NAK_NOT_SPECIFIED,
	    .fault = RPC_S_ACCESS_DENIED },
	[RPC_TROUBLE_LEVEL_CALL] = { .nak = NAK_CHECKSUM,
	    .fault = RPC_S_ACCESS_DENIED },
	[RPC_TROUBLE_FIRST_TOKEN] = { .nak = NAK_CHECKSUM,
	    .fault = RPC_S_SEC_PKG_ERROR,
	    .location = 70, /* the first leg was not accepted */
	    .status = RPC_S_SEC_PKG_ERROR },
	[RPC_TROUBLE_LATER_TOKEN] = { .fault = RPC_S_SEC_PKG_ERROR,
	    .location = 71, /* a later leg was not */
	    .status = RPC_S_ACCESS_DENIED },
	[RPC_TROUBLE_LOGON] = { .fault = RPC_S_ACCESS_DENIED,
	    .fault_flags = PFC_DID_NOT_EXECUTE,
	    .location = 72, /* the third leg was not */
	    .status = RPC_S_ACCESS_DENIED },
	[RPC_TROUBLE_UNSIGNED] = { .fault = RPC_S_ACCESS_DENIED,
	    .fault_flags = PFC_DID_NOT_EXECUTE },
	[RPC_TROUBLE_SIGNATURE] = { .fault = RPC_S_SEC_PKG_ERROR },
	[RPC_TROUBLE_LEVEL_LOW] = { .fault = NCA_S_UNSUPPORTED_AUTHN_LEVEL,
	    .fault_flags = PFC_DID_NOT_EXECUTE },
};

static bool
make_record(const struct rpc_security *s, enum rpc_trouble t, struct buf *blob)
{
	struct eeinfo e = { .n = 1 };

	if (troubles[t].location == 0)
		return true;
	e.record[0] = eerr_record(
	    EERR_RPC_RUNTIME, troubles[t].location, troubles[t].status);
	eerr_name(&e.record[0], s->computer);
	eerr_add_long(&e.record[0], s->type);
	eerr_add_long(&e.record[0], s->level);
	return eeinfo_encode(&e, blob);
}

bool
rpc_trouble_nak(const struct rpc_security *s, enum rpc_trouble t,
    uint32_t call_id, struct buf *out)
{
	struct pdu_bind_nak nak = { .reason = troubles[t].nak };
	struct buf blob;
	bool ok;

	buf_init(&blob, EERR_BLOB_MAX);
	ok = make_record(s, t, &blob);
	nak.eeinfo = buf_span(&blob);
	ok = ok && pdu_put_bind_nak(&nak, call_id, out);
	buf_clear(&blob);
	return ok;
}

bool
rpc_trouble_fault(const struct rpc_security *s, enum rpc_trouble t,
    const struct pdu *p, struct buf *out)
{
	struct pdu_fault f = { .status = troubles[t].fault };
	struct buf blob;
	bool ok;

	if (p->head.type == PDU_REQUEST)
		f.context_id = p->request.context_id;
	buf_init(&blob, EERR_BLOB_MAX);
	ok = make_record(s, t, &blob);
	f.eeinfo = buf_span(&blob);
	ok = ok &&
	    pdu_put_fault(&f, troubles[t].fault_flags, p->head.call_id, out);
	buf_clear(&blob);
	return ok;
}
