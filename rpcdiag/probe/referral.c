/* SPDX-License-Identifier: Apache-2.0 */
#include "probe/referral.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "probe/host_name.h"
#include "probe/interfaces.h"
#include "wire/iface.h"
#include "wire/rfri.h"

#define FIRST "tunnel.referral"
#define ASKED_AGAIN 3 /* times; a site has a handful of catalogs */
#define SERVERS_MAX 4 /* that are tried in all */

/* The n-th answer to RfrGetNewDSA, or NULL. */
static const struct check *
answer_nth(const struct run *r, size_t n)
{
	const struct checks *all = &r->report->checks;

	for (size_t i = 0; i < all->n; i++)
		if (fact_str(&all->v[i]->facts, FACT_REFERRAL_SERVER) != NULL &&
		    n-- == 0)
			return all->v[i];
	return NULL;
}

static const char *
server_of(const struct check *answer)
{
	return answer == NULL ? NULL
			      : fact_str(&answer->facts, FACT_REFERRAL_SERVER);
}

/* The tunnel to a server that was named, FIRST or FIRST.2 and so on; NULL when
 * there is none. */
static const struct check *
tunnel_nth(const struct run *r, unsigned n)
{
	char id[32];

	snprintf(id, sizeof(id), FIRST ".%u", n + 1);
	return checks_find(&r->report->checks, n == 0 ? FIRST : id);
}

static unsigned
tunnels_n(const struct run *r)
{
	unsigned n = 0;

	while (tunnel_nth(r, n) != NULL)
		n++;
	return n;
}

static bool
is_tried(const struct run *r, const char *server)
{
	char target[300];

	snprintf(
	    target, sizeof(target), "%s:%d", server, ifaces[IFACE_NSPI].port);
	for (unsigned n = 0; n < tunnels_n(r); n++) {
		const char *to =
		    fact_str(&tunnel_nth(r, n)->facts, FACT_TUNNEL_TARGET);

		if (to != NULL && strcasecmp(to, target) == 0)
			return true;
	}
	return false;
}

/* The answer that says to ask somebody whom nobody has tried yet; or NULL. */
static const struct check *
answer_to_follow(const struct run *r)
{
	const struct check *answer;

	if (tunnels_n(r) == SERVERS_MAX)
		return NULL;
	for (size_t i = 0; (answer = answer_nth(r, i)) != NULL; i++)
		if (!host_name_is_same(server_of(answer), r->server) &&
		    !is_tried(r, server_of(answer)))
			return answer;
	return NULL;
}

bool
referral_due(const struct run *r)
{
	return !r->stop && answer_to_follow(r) != NULL;
}

/* Whoever clients are sent to for the address book has to be reachable by the
 * same way ([MS-OXABREF] 3.1.4.1). */
void
referral_start(struct run *r)
{
	while (referral_due(r)) {
		const struct check *answer = answer_to_follow(r);
		unsigned n = tunnels_n(r);
		char id[32];
		const struct tunnel_ask ask = {
			.id = id,
			.parent = answer->id,
			.stage = STAGE_TUNNEL,
			.server = server_of(answer),
			.port = ifaces[IFACE_NSPI].port,
			.referred = true,
			.work = TUNNEL_OPEN,
		};

		snprintf(id, sizeof(id), n == 0 ? FIRST : FIRST ".%u", n + 1);
		probe_tunnel(r, &ask);
	}
}

/* Of several catalogs each is named in turn: one that fails is not all. */
static void
ask_again(struct run *r)
{
	const struct check *first = checks_find(&r->report->checks, FIRST);
	struct rpc_logon logon;
	bool secured = interfaces_logon(r, ifaces[IFACE_RFRI].port, &logon);

	if (first == NULL || first->outcome != OUTCOME_FAIL)
		return;
	for (unsigned i = 1; i <= ASKED_AGAIN; i++) {
		char tail[16];
		const struct interface_ask want = {
			.iface = &ifaces[IFACE_RFRI],
			.logon = secured ? &logon : NULL,
			.tail = tail,
		};

		snprintf(tail, sizeof(tail), ".again.%u", i);
		interfaces_ask(r, ifaces[IFACE_RFRI].port, &want);
	}
	run_until_idle(r);
	referral_start(r);
}

/* The service that a client is sent to: an address book, or someone who names
 * another one in turn. */
static void
ask_referred(struct run *r)
{
	static const enum iface_id asked[] = { IFACE_NSPI, IFACE_RFRI };
	const struct check *first = checks_find(&r->report->checks, FIRST);
	struct rpc_logon logon;
	bool secured = interfaces_logon(r, ifaces[IFACE_NSPI].port, &logon);

	if (first == NULL || first->outcome != OUTCOME_PASS)
		return;
	for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++) {
		char id[48];
		const struct tunnel_ask ask = {
			.id = id,
			.parent = FIRST,
			.stage = STAGE_BIND,
			.server = server_of(answer_nth(r, 0)),
			.port = ifaces[IFACE_NSPI].port,
			.referred = true,
			.work = TUNNEL_INTERFACE,
		};
		const struct interface_ask want = {
			.iface = &ifaces[asked[i]],
			.logon = secured ? &logon : NULL,
		};

		snprintf(
		    id, sizeof(id), "interface.referral.%s", want.iface->name);
		if (!r->stop)
			probe_interface(r, &ask, &want);
	}
}

/* The server that has the mailbox, as a DN: by the word of the store that has
 * it not, else by the directory's; NULL when nobody has said. */
static const char *
home_server(const struct run *r)
{
	static const enum fact_key words[] = { FACT_MAILBOX_SERVER,
		FACT_BOOK_HOME };

	for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
		for (size_t i = 0; i < r->report->checks.n; i++) {
			const struct check *c = r->report->checks.v[i];
			const char *dn = fact_str(&c->facts, words[k]);

			if (dn != NULL)
				return dn;
		}
	return NULL;
}

/* Is there anything to learn of it? Not of the server itself, unless somebody
 * wants to know where a mailbox is. */
static bool
is_elsewhere(const struct run *r, const char *dn)
{
	const char *name = dn == NULL ? NULL : strrchr(dn, '=');

	return name != NULL && strlen(dn) + 1 >= RFRI_DN_MIN &&
	    (r->config->mailbox_dn != NULL ||
		!host_name_is_same(name + 1, r->server));
}

/* What a client does with that DN ([MS-OXABREF] 3.1.4.2). */
static void
ask_home(struct run *r)
{
	const struct iface *rfri = &ifaces[IFACE_RFRI];
	struct rpc_logon logon;
	const struct interface_ask want = {
		.iface = rfri,
		.logon = &logon,
		.tail = ".server",
		.server_dn = home_server(r),
	};

	if (is_elsewhere(r, want.server_dn) &&
	    interfaces_reached(r, rfri->port) &&
	    interfaces_logon(r, rfri->port, &logon))
		interfaces_ask(r, rfri->port, &want);
}

/* The server that has the mailbox is where a client goes next. */
static void
try_home(struct run *r)
{
	const struct checks *all = &r->report->checks;
	struct tunnel_ask ask = {
		.id = "tunnel.home",
		.stage = STAGE_TUNNEL,
		.port = ifaces[IFACE_EMSMDB].port,
		.aside = true,
		.work = TUNNEL_OPEN,
	};

	for (size_t i = 0; i < all->n && !r->stop; i++) {
		ask.parent = all->v[i]->id;
		ask.server = fact_str(&all->v[i]->facts, FACT_SERVER_FQDN);
		if (ask.server == NULL)
			continue;
		if (!host_name_is_same(ask.server, r->server))
			probe_tunnel(r, &ask);
		return;
	}
}

void
referral_finish(struct run *r)
{
	referral_start(r);
	ask_home(r);
	run_until_idle(r);
	try_home(r);
	ask_again(r);
	ask_referred(r);
	run_until_idle(r);
	referral_start(r);
	run_until_idle(r);
}
