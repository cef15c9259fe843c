/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rpcping's identities, "user,domain,password", and its letters that mean
 * something on Windows alone. A password is taken out of the argument, so that
 * the list of processes does not show it any longer than it has to.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cli/guard.h"
#include "cli/set.h"

/* The part up to the next comma, without blanks around it; owned. */
static char *
part_take(const char **s)
{
	size_t n = strcspn(*s, ",");
	struct strlist one = { 0 };
	char *raw = mem_strndup(*s, n);
	char *part;

	strlist_split(&one, raw, ",");
	part = mem_strdup(one.n > 0 ? one.v[0] : "");
	strlist_clear(&one);
	free(raw);
	*s += n;
	*s += **s == ',';
	return part;
}

/* The rest is the password: with one blank around everything, as a quoted
 * argument is often written, the last one is none of it. */
static void
password_take(
    struct cli *cli, const char *value, const char *s, struct account *account)
{
	size_t n = strlen(s);

	if (n > 0 && value[0] == ' ' && s[n - 1] == ' ')
		n--;
	if (n == 0 || (n == 1 && s[0] == '*'))
		return;
	guard_enter();
	secret_set(&account->password, s, n);
	cli->rpcping.secret = true;
	/* an argument is ours to write */
	explicit_bzero((char *)(uintptr_t)s, strlen(s));
}

static struct err *
identity_set(struct cli *cli, const char *value, struct account *account)
{
	const char *s = value;
	char *user = part_take(&s);
	char *domain = part_take(&s);
	struct err *e = NULL;

	cli->rpcping.used = true;
	password_take(cli, value, s, account);
	if (strcmp(user, "*") == 0 || *user == '\0')
		e = err_new("give user,domain,password, with * for the "
			    "password to be asked for it");
	else if (*domain == '\0')
		mem_set(&account->user, user);
	else {
		free(account->user);
		account->user = mem_printf("%s\\%s", domain, user);
	}
	free(user);
	free(domain);
	return e;
}

struct err *
set_ping_proxy_identity(struct cli *cli, const char *value)
{
	return identity_set(cli, value, &cli->config.http);
}

struct err *
set_ping_identity(struct cli *cli, const char *value)
{
	return identity_set(cli, value, &cli->config.rpc);
}

struct err *
set_ping_forward_identity(struct cli *cli, const char *value)
{
	return identity_set(cli, value, &cli->config.forward.account);
}

#define WITHOUT_EFFECT(letter) \
	struct err *set_ping_##letter(struct cli *cli, const char *value) \
	{ \
		(void)value; \
		cli->rpcping.used = true; \
		strlist_add(&cli->rpcping.no_effect, "-" #letter); \
		return NULL; \
	}

WITHOUT_EFFECT(C)
WITHOUT_EFFECT(D)
WITHOUT_EFFECT(M)
WITHOUT_EFFECT(S)
WITHOUT_EFFECT(T)
WITHOUT_EFFECT(Z)
WITHOUT_EFFECT(c)
WITHOUT_EFFECT(d)
WITHOUT_EFFECT(p)
