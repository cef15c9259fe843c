/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/address.h"

#include <arpa/inet.h>
#include <stdbool.h>
#include <string.h>

#include "base/mem.h"

#define HOST_MAX 255 /* RFC 1035 section 2.3.4 */
#define HOST_CHARS \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."

struct err *
port_take(const char **s, int *port)
{
	size_t n = strcspn(*s, ":/,");
	int value = 0;

	for (size_t i = 0; i < n && value <= 65535; i++) {
		char c = (*s)[i];

		if (c < '0' || c > '9') {
			value = 0;
			break;
		}
		value = value * 10 + (c - '0');
	}
	if (value < 1 || value > 65535)
		return err_new("\"%.*s\" is not a port (1..65535)", (int)n, *s);
	*s += n;
	*port = value;
	return NULL;
}

static bool
is_ipv6(const char *text)
{
	struct in6_addr address;

	return inet_pton(AF_INET6, text, &address) == 1;
}

static bool
is_ipv4(const char *text)
{
	struct in_addr address;

	return inet_pton(AF_INET, text, &address) == 1;
}

static struct err *
literal_take(const char **s, char **address)
{
	size_t n = strcspn(*s, "]");
	char *text;

	if ((*s)[n] != ']')
		return err_new("\"%s\" lacks its closing bracket", *s);
	text = mem_strndup(*s + 1, n - 1);
	if (!is_ipv6(text)) {
		mem_set(&text, NULL);
		return err_new("\"%.*s\" is not an IPv6 address in brackets",
		    (int)n + 1, *s);
	}
	*s += n + 1;
	*address = text;
	return NULL;
}

struct err *
host_take(const char **s, char **host)
{
	size_t n = strspn(*s, HOST_CHARS);

	if (**s == '[')
		return literal_take(s, host);
	if (is_ipv6(*s))
		return err_new("IPv6 addresses stand in brackets: [%s]", *s);
	if (n == 0)
		return err_new("\"%s\" does not begin with a host name", *s);
	if (n > HOST_MAX)
		return err_new(
		    "a host name has at most %d characters", HOST_MAX);
	*host = mem_strndup(*s, n);
	*s += n;
	return NULL;
}

struct err *
address_take(const char **s, char **address)
{
	size_t n = strspn(*s, "0123456789.");
	char *text;

	if (**s == '[')
		return literal_take(s, address);
	if (is_ipv6(*s))
		n = strlen(*s);
	text = mem_strndup(*s, n);
	if (!is_ipv4(text) && !is_ipv6(text)) {
		mem_set(&text, NULL);
		return err_new(
		    "\"%s\" does not begin with a numeric address", *s);
	}
	*s += n;
	*address = text;
	return NULL;
}

struct err *
colon_take(const char **s)
{
	if (**s != ':')
		return err_new("\"%s\" stands where \":\" is expected", *s);
	(*s)++;
	return NULL;
}
