/* SPDX-License-Identifier: Apache-2.0 */
#include "net/rpc.h"

#include <string.h>

#include "base/log.h"

#define NAK_AUTH_TYPE 8 /* [MS-RPCE] 2.2.2.5 */
#define BIND_MAX (RPC_FRAG + AUTH_TOKEN_MAX)

/* How a server says that it does not like who we are, when the first thing it
 * has to verify arrives: Windows and Samba differ (wire facts, NTLM). */
static const uint32_t refusals[] = {
	0x00000005, /* ERROR_ACCESS_DENIED */
	0x00000721, /* RPC_S_SEC_PKG_ERROR */
	0x1c01000b, /* nca_s_proto_error */
};

void
rpc_init(struct rpc *r, bool (*send)(void *arg, struct span pdu), void *arg)
{
	*r = (struct rpc){ .send = send, .arg = arg };
	buf_init(&r->reply, RPC_REPLY_MAX);
}

void
rpc_clear(struct rpc *r)
{
	verifier_free(r->verifier);
	r->verifier = NULL;
	buf_clear(&r->reply);
}

/* Bind or alter_context for the interface, with a token when there is one. */
static bool
send_bind(struct rpc *r, uint8_t type, const struct pdu_auth *auth)
{
	struct pdu_bind bind = {
		.max_xmit = RPC_FRAG,
		.max_recv = RPC_FRAG,
		.group = r->group,
		.ncontexts = 1,
	};
	uint8_t flags =
	    auth != NULL && type == PDU_BIND ? PFC_SUPPORT_HEADER_SIGN : 0;
	struct buf pdu;
	bool ok;

	bind.context[0].id = r->context;
	bind.context[0].abstract = r->iface.syntax;
	bind.context[0].transfer = pdu_ndr;
	buf_init(&pdu, BIND_MAX);
	ok = pdu_put_bind(&bind, type, flags, r->call_id, auth, &pdu) &&
	    r->send(r->arg, buf_span(&pdu));
	buf_wipe(&pdu);
	return ok;
}

static bool
send_auth3(struct rpc *r, const struct pdu_auth *auth)
{
	struct buf pdu;
	bool ok;

	buf_init(&pdu, BIND_MAX);
	ok = pdu_put_auth3(r->call_id, auth, &pdu) &&
	    r->send(r->arg, buf_span(&pdu));
	buf_wipe(&pdu);
	return ok;
}

/* What our last step, signature or verification has to say for itself. */
static void
note_error(struct rpc *r)
{
	const struct auth_error *e = token_error(r->verifier->token);

	if (e != NULL)
		r->error = *e;
	else
		r->error = (struct auth_error){ .fault = AUTH_FAULT_OTHER };
}

/* Nothing more of the logon is under way: tell what the bind came to. */
static enum rpc_event
stand(struct rpc *r)
{
	r->verifier->ready = true;
	r->proven = r->verifier->mech->mutual;
	log_at(LOG_EVENTS, "security context of %s stands",
	    r->verifier->mech->name);
	return r->pending;
}

/*
 * What has an answer goes into bind or alter_context, what has none into auth3
 * ([MS-RPCE] 3.3.1.5.2.1).
 */
static void
send_token(struct rpc *r, bool ok, struct span token)
{
	struct verifier *v = r->verifier;
	struct pdu_auth auth = verifier_token(v, token);

	v->awaited = !v->finished || (v->mech->last_answered && token.n > 0);
	if (ok && !r->bound)
		ok = send_bind(r, PDU_BIND, &auth);
	else if (ok && v->awaited)
		ok = send_bind(r, PDU_ALTER_CONTEXT, &auth);
	else if (ok && token.n > 0)
		ok = send_auth3(r, &auth);
	if (!ok) {
		note_error(r);
		r->event(r->event_arg, RPC_NO_TOKEN);
	} else if (!v->awaited) {
		r->event(r->event_arg, stand(r));
	}
}

/* As for an exchange: before the first token where a KDC may be asked, else
 * before the last, which is the one that can be refused. */
static void
on_pass(void *arg, bool go)
{
	struct rpc *r = arg;
	struct verifier *v = r->verifier;

	if (!go) {
		v->held = true;
		r->event(r->event_arg, RPC_HELD);
	} else if (v->proof.n == 0) {
		token_step(v->token, span_of(NULL, 0));
	} else {
		/* whoever hears of it may close us */
		struct buf proof = v->proof;

		buf_init(&v->proof, proof.max);
		send_token(r, true, buf_span(&proof));
		buf_wipe(&proof);
	}
}

static bool
is_ticket(const struct rpc *r)
{
	const char *package = rpc_package(r);

	return package != NULL && strcmp(package, "kerberos") == 0;
}

static bool
is_proof(const struct rpc *r)
{
	const struct verifier *v = r->verifier;

	if (v->pass.of != NULL || is_ticket(r))
		return false;
	return v->finished || (v->mech->blocks && r->bound);
}

static void
on_token(void *arg, enum auth_result result, struct span token)
{
	struct rpc *r = arg;
	struct verifier *v = r->verifier;
	const struct auth_error *e = token_error(v->token);

	if (e != NULL && e->fault == AUTH_FAULT_PASSWORD && !r->bound) {
		pass_leave(&v->pass, PASS_REFUSED); /* the KDC counts, too */
		v->pass.of = NULL;
	}
	v->finished = result == AUTH_LAST;
	if (result == AUTH_FAILED || token.n == 0 || !is_proof(r))
		send_token(r, result != AUTH_FAILED, token);
	else if (buf_add(&v->proof, token.p, token.n))
		pass_ask(&v->pass, v->who, v->loop, on_pass, r);
	else
		send_token(r, false, token);
}

/* What an answer says of the password, once it went out. */
static void
judge(struct rpc *r, enum rpc_event got)
{
	struct verifier *v = r->verifier;
	bool refused = got == RPC_REFUSED ||
	    (got == RPC_NAK && r->reason != NAK_AUTH_TYPE && r->bound);

	if (v->pass.state != PASS_OUT)
		return;
	if (r->proven)
		pass_leave(&v->pass, PASS_ACCEPTED);
	else if (refused)
		pass_leave(
		    &v->pass, is_ticket(r) ? PASS_HARMLESS : PASS_REFUSED);
	else if (got == RPC_NAK || got == RPC_FAULT || got == RPC_UNSIGNED ||
	    got == RPC_UNVERIFIED)
		pass_leave(&v->pass, PASS_HARMLESS);
}

void
rpc_secure(struct rpc *r, const struct rpc_security *s)
{
	r->event = s->event;
	r->event_arg = s->arg;
	r->verifier = verifier_new(s->loop, s->mech, &s->spec, on_token, r);
}

bool
rpc_bind(struct rpc *r, const struct iface *i)
{
	r->context = (uint16_t)(r->bound ? r->context + 1 : 0);
	r->iface = *i;
	r->call_id++;
	if (r->verifier == NULL || r->bound)
		return send_bind(
		    r, r->bound ? PDU_ALTER_CONTEXT : PDU_BIND, NULL);
	if (r->verifier->mech->blocks &&
	    !lockout_is_good(r->verifier->who, PASS_AT_SERVER))
		pass_ask(&r->verifier->pass, r->verifier->who,
		    r->verifier->loop, on_pass, r);
	else
		token_step(r->verifier->token, span_of(NULL, 0));
	return true;
}

bool
rpc_call(struct rpc *r, uint16_t opnum, struct span stub)
{
	struct pdu_request req = {
		.context_id = r->context,
		.opnum = opnum,
		.object = r->object,
		.stub = stub,
	};
	struct buf pdu;
	bool ok;

	buf_clear(&r->reply);
	buf_init(&pdu, RPC_FRAG);
	r->call_id++;
	if (r->verifier != NULL && verifier_signs(r->verifier))
		ok = verifier_put_request(r->verifier, &req, r->call_id, &pdu);
	else
		ok = pdu_put_request(&req, r->call_id, NULL, &pdu);
	ok = ok && r->send(r->arg, buf_span(&pdu));
	buf_clear(&pdu);
	return ok;
}

/*
 * An answer to bind or alter_context. What it says of the interface is told
 * once the security context stands, since without one it is worth nothing.
 */
static enum rpc_event
on_bind_ack(struct rpc *r, const struct pdu *p)
{
	const struct pdu_bind_ack *ack = &p->bind_ack;
	struct verifier *v = r->verifier;
	enum rpc_event said;

	/* an answer to a token that is still being made */
	if (v != NULL && !v->ready && token_auth(v->token) == NULL)
		return RPC_BROKEN;
	if (p->head.type == PDU_BIND_ACK && v != NULL)
		v->header_sign = p->head.flags & PFC_SUPPORT_HEADER_SIGN;
	r->bound = true;
	r->group = ack->group;
	if (ack->nresults == 0)
		return RPC_BROKEN;
	r->reason = ack->result[0].reason;
	said = ack->result[0].result == 0 ? RPC_BOUND : RPC_REJECTED;
	if (v == NULL || v->ready)
		return said;
	if (p->head.type == PDU_BIND_ACK)
		r->pending = said;
	if (!v->awaited)
		return RPC_BROKEN;
	if (v->finished)
		return stand(r);
	if (!p->trailer.present)
		return RPC_UNSIGNED;
	token_step(v->token, p->trailer.value);
	return RPC_NOTHING;
}

static enum rpc_event
on_response(struct rpc *r, struct span bytes, struct pdu *p)
{
	if (r->verifier != NULL && verifier_signs(r->verifier)) {
		switch (verifier_check(r->verifier, bytes, p)) {
		case VERIFIER_ABSENT:
			return RPC_UNSIGNED;
		case VERIFIER_WRONG:
			note_error(r);
			return RPC_UNVERIFIED;
		case VERIFIER_GOOD:
			r->proven = true;
			break;
		}
	}
	if (!buf_add(&r->reply, p->response.stub.p, p->response.stub.n))
		return RPC_BROKEN;
	r->big_endian = p->head.big_endian;
	return p->head.flags & PFC_LAST_FRAG ? RPC_REPLY : RPC_NOTHING;
}

/* A fault needs no verifier: who refuses us has no context to sign it with. */
static enum rpc_event
on_fault(struct rpc *r, const struct pdu_fault *fault)
{
	r->status = fault->status;
	r->eeinfo = fault->eeinfo;
	if (r->verifier == NULL || r->proven)
		return RPC_FAULT;
	if (!r->verifier->ready)
		return RPC_REFUSED;
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++)
		if (refusals[i] == fault->status)
			return RPC_REFUSED;
	return RPC_FAULT;
}

static enum rpc_event
feed(struct rpc *r, struct span bytes)
{
	struct pdu p;

	if (pdu_decode(bytes, &p) != WIRE_OK)
		return RPC_BROKEN;
	if (p.head.call_id != r->call_id)
		return RPC_NOTHING;
	r->eeinfo = span_of(NULL, 0);
	switch (p.head.type) {
	case PDU_BIND_ACK:
	case PDU_ALTER_CONTEXT_RESP:
		return on_bind_ack(r, &p);
	case PDU_BIND_NAK:
		r->reason = p.bind_nak.reason;
		r->eeinfo = p.bind_nak.eeinfo;
		return RPC_NAK;
	case PDU_RESPONSE:
		return on_response(r, bytes, &p);
	case PDU_FAULT:
		return on_fault(r, &p.fault);
	default:
		return RPC_NOTHING;
	}
}

enum rpc_event
rpc_feed(struct rpc *r, struct span bytes)
{
	enum rpc_event got = feed(r, bytes);

	if (r->verifier != NULL)
		judge(r, got);
	return got;
}

bool
rpc_is_held(const struct rpc *r)
{
	return r->verifier != NULL &&
	    (r->verifier->held || pass_waits(&r->verifier->pass));
}

const char *
rpc_package(const struct rpc *r)
{
	return r->verifier == NULL ? NULL : token_package(r->verifier->token);
}
