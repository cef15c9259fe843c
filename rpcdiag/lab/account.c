/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/account.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/mem.h"

#define PASSWORD_BYTES 12
#define PASSWORD_MAX 256

static struct err *
random_password(struct secret *out)
{
	unsigned char bytes[PASSWORD_BYTES];
	char text[2 * PASSWORD_BYTES + 1];

	if (RAND_bytes(bytes, sizeof(bytes)) != 1)
		return err_new("OpenSSL has no random numbers");
	for (size_t i = 0; i < sizeof(bytes); i++)
		snprintf(text + 2 * i, 3, "%02x", bytes[i]);
	secret_set(out, text, sizeof(text) - 1);
	return NULL;
}

/* The first line of a file. */
static struct err *
password_read(const char *path, struct secret *out)
{
	char line[PASSWORD_MAX];
	FILE *f = fopen(path, "r");
	bool read = f != NULL && fgets(line, sizeof(line), f) != NULL;

	if (f != NULL)
		fclose(f);
	if (!read)
		return err_new("cannot read a password from %s", path);
	secret_set(out, line, strcspn(line, "\r\n"));
	OPENSSL_cleanse(line, sizeof(line));
	return NULL;
}

/* What the client is told: the password, or another one. */
static struct err *
tell(const struct account *a, const char *path, bool wrong)
{
	struct secret other = { 0 };
	struct err *e = wrong ? random_password(&other) : NULL;

	if (e == NULL)
		e = scratch_write(path, wrong ? other.p : a->password.p);
	secret_clear(&other);
	return e;
}

/*
 * Lines of gss-ntlmssp's user file: DOMAIN:user:password, here with both forms
 * of the domain. It finds them in any case, but hashes them as they stand
 * here: who writes CONTOSO.TEST is refused, as a domain controller would not
 * do.
 */
static char *
user_lines(const struct account *a)
{
	const char *slash = strchr(a->user, '\\');
	const char *name = slash != NULL ? slash + 1 : a->user;

	return mem_printf("%.*s:%s:%s\n" ACCOUNT_SUFFIX ":%s:%s",
	    slash != NULL ? (int)(slash - a->user) : 0, a->user, name,
	    a->password.p, name, a->password.p);
}

static void
lines_forget(char *lines)
{
	OPENSSL_cleanse(lines, strlen(lines));
	free(lines);
}

static char *
further_lines(const struct account *a)
{
	char *lines = a != NULL ? user_lines(a) : mem_strdup("");
	char *behind = mem_printf("%s%s", a != NULL ? "\n" : "", lines);

	lines_forget(lines);
	return behind;
}

static struct err *
user_file_open(const struct account *a, const struct account_order *order,
    const char *path)
{
	const char *slash = strchr(a->user, '\\');
	char *domain = slash != NULL
	    ? mem_strndup(a->user, (size_t)(slash - a->user))
	    : mem_strdup("CONTOSO");
	char *own = user_lines(a);
	char *second = further_lines(order->second);
	char *forward = further_lines(order->forward);
	char *lines = mem_printf("%s%s%s", own, second, forward);
	struct err *e = scratch_write(path, lines);

	if (e == NULL &&
	    (setenv("NTLM_USER_FILE", path, 1) != 0 ||
		setenv("NETBIOS_DOMAIN_NAME", domain, 1) != 0))
		e = err_new("cannot set environment variables");
	lines_forget(own);
	lines_forget(second);
	lines_forget(forward);
	lines_forget(lines);
	free(domain);
	return e;
}

/* The default keytab is that of the machine: never used. A replayed ticket
 * harms nobody here, and a cache of them would outlive the site. */
static struct err *
keytab_open(const char *path)
{
	bool ok = path != NULL ? setenv(ACCOUNT_KEYTAB, path, 1) == 0 &&
		setenv("KRB5RCACHENAME", "none:", 1) == 0
			       : unsetenv(ACCOUNT_KEYTAB) == 0;

	if (path != NULL && access(path, R_OK) != 0)
		return err_new("cannot read %s: %s", path, strerror(errno));
	return ok ? NULL : err_new("cannot set environment variables");
}

/* The account of the forward proxy, which nobody chooses. */
static struct err *
forward_open(const struct scratch *scratch, const struct account_order *order)
{
	struct err *e;

	if (order->forward == NULL)
		return NULL;
	order->forward->user = ACCOUNT_FORWARD_USER;
	e = random_password(&order->forward->password);
	return e != NULL ? e
			 : tell(order->forward, scratch->forward_password_file,
			       order->wrong_forward);
}

static struct err *
second_open(struct account *a, const struct scratch *scratch,
    const struct account_order *order)
{
	struct err *e;

	if (order->second == NULL)
		return NULL;
	a->next = order->second;
	order->second->user = ACCOUNT_SECOND_USER;
	e = random_password(&order->second->password);
	return e != NULL
	    ? e
	    : tell(order->second, scratch->second_password_file, false);
}

/* Without Kerberos its library would still ask the resolver for the name of
 * the site, which nobody knows, whenever SPNEGO begins. */
static struct err *
resolver_quiet(const char *path)
{
	struct err *e = scratch_write(
	    path, "[libdefaults]\n\tdns_canonicalize_hostname = false");

	if (e == NULL && setenv("KRB5_CONFIG", path, 1) != 0)
		e = err_new("cannot set environment variables");
	return e;
}

struct err *
account_open(struct account *a, const struct scratch *scratch,
    const struct account_order *order)
{
	struct err *e;

	a->user = order->user;
	e = order->password_file != NULL
	    ? password_read(order->password_file, &a->password)
	    : random_password(&a->password);
	if (e == NULL)
		e = tell(a, scratch->password_file, order->wrong_http);
	if (e == NULL && order->wrong_rpc)
		e = tell(a, scratch->rpc_password_file, true);
	if (e == NULL)
		e = forward_open(scratch, order);
	if (e == NULL)
		e = second_open(a, scratch, order);
	if (e == NULL)
		e = user_file_open(a, order, scratch->user_file);
	if (e == NULL)
		e = keytab_open(order->keytab);
	if (e == NULL && order->keytab == NULL)
		e = resolver_quiet(scratch->krb5_conf);
	return e;
}

/* The forms that IIS with a default domain accepts. */
static bool
is_name_of(const struct account *a, const char *user)
{
	const char *slash = strchr(a->user, '\\');
	const char *name = slash != NULL ? slash + 1 : a->user;
	size_t n = strlen(name);

	if (strcasecmp(user, a->user) == 0 || strcasecmp(user, name) == 0)
		return true;
	return strncasecmp(user, name, n) == 0 &&
	    strcasecmp(user + n, "@" ACCOUNT_SUFFIX) == 0;
}

const struct account *
account_find(const struct account *all, const char *user)
{
	while (all != NULL && !is_name_of(all, user))
		all = all->next;
	return all;
}

void
account_close(struct account *a)
{
	secret_clear(&a->password);
}
