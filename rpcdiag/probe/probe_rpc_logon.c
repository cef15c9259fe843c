/* SPDX-License-Identifier: Apache-2.0 */
/*
 * auth.*: one cell of the comparison: a tunnel, a bind of mgmt with one
 * mechanism at one level, and a call whose reply has to be verified. Only that
 * reply proves a logon: NTLM at level connect is accepted whoever asks.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "model/status.h"
#include "probe/auth_facts.h"
#include "probe/deliver.h"
#include "probe/http_facts.h"
#include "probe/sweep.h"
#include "probe/tunnel_facts.h"
#include "probe/tunnel_stages.h"
#include "wire/mgmt.h"

#define NAK_AUTH_TYPE 8 /* [MS-RPCE] 2.2.2.5 */
#define NAK_CHECKSUM 9
#define ERROR_ACCESS_DENIED 5
#define ERROR_UNSUPPORTED_LEVEL 0x71d
#define ERROR_SEC_PKG 0x721

struct logon_state {
	struct tunnel_state t;
	const struct auth_identity *who;
	const struct auth_mech *mech;
	enum auth_level level;
};

/* Whom a ticket will be for, should it be Kerberos. */
static void
spn_fact(struct check *c, const struct auth_spec *spec)
{
	char *name = spec->spn != NULL
	    ? mem_strdup(spec->spn)
	    : mem_printf("%s/%s", spec->service, spec->host);

	fact_put_str(&c->facts, FACT_AUTH_SPN, name);
	free(name);
}

static enum step
bind_secure(struct probe *p, const struct event *ev)
{
	struct logon_state *s = p->state;
	struct rpc_security security = {
		.loop = p->run->loop,
		.mech = s->mech,
		.spec = {
		    .who = s->who,
		    .spn = p->run->config->rpc_spn,
		    .service = tunnel_service(s->t.port),
		    .host = s->t.server,
		    .level = s->level,
		},
		.event = deliver_rpc,
		.arg = p,
	};

	(void)ev;
	if (s->mech->blocks)
		spn_fact(p->check, &security.spec);
	rpc_secure(&s->t.rpc, &security);
	return rpc_bind(&s->t.rpc, &ifaces[IFACE_MGMT]) ? STEP_NEXT : STEP_FAIL;
}

static const char *
nak_result(uint16_t reason)
{
	if (reason == NAK_AUTH_TYPE)
		return "provider_unknown";
	return reason == NAK_CHECKSUM ? "token_refused" : "fault";
}

static const char *
fault_result(uint32_t status)
{
	switch (status_of_fault(status)) {
	case ERROR_ACCESS_DENIED:
		return "denied";
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
		return fault_result(s->t.rpc.status);
	default:
		return s->t.closed ? "closed" : "fault";
	}
}

static enum step
give_up(struct probe *p, enum rpc_event got)
{
	struct logon_state *s = p->state;
	struct check *c = p->check;
	const struct rpc *rpc = &s->t.rpc;

	fact_put_str(&c->facts, FACT_AUTH_RESULT, result_of(s, got));
	if (got == RPC_NAK || got == RPC_REJECTED)
		fact_put_int(&c->facts, FACT_BIND_REASON, rpc->reason);
	if (got == RPC_FAULT || got == RPC_REFUSED) {
		c->has_status = true;
		c->status_code = rpc->status;
	}
	if (got == RPC_NO_TOKEN || got == RPC_UNVERIFIED)
		auth_error_facts(c, &rpc->error);
	if ((got == RPC_NAK || got == RPC_FAULT) && rpc->eeinfo.n > 0)
		eeinfo_facts(c, rpc->eeinfo);
	return STEP_FAIL;
}

static enum step
await_bound(struct probe *p, const struct event *ev)
{
	enum rpc_event got = tunnel_rpc(p, ev);

	if (got == RPC_NOTHING)
		return STEP_WAIT;
	return got == RPC_BOUND ? STEP_NEXT : give_up(p, got);
}

static enum step
call_listening(struct probe *p, const struct event *ev)
{
	struct logon_state *s = p->state;

	(void)ev;
	return rpc_call(&s->t.rpc, MGMT_IS_SERVER_LISTENING, span_of(NULL, 0))
	    ? STEP_NEXT
	    : STEP_FAIL;
}

static enum step
await_reply(struct probe *p, const struct event *ev)
{
	struct logon_state *s = p->state;
	enum rpc_event got = tunnel_rpc(p, ev);

	if (got == RPC_NOTHING)
		return STEP_WAIT;
	if (got != RPC_REPLY)
		return give_up(p, got);
	fact_put_str(&p->check->facts, FACT_AUTH_RESULT,
	    s->t.rpc.proven ? "accepted" : "unproven");
	return STEP_DONE;
}

/* What the result says of the account, for the cells that wait. */
static enum sweep_word
word_of(const struct check *c)
{
	const struct fact_set *f = &c->facts;

	if (fact_is(f, FACT_AUTH_RESULT, "accepted"))
		return SWEEP_ACCEPTED;
	if (fact_is(f, FACT_AUTH_FAULT, "password"))
		return SWEEP_REFUSED;
	/* a ticket that is refused harms no account */
	if (fact_is(f, FACT_AUTH_PACKAGE, "kerberos"))
		return SWEEP_SILENT;
	return fact_is(f, FACT_AUTH_RESULT, "token_refused") ||
		fact_is(f, FACT_AUTH_RESULT, "denied")
	    ? SWEEP_REFUSED
	    : SWEEP_SILENT;
}

static void
logon_end(struct probe *p, enum probe_end how)
{
	struct logon_state *s = p->state;
	struct check *c = p->check;

	if (!s->t.rpc_ready)
		tunnel_facts(c, s->t.vconn, how);
	else if (fact_get(&c->facts, FACT_AUTH_RESULT) == NULL &&
	    how != PROBE_CUT)
		fact_put_str(&c->facts, FACT_AUTH_RESULT,
		    how == PROBE_TIMEOUT ? "timeout" : "closed");
	if (s->t.rpc_ready)
		auth_package_fact(c, rpc_package(&s->t.rpc));
	tunnel_close(&s->t);
	if (s->who == &p->run->rpc_who)
		sweep_told(p->run, word_of(c));
	else if (word_of(c) == SWEEP_REFUSED)
		lockout_refused(p->run->lockout, s->who->user);
}

static const struct stage logon_stages[] = {
	TUNNEL_STAGES,
	{ "bind mgmt with security", bind_secure, 0 },
	{ "await the end of the logon", await_bound, 0 },
	{ "call is_server_listening", call_listening, 0 },
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
	tunnel_ask_take(&s.t, ask);
	probe_start(r, &logon_type, c, &s);
}
