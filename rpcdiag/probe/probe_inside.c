/* SPDX-License-Identifier: Apache-2.0 */
/*
 * inside.*: the listeners themselves, without the RPC proxy: connect, read the
 * greeting ([MS-RPCH] 2.1.2.2.1), bind as RPC over HTTP v1 does, per address.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "net/pdu_stream.h"
#include "net/resolve.h"
#include "net/rpc.h"
#include "probe/deliver.h"
#include "probe/probes.h"

static const char greeting[] = "ncacn_http/1.0";
#define GREETING_SIZE (sizeof(greeting) - 1) /* no NUL, no line end */

struct inside_state {
	struct peer_address to;
	struct conn *conn;
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
	s->conn = conn_open(p->run->loop, &spec, deliver_conn, p);
	return STEP_NEXT;
}

static enum step
await_connected(struct probe *p, const struct event *ev)
{
	struct inside_state *s = p->state;

	if (ev->kind != EV_CONN)
		return STEP_WAIT;
	fact_put_str(&p->check->facts, FACT_INSIDE_CONNECT,
	    connect_word(conn_end(s->conn)));
	if (ev->what == CONN_OPENED)
		return STEP_NEXT;
	mem_set(&p->check->detail, conn_error(s->conn));
	return STEP_FAIL;
}

static bool
send_pdu(void *arg, struct span pdu)
{
	return conn_send(arg, pdu);
}

static enum step
await_greeting(struct probe *p, const struct event *ev)
{
	struct inside_state *s = p->state;
	struct buf *in = conn_in(s->conn);
	size_t n = in->n < GREETING_SIZE ? in->n : GREETING_SIZE;

	(void)ev;
	if (memcmp(buf_text(in), greeting, n) != 0) {
		fact_put_str(&p->check->facts, FACT_INSIDE_GREETING, "wrong");
		mem_set(&p->check->detail,
		    "something else than ncacn_http listens here");
		return STEP_FAIL;
	}
	if (n < GREETING_SIZE)
		return conn_end(s->conn) == CONN_ALIVE ? STEP_WAIT : STEP_FAIL;
	buf_drop(in, GREETING_SIZE);
	fact_put_str(&p->check->facts, FACT_INSIDE_GREETING, "ok");
	rpc_init(&s->rpc, send_pdu, s->conn);
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
	struct buf *in = conn_in(s->conn);
	struct pdu_head head;
	struct span pdu;
	const char *result = "rejected";

	(void)ev;
	switch (pdu_stream_next(in, &head, &pdu)) {
	case PDU_NEXT_NONE:
		return conn_end(s->conn) == CONN_ALIVE ? STEP_WAIT : STEP_FAIL;
	case PDU_NEXT_PDU:
		break;
	default:
		return STEP_FAIL;
	}
	switch (rpc_feed(&s->rpc, pdu)) {
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

/* The field of the first thing that did not happen. */
static void
inside_silence(struct check *c, const char *word)
{
	struct fact_set *f = &c->facts;

	if (fact_get(f, FACT_INSIDE_CONNECT) == NULL)
		fact_put_str(f, FACT_INSIDE_CONNECT, "timeout");
	else if (!fact_is(f, FACT_INSIDE_CONNECT, "ok"))
		return;
	else if (fact_get(f, FACT_INSIDE_GREETING) == NULL)
		fact_put_str(f, FACT_INSIDE_GREETING, "none");
	else if (fact_is(f, FACT_INSIDE_GREETING, "ok") &&
	    fact_get(f, FACT_INSIDE_BIND) == NULL)
		fact_put_str(f, FACT_INSIDE_BIND, word);
}

static void
inside_end(struct probe *p, enum probe_end how)
{
	struct inside_state *s = p->state;

	if (how == PROBE_TIMEOUT)
		inside_silence(p->check, "timeout");
	else if (how == PROBE_FAILED)
		inside_silence(p->check, "closed");
	conn_close(s->conn);
	if (s->rpc_ready)
		rpc_clear(&s->rpc);
}

static const struct stage inside_stages[] = {
	{ "connect to the listener", connect_listener, 0 },
	{ "await connected", await_connected, 0 },
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
