/* SPDX-License-Identifier: Apache-2.0 */
/* Setters for the accounts. A password itself is never an argument. */
#include <limits.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "cli/number.h"
#include "cli/set.h"

#define USER_MAX 512

static const char *const http_schemes[] = {
	"none",
	"basic",
	"ntlm",
	"negotiate",
};

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

static struct err *
source_file(struct password_source *source, const char *value)
{
	if (*value == '\0')
		return err_new("the name of the file is empty");
	mem_set(&source->file, value);
	source->fd = -1;
	return NULL;
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
set_password_fd(struct cli *cli, const char *value)
{
	struct err *e = count_parse(value, 0, INT_MAX, &cli->http_source.fd);

	if (e == NULL)
		mem_set(&cli->http_source.file, NULL);
	return e;
}

static struct err *
scheme_add(struct strlist *schemes, const char *name)
{
	for (size_t i = 0; i < sizeof(http_schemes) / sizeof(char *); i++) {
		if (strcasecmp(name, http_schemes[i]) == 0) {
			strlist_add_once(schemes, http_schemes[i]);
			return NULL;
		}
	}
	if (strcasecmp(name, "auto") == 0)
		return err_new("auto stands alone, not in a list");
	return err_new("\"%s\" is not one of auto, none, basic, ntlm, "
		       "negotiate",
	    name);
}

struct err *
set_http_auth(struct cli *cli, const char *value)
{
	struct strlist *schemes = &cli->config.http_auth;
	struct strlist parts = { 0 };
	struct err *e = NULL;

	strlist_clear(schemes); /* empty = auto */
	if (strcasecmp(value, "auto") == 0)
		return NULL;
	strlist_split(&parts, value, ",");
	if (parts.n == 0)
		e = err_new("the list is empty");
	for (size_t i = 0; i < parts.n && e == NULL; i++)
		e = scheme_add(schemes, parts.v[i]);
	strlist_clear(&parts);
	return e;
}

struct err *
set_allow_plaintext_auth(struct cli *cli, const char *value)
{
	(void)value;
	cli->config.allow_plaintext_auth = true;
	return NULL;
}
