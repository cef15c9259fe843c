/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"

#include <stdlib.h>

#include "base/mem.h"
#include "cli/guard.h"

static const int default_endpoints[] = { 6001, 6002, 6004 };

void
cli_init(struct cli *cli)
{
	*cli = (struct cli){
		.http_source.fd = -1,
		.rpc_source.fd = -1,
	};
	config_init(&cli->config);
}

void
cli_clear(struct cli *cli)
{
	config_clear(&cli->config);
	guard_leave();
	free(cli->http_source.file);
	free(cli->rpc_source.file);
	free(cli->output);
	strlist_clear(&cli->operands);
	*cli = (struct cli){ 0 };
}

static bool
source_given(const struct password_source *source)
{
	return source->file != NULL || source->fd >= 0;
}

struct err *
cli_complete(struct cli *cli)
{
	struct config *c = &cli->config;

	if (c->proxy_host == NULL)
		return err_new("--proxy is missing: name the RPC proxy, as in "
			       "--proxy rpc.contoso.com");
	if (c->http.user == NULL && source_given(&cli->http_source))
		return err_new("a password was given but no --user it is for");
	if (c->rpc.user == NULL && source_given(&cli->rpc_source))
		return err_new("--rpc-password-file was given but no "
			       "--rpc-user it is for");
	if (c->key != NULL && c->cert == NULL)
		return err_new("--key was given but no --cert it is for");
	if (c->cert != NULL && c->http.user == NULL && !cli->path_given)
		mem_set(&c->path, CONFIG_PATH_CERT);
	if (c->nendpoints > 0)
		return NULL;
	for (size_t i = 0; i < sizeof(default_endpoints) / sizeof(int); i++)
		config_add_endpoint(c, default_endpoints[i]);
	return NULL;
}
