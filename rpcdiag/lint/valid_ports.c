/* SPDX-License-Identifier: Apache-2.0 */
#include "lint/valid_ports.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"

static const char *const faults[PORT_NFAULTS] = {
	[PORT_OK] = "nothing is wrong",
	[PORT_NONE] = "the entry names no port",
	[PORT_NUMBER] = "the port is no number from 1 to 65535",
	[PORT_REVERSED] = "the range ends before it begins",
	[PORT_COMMA] = "an entry has one port or one range; several ports of "
		       "a host are several entries",
	[PORT_BLANK] = "there is a blank inside the entry",
	[PORT_IPV6] = "the colons of an IPv6 address end the name; such a "
		      "host cannot be listed",
};

const char *
port_fault_text(enum port_fault f)
{
	return faults[f];
}

void
valid_ports_clear(struct valid_ports *p)
{
	for (size_t i = 0; i < p->n; i++) {
		free(p->v[i].text);
		free(p->v[i].host);
	}
	free(p->v);
	*p = (struct valid_ports){ 0 };
}

/* A number at *s, which is moved behind it; 0 when there is none. */
static unsigned
port_read(const char **s)
{
	unsigned port = 0;

	for (; **s >= '0' && **s <= '9'; ++*s)
		if (port <= 65535)
			port = port * 10 + (unsigned)(**s - '0');
	return port > 65535 ? 0 : port;
}

static enum port_fault
range_read(const char *s, struct port_entry *e)
{
	e->first = e->last = port_read(&s);
	if (*s == '-') {
		s++;
		e->last = port_read(&s);
	}
	if (*s == ',')
		return PORT_COMMA;
	if (*s != '\0' || e->first == 0 || e->last == 0)
		return PORT_NUMBER;
	return e->last < e->first ? PORT_REVERSED : PORT_OK;
}

static enum port_fault
entry_read(struct port_entry *e)
{
	const char *colon = strchr(e->text, ':');

	if (strpbrk(e->text, " \t\r\n") != NULL)
		return PORT_BLANK;
	if (colon == NULL || colon == e->text || colon[1] == '\0')
		return PORT_NONE;
	if (strchr(colon + 1, ':') != NULL)
		return PORT_IPV6;
	e->host = mem_strndup(e->text, (size_t)(colon - e->text));
	return range_read(colon + 1, e);
}

void
valid_ports_read(const char *list, struct valid_ports *to)
{
	struct strlist texts = { 0 };

	strlist_split(&texts, list, ";");
	for (size_t i = 0; i < texts.n; i++) {
		struct port_entry *e;

		to->v = mem_grow(to->v, to->n + 1, sizeof(*to->v));
		e = &to->v[to->n++];
		*e = (struct port_entry){ .text = mem_strdup(texts.v[i]) };
		e->fault = entry_read(e);
		if (e->fault != PORT_OK)
			mem_set(&e->host, NULL);
	}
	strlist_clear(&texts);
}

static bool
host_fits(const char *pattern, const char *host)
{
	size_t n = strlen(pattern);

	if (n > 0 && pattern[n - 1] == '*')
		return strncasecmp(pattern, host, n - 1) == 0;
	return strcasecmp(pattern, host) == 0;
}

bool
valid_ports_allow(const struct valid_ports *p, const char *host, unsigned port)
{
	for (size_t i = 0; i < p->n; i++) {
		const struct port_entry *e = &p->v[i];

		if (e->fault == PORT_OK && port >= e->first &&
		    port <= e->last && host_fits(e->host, host))
			return true;
	}
	return false;
}

bool
host_is_ipv4(const char *host)
{
	return *host != '\0' && host[strspn(host, "0123456789.")] == '\0';
}

bool
host_is_fqdn(const char *host)
{
	return strchr(host, '.') != NULL && !host_is_ipv4(host);
}

bool
host_alike(const char *a, const char *b)
{
	size_t n = strcspn(a, ".");

	if (strcasecmp(a, b) == 0)
		return true;
	if (host_is_ipv4(a) || host_is_ipv4(b))
		return false;
	/* Two domains are two servers; a bare name may be either. */
	if (a[n] != '\0' && strchr(b, '.') != NULL)
		return false;
	return n == strcspn(b, ".") && strncasecmp(a, b, n) == 0;
}
