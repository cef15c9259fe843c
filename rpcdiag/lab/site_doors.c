/* SPDX-License-Identifier: Apache-2.0 */
/* The ports of the RPC server. */
#include "lab/site.h"

#define GREETING "ncacn_http/1.0"
#define ALIEN_GREETING "220 mbx1.contoso.test ESMTP ready\r\n"

/* What Exchange 2007 registers where; mgmt is everywhere. */
static const struct rpc_service services[ENDPOINT_N] = {
	[ENDPOINT_6001] = { .port = 6001,
	    .nifaces = 2,
	    .ifaces = { IFACE_EMSMDB, IFACE_ASYNC_EMSMDB } },
	[ENDPOINT_6002] = { .port = 6002,
	    .nifaces = 1,
	    .ifaces = { IFACE_RFRI } },
	[ENDPOINT_6003] = { .port = 6003,
	    .nifaces = 1,
	    .ifaces = { IFACE_NSPI } },
	[ENDPOINT_6004] = { .port = 6004,
	    .nifaces = 2,
	    .ifaces = { IFACE_NSPI, IFACE_RFRI } },
	[ENDPOINT_593] = { .port = 593, .nifaces = 1, .ifaces = { IFACE_EPM } },
	[ENDPOINT_3388] = { .port = 3388,
	    .nifaces = 1,
	    .ifaces = { IFACE_TSGU } },
	[ENDPOINT_DC] = { .port = 6004,
	    .nifaces = 1,
	    .ifaces = { IFACE_NSPI } },
};

static struct err *
door_open(struct site *s, enum endpoint_id id, const struct addr *at)
{
	switch (scenario_door(s->scenario, id)) {
	case DOOR_CLOSED:
		return NULL;
	case DOOR_FILTERED:
		return site_filter(s, at);
	case DOOR_V4_ONLY:
		if (addr_is_v6(at))
			return NULL;
		break;
	default:
		break;
	}
	return site_listen(at, listener_serve, &s->listener[id]);
}

static void
listener_setup(struct site *s, enum endpoint_id id)
{
	enum door door = scenario_door(s->scenario, id);
	struct listener *l = &s->listener[id];

	*l = (struct listener){
		.greeting = door == DOOR_ALIEN ? ALIEN_GREETING : GREETING,
		.hangs = door == DOOR_HANGS,
		.service = services[id],
		.foreign = s->options->backend != NULL ? &s->foreign : NULL,
	};
	l->service.mgmt_refused = s->scenario->mgmt_refused;
	l->service.computer = id == ENDPOINT_DC ? "DC1" : "MBX1";
	l->service.host =
	    s->scenario->node.guid_names_only ? SITE_GUID_SERVER : SITE_SERVER;
	if (id == ENDPOINT_DC)
		l->service.host = HOSTS_DC;
	l->service.directory = &s->scenario->directory;
	l->service.one_user = s->scenario->one_user;
	l->service.gate = s->scenario->gate[id];
	l->split = s->scenario->split[id];
	listener_init(l);
}

struct err *
site_doors_open(struct site *s)
{
	for (unsigned id = 0; id < ENDPOINT_N; id++) {
		struct addr at[HOSTS_ADDRS];
		unsigned n = hosts_loopback(
		    &s->hosts, hosts_real_port(&s->hosts, id), at);

		listener_setup(s, id);
		/* One port for all was opened as the first. */
		for (unsigned i = 0; i < n && !(s->hosts.one_for_all && id > 0);
		     i++) {
			struct err *e = door_open(s, id, &at[i]);

			if (e != NULL)
				return e;
		}
	}
	return NULL;
}
