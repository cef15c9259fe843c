/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http.*: what the front end says to somebody without credentials; echo.*: the
 * proxy-only ping ([MS-RPCH] 2.1.2.1.5), the first use of credentials.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "probe/auth_facts.h"
#include "probe/deliver.h"
#include "probe/http_facts.h"
#include "probe/logon.h"
#include "probe/probes.h"
#include "wire/rts.h"

/* Four bytes: 0 would look like an unfinished leg of authentication, and
 * more than 16 like a channel ([MS-RPCH] 2.1.2.1.5). */
static const uint8_t echo_body[4] = { 'E', 'C', 'H', 'O' };

struct http_state {
	const char *method;
	char *target;
	bool rpc, body;
	uint64_t announced;
	const struct client_cert *client; /* instead of the user's */
	const struct auth_mech *mech;	  /* NULL = no credentials */
	const struct auth_identity *who;
	enum binding binding;
	const char *if_accepted, *if_refused;
	const char *ask;
	int round;		       /* of a watch; 0 = none */
	const struct peer_address *at; /* NULL = the pinned one */
	struct exchange *exchange;
};

static enum step
send_request(struct probe *p, const struct event *ev)
{
	struct http_state *s = p->state;
	struct run *r = p->run;
	struct request req = {
		.method = s->method,
		.target = s->target,
		.length = s->announced,
		.rpc = s->rpc,
		.mech = s->mech,
		.who = s->who,
		.binding = s->binding,
		.origin = &r->origin_end_point,
		.spn = r->config->http_spn,
		.ask = s->ask,
		.trust_any = r->config->insecure,
		.plaintext = r->config->allow_plaintext_auth,
	};
	struct conn_spec spec;

	(void)ev;
	if (s->body && s->announced == 0) {
		req.length = sizeof(echo_body);
		req.body = span_of(echo_body, sizeof(echo_body));
	}
	run_spec_at(r, s->at, &spec);
	if (s->client != NULL)
		spec.client = s->client;
	s->exchange = exchange_open(r->loop, &spec, &req, deliver_exchange, p);
	return STEP_NEXT;
}

/* An RPC request that is neither let in nor asked to log on is a failure; all
 * other answers without credentials are information. */
static enum outcome
outcome_of(const struct http_state *s, const struct answer *a)
{
	bool asked = a->status == 401 && a->schemes.n > 0;

	if (strcmp(s->method, "RPC_OUT_DATA") != 0 || a->status == 200 || asked)
		return OUTCOME_INFO;
	return OUTCOME_FAIL;
}

/* 200 with the 20 bytes of the Echo RTS PDU ([MS-RPCH] 2.2.4.48). */
static bool
is_echo(const struct answer *a)
{
	struct rts_pdu pdu;

	return a->status == 200 &&
	    rts_decode(buf_span(&a->body), &pdu) == WIRE_OK &&
	    rts_identify(&pdu) == RTS_ECHO;
}

static enum step
await_answer(struct probe *p, const struct event *ev)
{
	struct http_state *s = p->state;
	const struct answer *a;

	if (ev->kind != EV_EXCHANGE)
		return STEP_WAIT;
	if (ev->what == EXCHANGE_ENDED)
		return STEP_FAIL;
	if (ev->what != EXCHANGE_DONE)
		return STEP_WAIT;
	a = exchange_answer(s->exchange);
	http_facts(p->check, a);
	if (s->rpc && a->status == 200)
		fact_put_bool(&p->check->facts, FACT_ECHO_PDU, is_echo(a));
	probe_outcome(p, outcome_of(s, a));
	if (exchange_sent_credentials(s->exchange))
		fact_put_bool(
		    &p->check->facts, FACT_HTTP_ACCEPTED, a->status != 401);
	return STEP_DONE;
}

/* Whoever has a ticket has shown the KDC the right password. */
static enum logon_word
refusal_of(const struct check *c)
{
	return fact_is(&c->facts, FACT_AUTH_PACKAGE, "kerberos")
	    ? LOGON_TICKET_REFUSED
	    : LOGON_REFUSED;
}

/* A logon of the same kind was refused with the right binding, too: bindings
 * alone do not explain it. */
static bool
is_refused_anyway(const struct run *r, const struct check *c)
{
	const struct checks *all = &r->report->checks;

	for (size_t i = 0; i < all->n; i++) {
		const struct check *other = all->v[i];

		if (other->http_status == 401 && other->http_auth != NULL &&
		    strcmp(other->http_auth, c->http_auth) == 0 &&
		    fact_get(&other->facts, FACT_AUTH_BINDING) == NULL)
			return true;
	}
	return false;
}

/* What the logon says of channel bindings, where there is anything to be
 * bound to. */
static void
binding_facts(struct probe *p, bool accepted)
{
	const struct http_state *s = p->state;
	const struct tls_facts *tls = conn_tls(exchange_conn(s->exchange));
	const char *word = accepted ? s->if_accepted : s->if_refused;

	if (word == NULL || tls == NULL || tls->end_point.n == 0 ||
	    (!accepted && is_refused_anyway(p->run, p->check)))
		return;
	fact_put_str(&p->check->facts, FACT_EXTENDED_PROTECTION, word);
}

/* The answer to a request that carried credentials. */
static void
logon_facts(struct probe *p, const struct answer *a)
{
	struct http_state *s = p->state;
	bool accepted = a->status != 401;

	fact_put_bool(&p->check->facts, FACT_HTTP_ACCEPTED, accepted);
	binding_facts(p, accepted);
	auth_package_fact(p->check, token_package(exchange_token(s->exchange)));
	if (s->at == NULL)
		run_logon(p->run, s->who,
		    accepted ? LOGON_ACCEPTED : refusal_of(p->check));
}

/* NTLM's messages belong to one connection of one machine. */
static const char *
apart_word(const struct http_state *s)
{
	struct challenges c = exchange_challenges(s->exchange);

	if (c.apart)
		return "computers";
	if (c.n > 1 && s->mech == &auth_ntlm)
		return "again";
	return c.n > 0 && exchange_end(s->exchange) == EXCHANGE_LOST ? "closed"
								     : NULL;
}

/* What the legs of the logon were like, whoever answered them. */
static void
legs_facts(struct check *c, const struct http_state *s)
{
	const char *apart;

	if (s->mech == NULL || strcmp(s->mech->scheme, auth_ntlm.scheme) != 0)
		return;
	apart = apart_word(s);
	fact_put_int(&c->facts, FACT_AUTH_CHALLENGES,
	    exchange_challenges(s->exchange).n);
	if (apart != NULL)
		fact_put_str(&c->facts, FACT_AUTH_APART, apart);
}

/* Not what a client would send: it may fail in the best of sites. */
static bool
is_experiment(const struct probe *p)
{
	const struct http_state *s = p->state;

	return (s->who != NULL && s->who != &p->run->who) || s->at != NULL ||
	    s->binding != BINDING_RIGHT || s->mech == &auth_challenge;
}

static enum step
await_echo(struct probe *p, const struct event *ev)
{
	struct http_state *s = p->state;
	const struct answer *a;
	struct fact_set *f = &p->check->facts;
	bool echo;

	if (ev->kind != EV_EXCHANGE)
		return STEP_WAIT;
	if (ev->what == EXCHANGE_SENT)
		fact_put_bool(f, FACT_HTTP_CREDENTIALS,
		    exchange_sent_credentials(s->exchange));
	if (ev->what != EXCHANGE_DONE && ev->what != EXCHANGE_ENDED)
		return STEP_WAIT;
	a = exchange_answer(s->exchange);
	legs_facts(p->check, s);
	/* it may have ended between two legs */
	if (ev->what == EXCHANGE_ENDED &&
	    exchange_challenges(s->exchange).n == 0)
		return STEP_FAIL;
	http_facts(p->check, a);
	rpc_error_facts(p->check, a);
	echo = is_echo(a);
	fact_put_bool(f, FACT_ECHO_PDU, echo);
	if (exchange_sent_credentials(s->exchange) && s->who != NULL)
		logon_facts(p, a);
	node_fact(p->check, FACT_NODE_NAME, exchange_node(s->exchange));
	node_domain_fact(p->check, exchange_node(s->exchange));
	if (is_experiment(p))
		probe_outcome(p, OUTCOME_INFO);
	return echo || is_experiment(p) ? STEP_DONE : STEP_FAIL;
}

static void
http_end(struct probe *p, enum probe_end how)
{
	struct http_state *s = p->state;

	http_end_facts(p->check, s->exchange, how);
	http_tls_facts(p->check, exchange_conn(s->exchange));
	http_cookie_facts(p->check, exchange_marks(s->exchange));
	auth_error_facts(p->check, token_error(exchange_token(s->exchange)));
	exchange_close(s->exchange);
	free(s->target);
}

static const struct stage http_stages[] = {
	{ "send the request", send_request, 0 },
	{ "await the answer", await_answer, 0 },
	{ NULL, NULL, 0 },
};

static const struct stage echo_stages[] = {
	{ "send the echo request", send_request, 0 },
	{ "await the echo", await_echo, 0 },
	{ NULL, NULL, 0 },
};

static const struct probe_type http_type = {
	.name = "http",
	.stages = http_stages,
	.state_size = sizeof(struct http_state),
	.end = http_end,
};

static const struct probe_type echo_type = {
	.name = "echo",
	.stages = echo_stages,
	.state_size = sizeof(struct http_state),
	.end = http_end,
};

/* What a logon is bound to, where that is not the usual. */
static const char *const binding_names[] = {
	[BINDING_NONE] = "none",
	[BINDING_WRONG] = "wrong",
	[BINDING_ORIGIN] = "origin",
};

static void
start(struct run *r, const struct probe_type *type, const char *id,
    struct http_state *s, const char *path)
{
	enum stage_id stage = type == &echo_type ? STAGE_ECHO : STAGE_HTTP;
	const char *parent = r->trust == NULL ? "dns" : "tls";
	struct check *c;

	if (s->at != NULL) {
		parent = "direct";
		stage = STAGE_INSIDE;
	} else if (s->round > 0) {
		parent = stage == STAGE_ECHO ? "echo.in" : "http.out";
		stage = STAGE_REPEAT;
	}
	c = checks_add(&r->report->checks, id, parent, stage);
	c->trial = s->round;
	fact_put_str(&c->facts, FACT_HTTP_METHOD, s->method);
	fact_put_str(&c->facts, FACT_HTTP_PATH, path);
	if (s->binding != BINDING_RIGHT)
		fact_put_str(
		    &c->facts, FACT_AUTH_BINDING, binding_names[s->binding]);
	if (s->mech != NULL)
		c->http_auth = mem_strdup(logon_name(s->mech));
	if (s->who != NULL && s->who != &r->who)
		fact_put_str(&c->facts, FACT_AUTH_USER, s->who->user);
	probe_start(r, type, c, s);
}

/* Who lets us in without a logon answers with an echo. */
static char *
echo_target(const struct run *r)
{
	return mem_printf("%s?%s:%d", r->config->path, r->server, 6001);
}

/* Can the account bear a refusal? If not, the check says so. */
static bool
can_bear(struct run *r, const struct http_state *s, const char *id,
    enum stage_id stage)
{
	bool can = lockout_left(r->lockout, s->who->user) > 0;

	if (!can)
		run_skip(r, id, "tls", stage, 0, LOCKOUT_TEXT);
	return can;
}

void
probe_http(struct run *r, const struct http_ask *ask)
{
	struct http_state s = {
		.method = ask->method,
		.target = ask->rpc ? echo_target(r) : mem_strdup(ask->path),
		.rpc = ask->rpc,
		.body = ask->rpc,
		.announced = ask->announced,
		.client = ask->client,
		.mech = ask->mech,
		.who = ask->who,
		.round = ask->round,
	};

	if (s.mech == NULL || can_bear(r, &s, ask->id, STAGE_HTTP))
		start(r, &http_type, ask->id, &s, ask->path);
	else
		free(s.target);
}

/* A logon that was accepted before may be repeated at will. */
static bool
is_proven(const struct run *r, const struct echo_ask *ask)
{
	return r->gate == GATE_OPEN && ask->mech == r->mech &&
	    ask->at == NULL && ask->who == &r->who &&
	    ask->binding == BINDING_RIGHT;
}

void
probe_echo(struct run *r, const struct echo_ask *ask)
{
	struct http_state s = {
		.method = ask->in ? "RPC_IN_DATA" : "RPC_OUT_DATA",
		.rpc = true,
		.body = true,
		.mech = ask->mech,
		.who = ask->who,
		.binding = ask->binding,
		.if_accepted = ask->if_accepted,
		.if_refused = ask->if_refused,
		.ask = ask->ask,
		.round = ask->round,
		.at = ask->at,
	};

	if (s.who != NULL && s.mech != NULL && !is_proven(r, ask) &&
	    !can_bear(r, &s, ask->id, STAGE_ECHO))
		return;
	s.target = echo_target(r);
	start(r, &echo_type, ask->id, &s, r->config->path);
}
