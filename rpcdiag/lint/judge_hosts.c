/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A hosts file of a front end. What it may be there for: with all roles of
 * Exchange 2007 on one Windows 2008, its names are given its IPv4 address,
 * and "::1 localhost" is taken out, so that nothing asks for 6004 over IPv6.
 * What it must not do: send a server's name to IPv6, or to the front end
 * itself.
 */
#include <stdlib.h>
#include <strings.h>

#include "base/mem.h"
#include "lint/judge.h"

#define BY_HAND_MAX 1000 /* entries; of a longer list only servers count */

static struct lint_place
place_of(const struct lint_file *f, const struct host_entry *e)
{
	char *names = strlist_join(&e->names, " ");
	struct lint_place at = { .file = f,
		.line = e->line,
		.value = mem_printf("%s %s", e->address, names) };

	free(names);
	return at;
}

static bool
is_active(const struct host_entry *e)
{
	return !e->bad && !e->commented;
}

static bool
is_localhost(const char *name)
{
	return strncasecmp(name, "localhost", 9) == 0 ||
	    strncasecmp(name, "ip6-", 4) == 0;
}

static bool
is_listed(const struct lint_file *f, const char *name)
{
	struct valid_ports ports;
	bool listed = false;

	lint_valid_ports(f, &ports, NULL);
	for (size_t i = 0; !listed && i < ports.n; i++)
		listed = ports.v[i].host != NULL &&
		    host_alike(ports.v[i].host, name);
	valid_ports_clear(&ports);
	return listed;
}

/* Is a name that of an RPC server that other files or the user speak of? */
static bool
is_server(const struct lint *l, const char *name)
{
	for (size_t i = 0; i < l->servers.n; i++)
		if (host_alike(l->servers.v[i], name))
			return true;
	for (size_t i = 0; i < l->nfiles; i++)
		if (is_listed(l->file[i], name))
			return true;
	return false;
}

static bool
names_a_server(const struct lint *l, const struct host_entry *e)
{
	for (size_t i = 0; i < e->names.n; i++)
		if (is_server(l, e->names.v[i]))
			return true;
	return false;
}

static bool
is_for_localhost(const struct host_entry *e)
{
	for (size_t i = 0; i < e->names.n; i++)
		if (!is_localhost(e->names.v[i]))
			return false;
	return true;
}

/* Has a name of a pair its other half, by NetBIOS and by FQDN? */
static bool
has_other_form(const struct hosts *h, const char *name)
{
	for (size_t i = 0; i < h->n; i++)
		for (size_t k = 0; is_active(&h->v[i]) && k < h->v[i].names.n;
		     k++)
			if (host_alike(h->v[i].names.v[k], name) &&
			    strcasecmp(h->v[i].names.v[k], name) != 0)
				return true;
	return false;
}

/* Is there a listing with 6004 on IPv4 only? Without one, an entry is as good
 * as its author's reasons. */
static bool
is_needed(const struct lint *l)
{
	return lint_has_finding(l, "DSPROXY_IPV4_ONLY_6004", HEALTH_FAILED);
}

/* An address for names that nobody shall reach. */
static bool
is_block(const struct host_entry *e)
{
	return host_address_is_loopback(e->address) ||
	    host_address_is_nowhere(e->address);
}

/* Names that are given by NetBIOS and by FQDN are those of a server. */
static bool
is_of_a_server(
    const struct lint *l, const struct lint_file *f, const struct host_entry *e)
{
	return names_a_server(l, e) || has_other_form(&f->hosts, e->names.v[0]);
}

static void
entry_check(
    struct lint *l, const struct lint_file *f, const struct host_entry *e)
{
	struct lint_place at = place_of(f, e);

	if (e->bad)
		lint_say(l, HEALTH_DEGRADED, NULL, &at,
		    "ADDRESS NAME..., or a # before the line",
		    "the line does not begin with an address, so it does "
		    "nothing");
	else if (e->ipv6 && !is_for_localhost(e) &&
	    (!is_block(e) || names_a_server(l, e)))
		lint_say(l,
		    is_needed(l)		  ? HEALTH_FAILED
			: is_of_a_server(l, f, e) ? HEALTH_DEGRADED
						  : HEALTH_HEALTHY,
		    "DSPROXY_IPV4_ONLY_6004", &at,
		    "the IPv4 address of the server for its names",
		    "the name goes to an IPv6 address; where 6004 listens on "
		    "IPv4 only, the RPC proxy is refused there");
	else if (is_block(e) && names_a_server(l, e))
		lint_say(l, HEALTH_DEGRADED, "BACKEND_ALL_CLOSED", &at,
		    "the IPv4 address of the server for its names",
		    "the name of an RPC server goes to this machine itself; "
		    "unless it is that server, nothing answers there");
	lint_place_free(&at);
}

/* The first entry of a name, of one family. */
static const struct host_entry *
entry_of(const struct hosts *h, const char *name, bool ipv6)
{
	for (size_t i = 0; i < h->n; i++)
		if (is_active(&h->v[i]) && h->v[i].ipv6 == ipv6 &&
		    strlist_has(&h->v[i].names, name))
			return &h->v[i];
	return NULL;
}

/* Windows takes the first of two. */
static void
twice_check(
    struct lint *l, const struct lint_file *f, const struct host_entry *e)
{
	for (size_t i = 0; i < e->names.n; i++) {
		const struct host_entry *first =
		    entry_of(&f->hosts, e->names.v[i], e->ipv6);
		struct lint_place at;

		if (first == NULL || first == e ||
		    strcmp(first->address, e->address) == 0)
			continue;
		at = place_of(f, e);
		lint_say(l, HEALTH_DEGRADED, "BACKEND_NAME_UNRESOLVED", &at,
		    "one line for each name",
		    "%s has another address in line %u", e->names.v[i],
		    first->line);
		lint_place_free(&at);
	}
}

/* The way around by names with an IPv4 address, when a half of it is here. */
static void
half_fix_check(
    struct lint *l, const struct lint_file *f, const struct host_entry *e)
{
	for (size_t i = 0; i < e->names.n; i++) {
		const char *name = e->names.v[i];
		struct lint_place at;

		if (has_other_form(&f->hosts, name) || host_is_ipv4(name) ||
		    (l->servers.n > 0 && !is_server(l, name)))
			continue;
		at = place_of(f, e);
		lint_say(l, is_needed(l) ? HEALTH_DEGRADED : HEALTH_HEALTHY,
		    "DSPROXY_IPV4_ONLY_6004", &at,
		    host_is_fqdn(name) ? "a line with the NetBIOS name too"
				       : "a line with the FQDN too",
		    "%s has its IPv4 address here, the other form of its name "
		    "has not, and may still go to IPv6",
		    name);
		lint_place_free(&at);
	}
}

static const struct host_entry *
ipv6_localhost(const struct hosts *h)
{
	for (size_t i = 0; i < h->n; i++)
		if (is_active(&h->v[i]) && h->v[i].ipv6 &&
		    strcmp(h->v[i].address, "::1") == 0)
			return &h->v[i];
	return NULL;
}

void
judge_hosts(struct lint *l, const struct lint_file *f)
{
	const struct host_entry *six = ipv6_localhost(&f->hosts);
	bool by_hand = f->hosts.n <= BY_HAND_MAX;
	bool fix = false; /* a server's names were given an IPv4 address */
	struct lint_place at;

	for (size_t i = 0; i < f->hosts.n; i++) {
		const struct host_entry *e = &f->hosts.v[i];

		if (e->commented || (!by_hand && !names_a_server(l, e)))
			continue;
		entry_check(l, f, e);
		if (e->bad || (is_block(e) && !names_a_server(l, e)))
			continue;
		twice_check(l, f, e);
		if (e->ipv6 || is_block(e))
			continue;
		half_fix_check(l, f, e);
		fix = fix || has_other_form(&f->hosts, e->names.v[0]);
	}
	if (!fix || six == NULL)
		return;
	at = place_of(f, six);
	lint_say(l, HEALTH_DEGRADED, "DSPROXY_IPV4_ONLY_6004", &at,
	    "a # before the line",
	    "names have their IPv4 address below, but the loopback interface "
	    "is still reached over IPv6");
	lint_place_free(&at);
}
