/* SPDX-License-Identifier: Apache-2.0 */
/*
 * interface.*, call.*: a tunnel, the interface that lives at the port, and the
 * calls of its table one after the other. Whatever the server answers is a
 * fact: who refuses to be called is not broken.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "probe/auth_facts.h"
#include "probe/interface_calls.h"
#include "probe/rpc_facts.h"
#include "probe/tunnel_facts.h"
#include "probe/tunnel_stages.h"

#define STUB_MAX (1 << 13) /* bytes of a request */
#define INTERFACE_TAIL 24

struct interface_state {
	struct tunnel_state t;
	struct rpc_logon logon;	  /* mech NULL = none */
	const struct check *root; /* of which the calls are children */
	const struct iface *iface;
	const struct call *call; /* under way, or NULL before the first */
	struct visit visit;
	char tail[INTERFACE_TAIL]; /* of the ids of the calls */
};

static enum step
bind_interface(struct probe *p, const struct event *ev)
{
	struct interface_state *s = p->state;

	(void)ev;
	if (s->logon.mech != NULL)
		tunnel_secure(p, &s->logon);
	return rpc_bind(&s->t.rpc, s->iface) ? STEP_NEXT : STEP_FAIL;
}

/* The next call that has a reason to be made; NULL when there is none. */
static const struct call *
call_next(struct interface_state *s)
{
	const struct call *c = s->call;

	c = c == NULL ? interface_calls((enum iface_id)(s->iface - ifaces))
		      : c + 1;
	while (c != NULL && c->name != NULL && c->wanted != NULL &&
	    !c->wanted(&s->visit))
		c++;
	return c == NULL || c->name == NULL ? NULL : c;
}

static void
call_check(struct probe *p)
{
	struct interface_state *s = p->state;
	char port[16], *id;

	snprintf(port, sizeof(port), "%d", s->t.port);
	id = mem_printf("call.%s.%s%s%s",
	    s->root->endpoint == 0 ? "referral" : port, s->call->name, s->tail,
	    rpc_logon_suffix(&s->logon));
	probe_child(p, id, STAGE_CALL);
	free(id);
	mem_set(&p->check->parent, s->root->id);
	rpc_logon_facts(p->check, &s->logon);
	fact_put_str(&p->check->facts, FACT_INTERFACE, s->iface->name);
	fact_put_str(&p->check->facts, FACT_CALL_NAME, s->call->name);
}

static enum step
start_call(struct probe *p)
{
	struct interface_state *s = p->state;
	struct buf stub;
	bool ok;

	s->call = call_next(s);
	if (s->call == NULL)
		return STEP_NEXT;
	call_check(p);
	probe_touch(p);
	buf_init(&stub, STUB_MAX);
	ok = (s->call->put == NULL || s->call->put(&s->visit, &stub)) &&
	    rpc_call(&s->t.rpc, s->call->opnum, buf_span(&stub));
	buf_clear(&stub);
	return ok ? STEP_WAIT : STEP_FAIL;
}

/* Anything but an acceptance is information: the interface may live elsewhere,
 * or not be for us. */
static enum step
await_bound(struct probe *p, const struct event *ev)
{
	struct interface_state *s = p->state;
	enum rpc_event got = tunnel_rpc(p, ev);

	if (got == RPC_NOTHING)
		return STEP_WAIT;
	if (s->t.closed)
		return STEP_FAIL;
	if (got == RPC_NO_TOKEN)
		auth_error_facts(p->check, &s->t.rpc.error);
	if (bind_facts(p->check, &s->t.rpc, got))
		return STEP_NEXT;
	probe_outcome(p, OUTCOME_INFO);
	return STEP_DONE;
}

static enum step
call_first(struct probe *p, const struct event *ev)
{
	enum step step = start_call(p);

	(void)ev;
	return step == STEP_WAIT ? STEP_NEXT : step;
}

/* What the call itself returned. Who has not logged on is told so, and that is
 * no failure. */
static void
answer_facts(struct probe *p)
{
	struct interface_state *s = p->state;
	struct check *c = p->check;
	const struct rpc *rpc = &s->t.rpc;

	s->visit.status = 0;
	if (s->call->take(&s->visit, c, buf_span(&rpc->reply),
		rpc->big_endian) != WIRE_OK) {
		fact_put_str(&c->facts, FACT_CALL_RESULT, "protocol");
		probe_outcome(p, OUTCOME_FAIL);
	} else if (s->visit.status != 0) {
		fact_put_str(&c->facts, FACT_CALL_RESULT, "error");
		c->has_status = true;
		c->status_code = s->visit.status;
		probe_outcome(
		    p, s->logon.mech == NULL ? OUTCOME_INFO : OUTCOME_FAIL);
	} else {
		fact_put_str(&c->facts, FACT_CALL_RESULT, "ok");
		if (fact_false(&c->facts, FACT_BOOK_FOUND))
			probe_outcome(p, OUTCOME_FAIL);
		if (fact_get(&c->facts, FACT_BOOK_MATCH) != NULL &&
		    !s->visit.matched)
			probe_outcome(p,
			    s->visit.mailbox_dn == NULL ? OUTCOME_INFO
							: OUTCOME_FAIL);
	}
}

static enum step
await_replies(struct probe *p, const struct event *ev)
{
	struct interface_state *s = p->state;
	enum rpc_event got = tunnel_rpc(p, ev);

	if (s->call == NULL)
		return STEP_NEXT;
	if (got == RPC_NOTHING)
		return STEP_WAIT;
	if (s->t.closed)
		return STEP_FAIL;
	if (got == RPC_REPLY) {
		answer_facts(p);
		return start_call(p);
	}
	fault_facts(p->check, &s->t.rpc, got);
	probe_outcome(p, OUTCOME_INFO);
	return STEP_DONE;
}

/* What lives there beside it: a context more on the same connection. */
static enum step
bind_companion(struct probe *p, const struct event *ev)
{
	struct interface_state *s = p->state;
	const struct iface *f =
	    interface_companion((enum iface_id)(s->iface - ifaces));
	char *id;

	(void)ev;
	if (f == NULL || s->root->endpoint == 0)
		return STEP_DONE;
	id = mem_printf("interface.%d.%s%s", s->t.port, f->name,
	    rpc_logon_suffix(&s->logon));
	probe_child(p, id, STAGE_BIND);
	free(id);
	mem_set(&p->check->parent, s->root->id);
	rpc_logon_facts(p->check, &s->logon);
	fact_put_str(&p->check->facts, FACT_INTERFACE, f->name);
	fact_put_str(&p->check->facts, FACT_BIND_INTERFACE, f->name);
	probe_touch(p);
	return rpc_bind(&s->t.rpc, f) ? STEP_NEXT : STEP_FAIL;
}

static void
interface_end(struct probe *p, enum probe_end how)
{
	struct interface_state *s = p->state;

	if (tunnel_is_held(p->check, &s->t))
		;
	else if (s->t.rpc_ready)
		rpc_silence_facts(p->check, how, s->t.closed);
	else
		tunnel_facts(p->run, p->check, s->t.vconn, how);
	tunnel_close(&s->t);
}

static const struct stage interface_stages[] = {
	TUNNEL_STAGES,
	{ "bind the interface", bind_interface, 0 },
	{ "await bind_ack", await_bound, 0 },
	{ "call", call_first, 0 },
	{ "await the replies", await_replies, 0 },
	{ "bind what lives there, too", bind_companion, 0 },
	{ "await alter_context_resp", await_bound, 0 },
	{ NULL, NULL, 0 },
};

static const struct probe_type interface_type = {
	.name = "interface",
	.stages = interface_stages,
	.state_size = sizeof(struct interface_state),
	.end = interface_end,
};

/* The name that the address book is to match: the mailbox, else who logs on,
 * whose mailbox is mostly called the same. */
static const char *
name_to_match(const struct run *r, const struct rpc_logon *logon)
{
	const char *user = logon == NULL ? NULL : logon->who->user;
	const char *domain_end = user == NULL ? NULL : strchr(user, '\\');

	if (r->config->mailbox_dn != NULL)
		return r->config->mailbox_dn;
	return domain_end == NULL ? user : domain_end + 1;
}

void
probe_interface(struct run *r, const struct tunnel_ask *ask,
    const struct interface_ask *want)
{
	struct interface_state s = {
		.iface = want->iface,
		.visit = { .mailbox_dn = r->config->mailbox_dn,
		    .name = name_to_match(r, want->logon),
		    .server_dn = want->server_dn },
	};
	struct check *c = tunnel_check(r, ask);

	s.root = c;
	if (want->logon != NULL)
		s.logon = *want->logon;
	if (want->tail != NULL)
		snprintf(s.tail, sizeof(s.tail), "%s", want->tail);
	rpc_logon_facts(c, &s.logon);
	fact_put_str(&c->facts, FACT_INTERFACE, want->iface->name);
	fact_put_str(&c->facts, FACT_BIND_INTERFACE, want->iface->name);
	tunnel_ask_take(&s.t, ask);
	probe_start(r, &interface_type, c, &s);
}
