/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/site.h"

#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "lab/cert.h"
#include "lab/hostile.h"
#include "lab/reset.h"
#include "lab/sock.h"

#define BACKLOG 128
#define NODE_SOURCE 2 /* the first node connects from 127.0.0.2 */
#define ANY_PORTS "mbx1:1-65535;localhost:1-65535;" SITE_SERVER ":1-65535"
#define CERT_NAMES "localhost," SITE_PROXY_NAME ",127.0.0.1,::1"

/* Of the block of ports: 0 is the node behind a device, then those of
 * lab/hosts.h, the front, the nodes beside the first one, the forward proxy,
 * the door past the device and the domain controller. */
#define BLOCK (HOSTS_PORTS + SITE_NODES_MAX + 3)

static const char *const node_names[SITE_NODES_MAX] = { "CAS1", "CAS2" };

struct err *
site_listen(const struct addr *at, void (*serve)(void *ctx, int fd), void *ctx)
{
	struct err *e;
	int fd;

	e = sock_listen(at, BACKLOG, &fd);
	if (e == NULL)
		sock_accept(fd, serve, ctx);
	return e;
}

struct err *
site_filter(struct site *s, const struct addr *at)
{
	struct err *e = filtered_open(&s->filtered[s->nfiltered], at);

	if (e == NULL)
		s->nfiltered++;
	return e;
}

static struct err *
certificate_open(struct site *s)
{
	const struct scenario *sc = s->scenario;
	struct cert_order order = {
		.cn = sc->cert_cn != NULL ? sc->cert_cn : SITE_PROXY_NAME,
		.expired = sc->cert_expired,
		.days = sc->cert_days,
		.habit = sc->tls,
		.foreign_ca = sc->cert_foreign,
		.demand = sc->node.client_cert,
	};
	struct err *e;

	strlist_split(&order.names,
	    sc->cert_names != NULL ? sc->cert_names : CERT_NAMES, ",");
	if (sc->cert_names == NULL && s->options->listen != NULL)
		strlist_add_once(&order.names, s->options->listen);
	if (order.demand != CERT_DEMAND_NONE)
		order.client_file = s->scratch.client_file;
	if (sc->own_leaves)
		order.fellow = &s->fellow_tls;
	e = cert_make(&order, s->scratch.ca_file, &s->tls);
	strlist_clear(&order.names);
	return e;
}

/* A node behind a device that encrypts anew: its own certificate, which the
 * device does not verify. */
static struct err *
inner_certificate_open(struct site *s)
{
	struct cert_order order = { .cn = "cas1." ACCOUNT_SUFFIX };
	const struct device_knobs *device = s->scenario->device;
	struct err *e;

	if (device == NULL || !device->reencrypts)
		return NULL;
	strlist_add(&order.names, order.cn);
	e = cert_make(&order, NULL, &s->inner_tls);
	strlist_clear(&order.names);
	return e != NULL ? e : cert_trusting(&s->bridge_tls);
}

static bool
needs_v6(const struct scenario *s)
{
	bool needs = s->front == FRONT_V4_ONLY || s->directory.dcs_v4;

	for (unsigned i = 0; i < ENDPOINT_N; i++)
		needs = needs || s->door[i] == DOOR_V4_ONLY;
	return needs;
}

static struct err *
addresses_open(struct site *s)
{
	const struct options *o = s->options;
	struct err *e = NULL;

	s->hosts.base = o->ports;
	/* Nodes are told apart by their IPv4 addresses. */
	s->hosts.v6 = sock_has_v6() && s->scenario->nodes < 2;
	s->hosts.one_for_all = o->backend != NULL;
	if (!s->hosts.v6 && needs_v6(s->scenario))
		return err_new(
		    "%s needs IPv6 on the loopback interface", s->scenario->id);
	if (o->backend != NULL && !addr_parse_pair(o->backend, &s->foreign))
		return err_new(
		    "--backend takes ADDRESS:PORT, not '%s'", o->backend);
	strlist_split(&s->hosts.names,
	    SITE_SERVER ",mbx1,localhost," SITE_GUID_SERVER, ",");
	if (o->ports == 0)
		e = sock_pick_ports(BLOCK, &s->hosts.base, &s->ports_held);
	if (e != NULL)
		return e;
	s->port =
	    o->port != 0 ? o->port : (uint16_t)(s->hosts.base + HOSTS_PORTS);
	if (o->listen == NULL)
		s->nfront = hosts_loopback(&s->hosts, s->port, s->front);
	else if (addr_parse(o->listen, s->port, &s->front[0]))
		s->nfront = 1;
	else
		return err_new(
		    "--listen takes an address, not '%s'", o->listen);
	return NULL;
}

/* Something stands between the client and the first node. */
static bool
is_behind(const struct scenario *s)
{
	return s->device != NULL || s->balance != BALANCE_NOT;
}

uint16_t
site_node_port(const struct site *s, unsigned i)
{
	if (i > 0)
		return (uint16_t)(s->hosts.base + HOSTS_PORTS + i);
	return is_behind(s->scenario) ? s->hosts.base : s->port;
}

static struct err *
node_setup(struct site *s, SSL_CTX *tls)
{
	struct node *n = &s->node[s->nnodes];
	const struct node_knobs *second = s->scenario->second_node;
	const struct node_knobs *knobs =
	    s->nnodes > 0 && second != NULL ? second : &s->knobs;
	SSL_CTX **keeping = &s->keeping_tls[s->nnodes];
	struct err *e = NULL;
	char source[ADDR_TEXT];

	snprintf(source, sizeof(source), "127.0.0.%u", NODE_SOURCE + s->nnodes);
	if (tls != NULL && knobs->sessions != CERT_SESSIONS_NONE)
		e = cert_keeping(tls, knobs->sessions, keeping);
	node_init(n, node_names[s->nnodes], knobs, &s->hosts, &s->account,
	    *keeping != NULL ? *keeping : tls);
	s->nnodes++;
	n->proxy.connect_us = CLOCK_S(s->options->connect_timeout);
	if (s->scenario->nodes > 1)
		addr_parse(source, 0, &n->proxy.source);
	if (s->scenario->later == NULL || s->nnodes > 1)
		return e;
	node_init(&s->later, n->name, s->scenario->later, &s->hosts,
	    &s->account, tls);
	s->later.proxy.connect_us = n->proxy.connect_us;
	n->later = &s->later;
	n->later_us = s->scenario->later_us;
	return e;
}

/* Nodes beside the first one are reached at the front's addresses, each on a
 * port of its own. */
static struct err *
further_nodes_open(struct site *s, SSL_CTX *tls)
{
	struct err *e = NULL;

	if (tls != NULL && s->fellow_tls != NULL)
		tls = s->fellow_tls;
	while (e == NULL && s->nnodes < s->scenario->nodes) {
		unsigned i = s->nnodes;

		e = node_setup(s, tls);
		for (unsigned k = 0; e == NULL && k < s->nfront; k++) {
			struct addr at = s->front[k];

			addr_set_port(&at, site_node_port(s, i));
			e = site_listen(&at, node_serve, &s->node[i]);
		}
	}
	return e;
}

/* A balancer at the front's address; the nodes are reached behind it. */
static struct err *
balancer_open(struct site *s)
{
	struct balancer *b = &s->balancer;

	balancer_init(b, s->scenario->balance);
	while (b->n < s->nnodes) {
		addr_parse(
		    "127.0.0.1", site_node_port(s, b->n), &b->member[b->n]);
		b->n++;
	}
	return site_listen(&b->member[0], node_serve, &s->node[0]);
}

/* What serves the front: the first node when nothing stands before it, else
 * a device; the nodes are opened. */
static struct err *
nodes_open(struct site *s, void (**serve)(void *ctx, int fd), void **ctx)
{
	bool plain = s->options->plain || s->scenario->front == FRONT_NO_TLS;
	SSL_CTX *front_tls = plain ? NULL : s->tls;
	const struct device_knobs *device = s->scenario->device;
	struct err *e = NULL;

	s->knobs = s->scenario->node;
	if (s->options->backend != NULL)
		s->knobs.valid_ports = ANY_PORTS;
	e = node_setup(s, device != NULL ? s->inner_tls : front_tls);
	*serve = node_serve;
	*ctx = &s->node[0];
	if (e == NULL && device != NULL) {
		s->device = (struct device){ .knobs = device,
			.tls = front_tls,
			.backend_tls = s->bridge_tls };
		logon_init(&s->device.logon,
		    device->preauth != NULL ? device->preauth : "",
		    &s->account);
		addr_parse("127.0.0.1", s->hosts.base, &s->device.backend);
		if (!device->backend_down)
			e = site_listen(
			    &s->device.backend, node_serve, &s->node[0]);
		*serve = device_serve;
		*ctx = &s->device;
	}
	if (e == NULL)
		e = further_nodes_open(s, front_tls);
	if (e == NULL && s->scenario->balance != BALANCE_NOT) {
		e = balancer_open(s);
		*serve = balancer_serve;
		*ctx = &s->balancer;
	}
	return e;
}

/* What stands at the front's address. */
static struct err *
front_open(struct site *s)
{
	static void (*const hostile[])(void *ctx, int fd) = {
		[FRONT_SILENT] = hostile_silent,
		[FRONT_TLS_SILENT] = hostile_tls_silent,
		[FRONT_DRIP] = hostile_drip,
		[FRONT_ENDLESS] = hostile_endless,
	};
	enum front front = s->scenario->front;
	void (*serve)(void *ctx, int fd);
	void *ctx;
	struct err *e = nodes_open(s, &serve, &ctx);

	if (front == FRONT_RESETS) {
		serve = reset_serve;
	} else if (scenario_is_hostile(s->scenario)) {
		serve = hostile[front];
		ctx = s->tls;
	}
	for (unsigned i = 0; e == NULL && i < s->nfront; i++) {
		bool v6 = addr_is_v6(&s->front[i]);

		if (front == FRONT_FILTERED)
			e = site_filter(s, &s->front[i]);
		else if (front != FRONT_CLOSED &&
		    !(front == FRONT_V4_ONLY && v6))
			e = site_listen(&s->front[i], serve, ctx);
	}
	return e;
}

/* A firewall between the front end and its domain controller. */
static struct err *
domain_open(struct site *s)
{
	uint16_t port = (uint16_t)(s->hosts.base + BLOCK - 1);

	if (!s->scenario->no_dc)
		return NULL;
	s->account.has_dc = true;
	addr_parse("127.0.0.1", port, &s->account.dc);
	return site_filter(s, &s->account.dc);
}

struct err *
site_open(struct site *s, const struct scenario *scenario,
    const struct options *options)
{
	const struct account_order account = {
		.user = options->user,
		.password_file = options->password_file,
		.keytab = options->keytab,
		.wrong_http = scenario->wrong_password,
		.wrong_rpc = scenario->wrong_rpc_password,
		.second = scenario->second ? &s->second : NULL,
		.forward =
		    scenario->forward != NULL ? &s->forward.account : NULL,
		.wrong_forward = scenario->forward != NULL &&
		    scenario->forward->wrong_password,
	};
	struct err *e;

	*s = (struct site){
		.scenario = scenario, .options = options, .ports_held = -1
	};
	e = scratch_open(&s->scratch);
	if (e == NULL)
		e = addresses_open(s);
	if (e == NULL)
		e = account_open(&s->account, &s->scratch, &account);
	s->account.disabled = scenario->disabled;
	if (e == NULL)
		e = domain_open(s);
	if (e == NULL)
		e = certificate_open(s);
	if (e == NULL)
		e = inner_certificate_open(s);
	if (e == NULL)
		e = site_doors_open(s);
	if (e == NULL)
		e = front_open(s);
	if (e == NULL)
		e = site_forward_open(s);
	if (e == NULL)
		e = site_direct_open(s);
	if (e == NULL && scenario->dns)
		e = dns_open(&s->dns, scenario->dns_address);
	return e;
}

void
site_close(struct site *s)
{
	for (unsigned i = 0; i < s->nfiltered; i++)
		filtered_close(&s->filtered[i]);
	for (unsigned i = 0; i < ENDPOINT_N; i++)
		if (s->listener[i].greeting != NULL)
			listener_clear(&s->listener[i]);
	for (unsigned i = 0; i < s->nnodes; i++)
		node_clear(&s->node[i]);
	if (s->scenario->later != NULL)
		node_clear(&s->later);
	site_direct_close(s);
	logon_clear(&s->device.logon);
	strlist_clear(&s->hosts.names);
	for (unsigned i = 0; i < SITE_NODES_MAX; i++)
		SSL_CTX_free(s->keeping_tls[i]);
	if (s->balancer.n > 0)
		balancer_clear(&s->balancer);
	SSL_CTX_free(s->tls);
	SSL_CTX_free(s->fellow_tls);
	SSL_CTX_free(s->inner_tls);
	SSL_CTX_free(s->bridge_tls);
	logon_clear(&s->forward.logon);
	account_close(&s->forward.account);
	account_close(&s->second);
	account_close(&s->account);
	scratch_close(&s->scratch);
	if (s->ports_held >= 0)
		close(s->ports_held);
}
