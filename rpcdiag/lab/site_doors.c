/* SPDX-License-Identifier: Apache-2.0 */
/* The ports of the RPC server. */
#include "lab/site.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "lab/crew.h"

#define GREETING "ncacn_http/1.0"
#define ALIEN_GREETING "220 mbx1.contoso.test ESMTP ready\r\n"
#define LOOK_US CLOCK_MS(50)

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
	[ENDPOINT_135] = { .port = 135, .nifaces = 1, .ifaces = { IFACE_EPM } },
	[ENDPOINT_TCP] = { .port = 49152,
	    .nifaces = 4,
	    .ifaces = { IFACE_EMSMDB, IFACE_ASYNC_EMSMDB, IFACE_RFRI,
		IFACE_NSPI } },
	[ENDPOINT_DC] = { .port = 6004,
	    .nifaces = 1,
	    .ifaces = { IFACE_NSPI, IFACE_RFRI } },
	[ENDPOINT_DC2] = { .port = 6004,
	    .nifaces = 1,
	    .ifaces = { IFACE_NSPI } },
};

struct late_door {
	struct site *site;
	enum endpoint_id id;
	struct addr at;
};

static bool
is_later(const struct site *s)
{
	int64_t first = atomic_load(&s->node[0].first_us);

	return first != 0 && clock_mono_us() - first >= s->scenario->later_us;
}

/* A computer that is started while the site is at work. */
static void
late_run(void *arg)
{
	struct late_door *d = arg;
	struct err *e = NULL;

	while (!is_later(d->site) && crew_sleep(LOOK_US))
		;
	if (!crew_stopping())
		e = site_listen(
		    &d->at, listener_serve, &d->site->listener[d->id]);
	if (e != NULL)
		log_at(LOG_EVENTS, "%s", err_text(e));
	err_free(e);
	free(d);
}

static void
late_open(struct site *s, enum endpoint_id id, const struct addr *at)
{
	struct late_door *d = mem_new(sizeof(*d));

	*d = (struct late_door){ s, id, *at };
	crew_start(late_run, free, d);
}

static struct err *
door_open(struct site *s, enum endpoint_id id, const struct addr *at)
{
	switch (scenario_door(s->scenario, id)) {
	case DOOR_CLOSED:
		return NULL;
	case DOOR_FILTERED:
		return site_filter(s, at);
	case DOOR_LATE:
		late_open(s, id, at);
		return NULL;
	case DOOR_V4_ONLY:
		if (addr_is_v6(at))
			return NULL;
		break;
	default:
		break;
	}
	return site_listen(at, listener_serve, &s->listener[id]);
}

/* Who names whom for the address book. */
static void
referral_setup(struct rpc_service *service, const struct directory_knobs *d)
{
	if (service->host == endpoints[ENDPOINT_DC].host) {
		service->dsa[0] = d->dsa_next;
		service->nifaces += d->dsa_next != NULL;
	} else {
		service->dsa[0] = d->dsa;
		service->dsa[1] = d->dsa_too;
	}
}

/* RPC over HTTP begins with a greeting, RPC over TCP does not. */
static const char *
greeting_of(enum endpoint_id id, enum door door)
{
	if (door == DOOR_ALIEN)
		return ALIEN_GREETING;
	return id == ENDPOINT_135 || id == ENDPOINT_TCP ? "" : GREETING;
}

static void
listener_setup(struct site *s, enum endpoint_id id)
{
	static const char *const computers[ENDPOINT_N] = {
		[ENDPOINT_DC] = "DC1",
		[ENDPOINT_DC2] = "DC2",
	};
	enum door door = scenario_door(s->scenario, id);
	struct listener *l = &s->listener[id];

	*l = (struct listener){
		.greeting = greeting_of(id, scenario_door(s->scenario, id)),
		.hangs = door == DOOR_HANGS,
		.service = services[id],
		.foreign = s->options->backend != NULL ? &s->foreign : NULL,
	};
	l->service.mgmt_refused = s->scenario->mgmt_refused;
	l->service.host =
	    s->scenario->node.guid_names_only ? SITE_GUID_SERVER : SITE_SERVER;
	if (endpoints[id].host != NULL)
		l->service.host = endpoints[id].host;
	l->service.computer = computers[id] != NULL ? computers[id] : "MBX1";
	l->service.directory = &s->scenario->directory;
	referral_setup(&l->service, l->service.directory);
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
