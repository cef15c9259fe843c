/* SPDX-License-Identifier: Apache-2.0 */
#include "probe/calm.h"

#include <stdio.h>

#include "model/trials.h"
#include "probe/probes.h"

#define TRIALS 6 /* one of two front ends is met at each but one in 64 times */

/* The first endpoint that refused some trials and took others; 0 = none. */
static int
fickle_port(const struct run *r)
{
	for (size_t i = 0; i < r->config->nendpoints; i++) {
		int port = r->config->endpoints[i];
		struct trials t;

		trials_count(&r->report->checks, port, &t);
		if (t.all.opened > 0 && t.all.failed > 0)
			return port;
	}
	return 0;
}

bool
calm_useful(const struct run *r)
{
	int port = fickle_port(r);
	char id[32];

	snprintf(id, sizeof(id), "calm.%d.1", port);
	return port != 0 && checks_find(&r->report->checks, id) == NULL;
}

/* As long as the slowest that opened, each. */
int64_t
calm_cost(const struct run *r)
{
	const struct checks *all = &r->report->checks;
	int64_t most = 0;

	for (size_t i = 0; i < all->n; i++) {
		const struct check *c = all->v[i];

		if (trials_holds(c) && c->outcome == OUTCOME_PASS &&
		    c->duration_us > most)
			most = c->duration_us;
	}
	return TRIALS * most;
}

void
calm_go(struct run *r)
{
	int port = fickle_port(r);
	char parent[32], id[32];
	struct tunnel_ask ask = {
		.id = id,
		.parent = parent,
		.stage = STAGE_REPEAT,
		.server = r->server,
		.port = port,
		.aside = true,
		.work = TUNNEL_OPEN,
	};

	snprintf(parent, sizeof(parent), "tunnel.%d", port);
	for (int i = 1; i <= TRIALS && !r->stop; i++) {
		snprintf(id, sizeof(id), "calm.%d.%d", port, i);
		ask.trial = i;
		probe_tunnel(r, &ask);
		run_until_idle(r);
	}
}
