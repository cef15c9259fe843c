/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/rpc_server.h"

#include <stdio.h>

#include "base/log.h"
#include "lab/rpc_calls.h"
#include "wire/pdu_put.h"

#define FRAG_LOW 2048 /* what Windows clamps a fragment to */
#define FRAG_HIGH 5840
#define TOKEN_MAX 8192
#define FAULT_UNKNOWN_IF 0x1c010003
#define FAULT_PROTOCOL 0x1c01000b
#define FAULT_NOT_REGISTERED 1726 /* RPC_S_CALL_FAILED */
#define NAK_UNSPECIFIED 0
#define NAK_VERSION 4
#define RESULT_ACCEPT 0
#define RESULT_PROVIDER 2
#define RESULT_NEGOTIATE 3
#define REASON_ABSTRACT 1
#define REASON_TRANSFER 2

/* Bind-time feature negotiation: the first eight bytes of the transfer
 * syntax ([MS-RPCE] 2.2.2.14); the rest are the features asked for. */
static const uint8_t feature_prefix[8] = { 0x2c, 0x1c, 0xb7, 0x6c, 0x12, 0x98,
	0x40, 0x45 };

void
rpc_assoc_init(struct rpc_assoc *a, const struct rpc_service *service,
    const struct guid *id, bool v6)
{
	*a = (struct rpc_assoc){
		.service = service, .max_frag = FRAG_LOW, .v6 = v6
	};
	if (id != NULL)
		a->id = *id;
	rpc_security_init(&a->security, &service->gate, service->computer);
	buf_init(&a->call, RPC_CALL_MAX);
}

void
rpc_assoc_clear(struct rpc_assoc *a)
{
	struct associations *all = a->service->associations;

	if (a->registered)
		association_retire(all, &a->id);
	association_leave(all, a->group);
	rpc_security_clear(&a->security);
	buf_clear(&a->call);
}

static const struct iface *
offered(const struct rpc_service *s, const struct pdu_syntax *want)
{
	const struct iface *f = iface_by_uuid(&want->uuid);
	bool here = f == &ifaces[IFACE_MGMT] && !s->mgmt_refused;

	for (unsigned i = 0; i < s->nifaces; i++)
		here = here || f == &ifaces[s->ifaces[i]];
	if (!here || want->major != f->syntax.major ||
	    want->minor > f->syntax.minor)
		return NULL;
	return f;
}

static const struct iface *
context_find(const struct rpc_assoc *a, uint16_t id)
{
	for (unsigned i = 0; i < a->ncontexts; i++)
		if (a->context[i].id == id)
			return a->context[i].iface;
	return NULL;
}

static void
context_add(struct rpc_assoc *a, uint16_t id, const struct iface *f)
{
	for (unsigned i = 0; i < a->ncontexts; i++) {
		if (a->context[i].id == id) {
			a->context[i].iface = f;
			return;
		}
	}
	if (a->ncontexts < RPC_CONTEXTS_MAX)
		a->context[a->ncontexts++] = (struct rpc_bound){ id, f };
}

static struct pdu_result
judge_context(struct rpc_assoc *a, const struct pdu_context *c)
{
	const struct iface *f = offered(a->service, &c->abstract);
	bool is_ndr = guid_eq(&c->transfer.uuid, &pdu_ndr.uuid) &&
	    c->transfer.major == pdu_ndr.major;

	if (memcmp(c->transfer.uuid.b, feature_prefix,
		sizeof(feature_prefix)) == 0)
		return (struct pdu_result){ RESULT_NEGOTIATE, 0 };
	if (f == NULL)
		return (struct pdu_result){ RESULT_PROVIDER, REASON_ABSTRACT };
	if (!is_ndr)
		return (struct pdu_result){ RESULT_PROVIDER, REASON_TRANSFER };
	context_add(a, c->id, f);
	log_at(LOG_EVENTS, "bind %s on %u", f->name, a->service->port);
	return (struct pdu_result){ RESULT_ACCEPT, 0 };
}

static uint16_t
agree_frag(const struct pdu_bind *b)
{
	uint16_t n = b->max_xmit < b->max_recv ? b->max_xmit : b->max_recv;

	if (n < FRAG_LOW)
		n = FRAG_LOW;
	if (n > FRAG_HIGH)
		n = FRAG_HIGH;
	return n & 0xfff8;
}

static bool
refuse_bind(uint16_t reason, uint32_t call_id, struct buf *out)
{
	struct pdu_bind_nak nak = { .reason = reason };

	if (!pdu_put_bind_nak(&nak, call_id, out))
		log_at(LOG_EVENTS, "no room for a bind_nak");
	return false;
}

static bool
fault(uint32_t status, uint8_t flags, uint16_t context_id, uint32_t call_id,
    struct buf *out)
{
	struct pdu_fault f = { .context_id = context_id, .status = status };

	return pdu_put_fault(&f, flags, call_id, out);
}

/* The caller broke the protocol: say so and close. */
static bool
protocol_fault(const struct pdu *p, struct buf *out)
{
	uint16_t id = p->head.type == PDU_REQUEST ? p->request.context_id : 0;

	if (!fault(FAULT_PROTOCOL, 0, id, p->head.call_id, out))
		log_at(LOG_EVENTS, "no room for a fault");
	return false;
}

/* A refused bind ends the connection. A refused alter_context leaves it as it
 * is: calls are denied from now on. */
static bool
refuse_logon(struct rpc_assoc *a, enum rpc_trouble t, const struct pdu *p,
    struct buf *out)
{
	bool ok = p->head.type == PDU_BIND
	    ? rpc_trouble_nak(&a->security, t, p->head.call_id, out)
	    : rpc_trouble_fault(&a->security, t, p, out);

	if (!ok)
		log_at(LOG_EVENTS, "no room for a refusal");
	return ok && p->head.type != PDU_BIND;
}

static bool
accept_bind(struct rpc_assoc *a, const struct pdu *p, struct span token,
    struct buf *out)
{
	const struct pdu_bind *b = &p->bind;
	bool first = p->head.type == PDU_BIND;
	struct pdu_bind_ack ack = { .nresults = b->ncontexts };
	struct pdu_auth auth = { .type = p->trailer.type,
		.level = p->trailer.level,
		.context_id = p->trailer.context_id,
		.value = token };
	unsigned flags = PFC_FIRST_FRAG | PFC_LAST_FRAG;
	char address[8];
	int n = snprintf(address, sizeof(address), "%u", a->service->port);

	if (first)
		a->max_frag = agree_frag(b);
	a->bound = true;
	for (unsigned i = 0; i < b->ncontexts; i++)
		ack.result[i] = judge_context(a, &b->context[i]);
	ack.max_xmit = ack.max_recv = a->max_frag;
	ack.group = a->group->id;
	if (first)
		ack.address = span_of(address, (size_t)n);
	if (p->trailer.present)
		flags |= p->head.flags & PFC_SUPPORT_HEADER_SIGN;
	return pdu_put_bind_ack(&ack,
	    first ? PDU_BIND_ACK : PDU_ALTER_CONTEXT_RESP, (uint8_t)flags,
	    p->head.call_id, token.n > 0 ? &auth : NULL, out);
}

static bool
feed_bind(struct rpc_assoc *a, const struct pdu *p, struct buf *out)
{
	const struct pdu_bind *b = &p->bind;
	bool first = p->head.type == PDU_BIND;
	enum rpc_trouble t = RPC_TROUBLE_NONE;
	struct buf token;
	bool go_on;

	if (first && b->ncontexts == 0)
		return refuse_bind(NAK_VERSION, p->head.call_id, out);
	if (first && a->bound)
		return refuse_bind(NAK_UNSPECIFIED, p->head.call_id, out);
	if (!first && (!a->bound || b->ncontexts == 0))
		return protocol_fault(p, out);
	/* Samba's answer to a group that it does not know, too */
	if (first &&
	    (a->group = association_join(a->service->associations, b->group)) ==
		NULL)
		return refuse_bind(NAK_UNSPECIFIED, p->head.call_id, out);
	buf_init(&token, TOKEN_MAX);
	if (p->trailer.present)
		t = first
		    ? rpc_security_bind(&a->security, p, &token)
		    : rpc_security_go_on(&a->security, &p->trailer, &token);
	go_on = t == RPC_TROUBLE_NONE ? accept_bind(a, p, buf_span(&token), out)
				      : refuse_logon(a, t, p, out);
	buf_clear(&token);
	return go_on;
}

/* The third leg has no answer; a call will tell how it ended. */
static bool
feed_auth3(struct rpc_assoc *a, const struct pdu *p)
{
	struct buf token;

	buf_init(&token, TOKEN_MAX);
	if (p->trailer.present)
		rpc_security_go_on(&a->security, &p->trailer, &token);
	buf_clear(&token);
	return true;
}

static bool
respond(
    struct rpc_assoc *a, const struct pdu *p, struct span stub, struct buf *out)
{
	struct pdu_response r = { .context_id = p->request.context_id,
		.stub = stub };
	struct buf plain;
	bool ok;

	buf_init(&plain, 2 * RPC_CALL_MAX);
	ok = pdu_put_response(&r, p->head.call_id,
		 rpc_security_max_frag(&a->security, a->max_frag), &plain) &&
	    rpc_security_close_pdus(&a->security, buf_span(&plain), out);
	buf_clear(&plain);
	return ok;
}

/* What the runtime says when a call came to nothing: for a stub it cannot read
 * [MS-RPCE] 3.3.3.5.1 leaves no choice; an exception of the call itself passes
 * through as it is. */
static const struct {
	uint32_t status;
	uint8_t flags;
} call_faults[RPC_DONE_N] = {
	[RPC_NO_SUCH_CALL] = { 0x1c010002, PFC_DID_NOT_EXECUTE },
	[RPC_BAD_STUB] = { 1783, 0 },
	[RPC_BAD_HANDLE] = { 0x1c00001a, 0 },
	[RPC_NOT_REACHED] = { 1722, 0 },
	[RPC_NO_ROOM] = { 1130, 0 },
};

/* Exchange 2013 knows a client by its association and its security context. */
static bool
is_registered(struct rpc_assoc *a)
{
	static const struct guid none;
	const char *user = rpc_security_user(&a->security);

	return !a->service->one_user || guid_eq(&a->id, &none) ||
	    user[0] == '\0' ||
	    association_admit(
		a->service->associations, &a->id, user, &a->registered);
}

/* A call that is parked has no answer as long as nothing happens, and in this
 * store nothing ever does. */
static bool
answer_call(struct rpc_assoc *a, const struct pdu *p, struct buf *out)
{
	const struct pdu_request *r = &p->request;
	const struct iface *f = context_find(a, r->context_id);
	enum rpc_trouble t = rpc_security_admit(&a->security);
	struct rpc_visit v = {
		.service = a->service,
		.handles = &a->group->handles,
		.level = rpc_security_level(&a->security),
		.v6 = a->v6,
		.big_endian = p->head.big_endian,
		.in = buf_span(&a->call),
	};
	enum rpc_done done;
	struct buf stub;
	bool ok;

	if (f == NULL)
		return fault(FAULT_UNKNOWN_IF, PFC_DID_NOT_EXECUTE,
		    r->context_id, p->head.call_id, out);
	if (t != RPC_TROUBLE_NONE)
		return rpc_trouble_fault(&a->security, t, p, out);
	if (!is_registered(a))
		return fault(FAULT_NOT_REGISTERED, 0, r->context_id,
		    p->head.call_id, out);
	buf_init(&stub, RPC_CALL_MAX);
	association_lock(a->service->associations);
	done = rpc_call(&v, f, r->opnum, &stub);
	association_unlock(a->service->associations);
	if (done == RPC_DONE)
		ok = respond(a, p, buf_span(&stub), out);
	else
		ok = done == RPC_PARKED ||
		    fault(call_faults[done].status, call_faults[done].flags,
			r->context_id, p->head.call_id, out);
	buf_clear(&stub);
	return ok;
}

static bool
feed_fragment(struct rpc_assoc *a, const struct pdu *p, struct buf *out)
{
	bool first = (p->head.flags & PFC_FIRST_FRAG) != 0;
	bool last = (p->head.flags & PFC_LAST_FRAG) != 0;

	if (first == a->in_call ||
	    (a->in_call && p->head.call_id != a->call_id) ||
	    !buf_add(&a->call, p->request.stub.p, p->request.stub.n))
		return protocol_fault(p, out);
	a->in_call = !last;
	a->call_id = p->head.call_id;
	if (!last)
		return true;
	if (!answer_call(a, p, out))
		return false;
	buf_clear(&a->call);
	return true;
}

/* Who failed to log on hears it at the end of each call; a signature that
 * does not fit ends the connection: the next one could not fit either. */
static bool
feed_request(
    struct rpc_assoc *a, struct span bytes, struct pdu *p, struct buf *out)
{
	bool last = (p->head.flags & PFC_LAST_FRAG) != 0;
	enum rpc_trouble t;
	struct buf plain;
	bool go_on;

	if (!a->bound)
		return refuse_bind(NAK_VERSION, p->head.call_id, out);
	buf_init(&plain, UINT16_MAX);
	t = rpc_security_open_pdu(&a->security, bytes, p, &plain);
	if (t == RPC_TROUBLE_NONE)
		go_on = feed_fragment(a, p, out);
	else if (t == RPC_TROUBLE_SIGNATURE || last)
		go_on = rpc_trouble_fault(&a->security, t, p, out) &&
		    t != RPC_TROUBLE_SIGNATURE;
	else
		go_on = true;
	buf_clear(&plain);
	return go_on;
}

bool
rpc_assoc_feed(struct rpc_assoc *a, struct span pdu, struct buf *out)
{
	struct pdu p;

	if (pdu_decode(pdu, &p) != WIRE_OK)
		return refuse_bind(NAK_VERSION, 0, out);
	switch (p.head.type) {
	case PDU_BIND:
	case PDU_ALTER_CONTEXT:
		return feed_bind(a, &p, out);
	case PDU_REQUEST:
		return feed_request(a, pdu, &p, out);
	case PDU_AUTH3:
		return feed_auth3(a, &p);
	case PDU_CO_CANCEL:
	case PDU_ORPHANED:
		return true; /* no answer exists */
	default:
		return protocol_fault(&p, out);
	}
}
