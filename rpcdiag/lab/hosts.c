/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/hosts.h"

#include <strings.h>

const uint16_t endpoint_ports[ENDPOINT_N] = {
	[ENDPOINT_6001] = 6001,
	[ENDPOINT_6002] = 6002,
	[ENDPOINT_6003] = 6003,
	[ENDPOINT_6004] = 6004,
	[ENDPOINT_593] = 593,
	[ENDPOINT_3388] = 3388,
	[ENDPOINT_DC] = 6004,
};

uint16_t
hosts_real_port(const struct hosts *h, enum endpoint_id id)
{
	return (uint16_t)(h->base + 1 + (h->one_for_all ? 0 : id));
}

/* The endpoint that a port of a computer is; ENDPOINT_N: nobody's. */
static enum endpoint_id
endpoint_of(uint16_t port, bool dc)
{
	unsigned i = dc ? ENDPOINT_DC : 0;
	unsigned end = dc ? ENDPOINT_N : ENDPOINT_DC;

	while (i < end && endpoint_ports[i] != port)
		i++;
	return i < end ? (enum endpoint_id)i : ENDPOINT_N;
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
	bool dc = strcasecmp(name, HOSTS_DC) == 0;

	if (!dc && !strlist_has(&h->names, name))
		return 0;
	return hosts_loopback(
	    h, hosts_real_port(h, endpoint_of(port, dc)), out);
}
