/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/hosts.h"

#include <strings.h>

const struct endpoint endpoints[ENDPOINT_N] = {
	[ENDPOINT_6001] = { 6001, NULL },
	[ENDPOINT_6002] = { 6002, NULL },
	[ENDPOINT_6003] = { 6003, NULL },
	[ENDPOINT_6004] = { 6004, NULL },
	[ENDPOINT_593] = { 593, NULL },
	[ENDPOINT_3388] = { 3388, NULL },
	[ENDPOINT_135] = { 135, NULL },
	[ENDPOINT_TCP] = { 49152, NULL },
	[ENDPOINT_DC] = { 6004, HOSTS_DC },
	[ENDPOINT_DC2] = { 6004, HOSTS_DC2 },
};

uint16_t
hosts_real_port(const struct hosts *h, enum endpoint_id id)
{
	return (uint16_t)(h->base + 1 + (h->one_for_all ? 0 : id));
}

static bool
is_at(const struct endpoint *e, const char *name)
{
	return e->host != NULL && strcasecmp(e->host, name) == 0;
}

/* The endpoint that a port of a computer is; ENDPOINT_N: nobody's. */
static enum endpoint_id
endpoint_of(const char *name, uint16_t port, bool server)
{
	unsigned i = 0;

	while (i < ENDPOINT_N &&
	    (endpoints[i].port != port ||
		!(server ? endpoints[i].host == NULL
			 : is_at(&endpoints[i], name))))
		i++;
	return (enum endpoint_id)i;
}

static bool
is_computer(const char *name)
{
	unsigned i = 0;

	while (i < ENDPOINT_N && !is_at(&endpoints[i], name))
		i++;
	return i < ENDPOINT_N;
}

unsigned
hosts_loopback(
    const struct hosts *h, uint16_t real_port, struct addr out[HOSTS_ADDRS])
{
	unsigned n = 0;

	if (h->v6 && addr_parse("::1", real_port, &out[n]))
		n++;
	if (addr_parse("127.0.0.1", real_port, &out[n]))
		n++;
	return n;
}

unsigned
hosts_find(const struct hosts *h, const char *name, uint16_t port,
    struct addr out[HOSTS_ADDRS])
{
	bool server = strlist_has(&h->names, name);

	if (!server && !is_computer(name))
		return 0;
	return hosts_loopback(
	    h, hosts_real_port(h, endpoint_of(name, port, server)), out);
}
