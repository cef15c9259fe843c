/* SPDX-License-Identifier: Apache-2.0 */
/* HKLM\Software\Microsoft\Rpc\RpcProxy ValidPorts: "HOST:PORT[-PORT];...".
 * The name is compared as it stands: no DNS, no default domain. */
#include <stdlib.h>
#include <strings.h>

#include "lab/proxy.h"

#define PORT_DIGITS 6 /* [MS-RPCH] 2.2.2 */

bool
proxy_target_parse(struct span query, struct proxy_target *out)
{
	size_t colon = query.n;
	unsigned long port = 0;

	/* The last colon: an IPv6 literal has more of them. */
	while (colon > 0 && query.p[colon - 1] != ':')
		colon--;
	if (colon < 2 || colon - 1 >= sizeof(out->server) || colon == query.n ||
	    query.n - colon > PORT_DIGITS)
		return false;
	for (size_t i = colon; i < query.n; i++) {
		if (query.p[i] < '0' || query.p[i] > '9')
			return false;
		port = port * 10 + (unsigned long)(query.p[i] - '0');
	}
	if (port == 0 || port > 65535)
		return false;
	memcpy(out->server, query.p, colon - 1);
	out->server[colon - 1] = '\0';
	out->port = (uint16_t)port;
	return true;
}

static bool
entry_matches(const char *entry, const struct proxy_target *t)
{
	const char *colon = strrchr(entry, ':');
	size_t n = colon == NULL ? 0 : (size_t)(colon - entry);
	unsigned long first;
	unsigned long last;
	char *end;

	if (colon == NULL || strlen(t->server) != n ||
	    strncasecmp(entry, t->server, n) != 0)
		return false;
	first = last = strtoul(colon + 1, &end, 10);
	if (*end == '-')
		last = strtoul(end + 1, NULL, 10);
	return t->port >= first && t->port <= last;
}

bool
valid_ports_match(const struct strlist *list, const struct proxy_target *target)
{
	for (size_t i = 0; i < list->n; i++)
		if (entry_matches(list->v[i], target))
			return true;
	return false;
}
