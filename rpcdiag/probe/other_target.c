/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Other targets behind the same proxy. An alternative name is only ever
 * another spelling of the same computer: that another server is reachable
 * would say nothing about this one.
 */
#include "probe/other_target.h"

#include <stdio.h>
#include <string.h>

#include "probe/host_name.h"
#include "probe/probes.h"

#define GATEWAY_SERVER "localhost"
#define GATEWAY_PORT 3388
#define GATEWAY_CHECK "tunnel.gateway"
#define OLD_BOOK_CHECK "tunnel.6003"
#define OLD_BOOK_PORT 6003

static bool
is_refused_logon(const struct check *c)
{
	return c->http_status == 401 && c->http_auth != NULL;
}

bool
is_failed_tunnel(const struct check *c)
{
	return c->stage == STAGE_TUNNEL && c->endpoint != 0 &&
	    c->outcome == OUTCOME_FAIL && !is_refused_logon(c) &&
	    fact_get(&c->facts, FACT_TUNNEL_REACHED) != NULL;
}

static const struct check *
first_failed(const struct run *r)
{
	const struct checks *all = &r->report->checks;

	for (size_t i = 0; i < all->n; i++)
		if (is_failed_tunnel(all->v[i]))
			return all->v[i];
	return NULL;
}

/* The host in each domain that this run has heard of. */
static void
add_with_domains(const struct run *r, struct strlist *names)
{
	const char *user = r->config->http.user;
	const char *realm = user == NULL ? NULL : strchr(user, '@');
	const char *domain = host_name_domain(r->config->proxy_host);

	if (realm != NULL && realm[1] != '\0')
		strlist_addf(names, "%s.%s", r->server, realm + 1);
	if (domain != NULL && (realm == NULL || strcmp(realm + 1, domain) != 0))
		strlist_addf(names, "%s.%s", r->server, domain);
}

/* A mailbox's GUID@domain is no spelling of a server's name. */
static void
other_names(const struct run *r, struct strlist *names)
{
	const char *server = r->server;

	if (host_name_is_address(server) || strchr(server, '@') != NULL ||
	    strcmp(server, GATEWAY_SERVER) == 0)
		return;
	if (host_name_domain(server) == NULL)
		add_with_domains(r, names);
	else
		strlist_addf(names, "%.*s", (int)strcspn(server, "."), server);
}

bool
can_rename(const struct run *r)
{
	struct strlist names = { 0 };
	bool any;

	if (checks_find(&r->report->checks, "tunnel.name.1") != NULL ||
	    first_failed(r) == NULL)
		return false;
	other_names(r, &names);
	any = names.n > 0;
	strlist_clear(&names);
	return any;
}

/* As slow as the name it stands for. */
int64_t
rename_cost(const struct run *r)
{
	return first_failed(r)->duration_us;
}

void
go_rename(struct run *r)
{
	int port = first_failed(r)->endpoint;
	struct strlist names = { 0 };
	char id[40];

	other_names(r, &names);
	for (size_t i = 0; i < names.n; i++) {
		struct tunnel_ask ask = {
			.id = id,
			.parent = "echo.in",
			.stage = STAGE_TUNNEL,
			.server = names.v[i],
			.port = port,
			.aside = true,
			.work = TUNNEL_OPEN,
		};

		snprintf(id, sizeof(id), "tunnel.name.%zu", i + 1);
		probe_tunnel(r, &ask);
	}
	strlist_clear(&names);
}

static bool
is_gateway_target(const struct run *r)
{
	return strcmp(r->server, GATEWAY_SERVER) == 0 &&
	    r->config->endpoints[0] == GATEWAY_PORT;
}

bool
can_gateway(const struct run *r)
{
	return checks_find(&r->report->checks, GATEWAY_CHECK) == NULL &&
	    first_failed(r) != NULL && !is_gateway_target(r);
}

void
go_gateway(struct run *r)
{
	struct tunnel_ask ask = {
		.id = GATEWAY_CHECK,
		.parent = "echo.in",
		.stage = STAGE_TUNNEL,
		.server = GATEWAY_SERVER,
		.port = GATEWAY_PORT,
		.aside = true,
		.work = TUNNEL_OPEN,
	};

	probe_tunnel(r, &ask);
}

bool
is_book_missing(const struct run *r)
{
	const struct checks *all = &r->report->checks;
	const struct check *book = checks_find(all, "tunnel.6004");
	bool others = false;

	if (checks_find(all, OLD_BOOK_CHECK) != NULL || book == NULL ||
	    book->outcome != OUTCOME_FAIL ||
	    fact_get(&book->facts, FACT_TUNNEL_RPC_ERROR) == NULL)
		return false;
	for (size_t i = 0; i < all->n; i++)
		others |= all->v[i]->stage == STAGE_TUNNEL &&
		    fact_is(&all->v[i]->facts, FACT_TUNNEL_REACHED, "conn-c2");
	return others;
}

void
go_old_book(struct run *r)
{
	const struct tunnel_ask ask = {
		.id = OLD_BOOK_CHECK,
		.parent = "echo.in",
		.stage = STAGE_TUNNEL,
		.server = r->server,
		.port = OLD_BOOK_PORT,
		.aside = true,
		.work = TUNNEL_OPEN,
	};

	probe_tunnel(r, &ask);
}
