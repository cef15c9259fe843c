/* SPDX-License-Identifier: Apache-2.0 */
#include "probe/calm.h"

#include <stdio.h>

#include "model/trials.h"
#include "probe/probes.h"

#define TRIALS 6 /* one of two front ends is met at each but one in 64 times */

/* A tunnel that was refused: no logon was, and nobody was silent. */
static bool
is_refused(const struct check *c)
{
	return fact_is(&c->facts, FACT_TUNNEL_END, "http") &&
	    !fact_is(&c->facts, FACT_TUNNEL_REACHED, "conn-c2") &&
	    c->http_status != 401;
}

/* The first endpoint that refused some tunnels and took others, whatever they
 * were for; 0 = none. */
static int
fickle_port(const struct run *r)
{
	const struct checks *all = &r->report->checks;

	for (size_t i = 0; i < r->config->nendpoints; i++) {
		bool opened = false, refused = false;

		for (size_t k = 0; k < all->n; k++) {
			const struct check *c = all->v[k];

			if (c->endpoint != r->config->endpoints[i])
				continue;
			opened = opened ||
			    fact_is(&c->facts, FACT_TUNNEL_REACHED, "conn-c2");
			refused = refused || is_refused(c);
		}
		if (opened && refused)
			return r->config->endpoints[i];
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
