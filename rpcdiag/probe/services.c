/* SPDX-License-Identifier: Apache-2.0 */
#include "probe/services.h"

#include "probe/probes.h"
#include "probe/repeat.h"
#include "wire/iface.h"

#define OAB_CHECK "http.oab"
#define OAB_PATH "/oab/"

static bool
is_for_outlook(const struct run *r)
{
	for (size_t i = 0; i < r->config->nendpoints; i++)
		if (r->config->endpoints[i] == ifaces[IFACE_EMSMDB].port)
			return true;
	return false;
}

/* Only beside a store that is reached: no logon is spent on a site that has
 * other troubles. */
bool
services_due(const struct run *r)
{
	return r->mech != NULL && r->gate == GATE_OPEN && is_for_outlook(r) &&
	    repeat_sample_due(r);
}

void
services_start(struct run *r)
{
	const struct http_ask ask = {
		.id = OAB_CHECK,
		.method = "GET",
		.path = OAB_PATH,
		.mech = r->mech,
		.who = &r->who,
	};

	probe_http(r, &ask);
}
