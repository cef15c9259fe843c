/* SPDX-License-Identifier: Apache-2.0 */
/* Setters for whom to ask and by which way. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "cli/address.h"
#include "cli/forward.h"
#include "cli/set.h"

#define ENDPOINTS_MAX 16
#define MAP_MAX 256
#define SERVER_MAX 255
#define DN_MAX 1023
#define PATH_MAX_CHARS 1024

static bool
is_printable(const char *s)
{
	for (; *s != '\0'; s++)
		if (*s <= ' ' || *s > '~')
			return false;
	return true;
}

static struct err *
scheme_take(const char **s, bool *tls)
{
	const char *colon = strstr(*s, "://");
	size_t n;

	*tls = true;
	if (colon == NULL || strcspn(*s, ":/?#[") < (size_t)(colon - *s))
		return NULL;
	n = (size_t)(colon - *s);
	if (n == 4 && strncasecmp(*s, "http", n) == 0)
		*tls = false;
	else if (n != 5 || strncasecmp(*s, "https", n) != 0)
		return err_new("\"%.*s\" is not https or http", (int)n, *s);
	*s = colon + 3;
	return NULL;
}

/* What stands before '@' may hold a password, and a password may hold any
 * character: nothing of it is repeated. */
static struct err *
userinfo_refuse(const char *s)
{
	if (strchr(s, '@') == NULL)
		return NULL;
	return err_new("a user inside the URL is not taken: use --user and "
		       "--password-file");
}

static struct err *
path_check(const char *s)
{
	if (*s == '\0')
		return NULL;
	if (*s != '/')
		return err_new("\"%s\" is left over behind HOST[:PORT]", s);
	if (strpbrk(s, "?#") != NULL)
		return err_new("the URL of a proxy ends with its path, "
			       "without \"?\" or \"#\"");
	if (!is_printable(s) || strlen(s) > PATH_MAX_CHARS)
		return err_new("the path of the URL is not plain ASCII of at "
			       "most %d characters",
		    PATH_MAX_CHARS);
	return NULL;
}

/* A bare "/" is what a browser appends, not a path somebody chose. */
static bool
path_given(const char *s)
{
	return *s != '\0' && strcmp(s, "/") != 0;
}

struct err *
set_proxy(struct cli *cli, const char *value)
{
	struct config *c = &cli->config;
	const char *s = value;
	char *host = NULL;
	int port = 0;
	bool tls;
	struct err *e = scheme_take(&s, &tls);

	if (e == NULL)
		e = userinfo_refuse(s);
	if (e == NULL)
		e = host_take(&s, &host);
	if (e == NULL && *s == ':') {
		s++;
		e = port_take(&s, &port);
	}
	if (e == NULL)
		e = path_check(s);
	if (e == NULL) {
		mem_set(&c->proxy_host, host);
		cli->path_given = path_given(s);
		mem_set(&c->path, cli->path_given ? s : CONFIG_PATH);
		c->tls = tls;
		c->proxy_port = port > 0 ? port : tls ? 443 : 80;
	}
	free(host);
	return e;
}

/* Exchange 2013 names a mailbox here as GUID@domain, so '@' is welcome; what
 * would end the name in the query of the request is not ([MS-RPCH] 2.2.2). */
struct err *
set_server(struct cli *cli, const char *value)
{
	if (*value == '\0' || strlen(value) > SERVER_MAX)
		return err_new(
		    "a server name has 1 to %d characters", SERVER_MAX);
	if (!is_printable(value) || strpbrk(value, ":/?#&%\"<>\\") != NULL)
		return err_new("\"%s\" is not a server name", value);
	mem_set(&cli->config.server, value);
	return NULL;
}

/* 1 to 1023 bytes fit into a call; what is not ASCII is no DN. */
struct err *
set_mailbox_dn(struct cli *cli, const char *value)
{
	size_t n = strlen(value);

	if (n > DN_MAX || strncasecmp(value, "/o=", 3) != 0)
		return err_new("a legacyExchangeDN begins with \"/o=\" and has "
			       "at most %d characters",
		    DN_MAX);
	for (size_t i = 0; i < n; i++)
		if (value[i] < ' ' || value[i] > '~')
			return err_new("a legacyExchangeDN is plain ASCII");
	mem_set(&cli->config.mailbox_dn, value);
	return NULL;
}

static bool
endpoint_has(const struct config *c, int port)
{
	for (size_t i = 0; i < c->nendpoints; i++)
		if (c->endpoints[i] == port)
			return true;
	return false;
}

static struct err *
endpoint_add(struct config *c, const char *text)
{
	const char *s = text;
	int port;
	struct err *e = port_take(&s, &port);

	if (e != NULL)
		return e;
	if (*s != '\0')
		return err_new("\"%s\" is not a port (1..65535)", text);
	if (endpoint_has(c, port))
		return NULL;
	if (c->nendpoints == ENDPOINTS_MAX)
		return err_new("more than %d endpoints", ENDPOINTS_MAX);
	config_add_endpoint(c, port);
	return NULL;
}

struct err *
set_endpoints(struct cli *cli, const char *value)
{
	struct strlist parts = { 0 };
	struct err *e = NULL;

	cli->config.nendpoints = 0;
	strlist_split(&parts, value, ",");
	if (parts.n == 0)
		e = err_new("the list of ports is empty");
	for (size_t i = 0; i < parts.n && e == NULL; i++)
		e = endpoint_add(&cli->config, parts.v[i]);
	strlist_clear(&parts);
	return e;
}

/* HOST:PORT:ADDR, and :PORT2 unless to_port is NULL. */
static struct err *
map_parse(const char *s, char **host, int *port, char **address, int *to_port)
{
	struct err *e = host_take(&s, host);

	if (e == NULL)
		e = colon_take(&s);
	if (e == NULL)
		e = port_take(&s, port);
	if (e == NULL)
		e = colon_take(&s);
	if (e == NULL)
		e = address_take(&s, address);
	if (e == NULL && to_port != NULL)
		e = colon_take(&s);
	if (e == NULL && to_port != NULL)
		e = port_take(&s, to_port);
	if (e == NULL && *s != '\0')
		e = err_new("\"%s\" is left over", s);
	return e;
}

static struct err *
map_add(struct config *c, const char *value, const char *form, bool has_port)
{
	char *host = NULL;
	char *address = NULL;
	int port = 0;
	int to_port = 0;
	struct err *e = map_parse(
	    value, &host, &port, &address, has_port ? &to_port : NULL);

	if (e != NULL) {
		struct err *inner = e;

		e = err_new("%s, in %s", err_text(inner), form);
		err_free(inner);
	} else if (c->nmap == MAP_MAX) {
		e = err_new("more than %d of these", MAP_MAX);
	} else {
		config_add_map(
		    c, host, port, address, has_port ? to_port : port);
	}
	free(host);
	free(address);
	return e;
}

struct err *
set_resolve(struct cli *cli, const char *value)
{
	return map_add(&cli->config, value, "HOST:PORT:ADDR", false);
}

struct err *
set_connect_to(struct cli *cli, const char *value)
{
	return map_add(&cli->config, value, "HOST:PORT:ADDR:PORT2", true);
}

struct err *
set_dns_server(struct cli *cli, const char *value)
{
	const char *s = value;
	char *address = NULL;
	int port;
	struct err *e = address_take(&s, &address);

	if (e == NULL && *s == ':') {
		s++;
		e = port_take(&s, &port);
	}
	if (e == NULL && *s != '\0')
		e = err_new("\"%s\" is left over behind ADDR[:PORT]", s);
	if (e == NULL && strchr(address, ':') != NULL) /* net/dns_query.h */
		e = err_new("\"%s\" is an IPv6 address; name servers are "
			    "asked over IPv4 only",
		    address);
	if (e == NULL)
		mem_set(&cli->config.dns_server, value);
	free(address);
	return e;
}

struct err *
set_direct(struct cli *cli, const char *value)
{
	const char *s = value;
	char *host = NULL;
	int port = 0;
	struct err *e = host_take(&s, &host);

	if (e == NULL && *s == ':') {
		s++;
		e = port_take(&s, &port);
	}
	if (e == NULL && *s != '\0')
		e = err_new("\"%s\" is left over behind HOST[:PORT]", s);
	if (e == NULL) {
		mem_set(&cli->config.direct_host, host);
		cli->config.direct_port = port;
	}
	free(host);
	return e;
}

/* A list as in a PAC file: the way to take, then the way to fall back on. */
struct err *
set_forward_proxy(struct cli *cli, const char *value)
{
	struct forward_proxy *f = &cli->config.forward;
	bool direct = strcmp(value, "none") == 0;
	bool spare = strncmp(value, "none,", 5) == 0;
	const char *url = spare ? value + 5 : value;
	struct err *e = NULL;

	if (strchr(url, '@') != NULL)
		return err_new("a user inside the URL is not taken: use "
			       "--forward-user and --forward-password-file");
	if (direct)
		mem_set(&f->host, NULL);
	else
		e = forward_parse(url, f);
	if (e == NULL) {
		f->spare = spare;
		cli->forward_given = true;
	}
	return e;
}

static struct err *
family_set(struct cli *cli, enum family family)
{
	struct config *c = &cli->config;

	if (c->family != FAMILY_NONE && c->family != family)
		return err_new("-4 and -6 exclude each other");
	c->family = family;
	return NULL;
}

struct err *
set_ipv4(struct cli *cli, const char *value)
{
	(void)value;
	return family_set(cli, FAMILY_IPV4);
}

struct err *
set_ipv6(struct cli *cli, const char *value)
{
	(void)value;
	return family_set(cli, FAMILY_IPV6);
}
