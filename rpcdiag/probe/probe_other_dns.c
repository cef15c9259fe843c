/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dns.other: what this system's own resolver says of the proxy's name, where
 * another name server was asked (--dns-server), and whether an address that
 * only it knows takes a connection.
 */
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "net/resolve.h"
#include "probe/deliver.h"
#include "probe/probes.h"

/* Who names a server may do so because the system's never answers. */
#define PATIENCE_US CLOCK_S(3)

struct other_state {
	struct resolve *resolve;
	struct conn *conn;
};

static enum step
ask_system(struct probe *p, const struct event *ev)
{
	struct other_state *s = p->state;

	(void)ev;
	probe_alarm(p, PATIENCE_US);
	s->resolve = resolve_open(
	    p->run->loop, p->run->hop_host, NULL, deliver_resolved, p);
	return STEP_NEXT;
}

/* The first address that the name server did not give; NULL = none. */
static const char *
unknown_address(const struct run *r, const struct strlist *all)
{
	for (size_t i = 0; i < all->n; i++) {
		bool known = false;

		for (unsigned k = 0; k < r->naddresses; k++)
			known |= strcmp(r->address[k].text, all->v[i]) == 0;
		if (!known)
			return all->v[i];
	}
	return NULL;
}

static enum step
await_addresses(struct probe *p, const struct event *ev)
{
	const struct resolve_result *result = ev->data;
	struct other_state *s = p->state;
	struct conn_spec spec = {
		.host = p->run->hop_host,
		.port = p->run->hop_port,
	};

	if (ev->kind == EV_ALARM) {
		fact_put_str(&p->check->facts, FACT_DNS_RESULT, "timeout");
		return STEP_DONE;
	}
	if (ev->kind != EV_RESOLVED)
		return STEP_WAIT;
	fact_put_str(
	    &p->check->facts, FACT_DNS_RESULT, resolve_end_text(result->end));
	for (size_t i = 0; i < result->addresses.n; i++)
		fact_put_item(&p->check->facts, FACT_DNS_ADDRESSES,
		    result->addresses.v[i]);
	spec.address = unknown_address(p->run, &result->addresses);
	if (spec.address == NULL)
		return STEP_DONE;
	p->check->address = mem_strdup(spec.address);
	s->conn = conn_open(p->run->loop, &spec, deliver_conn, p);
	return STEP_NEXT;
}

static enum step
await_connected(struct probe *p, const struct event *ev)
{
	const struct other_state *s = p->state;

	if (ev->kind != EV_CONN)
		return STEP_WAIT;
	fact_put_str(&p->check->facts, FACT_TCP_RESULT,
	    ev->what == CONN_OPENED ? "ok" : connect_word(conn_end(s->conn)));
	return STEP_DONE;
}

/* Which of the two people use is not known: information, whatever it is. */
static void
other_end(struct probe *p, enum probe_end how)
{
	struct other_state *s = p->state;
	struct fact_set *f = &p->check->facts;

	if (how == PROBE_TIMEOUT && s->conn != NULL)
		fact_put_str(f, FACT_TCP_RESULT, "timeout");
	else if (how == PROBE_TIMEOUT)
		fact_put_str(f, FACT_DNS_RESULT, "timeout");
	probe_outcome(p, OUTCOME_INFO);
	conn_close(s->conn);
	resolve_close(s->resolve);
}

static const struct stage other_stages[] = {
	{ "ask the system's resolver", ask_system, 0 },
	{ "await addresses", await_addresses, 0 },
	{ "await connected", await_connected, 0 },
	{ NULL, NULL, 0 },
};

static const struct probe_type other_type = {
	.name = "dns.other",
	.stages = other_stages,
	.state_size = sizeof(struct other_state),
	.end = other_end,
};

void
probe_other_dns(struct run *r)
{
	struct check *c =
	    checks_add(&r->report->checks, "dns.other", "dns", STAGE_DNS);

	probe_start(r, &other_type, c, NULL);
}
