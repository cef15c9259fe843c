/* SPDX-License-Identifier: Apache-2.0 */
/* tls: the handshake with the pinned address, and what its certificate is. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "net/request_head.h"
#include "probe/deliver.h"
#include "probe/probes.h"
#include "probe/tls_facts.h"

struct tls_state {
	struct conn *conn;
	bool old;
};

static enum step
open_tls(struct probe *p, const struct event *ev)
{
	struct tls_state *s = p->state;
	struct conn_spec spec;

	(void)ev;
	run_spec(p->run, &spec);
	spec.old_tls = s->old;
	if (s->old) /* nothing of ours goes over it */
		spec.client = NULL;
	s->conn = conn_open(p->run->loop, &spec, deliver_conn, p);
	return STEP_NEXT;
}

/* curl tells a failed handshake in words only; these are OpenSSL's. */
static const char *
handshake_result(const struct conn *conn, const struct tls_facts *t)
{
	static const struct {
		const char *part, *result;
	} words[] = {
		{ "wrong version number", "not_tls" },
		{ "http request", "not_tls" },
		{ "packet length too long", "not_tls" },
		{ "onnection reset", "reset" },
		{ "unexpected eof", "closed" },
		{ "SSL_ERROR_SYSCALL", "closed" },
		{ "alert", "alert" },
	};

	if (t->alert >= 0)
		return "alert";
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strstr(conn_error(conn), words[i].part) != NULL)
			return words[i].result;
	return "failure";
}

static enum step
handshake_failed(struct probe *p)
{
	struct tls_state *s = p->state;
	const struct tls_facts *t = conn_tls(s->conn);

	tls_facts_note(p->check, t, p->run->config->fingerprint);
	fact_put_str(
	    &p->check->facts, FACT_TLS_RESULT, handshake_result(s->conn, t));
	mem_set(&p->check->detail, conn_error(s->conn));
	if (t->client_cert_asked)
		mem_set(&p->check->detail,
		    t->client_cert_shown ? "the client certificate was refused"
					 : "a client certificate is required");
	return STEP_FAIL;
}

static enum step
handshake_done(struct probe *p)
{
	struct tls_state *s = p->state;
	const struct tls_facts *t = conn_tls(s->conn);

	tls_facts_note(p->check, t, p->run->config->fingerprint);
	fact_put_str(&p->check->facts, FACT_TLS_RESULT, "ok");
	if (tls_facts_good(t))
		return STEP_DONE;
	if (!t->in_time)
		mem_set(&p->check->detail, "the certificate is out of date");
	if (!t->trusted)
		mem_set(&p->check->detail, t->verify);
	if (!t->name_ok)
		mem_set(&p->check->detail,
		    "the certificate does not name the host");
	return STEP_FAIL;
}

/*
 * With TLS 1.3 we are through before the server has looked at our certificate,
 * or at its absence (RFC 8446 4.4.2.4): the word it has on that comes with the
 * first bytes it sends, so it is given something to answer.
 */
static bool
is_judged_later(const struct tls_facts *t)
{
	return t->client_cert_asked && strcmp(t->version, "TLSv1.3") == 0;
}

static bool
ask_something(const struct probe *p)
{
	const struct tls_state *s = p->state;
	char *request = mem_printf("GET / HTTP/1.1\r\nHost: %s\r\n"
				   "Connection: close\r\n\r\n",
	    p->run->config->proxy_host);
	bool sent = conn_send(s->conn, span_str(request));

	free(request);
	return sent;
}

static enum step
await_handshake(struct probe *p, const struct event *ev)
{
	const struct tls_state *s = p->state;

	if (ev->kind != EV_CONN || ev->what == CONN_DATA)
		return STEP_WAIT;
	if (ev->what == CONN_ENDED)
		return handshake_failed(p);
	return is_judged_later(conn_tls(s->conn)) && ask_something(p)
	    ? STEP_NEXT
	    : handshake_done(p);
}

/* Only an alert is a refusal; a server that just hangs up does not like the
 * request, and http.* will tell. */
static enum step
await_judgement(struct probe *p, const struct event *ev)
{
	const struct tls_state *s = p->state;

	if (ev->kind != EV_CONN || ev->what == CONN_OPENED)
		return STEP_WAIT;
	return ev->what == CONN_ENDED && conn_tls(s->conn)->alert > 0
	    ? handshake_failed(p)
	    : handshake_done(p);
}

static void
tls_end(struct probe *p, enum probe_end how)
{
	struct tls_state *s = p->state;

	if (how == PROBE_TIMEOUT && conn_tls(s->conn)->done) {
		/* and not a word on our certificate: http.* will tell */
		if (handshake_done(p) == STEP_DONE)
			p->check->outcome = OUTCOME_PASS;
	} else if (how == PROBE_TIMEOUT) {
		fact_put_str(&p->check->facts, FACT_TLS_RESULT, "timeout");
		mem_set(&p->check->detail, "no answer to ClientHello");
	}
	if (s->old) /* nobody connects like that */
		probe_outcome(p, OUTCOME_INFO);
	conn_close(s->conn);
}

static const struct stage tls_stages[] = {
	{ "open TLS", open_tls, 0 },
	{ "await the handshake", await_handshake, 0 },
	{ "await what is said of our certificate", await_judgement, 0 },
	{ NULL, NULL, 0 },
};

static const struct probe_type tls_type = {
	.name = "tls",
	.stages = tls_stages,
	.state_size = sizeof(struct tls_state),
	.end = tls_end,
};

static void
start(struct run *r, const char *id, bool old)
{
	char *parent = r->way == WAY_OPEN
	    ? mem_strdup("http.connect")
	    : mem_printf("tcp.%d", r->pinned->index);
	struct check *c = checks_add(&r->report->checks, id, parent, STAGE_TLS);
	struct tls_state s = { .old = old };

	mem_set(&parent, NULL);
	if (r->way != WAY_OPEN) { /* else its address is the proxy's affair */
		c->family = r->pinned->family == 6 ? FAMILY_IPV6 : FAMILY_IPV4;
		c->address = request_host(r->pinned->text, r->pinned->port);
	}
	probe_start(r, &tls_type, c, &s);
}

void
probe_tls(struct run *r)
{
	start(r, "tls", false);
}

void
probe_old_tls(struct run *r)
{
	start(r, "tls.old", true);
}
