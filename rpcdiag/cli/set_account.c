/* SPDX-License-Identifier: Apache-2.0 */
/* Setters for the accounts. A password itself is never an argument. */
#include <limits.h>
#include <string.h>

#include "base/mem.h"
#include "cli/number.h"
#include "cli/set.h"

#define USER_MAX 512

static struct err *
user_check(const char *user)
{
	size_t n = strlen(user);

	if (n == 0 || n > USER_MAX)
		return err_new("a user name has 1 to %d characters", USER_MAX);
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)user[i] < ' ' || user[i] == 0x7f)
			return err_new("a user name has no control characters");
	return NULL;
}

static struct err *
user_set(char **user, const char *value)
{
	struct err *e = user_check(value);

	if (e == NULL)
		mem_set(user, value);
	return e;
}

struct err *
set_user(struct cli *cli, const char *value)
{
	return user_set(&cli->config.http.user, value);
}

struct err *
set_rpc_user(struct cli *cli, const char *value)
{
	return user_set(&cli->config.rpc.user, value);
}

struct err *
set_second_user(struct cli *cli, const char *value)
{
	return user_set(&cli->config.second.user, value);
}

struct err *
set_forward_user(struct cli *cli, const char *value)
{
	return user_set(&cli->config.forward.account.user, value);
}

static struct err *
source_file(struct password_source *source, const char *value)
{
	if (*value == '\0')
		return err_new("the name of the file is empty");
	mem_set(&source->file, value);
	source->fd = -1;
	return NULL;
}

static struct err *
text_set(char **text, const char *value, const char *what)
{
	if (*value == '\0')
		return err_new("%s is empty", what);
	mem_set(text, value);
	return NULL;
}

struct err *
set_ccache(struct cli *cli, const char *value)
{
	return text_set(
	    &cli->config.ccache, value, "the name of the ticket cache");
}

struct err *
set_keytab(struct cli *cli, const char *value)
{
	return text_set(&cli->config.keytab, value, "the name of the keytab");
}

struct err *
set_http_spn(struct cli *cli, const char *value)
{
	return text_set(&cli->config.http_spn, value, "the principal name");
}

struct err *
set_rpc_spn(struct cli *cli, const char *value)
{
	return text_set(&cli->config.rpc_spn, value, "the principal name");
}

struct err *
set_password_file(struct cli *cli, const char *value)
{
	return source_file(&cli->http_source, value);
}

struct err *
set_rpc_password_file(struct cli *cli, const char *value)
{
	return source_file(&cli->rpc_source, value);
}

struct err *
set_second_password_file(struct cli *cli, const char *value)
{
	return source_file(&cli->second_source, value);
}

struct err *
set_forward_password_file(struct cli *cli, const char *value)
{
	return source_file(&cli->forward_source, value);
}

struct err *
set_password_fd(struct cli *cli, const char *value)
{
	struct err *e = count_parse(value, 0, INT_MAX, &cli->http_source.fd);

	if (e == NULL)
		mem_set(&cli->http_source.file, NULL);
	return e;
}

struct err *
set_allow_plaintext_auth(struct cli *cli, const char *value)
{
	(void)value;
	cli->config.allow_plaintext_auth = true;
	return NULL;
}
