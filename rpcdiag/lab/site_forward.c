/* SPDX-License-Identifier: Apache-2.0 */
/* The forward proxy on the client's side, and the way from it to the front. */
#include "lab/site.h"

/* A front that clients cannot reach is open to the forward proxy alone, on the
 * port where a node behind a device would be. */
static struct err *
back_door_open(struct site *s)
{
	struct forward *f = &s->forward;

	if (s->scenario->front != FRONT_FILTERED) {
		f->to = s->front[s->nfront - 1];
		return NULL;
	}
	addr_parse("127.0.0.1", s->hosts.base, &f->to);
	return site_listen(&f->to, node_serve, &s->node[0]);
}

struct err *
site_forward_open(struct site *s)
{
	const struct forward_knobs *k = s->scenario->forward;
	struct forward *f = &s->forward;
	struct addr at;
	struct err *e;

	if (k == NULL)
		return NULL;
	f->knobs = k;
	f->asked = s->port;
	f->port = (uint16_t)(s->hosts.base + HOSTS_PORTS + SITE_NODES_MAX);
	logon_init(
	    &f->logon, k->schemes != NULL ? k->schemes : "", &f->account);
	f->logon.forward = true;
	f->logon.computer = "FORWARD";
	e = back_door_open(s);
	addr_parse("127.0.0.1", f->port, &at);
	if (e == NULL && !k->gone)
		e = site_listen(&at, forward_serve, f);
	return e;
}
