/* SPDX-License-Identifier: Apache-2.0 */
/* A command line in rpcping's letters: what follows from what it leaves out. */
#include "cli/rpcping.h"

#include <stdlib.h>

#include "base/mem.h"
#include "cli/complain.h"
#include "cli/ping.h"

#define MAPPER_HTTP 593
#define MAPPER_TCP 135
#define INTERVAL_US 15000000

static struct err *
proxy_complete(struct cli *cli)
{
	struct config *c = &cli->config;
	const struct rpcping *p = &cli->rpcping;

	if ((p->flags & RPCPING_CERT) != 0 && c->cert == NULL)
		return err_new("-H cert: name the certificate with --cert");
	if (!p->binding)
		return NULL;
	c->tls = (p->flags & RPCPING_SSL) != 0 || c->proxy_port == 443 ||
	    c->msstd != NULL || p->show_subject;
	if (c->proxy_port == 0)
		c->proxy_port = c->tls ? 443 : 80;
	if (!c->tls)
		strlist_add(&cli->rpcping.notes,
		    "without -F ssl the RPC proxy is asked over plain HTTP, "
		    "as rpcping does");
	return NULL;
}

static struct err *
endpoint_complete(struct cli *cli)
{
	struct config *c = &cli->config;

	if (c->ping.map && c->nendpoints > 0)
		return err_new("-e and -f exclude each other");
	if (c->nendpoints == 0)
		config_add_endpoint(c,
		    c->ping.protseq == PROTSEQ_TCP ? MAPPER_TCP : MAPPER_HTTP);
	return NULL;
}

struct err *
rpcping_complete(struct cli *cli)
{
	struct config *c = &cli->config;
	struct rpcping *p = &cli->rpcping;
	bool proxy = c->proxy_host != NULL;
	struct err *e;

	if (!p->used)
		return NULL;
	if (c->ping.echo && !proxy)
		return err_new("-E: name the RPC proxy with -o RpcProxy=HOST");
	if (c->rpc_level.n > 0 && c->rpc_auth.n == 0)
		return err_new("-a: name the package with -u");
	if (p->protseq == RPCPING_TCP && proxy)
		strlist_add(&p->no_effect, "RpcProxy with ncacn_ip_tcp");
	if (p->protseq == RPCPING_TCP ||
	    (p->protseq == RPCPING_UNSAID && !proxy))
		c->ping.protseq = PROTSEQ_TCP;
	else
		c->ping.protseq = proxy ? PROTSEQ_PROXY : PROTSEQ_HTTP;
	if (c->ping.echo)
		c->ping.protseq = PROTSEQ_PROXY;
	if (c->ping.protseq != PROTSEQ_PROXY) {
		mem_set(&c->proxy_host, NULL);
		c->tls = false;
		if (c->server == NULL)
			mem_set(&c->server, "localhost");
	}
	if (c->trials > 1 && c->ping.interval_us == 0)
		c->ping.interval_us = INTERVAL_US;
	e = endpoint_complete(cli);
	return e == NULL && c->proxy_host != NULL ? proxy_complete(cli) : e;
}

void
rpcping_warn(const struct cli *cli, const char *command)
{
	const struct rpcping *p = &cli->rpcping;
	char *names = strlist_join(&p->no_effect, ", ");

	if (p->no_effect.n > 0)
		complain_warn(command, "%s: no effect here", names);
	if (p->secret)
		complain_warn(command,
		    "a password in an argument can be read by others on this "
		    "machine: give * for it, or --password-file");
	for (size_t i = 0; i < p->notes.n && !cli->quiet; i++)
		complain_warn(command, "%s", p->notes.v[i]);
	free(names);
}
