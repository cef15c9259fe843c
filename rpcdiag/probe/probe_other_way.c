/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http.viaproxy, http.direct: one request by the way that was not taken, as
 * the clients of [MS-RPCH] 3.2.2.4.1 try both; direct: one to the server past
 * the device in front. Without credentials: whether the RPC proxy answers at
 * all is what is asked here, or how the way ends, and who it is. A network
 * that leaves all looking up to its forward proxy knows no name of the
 * Internet: that the target's is unknown here says something only where its
 * domain is known.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "net/request_head.h"
#include "net/resolve.h"
#include "probe/deliver.h"
#include "probe/host_name.h"
#include "probe/http_facts.h"
#include "probe/probes.h"
#include "probe/tls_facts.h"

struct other_state {
	const char *host; /* whom to connect to */
	int port;
	bool is_origin;
	struct resolve *resolve;
	bool found;
	struct peer_address at, beyond;
	struct conn_forward via;
	struct exchange *exchange;
};

static enum step
look_up(struct probe *p, const struct event *ev)
{
	struct other_state *s = p->state;
	struct run *r = p->run;

	(void)ev;
	if (!run_is_mapped(r, s->host, s->port))
		s->resolve = resolve_open(r->loop, s->host,
		    r->config->dns_server, deliver_resolved, p);
	return STEP_NEXT;
}

static bool
look_up_domain(struct probe *p, enum resolve_end end)
{
	struct other_state *s = p->state;
	const char *domain = host_name_domain(s->host);

	if ((end != RESOLVE_NXDOMAIN && end != RESOLVE_NODATA) ||
	    domain == NULL)
		return false;
	resolve_close(s->resolve);
	s->resolve = resolve_open(p->run->loop, domain,
	    p->run->config->dns_server, deliver_resolved, p);
	return true;
}

static bool
is_proxy(const struct run *r, const struct peer_address *at)
{
	if (config_forward(r->config) != NULL) /* whose addresses these are */
		return false;
	for (unsigned i = 0; i < r->naddresses; i++)
		if (r->address[i].port == at->port &&
		    strcmp(r->address[i].text, at->text) == 0)
			return true;
	return false;
}

/* Where what is asked of it later goes, too. */
static enum step
take_origin(struct probe *p)
{
	const struct other_state *s = p->state;
	struct check *c = p->check;

	p->run->origin = s->at;
	c->family = s->at.family == 6 ? FAMILY_IPV6 : FAMILY_IPV4;
	c->address = request_host(s->at.text, s->at.port);
	if (!is_proxy(p->run, &s->at))
		return STEP_NEXT;
	mem_set(&c->detail, "it is the proxy itself, and not past it");
	return STEP_FAIL;
}

static enum step
await_address(struct probe *p, const struct event *ev)
{
	static const struct resolve_result nobody;
	const struct resolve_result *result = ev->data;
	struct other_state *s = p->state;

	if (s->resolve == NULL)
		result = &nobody;
	else if (ev->kind != EV_RESOLVED)
		return STEP_WAIT;
	if (s->resolve != NULL)
		fact_put_str(&p->check->facts, FACT_DNS_RESULT,
		    resolve_end_text(result->end));
	s->found = run_addresses(p->run, s->host, s->port, &result->addresses,
		       &s->at, 1) > 0;
	if (s->found)
		return s->is_origin ? take_origin(p) : STEP_NEXT;
	mem_set(&p->check->detail, "its name has no address");
	return look_up_domain(p, result->end) ? STEP_NEXT : STEP_FAIL;
}

static enum step
await_domain(struct probe *p, const struct event *ev)
{
	const struct resolve_result *result = ev->data;
	const struct other_state *s = p->state;

	if (s->found)
		return STEP_NEXT;
	if (ev->kind != EV_RESOLVED)
		return STEP_WAIT;
	fact_put_bool(&p->check->facts, FACT_DNS_DOMAIN_KNOWN,
	    result->end == RESOLVE_OK || result->end == RESOLVE_NODATA);
	return STEP_FAIL;
}

/* Through the forward proxy to the target, or to the address of the target. */
static void
way_spec(struct probe *p, struct conn_spec *out)
{
	static const struct strlist none;
	struct other_state *s = p->state;
	struct run *r = p->run;
	const struct config *c = r->config;
	const struct peer_address *to = &s->at;

	*out = (struct conn_spec){
		.host = c->proxy_host,
		.port = c->proxy_port,
		.trust = r->trust,
	};
	if (c->forward.spare) {
		s->via = (struct conn_forward){ .host = s->host,
			.address = s->at.text,
			.port = s->at.port };
		out->forward = &s->via;
		to = run_addresses(r, c->proxy_host, c->proxy_port, &none,
			 &s->beyond, 1) > 0
		    ? &s->beyond
		    : NULL;
	}
	if (to != NULL) {
		out->address = to->text;
		out->to_port = to->port;
	}
}

static enum step
send_request(struct probe *p, const struct event *ev)
{
	struct other_state *s = p->state;
	struct run *r = p->run;
	struct request req = {
		.method = "RPC_OUT_DATA",
		.target = r->config->path,
		.rpc = true,
	};
	struct conn_spec spec;

	(void)ev;
	if (s->is_origin)
		run_spec_at(r, &r->origin, &spec);
	else
		way_spec(p, &spec);
	s->exchange = exchange_open(r->loop, &spec, &req, deliver_exchange, p);
	return STEP_NEXT;
}

static enum step
await_answer(struct probe *p, const struct event *ev)
{
	struct other_state *s = p->state;
	const struct answer *a;

	if (ev->kind != EV_EXCHANGE)
		return STEP_WAIT;
	if (ev->what == EXCHANGE_ENDED)
		return STEP_FAIL;
	if (ev->what != EXCHANGE_DONE)
		return STEP_WAIT;
	a = exchange_answer(s->exchange);
	http_facts(p->check, a);
	if (s->is_origin)
		probe_outcome(p, OUTCOME_INFO);
	return a->forward ? STEP_FAIL : STEP_DONE;
}

/* Its certificate, good or bad, and whether the proxy shows another one. */
static void
note_origin(struct probe *p)
{
	struct other_state *s = p->state;
	struct run *r = p->run;
	const struct tls_facts *t = conn_tls(exchange_conn(s->exchange));
	const struct check *tls = checks_find(&r->report->checks, "tls");
	const char *shown =
	    tls == NULL ? NULL : fact_str(&tls->facts, FACT_TLS_FINGERPRINT);

	if (t == NULL)
		return;
	tls_facts_note(p->check, t, NULL);
	r->origin_end_point = t->end_point;
	if (t->seen && shown != NULL)
		fact_put_bool(&p->check->facts, FACT_TLS_SHARED,
		    strcasecmp(t->fingerprint, shown) == 0);
}

static void
other_end(struct probe *p, enum probe_end how)
{
	struct other_state *s = p->state;

	resolve_close(s->resolve);
	if (s->exchange != NULL)
		http_end_facts(p->check, s->exchange, how);
	if (s->exchange != NULL && s->is_origin)
		note_origin(p);
	/* that it cannot be reached from here says nothing bad of the site */
	if (s->is_origin && p->check->outcome == OUTCOME_FAIL)
		p->check->outcome = OUTCOME_INFO;
	exchange_close(s->exchange);
}

static const struct stage other_stages[] = {
	{ "look up the other way", look_up, 0 },
	{ "await its address", await_address, 0 },
	{ "await its domain", await_domain, 0 },
	{ "send a request the other way", send_request, 0 },
	{ "await the answer", await_answer, 0 },
	{ NULL, NULL, 0 },
};

static const struct probe_type other_type = {
	.name = "other way",
	.stages = other_stages,
	.state_size = sizeof(struct other_state),
	.end = other_end,
};

static void
start(struct run *r, struct check *check, const struct other_state *s)
{
	fact_put_str(&check->facts, FACT_HTTP_METHOD, "RPC_OUT_DATA");
	fact_put_str(&check->facts, FACT_HTTP_PATH, r->config->path);
	probe_start(r, &other_type, check, s);
}

void
probe_other_way(struct run *r)
{
	const struct config *c = r->config;
	const struct forward_proxy *f = &c->forward;
	const struct other_state s = {
		.host = f->spare ? f->host : c->proxy_host,
		.port = f->spare ? f->port : c->proxy_port,
	};
	struct check *check = checks_add(&r->report->checks,
	    f->spare ? "http.viaproxy" : "http.direct", "dns", STAGE_HTTP);

	if (f->spare) {
		char *place = request_host(f->host, f->port);

		fact_put_str(&check->facts, FACT_FORWARD_PROXY, place);
		free(place);
	}
	start(r, check, &s);
}

void
probe_origin(struct run *r)
{
	const struct other_state s = {
		.host = r->config->direct_host,
		.port = config_direct_port(r->config),
		.is_origin = true,
	};

	start(r, checks_add(&r->report->checks, "direct", NULL, STAGE_INSIDE),
	    &s);
}
