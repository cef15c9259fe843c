/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/forward.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/strlist.h"
#include "cli/address.h"

static struct err *
scheme_pass(const char **s)
{
	const char *colon = strstr(*s, "://");

	if (colon == NULL)
		return NULL;
	if (colon - *s != 4 || strncasecmp(*s, "http", 4) != 0)
		return err_new("a forward proxy is reached by http://; one "
			       "behind https:// or socks:// cannot be used");
	*s = colon + 3;
	return NULL;
}

/* HOST[:PORT][/], all that is left of s. */
static struct err *
place_take(const char *s, struct forward_proxy *f)
{
	char *host = NULL;
	int port = FORWARD_PORT;
	struct err *e = host_take(&s, &host);

	if (e == NULL && *s == ':') {
		s++;
		e = port_take(&s, &port);
	}
	if (e == NULL && *s != '\0' && strcmp(s, "/") != 0)
		e = err_new("\"%s\" is left over behind HOST[:PORT]", s);
	if (e == NULL) {
		mem_set(&f->host, host);
		f->port = port;
	}
	free(host);
	return e;
}

struct err *
forward_parse(const char *url, struct forward_proxy *f)
{
	struct err *e = scheme_pass(&url);

	return e != NULL ? e : place_take(url, f);
}

/* The first that is set; an empty one is as good as none. */
static char *
variable(const char *const *names, const char **name)
{
	char *value;

	for (; *names != NULL; names++) {
		value = getenv(*names);
		if (value != NULL && *value != '\0') {
			*name = *names;
			return value;
		}
	}
	return NULL;
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)tolower((unsigned char)c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Undo RFC 3986 2.1 in place; the new length. */
static size_t
percent_decode(char *s, size_t n)
{
	size_t out = 0;

	for (size_t i = 0; i < n; i++) {
		bool coded = s[i] == '%' && i + 2 < n &&
		    hex_digit(s[i + 1]) >= 0 && hex_digit(s[i + 2]) >= 0;

		s[out++] = coded
		    ? (char)(hex_digit(s[i + 1]) * 16 + hex_digit(s[i + 2]))
		    : s[i];
		i += coded ? 2 : 0;
	}
	return out;
}

/* Take "user:password@" out of a URL behind its scheme: what /proc shows of
 * the environment, and what we start inherits of it, is without it then. */
static void
logon_take(char *s, struct account *a)
{
	size_t length = strcspn(s, "/?#");
	char *at = memrchr(s, '@', length);
	size_t n = at == NULL ? 0 : (size_t)(at - s);
	size_t user = at == NULL ? 0 : strcspn(s, ":@");
	size_t all = strlen(s);

	if (at == NULL)
		return;
	if (a->user == NULL && user > 0) {
		if (user < n)
			secret_set(&a->password, s + user + 1,
			    percent_decode(s + user + 1, n - user - 1));
		a->user = mem_strndup(s, percent_decode(s, user));
	}
	memmove(s, at + 1, all - n - 1);
	explicit_bzero(s + all - n - 1, n + 1);
}

/* "10.0.0.0/8" and the like, as curl takes them since 7.86. */
static bool
network_holds(const char *part, const char *host)
{
	int family = strchr(host, ':') == NULL ? AF_INET : AF_INET6;
	unsigned most = family == AF_INET ? 32 : 128;
	unsigned char a[16], b[16];
	size_t n = strcspn(part, "/");
	unsigned bits = part[n] == '/' ? (unsigned)atoi(part + n + 1) : most;
	char *net = part[0] == '['
	    ? mem_strndup(part + 1, strcspn(part, "]") - 1)
	    : mem_strndup(part, n);
	bool both;

	if (bits == 0)
		bits = most;
	both = inet_pton(family, net, a) == 1 &&
	    inet_pton(family, host, b) == 1 && bits <= most;

	free(net);
	for (unsigned i = 0; both && i < bits; i++)
		both = ((a[i / 8] ^ b[i / 8]) >> (7 - i % 8) & 1) == 0;
	return both;
}

/* The name itself and all names below it; dots at the ends say nothing. */
static bool
domain_holds(const char *part, const char *host)
{
	size_t n = strlen(host);
	size_t m;

	part += *part == '.';
	m = strlen(part);
	n -= n > 0 && host[n - 1] == '.';
	m -= m > 0 && part[m - 1] == '.';
	return m > 0 && m <= n && strncasecmp(host + n - m, part, m) == 0 &&
	    (m == n || host[n - m - 1] == '.');
}

static bool
is_address(const char *host)
{
	unsigned char a[16];

	return inet_pton(AF_INET, host, a) == 1 ||
	    inet_pton(AF_INET6, host, a) == 1;
}

static bool
is_excluded(const char *host)
{
	static const char *const names[] = { "no_proxy", "NO_PROXY", NULL };
	struct strlist parts = { 0 };
	const char *name;
	const char *list = variable(names, &name);
	bool out = list != NULL && strcmp(list, "*") == 0;

	if (list == NULL)
		return false;
	strlist_split(&parts, list, ", ");
	for (size_t i = 0; i < parts.n; i++)
		out = out ||
		    (is_address(host) ? network_holds(parts.v[i], host)
				      : domain_holds(parts.v[i], host));
	strlist_clear(&parts);
	return out;
}

struct err *
forward_environment(struct config *c)
{
	/* HTTP_PROXY may be a header of a CGI request: never read */
	static const char *const http[] = { "http_proxy", "all_proxy",
		"ALL_PROXY", NULL };
	static const char *const https[] = { "https_proxy", "HTTPS_PROXY",
		"all_proxy", "ALL_PROXY", NULL };
	const char *name;
	char *value = variable(c->tls ? https : http, &name);
	const char *s = value;
	struct err *e;

	if (value == NULL)
		return NULL;
	c->forward.spare = is_excluded(c->proxy_host);
	e = scheme_pass(&s);
	if (e != NULL && c->forward.spare) { /* nobody wanted it anyway */
		err_free(e);
		return NULL;
	}
	if (e == NULL) {
		logon_take(value + (s - value), &c->forward.account);
		e = place_take(s, &c->forward);
	}
	if (e == NULL)
		return NULL;
	err_free(e);
	return err_new("%s does not hold http://HOST:PORT, the only kind of "
		       "forward proxy that can be used; --forward-proxy none "
		       "goes directly",
	    name);
}
