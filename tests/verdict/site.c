/* SPDX-License-Identifier: Apache-2.0 */
#include "site.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"

#define DLL "/rpc/rpcproxy.dll"
#define IIS "Microsoft-IIS/7.0"

struct check *
site_check(
    struct report *r, const char *id, enum stage_id stage, enum outcome out)
{
	struct check *c = checks_find(&r->checks, id);

	if (c == NULL)
		c = checks_add(&r->checks, id, NULL, stage);
	c->outcome = out;
	c->duration_us = CLOCK_MS(SITE_RTT_MS);
	return c;
}

void
site_skip(
    struct report *r, const char *id, enum stage_id stage, const char *why)
{
	mem_set(&site_check(r, id, stage, OUTCOME_SKIP)->detail, why);
}

void
site_begin(struct report *r)
{
	static const int endpoints[] = { 6001, 6002, 6004 };

	*r = (struct report){ 0 };
	mem_set(&r->target.proxy, "https://mail.contoso.test" DLL);
	mem_set(&r->target.host, "mail.contoso.test");
	mem_set(&r->target.server, SITE_SERVER);
	mem_set(&r->target.user, "CONTOSO\\alice");
	r->target.endpoints = mem_new(sizeof(endpoints));
	memcpy(r->target.endpoints, endpoints, sizeof(endpoints));
	r->target.nendpoints = 3;
}

static void
names_and_tls(struct report *r)
{
	struct check *c = site_check(r, "dns", STAGE_DNS, OUTCOME_PASS);

	fact_put_str(&c->facts, FACT_DNS_RESULT, "ok");
	fact_put_item(&c->facts, FACT_DNS_ADDRESSES, "192.0.2.1");
	c = site_check(r, "tcp.1", STAGE_TCP, OUTCOME_PASS);
	c->family = FAMILY_IPV4;
	fact_put_str(&c->facts, FACT_TCP_RESULT, "ok");
	c = site_check(r, "tls", STAGE_TLS, OUTCOME_PASS);
	fact_put_str(&c->facts, FACT_TLS_RESULT, "ok");
	fact_put_bool(&c->facts, FACT_TLS_TRUSTED, true);
	fact_put_bool(&c->facts, FACT_TLS_NAME_OK, true);
	fact_put_bool(&c->facts, FACT_TLS_IN_TIME, true);
	fact_put_int(&c->facts, FACT_TLS_DAYS_LEFT, 90);
}

void
site_answer(struct report *r, const char *id, int status, const char *reason,
    const char *server, const char *author)
{
	struct check *c = site_check(r, id, STAGE_HTTP, OUTCOME_INFO);

	c->http_status = status;
	mem_set(&c->http_reason, reason);
	mem_set(&c->http_server, server);
	fact_put_str(&c->facts, FACT_HTTP_RESULT, "answered");
	fact_put_str(&c->facts, FACT_HTTP_AUTHOR, author);
}

void
site_schemes(struct report *r, const char *id, const char *schemes)
{
	struct check *c = checks_find(&r->checks, id);
	struct strlist list = { 0 };

	strlist_split(&list, schemes, " ");
	for (size_t i = 0; i < list.n; i++)
		fact_put_item(&c->facts, FACT_HTTP_SCHEMES, list.v[i]);
	strlist_clear(&list);
}

void
site_front(struct report *r)
{
	static const char *const ids[] = { "http.get", "http.out",
		"http.verb" };

	site_begin(r);
	names_and_tls(r);
	for (size_t i = 0; i < 3; i++) {
		site_answer(r, ids[i], 401, "Unauthorized", IIS, "iis");
		site_schemes(r, ids[i], "basic");
	}
}

void
site_refuses(struct report *r, int status, const char *author)
{
	site_begin(r);
	names_and_tls(r);
	site_answer(r, "http.get", status, "No", IIS, author);
	site_answer(r, "http.out", status, "No", IIS, author);
	site_answer(r, "http.verb", status, "No", IIS, author);
}

static void
logon(struct report *r, const char *id)
{
	struct check *c = site_check(r, id, STAGE_ECHO, OUTCOME_PASS);

	mem_set(&c->http_auth, "basic");
	c->http_status = 200;
	fact_put_str(&c->facts, FACT_HTTP_RESULT, "answered");
	fact_put_bool(&c->facts, FACT_HTTP_CREDENTIALS, true);
	fact_put_bool(&c->facts, FACT_HTTP_ACCEPTED, true);
	fact_put_bool(&c->facts, FACT_ECHO_PDU, true);
}

static struct check *
tunnel(struct report *r, int port, enum outcome out)
{
	char id[32];
	struct check *c;

	snprintf(id, sizeof(id), "tunnel.%d", port);
	c = site_check(r, id, STAGE_TUNNEL, out);
	c->endpoint = port;
	mem_set(&c->http_auth, "basic");
	return c;
}

static void
rpc_answers(struct report *r, int port)
{
	char id[48], parent[32];
	struct check *c;

	snprintf(parent, sizeof(parent), "tunnel.%d", port);
	snprintf(id, sizeof(id), "bind.%d.mgmt", port);
	c = site_check(r, id, STAGE_BIND, OUTCOME_PASS);
	mem_set(&c->parent, parent);
	c->endpoint = port;
	fact_put_str(&c->facts, FACT_BIND_INTERFACE, "mgmt");
	fact_put_str(&c->facts, FACT_BIND_RESULT, "accepted");
	snprintf(id, sizeof(id), "call.%d.inq_if_ids", port);
	c = site_check(r, id, STAGE_CALL, OUTCOME_PASS);
	c->endpoint = port;
	fact_put_str(&c->facts, FACT_CALL_RESULT, "ok");
}

static void
rpc_error(struct check *c, uint32_t error)
{
	fact_put_str(&c->facts, FACT_TUNNEL_REACHED, "nothing");
	fact_put_str(&c->facts, FACT_TUNNEL_CHANNEL, "out");
	fact_put_str(&c->facts, FACT_TUNNEL_END, "http");
	fact_put_int(&c->facts, FACT_TUNNEL_RPC_ERROR, error);
	fact_put_str(&c->facts, FACT_HTTP_AUTHOR, "rpcproxy");
	c->has_status = true;
	c->status_code = error;
	c->http_status = 503;
}

void
site_healthy(struct report *r)
{
	struct check *c;

	site_front(r);
	logon(r, "echo.in");
	logon(r, "echo.out");
	for (size_t i = 0; i < r->target.nendpoints; i++) {
		c = tunnel(r, r->target.endpoints[i], OUTCOME_PASS);
		c->http_status = 200;
		fact_put_str(&c->facts, FACT_TUNNEL_REACHED, "conn-c2");
		rpc_answers(r, r->target.endpoints[i]);
	}
	c = site_check(r, "tunnel.control", STAGE_TUNNEL, OUTCOME_INFO);
	c->endpoint = 6001;
	fact_put_bool(&c->facts, FACT_TUNNEL_CONTROL, true);
	rpc_error(c, 0x6ba);
}

int
site_open(void **state)
{
	static struct report r;

	site_healthy(&r);
	*state = &r;
	return 0;
}

int
site_close(void **state)
{
	report_clear(*state);
	return 0;
}

/* What hung under a tunnel that no longer opens. */
static void
forget_rpc(struct report *r, int port)
{
	for (size_t i = 0; i < r->checks.n; i++) {
		struct check *c = r->checks.v[i];

		if (c->endpoint == port &&
		    (c->stage == STAGE_BIND || c->stage == STAGE_CALL))
			c->outcome = OUTCOME_SKIP;
	}
}

void
site_tunnel_error(struct report *r, int port, uint32_t error, int64_t ms)
{
	struct check *c = tunnel(r, port, OUTCOME_FAIL);

	forget_rpc(r, port);
	rpc_error(c, error);
	c->duration_us = CLOCK_MS(ms);
}

void
site_tunnel_http(struct report *r, int port, const char *channel, int status)
{
	struct check *c = tunnel(r, port, OUTCOME_FAIL);

	forget_rpc(r, port);
	fact_put_str(&c->facts, FACT_TUNNEL_REACHED, "nothing");
	fact_put_str(&c->facts, FACT_TUNNEL_CHANNEL, channel);
	fact_put_str(&c->facts, FACT_TUNNEL_END, "http");
	c->http_status = status;
}

void
site_tunnel_silent(struct report *r, int port, const char *reached)
{
	struct check *c = tunnel(r, port, OUTCOME_FAIL);

	forget_rpc(r, port);
	fact_put_str(&c->facts, FACT_TUNNEL_REACHED, reached);
	fact_put_str(&c->facts, FACT_TUNNEL_END, "timeout");
	c->http_status = strcmp(reached, "nothing") == 0 ? 0 : 200;
	c->duration_us = CLOCK_S(10);
}

void
site_repeat(struct report *r, int port, int trial, bool works)
{
	char id[32];
	struct check *c;

	snprintf(id, sizeof(id), "repeat.%d.%d", port, trial);
	c = site_check(
	    r, id, STAGE_REPEAT, works ? OUTCOME_PASS : OUTCOME_FAIL);
	c->endpoint = port;
	c->trial = trial;
	fact_put_str(
	    &c->facts, FACT_TUNNEL_REACHED, works ? "conn-c2" : "conn-a3");
	if (!works)
		fact_put_str(&c->facts, FACT_TUNNEL_END, "timeout");
}

void
site_connect_record(struct report *r, int port, uint32_t winsock)
{
	char id[32];
	struct check *c;

	snprintf(id, sizeof(id), "tunnel.%d", port);
	c = checks_find(&r->checks, id);
	c->eeinfo = mem_grow(c->eeinfo, 2, sizeof(*c->eeinfo));
	c->eeinfo[0] = (struct eeinfo_view){
		.component = 14,
		.status = 1722,
		.location = 0x5a0,
	};
	c->eeinfo[1] = (struct eeinfo_view){
		.component = 8,
		.status = winsock,
		.location = 323,
	};
	c->neeinfo = 2;
}

void
site_logon(
    struct report *r, const char *mechanism, int status, const char *fault)
{
	char id[32];
	struct check *c;

	snprintf(id, sizeof(id), "echo.in.%s", mechanism);
	c = site_check(
	    r, id, STAGE_ECHO, status == 200 ? OUTCOME_PASS : OUTCOME_FAIL);
	mem_set(&c->http_auth, mechanism);
	c->http_status = status;
	if (fault != NULL)
		fact_put_str(&c->facts, FACT_AUTH_FAULT, fault);
	fact_put_bool(&c->facts, FACT_HTTP_CREDENTIALS, status != 0);
	fact_put_str(
	    &c->facts, FACT_HTTP_RESULT, status != 0 ? "answered" : "failure");
	if (status == 0)
		return;
	fact_put_bool(&c->facts, FACT_HTTP_ACCEPTED, status != 401);
	fact_put_bool(&c->facts, FACT_ECHO_PDU, status == 200);
}

static void
rpc_auth(struct report *r, int port, const struct site_cell *cell)
{
	char id[48], parent[32];
	const char *level = cell->level == NULL ? "privacy" : cell->level;
	bool good = strcmp(cell->result, "accepted") == 0;
	struct check *c;

	snprintf(id, sizeof(id), "auth.%d.%s.%s", port, cell->mechanism, level);
	snprintf(parent, sizeof(parent), "tunnel.%d", port);
	c = site_check(r, id, STAGE_BIND, good ? OUTCOME_PASS : OUTCOME_FAIL);
	mem_set(&c->parent, parent);
	c->endpoint = port;
	mem_set(&c->rpc_auth, cell->mechanism);
	mem_set(&c->rpc_level, level);
	fact_put_str(&c->facts, FACT_AUTH_RESULT, cell->result);
	if (cell->fault != NULL)
		fact_put_str(&c->facts, FACT_AUTH_FAULT, cell->fault);
}

void
site_cell(struct report *r, const struct site_cell *c)
{
	for (size_t i = 0; i < r->target.nendpoints; i++)
		if (c->port == 0 || c->port == r->target.endpoints[i])
			rpc_auth(r, r->target.endpoints[i], c);
}

void
site_cells(struct report *r, const struct site_cell *v, size_t max)
{
	for (size_t i = 0; i < max && v[i].mechanism != NULL; i++)
		site_cell(r, &v[i]);
}

static void
inside(struct report *r, int port, const char *connect, enum family family)
{
	char id[48];
	struct check *c;

	if (connect == NULL)
		return;
	snprintf(id, sizeof(id), "inside.%d.%s", port, family_text(family));
	c = site_check(r, id, STAGE_INSIDE, OUTCOME_INFO);
	c->endpoint = port;
	c->family = family;
	fact_put_str(&c->facts, FACT_INSIDE_CONNECT, connect);
	if (strcmp(connect, "ok") == 0)
		fact_put_str(&c->facts, FACT_INSIDE_GREETING, "ok");
}

void
site_inside(struct report *r, int port, const char *ipv4, const char *ipv6)
{
	inside(r, port, ipv4, FAMILY_IPV4);
	inside(r, port, ipv6, FAMILY_IPV6);
}
