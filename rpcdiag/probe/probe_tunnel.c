/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tunnel.*, bind.*, call.*: one virtual connection through the RPC proxy to a
 * server:port, and what answers at its far end. The stage table is the
 * timeline of [MS-RPCH] 3.2.2 followed by C706 12.6.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "probe/rpc_facts.h"
#include "probe/tunnel_facts.h"
#include "probe/tunnel_stages.h"
#include "wire/mgmt.h"

struct survey_state {
	struct tunnel_state t;
	bool mgmt_refused; /* bind the port's own interface instead */
};

static enum step
start_bind(struct probe *p, const struct iface *i)
{
	struct survey_state *s = p->state;
	char *id = mem_printf("bind.%d.%s", s->t.port, i->name);

	probe_child(p, id, STAGE_BIND);
	free(id);
	fact_put_str(&p->check->facts, FACT_BIND_INTERFACE, i->name);
	return rpc_bind(&s->t.rpc, i) ? STEP_NEXT : STEP_FAIL;
}

static enum step
bind_mgmt(struct probe *p, const struct event *ev)
{
	(void)ev;
	return start_bind(p, &ifaces[IFACE_MGMT]);
}

/* Any RPC PDU proves that the tunnel is alive, so a refused mgmt interface is
 * information, not a failure; the port's own interface is bound instead. */
static enum step
await_mgmt(struct probe *p, const struct event *ev)
{
	struct survey_state *s = p->state;
	enum rpc_event got = tunnel_rpc(p, ev);

	if (got == RPC_NOTHING)
		return STEP_WAIT;
	if (s->t.closed)
		return STEP_FAIL;
	s->mgmt_refused = !bind_facts(p->check, &s->t.rpc, got);
	if (s->mgmt_refused)
		probe_outcome(p, OUTCOME_INFO);
	/* after a bind_nak the server closes: nothing more can be bound */
	return got == RPC_NAK || got == RPC_BROKEN ? STEP_DONE : STEP_NEXT;
}

static enum step
start_call(struct probe *p, const char *name, uint16_t opnum)
{
	struct survey_state *s = p->state;
	char *id;

	if (s->mgmt_refused)
		return STEP_NEXT;
	id = mem_printf("call.%d.%s", s->t.port, name);
	probe_child(p, id, STAGE_CALL);
	free(id);
	fact_put_str(&p->check->facts, FACT_CALL_NAME, name);
	return rpc_call(&s->t.rpc, opnum, span_of(NULL, 0)) ? STEP_NEXT
							    : STEP_FAIL;
}

static enum step
await_call(struct probe *p, const struct event *ev, uint16_t opnum)
{
	struct survey_state *s = p->state;
	enum rpc_event got;

	if (s->mgmt_refused)
		return STEP_NEXT;
	got = tunnel_rpc(p, ev);
	if (got == RPC_NOTHING)
		return STEP_WAIT;
	if (s->t.closed)
		return STEP_FAIL;
	if (!call_facts(p->check, &s->t.rpc, got, opnum))
		probe_outcome(p, OUTCOME_INFO);
	return STEP_NEXT;
}

static enum step
call_inq_if_ids(struct probe *p, const struct event *ev)
{
	(void)ev;
	return start_call(p, "inq_if_ids", MGMT_INQ_IF_IDS);
}

static enum step
await_if_ids(struct probe *p, const struct event *ev)
{
	return await_call(p, ev, MGMT_INQ_IF_IDS);
}

static enum step
call_is_server_listening(struct probe *p, const struct event *ev)
{
	(void)ev;
	return start_call(p, "is_server_listening", MGMT_IS_SERVER_LISTENING);
}

static enum step
await_listening(struct probe *p, const struct event *ev)
{
	struct survey_state *s = p->state;
	enum step step = await_call(p, ev, MGMT_IS_SERVER_LISTENING);

	return step == STEP_NEXT && !s->mgmt_refused ? STEP_DONE : step;
}

static enum step
bind_port_interface(struct probe *p, const struct event *ev)
{
	struct survey_state *s = p->state;
	const struct iface *i = iface_by_port((uint16_t)s->t.port);

	(void)ev;
	return i == NULL ? STEP_DONE : start_bind(p, i);
}

static enum step
await_port_interface(struct probe *p, const struct event *ev)
{
	struct survey_state *s = p->state;
	enum rpc_event got = tunnel_rpc(p, ev);

	if (got == RPC_NOTHING)
		return STEP_WAIT;
	if (s->t.closed)
		return STEP_FAIL;
	if (!bind_facts(p->check, &s->t.rpc, got))
		probe_outcome(p, OUTCOME_INFO);
	return STEP_DONE;
}

/* IN alone: any answer at all means that the IN path is alive. */
static enum step
await_in_answer(struct probe *p, const struct event *ev)
{
	struct survey_state *s = p->state;
	struct vconn_result result;

	if (ev->kind != EV_VCONN || ev->what != VCONN_ENDED)
		return STEP_WAIT;
	vconn_result(s->t.vconn, &result);
	fact_put_bool(&p->check->facts, FACT_IN_ALIVE, result.answer != NULL);
	return result.answer != NULL ? STEP_DONE : STEP_FAIL;
}

static void
tunnel_end(struct probe *p, enum probe_end how)
{
	struct survey_state *s = p->state;
	struct check *c = p->check;

	if (c->stage == STAGE_BIND || c->stage == STAGE_CALL)
		rpc_silence_facts(c, how, s->t.closed);
	else
		tunnel_facts(p->run, c, s->t.vconn, how);
	if (s->t.work == TUNNEL_ALIVE && how == PROBE_TIMEOUT)
		fact_put_bool(&c->facts, FACT_IN_ALIVE, false);
	if (c->outcome == OUTCOME_FAIL && s->t.may_fail)
		c->outcome = OUTCOME_INFO;
	tunnel_close(&s->t);
}

static const struct stage tunnel_stages[] = {
	TUNNEL_STAGES,
	{ "bind mgmt", bind_mgmt, 0 },
	{ "await bind_ack", await_mgmt, 0 },
	{ "call inq_if_ids", call_inq_if_ids, 0 },
	{ "await inq_if_ids", await_if_ids, 0 },
	{ "call is_server_listening", call_is_server_listening, 0 },
	{ "await is_server_listening", await_listening, 0 },
	{ "bind the port's interface", bind_port_interface, 0 },
	{ "await bind_ack", await_port_interface, 0 },
	{ NULL, NULL, 0 },
};

static const struct stage alive_stages[] = {
	{ "open IN, send CONN/B1", tunnel_open, 0 },
	{ "await a deliberate error on IN", await_in_answer, 0 },
	{ NULL, NULL, 0 },
};

static const struct probe_type tunnel_type = {
	.name = "tunnel",
	.stages = tunnel_stages,
	.state_size = sizeof(struct survey_state),
	.end = tunnel_end,
};

static const struct probe_type alive_type = {
	.name = "alive",
	.stages = alive_stages,
	.state_size = sizeof(struct survey_state),
	.end = tunnel_end,
};

void
probe_tunnel(struct run *r, const struct tunnel_ask *ask)
{
	struct survey_state s = { 0 };
	struct check *c = tunnel_check(r, ask);

	tunnel_ask_take(&s.t, ask);
	probe_start(
	    r, ask->work == TUNNEL_ALIVE ? &alive_type : &tunnel_type, c, &s);
}
