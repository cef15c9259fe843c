/* SPDX-License-Identifier: Apache-2.0 */
/*
 * 6001 (store), 6002 (referral) and 6004 (address book) among the listeners
 * of a server. A listing cut down with findstr shows only what was asked for;
 * what is missing counts only when other listeners are there too.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "lint/judge.h"

#define PORT_STORE 6001
#define PORT_REFERRAL 6002
#define PORT_BETA 6003
#define PORT_BOOK 6004
#define PORT_MAPPER 593
#define PORT_BACK_END 444 /* a site of Exchange 2013 and later */

struct port_seen {
	bool there, ipv4, ipv6;
	bool only_loopback;
	const struct listener *first;
};

static struct port_seen
port_look(const struct listeners *l, unsigned port)
{
	struct port_seen s = { 0 };

	for (size_t i = 0; i < l->n; i++) {
		const struct listener *at = &l->v[i];

		if (at->port != port)
			continue;
		if (!s.there || (s.only_loopback && !at->loopback))
			s.first = at;
		s.only_loopback = (!s.there || s.only_loopback) && at->loopback;
		s.there = true;
		if (at->loopback)
			continue;
		s.ipv4 = s.ipv4 || at->ipv4;
		s.ipv6 = s.ipv6 || at->ipv6;
	}
	return s;
}

static bool
is_ours(unsigned port)
{
	return (port >= PORT_STORE && port <= PORT_BOOK) || port == PORT_MAPPER;
}

static bool
listing_is_whole(const struct listeners *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (!is_ours(l->v[i].port))
			return true;
	return false;
}

/* Where a finding about a listener stands; cleared with lint_place_free. */
static struct lint_place
place_of(const struct lint_file *f, const struct port_seen *s)
{
	const struct listener *at = s->first;
	char *owner;
	struct lint_place place = { .file = f, .line = at->line };

	if (at->process != NULL)
		owner = mem_printf(", %s, process %lu", at->process, at->pid);
	else
		owner = at->pid == 0 ? mem_strdup("")
				     : mem_printf(", process %lu", at->pid);
	place.value = mem_printf("%s%s", at->address, owner);
	free(owner);
	return place;
}

static bool
maps_names_to_ipv4(const struct hosts *h)
{
	size_t names = 0;

	for (size_t i = 0; i < h->n; i++) {
		const struct host_entry *e = &h->v[i];

		if (e->bad || e->commented)
			continue;
		if (e->ipv6)
			return false;
		if (!host_address_is_loopback(e->address))
			names += e->names.n;
	}
	return names >= 2;
}

/* Is IPv6 out of the way by one of the two ways around? */
static bool
is_worked_around(const struct lint *l)
{
	uint64_t off = lint_number(l, KEY_TCPIP6, "DisabledComponents", 0);

	if (off == 0xff || off == 0xffffffff || (off & 0x20) != 0)
		return true;
	for (size_t i = 0; i < l->nfiles; i++)
		if (l->file[i]->hosts.n > 0 &&
		    maps_names_to_ipv4(&l->file[i]->hosts))
			return true;
	return false;
}

static void
ipv4_only_say(struct lint *l, const struct lint_file *f,
    const struct port_seen *book, const struct port_seen *other)
{
	struct lint_place at = place_of(f, book);
	bool around = is_worked_around(l);
	bool one = other->there && other->first->pid != 0 &&
	    other->first->pid == book->first->pid;

	lint_say(l, other->ipv6 && !around ? HEALTH_FAILED : HEALTH_DEGRADED,
	    "DSPROXY_IPV4_ONLY_6004", &at,
	    "install Exchange 2007 SP1 update rollup 4 or later; until then on "
	    "the front end DisabledComponents, REG_DWORD 0xff, or with all "
	    "roles on one server its names with its IPv4 address in hosts",
	    "6004 listens on IPv4 only%s%s%s%s",
	    other->ipv6	       ? ", while 6001 or 6002 has both families"
		: other->there ? ""
			       : "; list 6001 and 6002 as well to be sure",
	    one ? ", in the same process" : "",
	    ": an RPC proxy that prefers IPv6 is refused there",
	    around ? ". These files hold a way around it" : "");
	lint_place_free(&at);
}

static void
same_family_note(
    struct lint *l, const struct lint_file *f, const struct port_seen *book)
{
	struct lint_place at = place_of(f, book);

	lint_say(l, HEALTH_HEALTHY, NULL, &at, NULL,
	    "6001, 6002 and 6004 are alike: none listens on IPv6");
	lint_place_free(&at);
}

static void
loopback_check(
    struct lint *l, const struct lint_file *f, const struct port_seen *s)
{
	struct lint_place at;

	if (!s->there || !s->only_loopback)
		return;
	at = place_of(f, s);
	lint_say(l, HEALTH_FAILED, "BACKEND_ONE_PORT_CLOSED", &at,
	    "let the service listen on all addresses",
	    "the port listens on the loopback address only; an RPC proxy "
	    "asks for the server's own address");
	lint_place_free(&at);
}

struct ports {
	struct port_seen store, referral, beta, book;
};

/* What a whole listing lacks. */
static void
missing_check(struct lint *l, const struct lint_file *f, const struct ports *p)
{
	struct lint_place at = { .file = f };
	static const char services[] =
	    "start the services of Exchange: 6001 is the store (RPC Client "
	    "Access), 6002 and 6004 are System Attendant (Address Book)";

	if (!p->store.there && !p->referral.there && !p->book.there)
		lint_say(l, HEALTH_HEALTHY, "BACKEND_ALL_CLOSED", &at, NULL,
		    "nothing listens on 6001, 6002 and 6004: right for a pure "
		    "front end; on a mailbox server its services are down");
	else if (p->referral.there && !p->book.there && p->beta.there)
		lint_say(l, HEALTH_FAILED, "NSPI_PORT_6003_LAYOUT", &at,
		    "Rpc/HTTP NSPI Port, REG_DWORD 0x1774 (6004)",
		    "6003 listens and 6004 does not: the layout of Exchange "
		    "2003 before its release");
	else if (p->store.there && !p->referral.there && !p->book.there)
		lint_say(l,
		    port_look(&f->listeners, PORT_BACK_END).there
			? HEALTH_HEALTHY
			: HEALTH_DEGRADED,
		    "BACKEND_ONE_PORT_CLOSED", &at, services,
		    "6001 listens, 6002 and 6004 do not: System Attendant is "
		    "down, unless this is Exchange 2013 or later, which has "
		    "6001 alone");
	else if (!p->store.there && p->referral.there)
		lint_say(l, HEALTH_FAILED, "BACKEND_ONE_PORT_CLOSED", &at,
		    services,
		    "nothing listens on 6001: the store is down or has "
		    "another port");
	else if (p->store.there && p->referral.there != p->book.there)
		lint_say(l, HEALTH_FAILED, "BACKEND_ONE_PORT_CLOSED", &at,
		    services, "nothing listens on %d",
		    p->book.there ? PORT_REFERRAL : PORT_BOOK);
}

void
judge_listeners(struct lint *l, const struct lint_file *f)
{
	struct ports p = {
		.store = port_look(&f->listeners, PORT_STORE),
		.referral = port_look(&f->listeners, PORT_REFERRAL),
		.beta = port_look(&f->listeners, PORT_BETA),
		.book = port_look(&f->listeners, PORT_BOOK),
	};
	const struct port_seen *other =
	    p.referral.there && (p.referral.ipv6 || !p.store.ipv6) ? &p.referral
								   : &p.store;

	if (p.book.ipv4 && !p.book.ipv6 && (other->ipv6 || !other->there))
		ipv4_only_say(l, f, &p.book, other);
	else if (p.book.ipv4 && !p.book.ipv6)
		same_family_note(l, f, &p.book);
	loopback_check(l, f, &p.store);
	loopback_check(l, f, &p.referral);
	loopback_check(l, f, &p.book);
	if (listing_is_whole(&f->listeners))
		missing_check(l, f, &p);
}
