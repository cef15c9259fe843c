/* SPDX-License-Identifier: Apache-2.0 */
/*
 * auth.*: one cell of the comparison: a tunnel, a bind with one mechanism at
 * one level, and a call whose reply has to be verified. Only that reply proves
 * a logon: NTLM at level connect is accepted whoever asks. The interface is
 * mgmt; where that is not offered or lets nobody call, it is the one that lives
 * at the port. Windows registers mechanisms per process, so that bind_nak 8
 * speaks of all interfaces of an endpoint.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "model/status.h"
#include "probe/auth_facts.h"
#include "probe/http_facts.h"
#include "probe/sweep.h"
#include "probe/tunnel_facts.h"
#include "probe/tunnel_stages.h"

#define NAK_AUTH_TYPE 8 /* [MS-RPCE] 2.2.2.5 */
#define NAK_CHECKSUM 9
#define ERROR_ACCESS_DENIED 5
#define ERROR_PROCNUM_OUT_OF_RANGE 0x6d1
#define ERROR_UNSUPPORTED_LEVEL 0x71d
#define ERROR_SEC_PKG 0x721

/* Longer than any other logon takes from tunnel to reply. */
#define TURN_STEPS 8

struct logon_state {
	struct tunnel_state t;
	enum cell_state cell;
	const char *held; /* why it never logs on; NULL = it may yet */
	const struct auth_identity *who;
	const struct auth_mech *mech;
	enum auth_level level;
	const struct iface *iface; /* that is bound, or going to be */
};

/* Whom a ticket will be for, should it be Kerberos. */
static void
spn_fact(struct probe *p)
{
	const struct logon_state *s = p->state;
	const char *spn = p->run->config->rpc_spn;
	char *name = spn != NULL
	    ? mem_strdup(spn)
	    : mem_printf("%s/%s", tunnel_service(s->t.port), s->t.server);

	fact_put_str(&p->check->facts, FACT_AUTH_SPN, name);
	free(name);
}

static bool
bind_interface(struct probe *p, const struct iface *i)
{
	struct logon_state *s = p->state;

	s->iface = i;
	fact_put_str(&p->check->facts, FACT_BIND_INTERFACE, i->name);
	return rpc_bind(&s->t.rpc, i);
}

/* Is this a cell of the comparison? The second account's is not. */
static bool
is_cell(const struct probe *p)
{
	const struct logon_state *s = p->state;

	return s->who == &p->run->rpc_who;
}

static enum step
await_turn(struct probe *p, const struct event *ev)
{
	struct logon_state *s = p->state;

	if (!is_cell(p))
		return STEP_NEXT;
	p->idle = true;
	tunnel_rpc(p, ev);
	if (s->t.closed)
		s->held = "the tunnel ended before others had logged on";
	else if (sweep_turn(p->run, s->mech, p->check, &s->cell, &s->held))
		return STEP_NEXT;
	return s->held != NULL ? STEP_FAIL : STEP_WAIT;
}

static enum step
bind_secure(struct probe *p, const struct event *ev)
{
	struct logon_state *s = p->state;
	const struct rpc_logon logon = {
		.mech = s->mech,
		.level = s->level,
		.who = s->who,
	};

	(void)ev;
	if (s->mech->blocks)
		spn_fact(p);
	tunnel_secure(p, &logon);
	return bind_interface(p, &ifaces[IFACE_MGMT]) ? STEP_NEXT : STEP_FAIL;
}

/* From mgmt to the port's own interface, in the security context that stands.
 * False: there is nothing to turn to. */
static bool
turn_to_own(struct probe *p)
{
	struct logon_state *s = p->state;
	const struct iface *own = iface_by_port((uint16_t)s->t.port);

	return s->iface == &ifaces[IFACE_MGMT] && own != NULL &&
	    bind_interface(p, own);
}

static const char *
nak_result(uint16_t reason)
{
	if (reason == NAK_AUTH_TYPE)
		return "provider_unknown";
	return reason == NAK_CHECKSUM ? "token_refused" : "fault";
}

static const char *
fault_result(const struct logon_state *s, uint32_t status)
{
	switch (status_of_fault(status)) {
	case ERROR_ACCESS_DENIED:
		return "denied";
	case ERROR_PROCNUM_OUT_OF_RANGE: /* it came as far as that */
		return s->level >= AUTH_LEVEL_PACKET ? "checked" : "unproven";
	case ERROR_UNSUPPORTED_LEVEL:
		return "level_refused";
	case ERROR_SEC_PKG:
		return "token_refused";
	default:
		return "fault";
	}
}

/* The word for whatever ended the cell before its time. */
static const char *
result_of(struct logon_state *s, enum rpc_event got)
{
	switch (got) {
	case RPC_NAK:
		return nak_result(s->t.rpc.reason);
	case RPC_REJECTED:
		return "rejected";
	case RPC_NO_TOKEN:
		return "no_token";
	case RPC_REFUSED:
		return "token_refused";
	case RPC_UNSIGNED:
		return "unsigned";
	case RPC_UNVERIFIED:
		return "unverified";
	case RPC_FAULT:
		return fault_result(s, s->t.rpc.status);
	default:
		return s->t.closed ? "closed" : "fault";
	}
}

static void
evidence_fact(struct check *c, enum rpc_event got, const struct rpc *rpc)
{
	char text[32] = "";

	if (got == RPC_NAK)
		snprintf(text, sizeof(text), "bind_nak %u", rpc->reason);
	else if (got == RPC_REJECTED)
		snprintf(text, sizeof(text), "bind_ack reject %u", rpc->reason);
	else if (got == RPC_FAULT || got == RPC_REFUSED)
		snprintf(text, sizeof(text), "fault 0x%08x", rpc->status);
	else if (got == RPC_REPLY)
		snprintf(text, sizeof(text), "%s",
		    rpc->verifier->level >= AUTH_LEVEL_PACKET ? "verified reply"
							      : "reply");
	if (text[0] != '\0')
		fact_put_str(&c->facts, FACT_AUTH_EVIDENCE, text);
	if (got == RPC_NAK || got == RPC_REJECTED)
		fact_put_int(&c->facts, FACT_BIND_REASON, rpc->reason);
}

/* What came, with its evidence, ends the cell. */
static enum step
conclude(struct probe *p, enum rpc_event got, const char *result)
{
	struct logon_state *s = p->state;
	struct check *c = p->check;
	const struct rpc *rpc = &s->t.rpc;

	fact_put_str(&c->facts, FACT_AUTH_RESULT, result);
	evidence_fact(c, got, rpc);
	if (got == RPC_NO_TOKEN || got == RPC_UNVERIFIED)
		auth_error_facts(c, &rpc->error);
	if ((got == RPC_NAK || got == RPC_FAULT || got == RPC_REFUSED) &&
	    rpc->eeinfo.n > 0)
		eeinfo_facts(c, rpc->eeinfo);
	logon_result_facts(
	    c, got == RPC_FAULT || got == RPC_REFUSED ? rpc->status : 0);
	return STEP_DONE;
}

static enum step
await_bound(struct probe *p, const struct event *ev)
{
	struct logon_state *s = p->state;
	enum rpc_event got = tunnel_rpc(p, ev);

	if (got == RPC_NOTHING)
		return STEP_WAIT;
	if (got == RPC_HELD)
		return STEP_FAIL;
	if (got == RPC_REJECTED && turn_to_own(p))
		return STEP_WAIT;
	return got == RPC_BOUND ? STEP_NEXT
				: conclude(p, got, result_of(s, got));
}

static bool
call_harmless(struct logon_state *s)
{
	return rpc_call(&s->t.rpc, s->iface->harmless, span_of(NULL, 0));
}

static enum step
call(struct probe *p, const struct event *ev)
{
	(void)ev;
	return call_harmless(p->state) ? STEP_NEXT : STEP_FAIL;
}

/* Who may not call mgmt may still be welcome: mgmt has rules of its own. */
static bool
is_denied_mgmt(const struct logon_state *s, enum rpc_event got)
{
	return s->iface == &ifaces[IFACE_MGMT] &&
	    (got == RPC_FAULT || got == RPC_REFUSED) &&
	    status_of_fault(s->t.rpc.status) == ERROR_ACCESS_DENIED;
}

static enum step
await_reply(struct probe *p, const struct event *ev)
{
	struct logon_state *s = p->state;
	enum rpc_event got = tunnel_rpc(p, ev);

	if (got == RPC_NOTHING)
		return STEP_WAIT;
	if (got == RPC_BOUND) /* turned to */
		return call_harmless(s) ? STEP_WAIT : STEP_FAIL;
	if (is_denied_mgmt(s, got) && turn_to_own(p))
		return STEP_WAIT;
	if (got == RPC_REPLY)
		return conclude(
		    p, got, s->t.rpc.proven ? "accepted" : "unproven");
	return conclude(p, got, result_of(s, got));
}

static void
logon_end(struct probe *p, enum probe_end how)
{
	struct logon_state *s = p->state;
	struct check *c = p->check;

	if (!s->t.rpc_ready) {
		tunnel_facts(p->run, c, s->t.vconn, how);
	} else if (s->held != NULL || s->cell == CELL_WAITS) {
		c->outcome = OUTCOME_SKIP;
		if (how != PROBE_CUT)
			mem_set(&c->detail,
			    s->held != NULL ? s->held
					    : "others were still logging on");
	} else if (fact_get(&c->facts, FACT_AUTH_RESULT) == NULL &&
	    !tunnel_is_held(c, &s->t) && how != PROBE_CUT) {
		fact_put_str(&c->facts, FACT_AUTH_RESULT,
		    how == PROBE_TIMEOUT ? "timeout" : "closed");
		logon_result_facts(c, 0);
	}
	if (s->t.rpc_ready)
		auth_package_fact(c, rpc_package(&s->t.rpc));
	tunnel_close(&s->t);
	if (is_cell(p))
		sweep_told(p->run, s->mech, c, s->cell);
}

static const struct stage logon_stages[] = {
	TUNNEL_STAGES,
	{ "await the turn to log on", await_turn, TURN_STEPS },
	{ "bind with security", bind_secure, 0 },
	{ "await the end of the logon", await_bound, 0 },
	{ "call", call, 0 },
	{ "await a verified reply", await_reply, 0 },
	{ NULL, NULL, 0 },
};

static const struct probe_type logon_type = {
	.name = "logon",
	.stages = logon_stages,
	.state_size = sizeof(struct logon_state),
	.end = logon_end,
};

void
rpc_logons_ask(struct run *r)
{
	static const struct event told = { .kind = EV_TOLD };

	for (struct probe *p = r->probes; p != NULL; p = p->next) {
		const struct logon_state *s = p->state;

		if (p->type == &logon_type && s->cell == CELL_WAITS)
			probe_feed(p, &told);
	}
}

void
probe_rpc_logon(struct run *r, const struct tunnel_ask *ask,
    const struct auth_identity *who, const struct auth_mech *mech,
    enum auth_level level, const char *level_name)
{
	struct logon_state s = {
		.who = who,
		.mech = mech,
		.level = level,
	};
	struct check *c = tunnel_check(r, ask);

	c->rpc_auth = mem_strdup(mech->name);
	c->rpc_level = mem_strdup(level_name);
	if (who != &r->rpc_who)
		fact_put_str(&c->facts, FACT_AUTH_USER, who->user);
	fact_put_str(&c->facts, FACT_AUTH_ACCOUNT,
	    r->config->rpc.user != NULL ? "own" : "proxy");
	tunnel_ask_take(&s.t, ask);
	probe_start(r, &logon_type, c, &s);
}
