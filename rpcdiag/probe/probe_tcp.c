/* SPDX-License-Identifier: Apache-2.0 */
/* tcp.N: does one address of the proxy, or of the forward proxy, take a
 * connection? */
#include <stdio.h>

#include "base/mem.h"
#include "probe/deliver.h"
#include "probe/probes.h"

struct tcp_state {
	const struct peer_address *to;
	struct conn *conn;
};

static enum step
connect_to(struct probe *p, const struct event *ev)
{
	struct tcp_state *s = p->state;
	struct conn_spec spec = {
		.host = p->run->hop_host,
		.address = s->to->text,
		.port = p->run->hop_port,
		.to_port = s->to->port,
	};

	(void)ev;
	run_note_forward(p->run, p->check);
	s->conn = conn_open(p->run->loop, &spec, deliver_conn, p);
	return STEP_NEXT;
}

static enum step
await_connected(struct probe *p, const struct event *ev)
{
	struct tcp_state *s = p->state;

	if (ev->kind != EV_CONN)
		return STEP_WAIT;
	if (ev->what == CONN_OPENED) {
		fact_put_str(&p->check->facts, FACT_TCP_RESULT, "ok");
		if (p->run->pinned == NULL)
			run_pin(p->run, s->to);
		return STEP_NEXT;
	}
	fact_put_str(
	    &p->check->facts, FACT_TCP_RESULT, connect_word(conn_end(s->conn)));
	mem_set(&p->check->detail, conn_error(s->conn));
	return STEP_FAIL;
}

static void
tcp_end(struct probe *p, enum probe_end how)
{
	struct tcp_state *s = p->state;

	if (how == PROBE_TIMEOUT) {
		fact_put_str(&p->check->facts, FACT_TCP_RESULT, "timeout");
		mem_set(&p->check->detail, "no answer to SYN");
	}
	conn_close(s->conn);
}

static const struct stage tcp_stages[] = {
	{ "connect", connect_to, 0 },
	{ "await connected", await_connected, 0 },
	{ NULL, NULL, 0 },
};

static const struct probe_type tcp_type = {
	.name = "tcp",
	.stages = tcp_stages,
	.state_size = sizeof(struct tcp_state),
	.end = tcp_end,
};

void
probe_tcp(struct run *r, const struct peer_address *a)
{
	struct tcp_state state = { .to = a };
	struct check *c;
	char id[32];

	snprintf(id, sizeof(id), "tcp.%d", a->index);
	c = checks_add(&r->report->checks, id, "dns", STAGE_TCP);
	c->family = a->family == 6 ? FAMILY_IPV6 : FAMILY_IPV4;
	c->address =
	    mem_printf(a->family == 6 ? "[%s]:%d" : "%s:%d", a->text, a->port);
	probe_start(r, &tcp_type, c, &state);
}
