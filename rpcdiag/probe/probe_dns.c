/* SPDX-License-Identifier: Apache-2.0 */
/* dns: does the proxy's name, or the forward proxy's, have addresses? */
#include "base/mem.h"
#include "net/resolve.h"
#include "probe/deliver.h"
#include "probe/probes.h"

struct dns_state {
	struct resolve *resolve;
};

static enum step
ask_resolver(struct probe *p, const struct event *ev)
{
	const struct config *c = p->run->config;
	struct dns_state *s = p->state;

	if (ev->kind != EV_ENTER)
		return STEP_WAIT;
	run_note_forward(p->run, p->check);
	if (c->dns_server != NULL)
		fact_put_str(&p->check->facts, FACT_DNS_SERVER, c->dns_server);
	if (run_is_mapped(p->run, p->run->hop_host, p->run->hop_port))
		mem_set(&p->check->detail, "given on the command line");
	else
		s->resolve = resolve_open(p->run->loop, p->run->hop_host,
		    c->dns_server, deliver_resolved, p);
	return STEP_NEXT;
}

static enum step
take_addresses(struct run *r, struct check *c, const struct strlist *list)
{
	r->naddresses = run_addresses(
	    r, r->hop_host, r->hop_port, list, r->address, RUN_ADDRESSES_MAX);
	for (unsigned i = 0; i < r->naddresses; i++)
		fact_put_item(
		    &c->facts, FACT_DNS_ADDRESSES, r->address[i].text);
	if (r->naddresses > 0)
		return STEP_NEXT;
	mem_set(&c->detail, "no address of the family asked for");
	return STEP_FAIL;
}

static enum step
await_addresses(struct probe *p, const struct event *ev)
{
	const struct resolve_result *result = ev->data;
	struct dns_state *s = p->state;
	static const struct strlist none;

	if (s->resolve == NULL) { /* mapped: there is nobody to ask */
		fact_put_str(&p->check->facts, FACT_DNS_RESULT, "ok");
		return take_addresses(p->run, p->check, &none);
	}
	if (ev->kind != EV_RESOLVED)
		return STEP_WAIT;
	fact_put_str(
	    &p->check->facts, FACT_DNS_RESULT, resolve_end_text(result->end));
	if (result->end == RESOLVE_OK)
		return take_addresses(p->run, p->check, &result->addresses);
	mem_set(&p->check->detail, result->text);
	return STEP_FAIL;
}

static void
dns_end(struct probe *p, enum probe_end how)
{
	struct dns_state *s = p->state;

	if (how == PROBE_TIMEOUT) {
		fact_put_str(&p->check->facts, FACT_DNS_RESULT, "timeout");
		mem_set(&p->check->detail, "the resolver does not answer");
	}
	resolve_close(s->resolve);
}

static const struct stage dns_stages[] = {
	{ "ask the resolver", ask_resolver, 0 },
	{ "await addresses", await_addresses, 0 },
	{ NULL, NULL, 0 },
};

static const struct probe_type dns_type = {
	.name = "dns",
	.stages = dns_stages,
	.state_size = sizeof(struct dns_state),
	.end = dns_end,
};

void
probe_dns(struct run *r)
{
	struct check *c =
	    checks_add(&r->report->checks, "dns", NULL, STAGE_DNS);

	probe_start(r, &dns_type, c, NULL);
}
