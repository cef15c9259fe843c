/* SPDX-License-Identifier: Apache-2.0 */
/* A door of the first node past the device. It speaks TLS where the front does:
 * with the node's own certificate, or with the front's, as it is installed on
 * both where a device ends TLS. */
#include "lab/site.h"

struct err *
site_direct_open(struct site *s)
{
	struct node *n = &s->node[0];

	if (!s->scenario->direct)
		return NULL;
	addr_parse("127.0.0.1",
	    (uint16_t)(s->hosts.base + HOSTS_PORTS + SITE_NODES_MAX + 1),
	    &s->direct_at);
	if (n->tls == NULL && !s->options->plain) {
		node_init(&s->direct, n->name, n->knobs, &s->hosts, &s->account,
		    s->tls);
		s->direct.proxy.connect_us = n->proxy.connect_us;
		n = &s->direct;
	}
	return site_listen(&s->direct_at, node_serve, n);
}

void
site_direct_close(struct site *s)
{
	if (s->direct.knobs != NULL)
		node_clear(&s->direct);
}
