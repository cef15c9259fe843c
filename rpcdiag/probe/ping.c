/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A run of rpcdiag ping: as little as the calls that were asked for need, one
 * after the other. It compares nothing and repeats nothing.
 */
#include <stdio.h>

#include "probe/identity.h"
#include "probe/probes.h"

static void
await_pinned(struct run *r)
{
	r->planned = false;
	probe_dns(r);
	run_until_idle(r);
	if (r->naddresses == 0)
		return;
	run_pin(r, &r->address[0]);
	if (config_forward(r->config) == NULL)
		return;
	probe_connect(r);
	run_until_idle(r);
}

/* A way through the proxy; says why there is none. */
static const char *
proxy_reach(struct run *r)
{
	const struct config *c = r->config;

	await_pinned(r);
	if (r->pinned == NULL)
		return "the name has no address";
	if (r->way > WAY_OPEN)
		return "the forward proxy lets nothing through";
	/* one probe, one mechanism: the one that was asked for, else the one
	 * that needs no word of the server */
	if (c->http_auth.n > 0)
		r->mech = auth_mech_find(c->http_auth.v[0]);
	else if (secret_given(r->who.password))
		r->mech = &auth_basic;
	else if (identity_given(r))
		r->mech = &auth_kerberos;
	return NULL;
}

/* Whoever names a principal, or asks for the proxy alone, wants to know of its
 * certificate before anything goes through. */
static bool
certificate_bears(struct run *r)
{
	const struct config *c = r->config;
	const struct check *tls;

	if (r->trust == NULL || (c->msstd == NULL && !c->ping.echo))
		return true;
	probe_tls(r);
	run_until_idle(r);
	tls = checks_find(&r->report->checks, "tls");
	return c->insecure ||
	    (tls->outcome != OUTCOME_FAIL &&
		!fact_false(&tls->facts, FACT_TLS_MSSTD_OK));
}

static void
ping_echo(struct run *r)
{
	const struct echo_ask ask = {
		.id = "echo.in",
		.in = true,
		.mech = r->mech,
		.who = &r->who,
	};

	probe_echo(r, &ask);
	run_until_idle(r);
}

void
run_ping(struct run *r)
{
	const struct ping *ping = &r->config->ping;
	int port = r->config->endpoints[0];
	const char *why = NULL;
	char id[32];

	if (ping->protseq == PROTSEQ_PROXY)
		why = proxy_reach(r);
	if (why != NULL) {
		snprintf(id, sizeof(id), "tunnel.%d", port);
		run_skip(r, id, "dns", STAGE_TUNNEL, port, why);
		return;
	}
	if (ping->protseq == PROTSEQ_PROXY && !certificate_bears(r))
		return;
	if (ping->echo) {
		ping_echo(r);
		return;
	}
	if (ping->map) {
		probe_ping(r, port, true);
		run_until_idle(r);
		port = r->mapped_port;
	}
	if (port != 0 && !r->stop) {
		probe_ping(r, port, false);
		run_until_idle(r);
	}
}
