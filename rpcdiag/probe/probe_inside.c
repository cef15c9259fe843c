/* SPDX-License-Identifier: Apache-2.0 */
/*
 * inside.*: the listeners themselves, without the RPC proxy: connect, read the
 * greeting ([MS-RPCH] 2.1.2.2.1), bind as RPC over HTTP v1 does, per address.
 */
#include <stdio.h>

#include "base/mem.h"
#include "net/resolve.h"
#include "net/rpc.h"
#include "probe/deliver.h"
#include "probe/listener_facts.h"
#include "probe/probes.h"

struct inside_state {
	struct peer_address to;
	struct direct *direct;
	struct rpc rpc;
	bool rpc_ready;
};

static enum step
connect_listener(struct probe *p, const struct event *ev)
{
	struct inside_state *s = p->state;
	struct conn_spec spec = {
		.host = p->run->server,
		.address = s->to.text,
		.port = p->check->endpoint,
		.to_port = s->to.port,
	};

	(void)ev;
	s->direct = direct_open(p->run->loop, &spec, true, deliver_direct, p);
	return STEP_NEXT;
}

static bool
send_pdu(void *arg, struct span pdu)
{
	return direct_send(arg, pdu);
}

static enum step
await_greeting(struct probe *p, const struct event *ev)
{
	struct inside_state *s = p->state;

	if (ev->kind != EV_DIRECT)
		return STEP_WAIT;
	listener_facts(p->check, s->direct, true);
	if (ev->what != DIRECT_OPENED)
		return STEP_FAIL;
	rpc_init(&s->rpc, send_pdu, s->direct);
	s->rpc_ready = true;
	return STEP_NEXT;
}

static enum step
bind_mgmt(struct probe *p, const struct event *ev)
{
	struct inside_state *s = p->state;

	(void)ev;
	return rpc_bind(&s->rpc, &ifaces[IFACE_MGMT]) ? STEP_NEXT : STEP_FAIL;
}

static enum step
await_bind(struct probe *p, const struct event *ev)
{
	struct inside_state *s = p->state;
	const char *result = "rejected";

	if (ev->kind != EV_DIRECT)
		return STEP_WAIT;
	if (ev->what == DIRECT_ENDED)
		return STEP_FAIL;
	switch (rpc_feed(&s->rpc, direct_pdu(s->direct))) {
	case RPC_BOUND:
		result = "accepted";
		break;
	case RPC_NAK:
		result = "nak";
		break;
	case RPC_FAULT:
		result = "fault";
		break;
	default:
		break;
	}
	/* any RPC PDU means that an RPC server lives here */
	fact_put_str(&p->check->facts, FACT_INSIDE_BIND, result);
	return STEP_DONE;
}

static void
inside_end(struct probe *p, enum probe_end how)
{
	struct inside_state *s = p->state;
	struct fact_set *f = &p->check->facts;

	if (how == PROBE_TIMEOUT)
		listener_silence(p->check, s->direct, true);
	if ((how == PROBE_TIMEOUT || how == PROBE_FAILED) &&
	    fact_is(f, FACT_INSIDE_GREETING, "ok") &&
	    fact_get(f, FACT_INSIDE_BIND) == NULL)
		fact_put_str(f, FACT_INSIDE_BIND,
		    how == PROBE_TIMEOUT ? "timeout" : "closed");
	direct_close(s->direct);
	if (s->rpc_ready)
		rpc_clear(&s->rpc);
}

static const struct stage inside_stages[] = {
	{ "connect to the listener", connect_listener, 0 },
	{ "await ncacn_http/1.0", await_greeting, 0 },
	{ "bind mgmt (v1)", bind_mgmt, 0 },
	{ "await bind_ack", await_bind, 0 },
	{ NULL, NULL, 0 },
};

static const struct probe_type inside_type = {
	.name = "inside",
	.stages = inside_stages,
	.state_size = sizeof(struct inside_state),
	.end = inside_end,
};

static void
start_listener(struct run *r, int endpoint, const struct peer_address *a)
{
	struct inside_state s = { .to = *a };
	const char *family = a->family == 6 ? "ipv6" : "ipv4";
	struct check *c;
	char id[64];

	snprintf(id, sizeof(id), "inside.%d.%s", endpoint, family);
	if (checks_find(&r->report->checks, id) != NULL)
		snprintf(id, sizeof(id), "inside.%d.%s.%d", endpoint, family,
		    a->index);
	c = checks_add(&r->report->checks, id, "inside", STAGE_INSIDE);
	c->endpoint = endpoint;
	c->family = a->family == 6 ? FAMILY_IPV6 : FAMILY_IPV4;
	c->address =
	    mem_printf(a->family == 6 ? "[%s]:%d" : "%s:%d", a->text, a->port);
	probe_start(r, &inside_type, c, &s);
}

static unsigned
start_listeners(struct run *r, const struct strlist *resolved)
{
	struct peer_address to[RUN_ADDRESSES_MAX];
	unsigned total = 0;

	for (size_t i = 0; i < r->config->nendpoints; i++) {
		int endpoint = r->config->endpoints[i];
		unsigned n = run_addresses(
		    r, r->server, endpoint, resolved, to, RUN_ADDRESSES_MAX);

		for (unsigned k = 0; k < n; k++)
			start_listener(r, endpoint, &to[k]);
		total += n;
	}
	return total;
}

struct name_state {
	struct resolve *resolve;
};

static enum step
resolve_server(struct probe *p, const struct event *ev)
{
	const struct config *c = p->run->config;
	struct name_state *s = p->state;

	(void)ev;
	if (!run_is_mapped(p->run, p->run->server, c->endpoints[0]))
		s->resolve = resolve_open(p->run->loop, p->run->server,
		    c->dns_server, deliver_resolved, p);
	return STEP_NEXT;
}

static enum step
await_server(struct probe *p, const struct event *ev)
{
	const struct resolve_result *result = ev->data;
	struct name_state *s = p->state;
	static const struct strlist none;

	if (s->resolve != NULL && ev->kind != EV_RESOLVED)
		return STEP_WAIT;
	if (start_listeners(
		p->run, s->resolve == NULL ? &none : &result->addresses) > 0)
		return STEP_NEXT;
	fact_put_str(&p->check->facts, FACT_INSIDE_CONNECT, "unresolved");
	mem_set(&p->check->detail,
	    "the RPC server's name has no address from here");
	return STEP_FAIL;
}

static void
name_end(struct probe *p, enum probe_end how)
{
	struct name_state *s = p->state;

	if (how == PROBE_TIMEOUT)
		fact_put_str(
		    &p->check->facts, FACT_INSIDE_CONNECT, "unresolved");
	resolve_close(s->resolve);
}

static const struct stage name_stages[] = {
	{ "resolve the RPC server", resolve_server, 0 },
	{ "await addresses", await_server, 0 },
	{ NULL, NULL, 0 },
};

static const struct probe_type name_type = {
	.name = "inside",
	.stages = name_stages,
	.state_size = sizeof(struct name_state),
	.end = name_end,
};

void
probe_inside(struct run *r)
{
	struct check *c =
	    checks_add(&r->report->checks, "inside", NULL, STAGE_INSIDE);

	probe_start(r, &name_type, c, NULL);
}
