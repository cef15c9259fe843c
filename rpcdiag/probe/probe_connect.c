/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http.connect: what the forward proxy says to CONNECT (RFC 9110 9.3.6), first
 * to nobody in particular, then to its account, once: a second logon would
 * cost the account a try and tell nothing new.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "net/request_head.h"
#include "probe/auth_facts.h"
#include "probe/deliver.h"
#include "probe/http_facts.h"
#include "probe/logon.h"
#include "probe/probes.h"

/* A proxy that cannot reach the target takes as long as its own connect. */
#define CONNECT_STEPS 3

struct connect_state {
	bool tried; /* a logon of the account */
	struct forward *forward;
};

static enum step
send_connect(struct probe *p, const struct event *ev)
{
	struct connect_state *s = p->state;
	struct run *r = p->run;
	const struct auth_mech *mech = r->forward.mech;
	struct fact_set *f = &p->check->facts;
	struct conn_spec to;
	char *place;

	(void)ev;
	run_spec(r, &to);
	if (to.address == NULL) {
		to.address = to.host;
		to.to_port = to.port;
	}
	run_note_forward(r, p->check);
	fact_put_str(f, FACT_HTTP_METHOD, "CONNECT");
	place = request_host(to.address, to.to_port);
	fact_put_str(f, FACT_HTTP_PATH, place);
	free(place);
	if (mech != NULL)
		fact_put_str(f, FACT_FORWARD_AUTH, mech->name);
	forward_close(s->forward);
	s->forward = forward_open(
	    r->loop, &r->forward, to.address, to.to_port, deliver_forward, p);
	return STEP_NEXT;
}

/* Why an answer lets nothing through, in words. */
static char *
refusal_text(const struct run *r, const struct answer *a)
{
	const struct auth_mech *mech = r->forward.mech;
	const struct strlist *wanted = &r->config->forward.auth;
	char *offered = strlist_join(&a->schemes, ", ");
	char *text;

	if (a->status >= 500 && a->squid_error != NULL)
		text = mem_printf("the forward proxy answered %d %s, %s",
		    a->status, a->reason, a->squid_error);
	else if (a->status != 407)
		text = mem_printf(
		    "the forward proxy answered %d %s", a->status, a->reason);
	else if (mech != NULL)
		text = mem_printf(
		    "the forward proxy refused the logon of %s with %s",
		    r->forward_who.user, mech->name);
	else if (r->forward_who.user == NULL)
		text = mem_printf("the forward proxy wants a logon: %s "
				  "(--forward-user)",
		    offered);
	else if (wanted->n > 0 && !strlist_has(wanted, "basic"))
		text = mem_printf("the forward proxy offers no logon that is "
				  "asked for here: %s (--forward-auth)",
		    offered);
	else if (strlist_has(&a->schemes, "Basic"))
		text = mem_strdup("no readable password goes to the forward "
				  "proxy (--allow-plaintext-auth)");
	else
		text = mem_printf("the forward proxy offers no logon that is "
				  "known here: %s",
		    offered);
	free(offered);
	return text;
}

/* The answer to CONNECT, noted; NEXT when it was a refusal. */
static enum step
take_answer(struct probe *p, const struct event *ev)
{
	struct connect_state *s = p->state;

	if (ev->kind != EV_FORWARD)
		return STEP_WAIT;
	if (ev->what == FORWARD_FAILED)
		return STEP_FAIL;
	http_facts(p->check, forward_answer(s->forward));
	if (ev->what == FORWARD_REFUSED)
		return STEP_NEXT;
	p->run->way = WAY_OPEN;
	return STEP_DONE;
}

static enum step
await_first(struct probe *p, const struct event *ev)
{
	struct connect_state *s = p->state;
	struct run *r = p->run;
	const struct answer *a = forward_answer(s->forward);
	enum step step = take_answer(p, ev);
	char *id;

	if (step != STEP_NEXT)
		return step;
	if (a->status == 407 && r->forward_who.user != NULL)
		r->forward.mech = logon_forward(r, &a->schemes);
	s->tried = r->forward.mech != NULL;
	if (!s->tried)
		return STEP_FAIL;
	id = mem_printf("http.connect.%s", r->forward.mech->name);
	probe_outcome(p, OUTCOME_INFO);
	probe_child(p, id, STAGE_HTTP);
	free(id);
	return STEP_NEXT;
}

static enum step
await_last(struct probe *p, const struct event *ev)
{
	enum step step = take_answer(p, ev);

	return step == STEP_NEXT ? STEP_FAIL : step;
}

/* Our own mechanism failed, at once or with what the proxy answered. */
static char *
no_token_text(const struct run *r, const struct auth_error *e)
{
	if (e == NULL || e->fault == AUTH_FAULT_NONE)
		return NULL;
	return mem_printf("there is no token for the forward proxy with %s: %s",
	    r->forward.mech->name, auth_fault_text(e->fault));
}

/* It stands there and says no, rather than leading nowhere; a logon is tried
 * only after it said so once. */
static bool
is_denied(const struct connect_state *s, const struct check *c)
{
	return c->http_status == 407 || c->http_status == 403 ||
	    (s->tried && c->http_status == 0);
}

static void
connect_end(struct probe *p, enum probe_end how)
{
	struct connect_state *s = p->state;
	struct check *c = p->check;
	const struct answer *a = forward_answer(s->forward);
	const struct auth_error *error = forward_auth_error(s->forward);
	char *text = no_token_text(p->run, error);

	auth_error_facts(c, error);
	if (p->run->way != WAY_OPEN)
		p->run->way = is_denied(s, c) ? WAY_DENIED : WAY_SHUT;
	if (how == PROBE_TIMEOUT)
		fact_put_str(&c->facts, FACT_HTTP_RESULT, "timeout");
	else if (how == PROBE_FAILED && c->http_status == 0)
		fact_put_str(&c->facts, FACT_HTTP_RESULT, "failure");
	if (how == PROBE_TIMEOUT && text == NULL)
		text = mem_strdup("the forward proxy does not answer CONNECT");
	else if (how == PROBE_FAILED && text == NULL)
		text = c->http_status != 0
		    ? refusal_text(p->run, a)
		    : mem_strdup(forward_error(s->forward));
	if (text != NULL)
		mem_set(&c->detail, text);
	free(text);
	forward_close(s->forward);
}

static const struct stage connect_stages[] = {
	{ "ask the forward proxy", send_connect, 0 },
	{ "await the forward proxy", await_first, CONNECT_STEPS },
	{ "log on to the forward proxy", send_connect, 0 },
	{ "await the forward proxy", await_last, CONNECT_STEPS },
	{ NULL, NULL, 0 },
};

static const struct probe_type connect_type = {
	.name = "connect",
	.stages = connect_stages,
	.state_size = sizeof(struct connect_state),
	.end = connect_end,
};

void
probe_connect(struct run *r)
{
	char *parent = mem_printf("tcp.%d", r->pinned->index);
	bool tried = checks_find(&r->report->checks, parent) != NULL;
	struct check *c = checks_add(&r->report->checks, "http.connect",
	    tried ? parent : "dns", STAGE_HTTP);

	free(parent);
	probe_start(r, &connect_type, c, NULL);
}
