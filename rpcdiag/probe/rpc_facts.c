/* SPDX-License-Identifier: Apache-2.0 */
#include "probe/rpc_facts.h"

#include <stdlib.h>

#include "base/mem.h"
#include "model/status_family.h"
#include "probe/http_facts.h"
#include "wire/mgmt.h"

static void
status_is(struct check *c, uint32_t code)
{
	c->has_status = true;
	c->status_code = code;
}

/* The status a Windows client shows for a reason, where it has one. */
static const struct status_name *
reason_is(struct check *c, const struct status_family *family, uint32_t reason)
{
	const struct status_name *s = status_family_find(family, reason);

	if (s != NULL && s->win32 != 0)
		status_is(c, s->win32);
	return s;
}

bool
bind_facts(struct check *c, struct rpc *r, enum rpc_event ev)
{
	const struct status_name *s;
	struct fact_set *f = &c->facts;

	switch (ev) {
	case RPC_BOUND:
		fact_put_str(f, FACT_BIND_RESULT, "accepted");
		return true;
	case RPC_REJECTED:
		fact_put_str(f, FACT_BIND_RESULT, "rejected");
		fact_put_int(f, FACT_BIND_REASON, r->reason);
		reason_is(c, &status_family_ack, r->reason);
		break;
	case RPC_NAK:
		fact_put_str(f, FACT_BIND_RESULT, "nak");
		fact_put_int(f, FACT_BIND_REASON, r->reason);
		s = reason_is(c, &status_family_nak, r->reason);
		mem_set(&c->detail, s == NULL ? NULL : s->text);
		break;
	case RPC_FAULT:
	case RPC_REFUSED:
		fact_put_str(f, FACT_BIND_RESULT, "fault");
		status_is(c, r->status);
		break;
	default:
		fact_put_str(f, FACT_BIND_RESULT, "protocol");
		break;
	}
	if (r->eeinfo.n > 0)
		eeinfo_facts(c, r->eeinfo);
	return false;
}

static bool
if_ids_facts(struct check *c, const struct rpc *r)
{
	struct mgmt_if_ids *ids = mem_new(sizeof(*ids));
	bool ok = mgmt_if_ids_decode(buf_span(&r->reply), r->big_endian, ids) ==
	    WIRE_OK;

	for (unsigned i = 0; ok && i < ids->n; i++) {
		const struct iface *known = iface_by_uuid(&ids->id[i].uuid);
		char uuid[GUID_TEXT];
		char *item;

		guid_format(&ids->id[i].uuid, uuid);
		item = known == NULL
		    ? mem_printf(
			  "%s v%u.%u", uuid, ids->id[i].major, ids->id[i].minor)
		    : mem_printf("%s v%u.%u %s", uuid, ids->id[i].major,
			  ids->id[i].minor, known->name);
		fact_put_item(&c->facts, FACT_MGMT_INTERFACES, item);
		free(item);
	}
	if (ok && ids->status != 0)
		status_is(c, ids->status);
	ok = ok && ids->status == 0;
	free(ids);
	return ok;
}

static bool
listening_facts(struct check *c, const struct rpc *r)
{
	struct mgmt_listening l;

	if (mgmt_listening_decode(buf_span(&r->reply), r->big_endian, &l) !=
	    WIRE_OK)
		return false;
	fact_put_bool(&c->facts, FACT_MGMT_LISTENING, l.listening);
	if (l.status != 0)
		status_is(c, l.status);
	return l.status == 0;
}

void
fault_facts(struct check *c, struct rpc *r, enum rpc_event ev)
{
	bool is_fault = ev == RPC_FAULT || ev == RPC_REFUSED;

	fact_put_str(
	    &c->facts, FACT_CALL_RESULT, is_fault ? "fault" : "protocol");
	if (!is_fault)
		return;
	status_is(c, r->status);
	if (r->eeinfo.n > 0)
		eeinfo_facts(c, r->eeinfo);
}

bool
call_facts(struct check *c, struct rpc *r, enum rpc_event ev, uint16_t opnum)
{
	bool ok = ev == RPC_REPLY &&
	    (opnum == MGMT_INQ_IF_IDS ? if_ids_facts(c, r)
				      : listening_facts(c, r));

	if (ok)
		fact_put_str(&c->facts, FACT_CALL_RESULT, "ok");
	else
		fault_facts(c, r, ev);
	return ok;
}

void
rpc_silence_facts(struct check *c, enum probe_end how, bool closed)
{
	enum fact_key key =
	    c->stage == STAGE_BIND ? FACT_BIND_RESULT : FACT_CALL_RESULT;

	if (how == PROBE_CUT || fact_get(&c->facts, key) != NULL)
		return;
	fact_put_str(&c->facts, key, closed ? "closed" : "timeout");
	mem_set(&c->detail,
	    closed ? "the connection ended before the reply"
		   : "no reply in time");
}
