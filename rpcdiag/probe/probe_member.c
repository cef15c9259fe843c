/* SPDX-License-Identifier: Apache-2.0 */
/*
 * association.*: a virtual connection to the mailbox store as a member of an
 * association or of its own: a tunnel, a bind, a call that tells whether it is
 * let in. The first member opens a session where it can, and its notifications
 * are waited for by the others, each on its own connection, as by the threads
 * of a client ([MS-OXCRPC] 3.3.4.1). All stay open until the first has called
 * once more.
 */
#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"
#include "probe/association.h"
#include "probe/auth_facts.h"
#include "probe/deliver.h"
#include "probe/interface_calls.h"
#include "probe/rpc_facts.h"
#include "probe/tunnel_facts.h"
#include "wire/iface.h"

#define STUB_MAX (1 << 13)	/* bytes of a request */
#define PARKED_US CLOCK_MS(500) /* what has no answer by then is parked */
#define HOLD_STEPS 60		/* longer than all others take together */

struct member_state {
	struct tunnel_state t;
	struct association *a;
	enum member m;
	struct rpc_logon logon;
	struct visit visit;
	const struct call *call; /* under way */
	const char *result;	 /* so far, as in FACT_ASSOCIATION_RESULT */
};

static void
wait_fact(struct probe *p, const char *word)
{
	fact_put_str(&p->check->facts, FACT_ASSOCIATION_WAIT, word);
}

static enum step
bind_store(struct probe *p, const struct event *ev)
{
	struct member_state *s = p->state;

	(void)ev;
	if (s->logon.mech != NULL)
		tunnel_secure(p, &s->logon);
	if (member_shares(s->m))
		s->t.rpc.group = s->a->group;
	return rpc_bind(&s->t.rpc, &ifaces[IFACE_EMSMDB]) ? STEP_NEXT
							  : STEP_FAIL;
}

/* A node that the first connection did not come to does not know its group, and
 * refuses the bind of whoever names it (Samba: reason 0). */
static bool
is_strange_group(const struct member_state *s, enum rpc_event got)
{
	return got == RPC_NAK && s->t.rpc.group != 0;
}

/* What is no answer of the server's says nothing of the association. */
static enum step
turned_away(struct probe *p, enum rpc_event got)
{
	struct member_state *s = p->state;

	if (got == RPC_NO_TOKEN || got == RPC_UNVERIFIED)
		auth_error_facts(p->check, &s->t.rpc.error);
	if (is_strange_group(s, got))
		s->result = "unclear";
	else if (s->t.closed || got == RPC_NAK || got == RPC_REJECTED ||
	    got == RPC_FAULT || got == RPC_REFUSED)
		s->result = s->result == NULL ? "refused" : "lost";
	else
		s->result = "unclear";
	return STEP_FAIL;
}

static enum step
await_store(struct probe *p, const struct event *ev)
{
	struct member_state *s = p->state;
	enum rpc_event got = tunnel_rpc(p, ev);

	if (got == RPC_NOTHING)
		return STEP_WAIT;
	if (!s->t.closed && bind_facts(p->check, &s->t.rpc, got)) {
		if (s->m == MEMBER_FIRST)
			s->a->group = s->t.rpc.group;
		return STEP_NEXT;
	}
	return turned_away(p, got);
}

static bool
make_call(struct member_state *s)
{
	struct buf stub;
	bool ok;

	buf_init(&stub, STUB_MAX);
	ok = (s->call->put == NULL || s->call->put(&s->visit, &stub)) &&
	    rpc_call(&s->t.rpc, s->call->opnum, buf_span(&stub));
	buf_clear(&stub);
	return ok;
}

/* The first call at c or behind it that has a reason to be made. */
static enum step
call_from(struct probe *p, const struct call *c)
{
	struct member_state *s = p->state;

	while (c->name != NULL && c->wanted != NULL && !c->wanted(&s->visit))
		c++;
	if (c->name == NULL)
		return STEP_NEXT;
	s->call = c;
	probe_touch(p);
	return make_call(s) ? STEP_WAIT : STEP_FAIL;
}

/* Whether the connection bears a call is told by the first one. Those for the
 * session may be refused to who has no mailbox. */
static enum step
await_calls(struct probe *p, const struct event *ev, const struct call *table)
{
	struct member_state *s = p->state;
	enum rpc_event got;

	if (ev->kind == EV_ENTER)
		return call_from(p, table);
	got = tunnel_rpc(p, ev);
	if (got == RPC_NOTHING)
		return STEP_WAIT;
	if (got == RPC_FAULT && s->call != table)
		return STEP_NEXT;
	if (s->call == table)
		fact_put_str(&p->check->facts, FACT_CALL_NAME, s->call->name);
	if (got != RPC_REPLY && s->t.closed)
		fact_put_str(&p->check->facts, FACT_CALL_RESULT, "closed");
	else if (got != RPC_REPLY)
		fault_facts(p->check, &s->t.rpc, got);
	if (got != RPC_REPLY)
		return turned_away(p, got);
	if (s->call == table) {
		fact_put_str(&p->check->facts, FACT_CALL_RESULT, "ok");
		s->result = "ok";
	}
	return s->call->take(&s->visit, p->check, buf_span(&s->t.rpc.reply),
		   s->t.rpc.big_endian) == WIRE_OK
	    ? call_from(p, s->call + 1)
	    : STEP_NEXT;
}

static enum step
open_session(struct probe *p, const struct event *ev)
{
	struct member_state *s = p->state;
	enum step step = await_calls(p, ev,
	    interface_session(
		s->m == MEMBER_FIRST ? SESSION_OPEN : SESSION_NONE));

	if (step == STEP_NEXT && s->m == MEMBER_FIRST)
		s->a->wait = s->visit.wait;
	return step;
}

/* Who shares the association waits for what comes to its session. */
static enum step
bind_async(struct probe *p, const struct event *ev)
{
	struct member_state *s = p->state;
	enum rpc_event got;

	if (s->m == MEMBER_FIRST || !member_shares(s->m))
		return STEP_NEXT;
	if (ev->kind == EV_ENTER)
		return rpc_bind(&s->t.rpc, &ifaces[IFACE_ASYNC_EMSMDB])
		    ? STEP_WAIT
		    : STEP_FAIL;
	got = tunnel_rpc(p, ev);
	if (got == RPC_NOTHING)
		return STEP_WAIT;
	if (s->t.closed)
		return turned_away(p, got);
	wait_fact(p, got == RPC_BOUND ? "bound" : "rejected");
	return STEP_NEXT;
}

static enum step
park(struct probe *p)
{
	struct member_state *s = p->state;
	int64_t half = p->run->config->step_us / 2;

	s->call = interface_session(SESSION_WAIT);
	s->visit.wait = s->a->wait;
	probe_alarm(p, half < PARKED_US ? half : PARKED_US);
	return make_call(s) ? STEP_WAIT : STEP_FAIL;
}

static enum step
park_wait(struct probe *p, const struct event *ev)
{
	struct member_state *s = p->state;
	enum rpc_event got;

	if (!fact_is(&p->check->facts, FACT_ASSOCIATION_WAIT, "bound") ||
	    ndr_handle_is_null(&s->a->wait))
		return STEP_NEXT;
	if (ev->kind == EV_ENTER)
		return park(p);
	got = tunnel_rpc(p, ev);
	if (ev->kind == EV_ALARM)
		wait_fact(p, "parked");
	else if (got == RPC_NOTHING)
		return STEP_WAIT;
	else if (s->t.closed)
		return turned_away(p, got);
	else
		wait_fact(p, got == RPC_REPLY ? "answered" : "fault");
	return STEP_NEXT;
}

static enum step
hold(struct probe *p, const struct event *ev)
{
	struct member_state *s = p->state;
	enum rpc_event got;

	if (ev->kind == EV_ENTER) {
		if (s->a->skip != NULL)
			return STEP_NEXT;
		s->a->held[s->m] = p;
		association_settled(s->a, s->m);
		return STEP_WAIT;
	}
	if (ev->kind == EV_TOLD)
		return STEP_NEXT;
	got = tunnel_rpc(p, ev);
	if (s->t.closed)
		return turned_away(p, got);
	if (got == RPC_REPLY || got == RPC_FAULT) /* of the parked call */
		wait_fact(p, got == RPC_REPLY ? "answered" : "fault");
	return STEP_WAIT;
}

static enum step
call_again(struct probe *p, const struct event *ev)
{
	struct member_state *s = p->state;

	return s->m != MEMBER_FIRST
	    ? STEP_DONE
	    : await_calls(p, ev, interface_session(SESSION_CLOSE));
}

/* How a member ended that has nothing to say for itself. */
static const char *
result_of(const struct probe *p, enum probe_end how)
{
	const struct member_state *s = p->state;
	const struct fact_set *f = &p->check->facts;

	if (how == PROBE_TIMEOUT)
		return "silent";
	if (s->result != NULL || s->t.rpc_ready)
		return s->result;
	return fact_is(f, FACT_TUNNEL_END, "http") ||
		fact_is(f, FACT_TUNNEL_END, "closed") ||
		fact_is(f, FACT_TUNNEL_END, "reset")
	    ? "refused"
	    : "unclear";
}

static void
member_end(struct probe *p, enum probe_end how)
{
	struct member_state *s = p->state;
	struct association *a = s->a;
	const char *result;

	if (!s->t.rpc_ready)
		tunnel_facts(p->run, p->check, s->t.vconn, how);
	result = how == PROBE_CUT || tunnel_is_held(p->check, &s->t)
	    ? NULL
	    : result_of(p, how);
	if (result != NULL)
		fact_put_str(&p->check->facts, FACT_ASSOCIATION_RESULT, result);
	if (p->check->outcome == OUTCOME_FAIL)
		probe_outcome(p, OUTCOME_INFO);
	tunnel_close(&s->t);
	a->held[s->m] = NULL;
	a->refused[s->m] =
	    fact_is(&p->check->facts, FACT_ASSOCIATION_RESULT, "refused");
	if (s->m == MEMBER_FIRST) {
		a->skip = "the association was not there any more";
		association_release(a);
	}
	if (s->m == MEMBER_APART &&
	    !fact_is(&p->check->facts, FACT_ASSOCIATION_RESULT, "ok"))
		a->skip = "the second account does not get there alone";
	association_settled(a, s->m);
}

static const struct stage member_stages[] = {
	TUNNEL_STAGES,
	{ "bind EMSMDB", bind_store, 0 },
	{ "await bind_ack", await_store, 0 },
	{ "call", open_session, 0 },
	{ "bind AsyncEMSMDB", bind_async, 0 },
	{ "wait for notifications", park_wait, 0 },
	{ "await the other connections", hold, HOLD_STEPS },
	{ "call once more", call_again, 0 },
	{ NULL, NULL, 0 },
};

static const struct probe_type member_type = {
	.name = "member",
	.stages = member_stages,
	.state_size = sizeof(struct member_state),
	.end = member_end,
};

void
probe_member(struct association *a, enum member m)
{
	struct run *r = a->run;
	char *id = mem_printf("association.%s", member_name(m));
	struct tunnel_ask ask = {
		.id = id,
		.parent =
		    m == MEMBER_FIRST ? "tunnel.6001" : "association.first",
		.stage = STAGE_CALL,
		.server = r->server,
		.port = a->endpoint,
		.aside = true,
		.work = TUNNEL_INTERFACE,
		.who = member_is_second(m) ? &r->second_who : NULL,
		.association = member_shares(m) ? &a->id : NULL,
	};
	struct member_state s = {
		.a = a,
		.m = m,
		.logon = a->logon,
		.visit = { .mailbox_dn = r->config->mailbox_dn },
	};
	struct check *c = tunnel_check(r, &ask);

	s.logon.who = member_is_second(m) ? &r->second_who : &r->rpc_who;
	fact_put_str(&c->facts, FACT_ASSOCIATION_ROLE, member_name(m));
	fact_put_str(&c->facts, FACT_INTERFACE, ifaces[IFACE_EMSMDB].name);
	if (member_is_second(m))
		fact_put_str(&c->facts, FACT_AUTH_USER, r->second_who.user);
	rpc_logon_facts(c, &s.logon);
	tunnel_ask_take(&s.t, &ask);
	free(id);
	probe_start(r, &member_type, c, &s);
}

void
member_release(struct probe *p)
{
	static const struct event told = { .kind = EV_TOLD };

	probe_feed(p, &told);
}
