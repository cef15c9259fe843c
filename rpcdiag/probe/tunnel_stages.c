/* SPDX-License-Identifier: Apache-2.0 */
#include "probe/tunnel_stages.h"
#include "probe/deliver.h"

#include <stdlib.h>

#include "base/mem.h"
#include "probe/logon.h"
#include "probe/tunnel_facts.h"

/* Who logs on to the RPC proxy. */
static const struct auth_identity *
who_of(const struct probe *p)
{
	const struct tunnel_state *s = p->state;

	return s->who == NULL ? &p->run->who : s->who;
}

enum step
tunnel_open(struct probe *p, const struct event *ev)
{
	struct tunnel_state *s = p->state;
	struct run *r = p->run;
	struct vconn_spec spec = {
		.path = r->config->path,
		.server = s->server,
		.port = s->port,
		.mech = r->mech,
		.who = who_of(p),
		.spn = r->config->http_spn,
		.trust_any = r->config->insecure,
		.plaintext = r->config->allow_plaintext_auth,
		.ask = s->node_scheme,
		.in_after_us = s->in_after_us,
		.lifetime = (uint32_t)r->config->channel_lifetime,
		.one_session = s->one_session,
		.in_only = s->work == TUNNEL_ALIVE,
		.no_pings = s->no_pings,
		.association = s->association,
	};

	(void)ev;
	run_spec_at(r, s->in_at, &spec.in);
	run_spec_at(r, s->out_at, &spec.out);
	s->vconn = vconn_open(r->loop, &spec, deliver_vconn, p);
	return STEP_NEXT;
}

/* The gate is the proxy's: what the origin says does not open or shut it. */
static void
tell_logon(struct probe *p, enum logon_word word)
{
	const struct tunnel_state *s = p->state;

	if (s->in_at != &p->run->origin)
		run_logon(p->run, who_of(p), word);
}

/* Wait until the virtual connection got as far as want. */
static enum step
await_state(struct probe *p, const struct event *ev, enum vconn_state want)
{
	struct tunnel_state *s = p->state;
	struct vconn_result result;

	if (ev->kind == EV_VCONN && ev->what == VCONN_ENDED) {
		vconn_result(s->vconn, &result);
		if (result.answer != NULL && result.credentials)
			tell_logon(p,
			    result.answer->status != 401 ? LOGON_ACCEPTED
							 : LOGON_REFUSED);
		return STEP_FAIL;
	}
	return vconn_state(s->vconn) >= want ? STEP_NEXT : STEP_WAIT;
}

enum step
tunnel_await_200(struct probe *p, const struct event *ev)
{
	enum step step = await_state(p, ev, VCONN_WAIT_A3W);

	if (step == STEP_NEXT) {
		tell_logon(p, LOGON_ACCEPTED);
		plan_step(p->run);
	}
	return step;
}

enum step
tunnel_await_a3(struct probe *p, const struct event *ev)
{
	return await_state(p, ev, VCONN_WAIT_C2);
}

static bool
send_pdu(void *arg, struct span pdu)
{
	return vconn_send(arg, pdu);
}

enum step
tunnel_await_c2(struct probe *p, const struct event *ev)
{
	struct tunnel_state *s = p->state;
	enum step step = await_state(p, ev, VCONN_OPENED);

	if (step == STEP_WAIT && s->one_session &&
	    tunnel_is_apart(p->run, p->check, s->vconn)) {
		probe_outcome(p, OUTCOME_INFO);
		return STEP_DONE;
	}
	if (step != STEP_NEXT)
		return step;
	tunnel_facts(p->run, p->check, s->vconn, PROBE_DONE);
	if (s->work == TUNNEL_OPEN)
		return STEP_DONE;
	rpc_init(&s->rpc, send_pdu, s->vconn);
	s->rpc_ready = true;
	return STEP_NEXT;
}

const char *
tunnel_service(int port)
{
	switch (port) {
	case 6001:
		return "exchangeMDB";
	case 6002:
		return "exchangeRFR";
	case 6004:
		return "exchangeAB";
	default:
		return "host";
	}
}

const char *
rpc_logon_suffix(const struct rpc_logon *logon)
{
	if (logon == NULL || logon->mech == NULL)
		return "";
	switch (logon->level) {
	case AUTH_LEVEL_INTEGRITY:
		return ".integrity";
	case AUTH_LEVEL_PACKET:
		return ".packet";
	default:
		return "";
	}
}

void
rpc_logon_facts(struct check *c, const struct rpc_logon *logon)
{
	if (logon->mech == NULL)
		return;
	c->rpc_auth = mem_strdup(logon->mech->name);
	c->rpc_level = mem_strdup(logon->level_name);
}

void
tunnel_secure(struct probe *p, const struct rpc_logon *logon)
{
	struct tunnel_state *s = p->state;
	struct rpc_security security = {
		.loop = p->run->loop,
		.mech = logon->mech,
		.spec = {
		    .who = logon->who,
		    .spn = p->run->config->rpc_spn,
		    .service = tunnel_service(s->port),
		    .host = s->server,
		    .level = logon->level,
		},
		.event = deliver_rpc,
		.arg = p,
	};

	rpc_secure(&s->rpc, &security);
}

bool
tunnel_is_held(struct check *c, const struct tunnel_state *s)
{
	if (!s->rpc_ready || !rpc_is_held(&s->rpc))
		return false;
	mem_set(&c->detail, LOCKOUT_TEXT);
	c->outcome = OUTCOME_SKIP;
	return true;
}

/* Feed a received PDU to the association; RPC_NOTHING = keep waiting. */
enum rpc_event
tunnel_rpc(struct probe *p, const struct event *ev)
{
	struct tunnel_state *s = p->state;

	if (ev->kind == EV_RPC) {
		s->closed = s->closed || ev->what == RPC_HELD;
		return (enum rpc_event)ev->what;
	}
	if ((ev->kind == EV_VCONN && ev->what == VCONN_ENDED) ||
	    (ev->kind == EV_DIRECT && ev->what == DIRECT_ENDED)) {
		s->closed = true;
		return RPC_BROKEN;
	}
	if (ev->kind == EV_VCONN && ev->what == VCONN_PDU)
		return rpc_feed(&s->rpc, vconn_pdu(s->vconn));
	if (ev->kind == EV_DIRECT && ev->what == DIRECT_PDU)
		return rpc_feed(&s->rpc, direct_pdu(s->direct));
	return RPC_NOTHING;
}

void
tunnel_ask_take(struct tunnel_state *s, const struct tunnel_ask *ask)
{
	*s = (struct tunnel_state){
		.server = mem_strdup(ask->server),
		.port = ask->port,
		.work = ask->work,
		.node_scheme = ask->node_scheme,
		.in_after_us = ask->in_after_us,
		.one_session = ask->one_session,
		.in_at = ask->in_at,
		.out_at = ask->out_at,
		.may_fail =
		    ask->control || ask->aside || ask->stage == STAGE_INSIDE,
		.who = ask->who,
		.association = ask->association,
	};
}

void
tunnel_close(struct tunnel_state *s)
{
	vconn_close(s->vconn);
	direct_close(s->direct);
	if (s->rpc_ready)
		rpc_clear(&s->rpc);
	free(s->server);
}

struct check *
tunnel_check(struct run *r, const struct tunnel_ask *ask)
{
	struct check *c =
	    checks_add(&r->report->checks, ask->id, ask->parent, ask->stage);
	char *target = mem_printf("%s:%d", ask->server, ask->port);

	c->endpoint =
	    ask->control || ask->aside || ask->referred ? 0 : ask->port;
	c->trial = ask->trial;
	fact_put_str(&c->facts, FACT_TUNNEL_TARGET, target);
	fact_put_bool(&c->facts, FACT_TUNNEL_CONTROL, ask->control);
	if (ask->referred)
		fact_put_bool(&c->facts, FACT_TUNNEL_REFERRED, true);
	if (ask->one_session)
		fact_put_bool(&c->facts, FACT_TUNNEL_ONE_SESSION, true);
	if (ask->in_at != ask->out_at)
		fact_put_bool(&c->facts, FACT_TUNNEL_CROSSED, true);
	if (r->mech != NULL)
		c->http_auth = mem_strdup(logon_name(r->mech));
	free(target);
	return c;
}
