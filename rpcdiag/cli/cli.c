/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"

#include <stdlib.h>

#include "base/mem.h"
#include "cli/forward.h"
#include "cli/guard.h"

static const int default_endpoints[] = { 6001, 6002, 6004 };

void
cli_init(struct cli *cli)
{
	*cli = (struct cli){
		.http_source.fd = -1,
		.rpc_source.fd = -1,
		.second_source.fd = -1,
		.forward_source.fd = -1,
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
	free(cli->second_source.file);
	free(cli->forward_source.file);
	free(cli->output);
	strlist_clear(&cli->servers);
	free(cli->with);
	strlist_clear(&cli->operands);
	strlist_clear(&cli->rpcping.no_effect);
	strlist_clear(&cli->rpcping.notes);
	*cli = (struct cli){ 0 };
}

static bool
source_given(const struct password_source *source)
{
	return source->file != NULL || source->fd >= 0;
}

/* Whose password it is, and for whom, must be there. */
static struct err *
accounts_check(const struct cli *cli)
{
	const struct config *c = &cli->config;

	if (c->http.user == NULL && source_given(&cli->http_source))
		return err_new("a password was given but no --user it is for");
	if (c->rpc.user == NULL && source_given(&cli->rpc_source))
		return err_new("--rpc-password-file was given but no "
			       "--rpc-user it is for");
	if (c->forward.account.user == NULL &&
	    source_given(&cli->forward_source))
		return err_new("--forward-password-file was given but no "
			       "--forward-user it is for");
	if (c->forward.account.user != NULL && c->forward.host == NULL)
		return err_new("--forward-user was given but no forward proxy: "
			       "add --forward-proxy");
	if ((c->second.user == NULL) != !source_given(&cli->second_source))
		return err_new("--second-user and --second-password-file go "
			       "together");
	if (c->association && c->second.user == NULL)
		return err_new("--association is about two accounts: add "
			       "--second-user");
	if (source_given(&cli->http_source) &&
	    (c->ccache != NULL || c->keytab != NULL))
		return err_new("--ccache and --keytab stand for a password: "
			       "give one of them");
	if (c->key != NULL && c->cert == NULL)
		return err_new("--key was given but no --cert it is for");
	return NULL;
}

struct err *
cli_complete(struct cli *cli)
{
	struct config *c = &cli->config;
	struct err *e = NULL;

	if (c->proxy_host == NULL && c->ping.protseq == PROTSEQ_PROXY)
		return err_new("--proxy is missing: name the RPC proxy, as in "
			       "--proxy rpc.contoso.com");
	if (!cli->forward_given && c->proxy_host != NULL)
		e = forward_environment(c);
	if (e == NULL)
		e = accounts_check(cli);
	if (c->cert != NULL && c->http.user == NULL && !cli->path_given)
		mem_set(&c->path, CONFIG_PATH_CERT);
	if (e != NULL || c->nendpoints > 0)
		return e;
	for (size_t i = 0; i < sizeof(default_endpoints) / sizeof(int); i++)
		config_add_endpoint(c, default_endpoints[i]);
	return NULL;
}
