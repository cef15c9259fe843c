/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/password.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "cli/complain.h"
#include "cli/guard.h"
#include "cli/prompt.h"

#define LINE_MAX_BYTES 1024
#define ENV_CREDENTIALS "CREDENTIALS_DIRECTORY" /* systemd.exec(5) */

/* One byte at a time: what follows the line belongs to somebody else when the
 * descriptor is a pipe. Returns the bytes held, -1 for an error. */
static ssize_t
line_read(int fd, char *line, size_t room)
{
	size_t n = 0;

	while (n < room) {
		ssize_t got = read(fd, line + n, 1);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (got == 0 || line[n] == '\n')
			break;
		n++;
	}
	return (ssize_t)n;
}

static struct err *
line_check(const char *line, size_t n, const char *name)
{
	if (n == 0)
		return err_new("%s: its first line is empty; put the password "
			       "there",
		    name);
	if (n > LINE_MAX_BYTES)
		return err_new("%s: its first line is longer than %d bytes",
		    name, LINE_MAX_BYTES);
	if (memchr(line, '\0', n) != NULL)
		return err_new("%s: holds NUL bytes; save it as UTF-8 text, "
			       "not as UTF-16",
		    name);
	return NULL;
}

struct err *
password_read(int fd, const char *name, struct secret *out)
{
	char line[LINE_MAX_BYTES + 1];
	ssize_t n = line_read(fd, line, sizeof(line));
	struct err *e;

	if (n < 0)
		return err_new("%s: cannot be read: %s", name, strerror(errno));
	if (n > 0 && line[n - 1] == '\r') /* written on Windows */
		n--;
	e = line_check(line, (size_t)n, name);
	if (e == NULL)
		secret_set(out, line, (size_t)n);
	explicit_bzero(line, sizeof(line));
	return e;
}

static struct err *
file_read(const char *command, const char *name, struct secret *out)
{
	int fd = open(name, O_RDONLY | O_CLOEXEC);
	struct stat st;
	struct err *e;

	if (fd < 0)
		return err_new("%s: cannot be opened: %s; give the name of a "
			       "file that holds the password",
		    name, strerror(errno));
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    (st.st_mode & (S_IRGRP | S_IROTH)) != 0)
		complain_warn(command,
		    "%s can be read by other users: chmod 600 it", name);
	e = password_read(fd, name, out);
	close(fd);
	return e;
}

static struct err *
fd_read(int fd, struct secret *out)
{
	char *name = mem_printf("descriptor %d", fd);
	struct err *e = password_read(fd, name, out);

	free(name);
	return e;
}

/* Takes the variable out of the environment: what we start must not inherit
 * it, and /proc must not show it any longer. */
static struct err *
environment_read(struct secret *out)
{
	char *value = getenv(PASSWORD_VARIABLE);
	size_t n = strlen(value);
	struct err *e = line_check(value, n, PASSWORD_VARIABLE);

	if (e == NULL)
		secret_set(out, value, n);
	explicit_bzero(value, n);
	unsetenv(PASSWORD_VARIABLE);
	return e;
}

/* NULL unless the service manager handed a credential of that name to us. */
static char *
credential_name(void)
{
	const char *folder = getenv(ENV_CREDENTIALS);
	char *name;

	if (folder == NULL || *folder == '\0')
		return NULL;
	name = mem_printf("%s/password", folder);
	if (access(name, F_OK) != 0)
		mem_set(&name, NULL);
	return name;
}

static struct err *
prompt_read(const char *user, const char *option, struct secret *out)
{
	char *text;
	struct err *e;

	if (!prompt_possible())
		return err_new("no password for %s and no terminal to ask on: "
			       "use %s",
		    user, option);
	text = mem_printf("Password of %s: ", user);
	e = prompt_secret(text, out);
	free(text);
	return e;
}

static struct err *
http_load(struct cli *cli, const char *command)
{
	struct account *http = &cli->config.http;
	char *credential;
	struct err *e;

	if (secret_given(&http->password)) /* -P of a ping */
		return NULL;
	if (cli->config.ccache != NULL || cli->config.keytab != NULL)
		return NULL;
	if (cli->http_source.file != NULL)
		return file_read(
		    command, cli->http_source.file, &http->password);
	if (cli->http_source.fd >= 0)
		return fd_read(cli->http_source.fd, &http->password);
	if (getenv(PASSWORD_VARIABLE) != NULL)
		return environment_read(&http->password);
	credential = credential_name();
	if (credential == NULL)
		return prompt_read(
		    http->user, "--password-file", &http->password);
	e = file_read(command, credential, &http->password);
	free(credential);
	return e;
}

static struct err *
rpc_load(struct cli *cli, const char *command)
{
	struct account *rpc = &cli->config.rpc;

	if (secret_given(&rpc->password)) /* -I of a ping */
		return NULL;
	if (cli->rpc_source.file != NULL)
		return file_read(command, cli->rpc_source.file, &rpc->password);
	return prompt_read(rpc->user, "--rpc-password-file", &rpc->password);
}

static struct err *
second_load(struct cli *cli, const char *command)
{
	return file_read(
	    command, cli->second_source.file, &cli->config.second.password);
}

/* The environment's URL may have brought it along. */
static struct err *
forward_load(struct cli *cli, const char *command)
{
	struct account *forward = &cli->config.forward.account;

	if (cli->forward_source.file != NULL)
		return file_read(
		    command, cli->forward_source.file, &forward->password);
	if (secret_given(&forward->password))
		return NULL;
	return prompt_read(
	    forward->user, "--forward-password-file", &forward->password);
}

struct err *
password_load(struct cli *cli, const char *command)
{
	const struct config *c = &cli->config;
	struct err *e = NULL;

	if (c->http.user == NULL && c->rpc.user == NULL &&
	    c->second.user == NULL && c->forward.account.user == NULL)
		return NULL;
	guard_enter();
	if (c->http.user != NULL)
		e = http_load(cli, command);
	if (e == NULL && c->rpc.user != NULL)
		e = rpc_load(cli, command);
	if (e == NULL && c->second.user != NULL)
		e = second_load(cli, command);
	if (e == NULL && c->forward.account.user != NULL)
		e = forward_load(cli, command);
	return e;
}
