/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tunnel.N or inside.N, bind.N.*, call.N.*: calls one after the other to one
 * port, through the proxy or straight to the listener, with the logon that was
 * asked for; and the question to the endpoint mapper that finds the port.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "probe/auth_facts.h"
#include "probe/deliver.h"
#include "probe/listener_facts.h"
#include "probe/rpc_facts.h"
#include "probe/tunnel_facts.h"
#include "probe/tunnel_stages.h"
#include "wire/epm.h"
#include "wire/mgmt.h"

#define STUB_MAX 1024

struct ping_state {
	struct tunnel_state t;
	bool map; /* ask the endpoint mapper instead */
	struct resolve *resolve;
	struct peer_address to[RUN_ADDRESSES_MAX];
	unsigned n, at;
	int64_t sent_us;
	int64_t shown_us;
	struct call_times times;
};

static const struct ping *
asked(const struct probe *p)
{
	return &p->run->config->ping;
}

static bool
greets(const struct probe *p)
{
	return asked(p)->protseq == PROTSEQ_HTTP;
}

static enum step
resolve_server(struct probe *p, const struct event *ev)
{
	struct ping_state *s = p->state;

	(void)ev;
	if (!run_is_mapped(p->run, s->t.server, s->t.port))
		s->resolve = resolve_open(p->run->loop, s->t.server,
		    p->run->config->dns_server, deliver_resolved, p);
	return STEP_NEXT;
}

static enum step
await_server(struct probe *p, const struct event *ev)
{
	static const struct strlist none;
	const struct resolve_result *result = ev->data;
	struct ping_state *s = p->state;

	if (s->resolve != NULL && ev->kind != EV_RESOLVED)
		return STEP_WAIT;
	s->n = run_addresses(p->run, s->t.server, s->t.port,
	    s->resolve == NULL ? &none : &result->addresses, s->to,
	    RUN_ADDRESSES_MAX);
	if (s->n > 0)
		return STEP_NEXT;
	fact_put_str(&p->check->facts, FACT_INSIDE_CONNECT, "unresolved");
	mem_set(&p->check->detail, "the RPC server's name has no address");
	return STEP_FAIL;
}

static enum step
connect_server(struct probe *p, const struct event *ev)
{
	struct ping_state *s = p->state;
	const struct peer_address *to = &s->to[s->at];
	struct conn_spec spec = {
		.host = s->t.server,
		.address = to->text,
		.port = s->t.port,
		.to_port = to->port,
	};

	(void)ev;
	direct_close(s->t.direct);
	free(p->check->address);
	p->check->address = mem_printf(
	    to->family == 6 ? "[%s]:%d" : "%s:%d", to->text, to->port);
	s->t.direct =
	    direct_open(p->run->loop, &spec, greets(p), deliver_direct, p);
	return STEP_NEXT;
}

static bool
send_pdu(void *arg, struct span pdu)
{
	return direct_send(arg, pdu);
}

static enum step
await_listener(struct probe *p, const struct event *ev)
{
	struct ping_state *s = p->state;
	struct direct_result result;

	if (ev->kind != EV_DIRECT)
		return STEP_WAIT;
	direct_result(s->t.direct, &result);
	if (ev->what == DIRECT_OPENED) {
		listener_facts(p->check, s->t.direct, greets(p));
		rpc_init(&s->t.rpc, send_pdu, s->t.direct);
		s->t.rpc_ready = true;
		return STEP_NEXT;
	}
	if (!result.connected && ++s->at < s->n) {
		connect_server(p, ev);
		return STEP_WAIT;
	}
	listener_facts(p->check, s->t.direct, greets(p));
	return STEP_FAIL;
}

/* The logon that was asked for; false when none was. */
static void
secure(struct probe *p)
{
	struct ping_state *s = p->state;
	const struct config *c = p->run->config;
	struct rpc_security security = {
		.loop = p->run->loop,
		.spec = {
		    .who = &p->run->rpc_who,
		    .service = tunnel_service(s->t.port),
		    .host = s->t.server,
		    .spn = c->rpc_spn,
		    .level = AUTH_LEVEL_CONNECT,
		},
		.event = deliver_rpc,
		.arg = p,
	};

	if (c->rpc_auth.n == 0)
		return;
	security.mech = auth_mech_find(c->rpc_auth.v[0]);
	if (c->rpc_level.n > 0)
		security.spec.level = auth_level_find(c->rpc_level.v[0])->level;
	mem_set(&p->check->rpc_auth, security.mech->name);
	mem_set(&p->check->rpc_level,
	    c->rpc_level.n > 0 ? c->rpc_level.v[0] : "connect");
	rpc_secure(&s->t.rpc, &security);
}

static enum step
start_bind(struct probe *p, const struct event *ev)
{
	struct ping_state *s = p->state;
	const struct iface *i = &ifaces[s->map ? IFACE_EPM : IFACE_MGMT];
	char *id = mem_printf("bind.%d.%s", s->t.port, i->name);

	(void)ev;
	probe_child(p, id, STAGE_BIND);
	free(id);
	fact_put_str(&p->check->facts, FACT_BIND_INTERFACE, i->name);
	secure(p);
	if (asked(p)->has_object)
		s->t.rpc.object = &asked(p)->object;
	return rpc_bind(&s->t.rpc, i) ? STEP_NEXT : STEP_FAIL;
}

/* A refusal of the logon is a fault like any other to whoever reads it. */
static enum rpc_event
plain(enum rpc_event got)
{
	return got == RPC_REFUSED ? RPC_FAULT : got;
}

/* What became of the logon; nothing where none was asked for. */
static void
security_facts(struct probe *p, enum rpc_event got)
{
	const struct ping_state *s = p->state;
	struct fact_set *f = &p->check->facts;

	if (s->t.rpc.verifier == NULL)
		return;
	if (got == RPC_NO_TOKEN || got == RPC_UNVERIFIED)
		auth_error_facts(p->check, &s->t.rpc.error);
	if (got == RPC_NO_TOKEN)
		fact_put_str(f, FACT_AUTH_RESULT, "no_token");
	else if (got == RPC_UNVERIFIED)
		fact_put_str(f, FACT_AUTH_RESULT, "unverified");
	else if (got == RPC_UNSIGNED)
		fact_put_str(f, FACT_AUTH_RESULT, "unsigned");
	else if (got == RPC_REFUSED)
		fact_put_str(f, FACT_AUTH_RESULT, "token_refused");
	else if (got == RPC_REPLY)
		fact_put_str(f, FACT_AUTH_RESULT,
		    s->t.rpc.proven ? "accepted" : "unproven");
}

static enum step
await_bound(struct probe *p, const struct event *ev)
{
	struct ping_state *s = p->state;
	enum rpc_event got = tunnel_rpc(p, ev);

	if (got == RPC_NOTHING)
		return STEP_WAIT;
	if (s->t.closed)
		return STEP_FAIL;
	security_facts(p, got);
	return bind_facts(p->check, &s->t.rpc, plain(got)) ? STEP_NEXT
							   : STEP_FAIL;
}

static bool
call_mapper(struct probe *p)
{
	struct ping_state *s = p->state;
	struct epm_map map = {
		.tower = {
		    .iface = asked(p)->iface,
		    .protocol = asked(p)->protseq == PROTSEQ_TCP ? EPM_TCP
								  : EPM_HTTP,
		},
		.max = EPM_TOWERS_MAX,
	};
	struct buf stub;
	bool ok;

	buf_init(&stub, STUB_MAX);
	ok = epm_map_encode(&map, &stub) &&
	    rpc_call(&s->t.rpc, EPT_MAP, buf_span(&stub));
	buf_clear(&stub);
	return ok;
}

static bool
call_once(struct probe *p)
{
	struct ping_state *s = p->state;

	s->sent_us = clock_mono_us();
	return s->map
	    ? call_mapper(p)
	    : rpc_call(&s->t.rpc, MGMT_IS_SERVER_LISTENING, span_of(NULL, 0));
}

static enum step
start_calls(struct probe *p, const struct event *ev)
{
	struct ping_state *s = p->state;
	const char *name = s->map ? "ept_map" : "is_server_listening";
	char *id = mem_printf("call.%d.%s", s->t.port, name);

	(void)ev;
	probe_child(p, id, STAGE_CALL);
	free(id);
	fact_put_str(&p->check->facts, FACT_CALL_NAME, name);
	s->shown_us = clock_mono_us();
	return call_once(p) ? STEP_NEXT : STEP_FAIL;
}

/* The last word on all the calls. */
static void
times_facts(struct probe *p)
{
	const struct ping_state *s = p->state;
	struct call_summary sum = call_times_sum(&s->times);
	struct fact_set *f = &p->check->facts;

	fact_put_int(f, FACT_CALL_COUNT, (int64_t)sum.n);
	if (sum.n < 2)
		return;
	fact_put_int(f, FACT_CALLS_PER_S, (int64_t)sum.per_s);
	fact_put_int(f, FACT_CALL_MIN_US, sum.min);
	fact_put_int(f, FACT_CALL_MEAN_US, sum.mean);
	fact_put_int(f, FACT_CALL_P50_US, sum.p50);
	fact_put_int(f, FACT_CALL_P95_US, sum.p95);
	fact_put_int(f, FACT_CALL_P99_US, sum.p99);
	fact_put_int(f, FACT_CALL_MAX_US, sum.max);
}

static enum step
mapper_answered(struct probe *p)
{
	struct ping_state *s = p->state;
	struct epm_answer *a = mem_new(sizeof(*a));
	bool ok = epm_map_answer_decode(buf_span(&s->t.rpc.reply),
		      s->t.rpc.big_endian, a) == WIRE_OK;

	fact_put_str(
	    &p->check->facts, FACT_CALL_RESULT, ok ? "ok" : "protocol");
	for (unsigned i = 0; ok && i < a->n && p->run->mapped_port == 0; i++)
		p->run->mapped_port = a->tower[i].port;
	if (p->run->mapped_port != 0) {
		fact_put_int(
		    &p->check->facts, FACT_MAPPED_PORT, p->run->mapped_port);
	} else if (ok) {
		p->check->has_status = true;
		p->check->status_code =
		    a->status != 0 ? a->status : EPT_S_NOT_REGISTERED;
		mem_set(&p->check->detail,
		    "no endpoint is registered for the interface");
	}
	free(a);
	return p->run->mapped_port != 0 ? STEP_DONE : STEP_FAIL;
}

static void
times_show(struct probe *p, int64_t now_us)
{
	struct ping_state *s = p->state;
	int64_t interval = asked(p)->interval_us;

	if (p->run->calls == NULL || interval == 0 ||
	    now_us - s->shown_us < interval)
		return;
	s->shown_us = now_us;
	p->run->calls(p->run->progress_arg, &s->times);
}

static size_t
calls_wanted(const struct probe *p)
{
	int trials = p->run->config->trials;

	return trials > 0 ? (size_t)trials : 1;
}

static enum step
await_replies(struct probe *p, const struct event *ev)
{
	struct ping_state *s = p->state;
	enum rpc_event got = tunnel_rpc(p, ev);
	int64_t now = clock_mono_us();

	if (got == RPC_NOTHING)
		return STEP_WAIT;
	if (s->t.closed)
		return STEP_FAIL;
	if (got == RPC_REPLY && s->map)
		return mapper_answered(p);
	if (got == RPC_REPLY) {
		call_times_add(&s->times, s->sent_us, now);
		times_show(p, now);
		if (s->times.n < calls_wanted(p)) {
			probe_touch(p);
			return call_once(p) ? STEP_WAIT : STEP_FAIL;
		}
	}
	times_facts(p);
	security_facts(p, got);
	return call_facts(
		   p->check, &s->t.rpc, plain(got), MGMT_IS_SERVER_LISTENING)
	    ? STEP_DONE
	    : STEP_FAIL;
}

static void
ping_end(struct probe *p, enum probe_end how)
{
	struct ping_state *s = p->state;
	struct check *c = p->check;

	if (tunnel_is_held(c, &s->t))
		;
	else if (c->stage == STAGE_BIND || c->stage == STAGE_CALL)
		rpc_silence_facts(c, how, s->t.closed);
	else if (c->stage != STAGE_INSIDE)
		tunnel_facts(p->run, c, s->t.vconn, how);
	else if (how == PROBE_TIMEOUT)
		listener_silence(c, s->t.direct, greets(p));
	if (c->stage == STAGE_CALL && how != PROBE_DONE &&
	    fact_get(&c->facts, FACT_CALL_COUNT) == NULL)
		times_facts(p);
	if (c->stage == STAGE_CALL && s->t.vconn != NULL) {
		struct vconn_result r;

		vconn_result(s->t.vconn, &r);
		tunnel_recycling_facts(c, &r);
	}
	resolve_close(s->resolve);
	call_times_clear(&s->times);
	tunnel_close(&s->t);
}

#define PING_STAGES \
	{ "bind", start_bind, 0 }, { "await bind_ack", await_bound, 0 }, \
	    { "call", start_calls, 0 }, \
	    { "await the reply", await_replies, 0 }, \
	{ \
		NULL, NULL, 0 \
	}

static const struct stage proxy_stages[] = {
	TUNNEL_STAGES,
	PING_STAGES,
};

static const struct stage direct_stages[] = {
	{ "resolve the RPC server", resolve_server, 0 },
	{ "await addresses", await_server, 0 },
	{ "connect to the RPC server", connect_server, 0 },
	{ "await connected", await_listener, 0 },
	PING_STAGES,
};

static const struct probe_type proxy_type = {
	.name = "ping",
	.stages = proxy_stages,
	.state_size = sizeof(struct ping_state),
	.end = ping_end,
};

static const struct probe_type direct_type = {
	.name = "ping",
	.stages = direct_stages,
	.state_size = sizeof(struct ping_state),
	.end = ping_end,
};

void
probe_ping(struct run *r, int port, bool map)
{
	const struct config *c = r->config;
	bool through = c->ping.protseq == PROTSEQ_PROXY;
	char id[32];
	struct tunnel_ask ask = {
		.id = id,
		.parent = through ? "dns" : NULL,
		.stage = through ? STAGE_TUNNEL : STAGE_INSIDE,
		.server = r->server,
		.port = port,
	};
	struct ping_state s = {
		.map = map,
	};
	struct check *check;

	snprintf(id, sizeof(id), through ? "tunnel.%d" : "inside.%d", port);
	if (through) {
		check = tunnel_check(r, &ask);
	} else {
		check = checks_add(&r->report->checks, id, NULL, STAGE_INSIDE);
		check->endpoint = port;
	}
	ask.work = TUNNEL_SURVEY; /* past CONN/C2 there is more to do */
	tunnel_ask_take(&s.t, &ask);
	probe_start(r, through ? &proxy_type : &direct_type, check, &s);
}
