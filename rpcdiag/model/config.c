/* SPDX-License-Identifier: Apache-2.0 */
#include "model/config.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"

void
config_init(struct config *c)
{
	*c = (struct config){
		.tls = true,
		.proxy_port = 443,
		.path = mem_strdup(CONFIG_PATH),
		.trials = 0,
		.interval_us = CLOCK_S(CONFIG_INTERVAL_S),
		.step_us = CLOCK_S(CONFIG_STEP_S),
		.deadline_us = CLOCK_S(CONFIG_DEADLINE_S),
	};
}

static void
account_clear(struct account *a)
{
	free(a->user);
	secret_clear(&a->password);
	*a = (struct account){ 0 };
}

void
config_clear(struct config *c)
{
	for (size_t i = 0; i < c->nmap; i++) {
		free(c->map[i].host);
		free(c->map[i].address);
	}
	free(c->map);
	free(c->proxy_host);
	free(c->path);
	free(c->server);
	free(c->mailbox_dn);
	free(c->endpoints);
	free(c->cacert);
	free(c->cert);
	free(c->key);
	free(c->msstd);
	free(c->fingerprint);
	free(c->dns_server);
	free(c->direct_host);
	account_clear(&c->http);
	account_clear(&c->rpc);
	account_clear(&c->second);
	free(c->ccache);
	free(c->keytab);
	free(c->http_spn);
	free(c->rpc_spn);
	account_clear(&c->forward.account);
	free(c->forward.host);
	strlist_clear(&c->forward.auth);
	strlist_clear(&c->http_auth);
	strlist_clear(&c->rpc_auth);
	strlist_clear(&c->rpc_level);
	*c = (struct config){ 0 };
}

const struct forward_proxy *
config_forward(const struct config *c)
{
	return c->forward.host == NULL || c->forward.spare ? NULL : &c->forward;
}

int
config_direct_port(const struct config *c)
{
	return c->direct_port > 0 ? c->direct_port : c->proxy_port;
}

void
config_add_endpoint(struct config *c, int port)
{
	c->endpoints =
	    mem_grow(c->endpoints, c->nendpoints + 1, sizeof(*c->endpoints));
	c->endpoints[c->nendpoints++] = port;
}

void
config_add_map(struct config *c, const char *host, int port,
    const char *address, int to_port)
{
	c->map = mem_grow(c->map, c->nmap + 1, sizeof(*c->map));
	c->map[c->nmap++] = (struct address_map){
		.host = mem_strdup(host),
		.port = port,
		.address = mem_strdup(address),
		.to_port = to_port,
	};
}
