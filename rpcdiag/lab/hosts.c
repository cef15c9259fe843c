/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/hosts.h"

const uint16_t endpoint_ports[ENDPOINT_N] = {
	[ENDPOINT_6001] = 6001,
	[ENDPOINT_6002] = 6002,
	[ENDPOINT_6003] = 6003,
	[ENDPOINT_6004] = 6004,
	[ENDPOINT_593] = 593,
	[ENDPOINT_3388] = 3388,
};

uint16_t
hosts_real_port(const struct hosts *h, uint16_t port)
{
	unsigned i = 0;

	if (!h->one_for_all)
		while (i < ENDPOINT_N && endpoint_ports[i] != port)
			i++;
	return (uint16_t)(h->base + 1 + i);
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
	if (!strlist_has(&h->names, name))
		return 0;
	return hosts_loopback(h, hosts_real_port(h, port), out);
}
