/* SPDX-License-Identifier: Apache-2.0 */
/* What of a request the front end minds: its length, or that it is for RPC. */
#include <string.h>

#include "net/vconn.h"
#include "probe/probes.h"
#include "probe/trial.h"

#define LENGTH_CHECK "http.length"
#define DLL_CHECK "http.scope.dll"

static const struct check *
find(const struct run *r, const char *id)
{
	return checks_find(&r->report->checks, id);
}

static bool
is_refusal(const struct check *c)
{
	return c->http_status >= 400 && c->http_status != 401;
}

/* The IN channel of some tunnel was refused, and a short request was not. */
bool
trial_length_useful(const struct run *r)
{
	const struct checks *all = &r->report->checks;
	const struct check *out = find(r, "http.out");

	if (out == NULL || out->http_status != 401 ||
	    find(r, LENGTH_CHECK) != NULL)
		return false;
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i]->stage == STAGE_TUNNEL && is_refusal(all->v[i]) &&
		    fact_is(&all->v[i]->facts, FACT_TUNNEL_CHANNEL, "in"))
			return true;
	return false;
}

void
trial_length_go(struct run *r)
{
	const struct http_ask ask = {
		.id = LENGTH_CHECK,
		.method = "RPC_IN_DATA",
		.path = r->config->path,
		.rpc = true,
		.announced = VCONN_LIFETIME,
	};

	probe_http(r, &ask);
}

bool
trial_dll_useful(const struct run *r)
{
	const struct check *echo = find(r, "echo.in");

	return r->gate == GATE_OPEN && r->mech != NULL && echo != NULL &&
	    is_refusal(echo) && find(r, DLL_CHECK) == NULL;
}

void
trial_dll_go(struct run *r)
{
	const struct http_ask ask = {
		.id = DLL_CHECK,
		.method = "GET",
		.path = r->config->path,
		.mech = r->mech,
		.who = &r->who,
	};

	probe_http(r, &ask);
}
