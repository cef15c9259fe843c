/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ValidPorts, the list an RPC proxy goes by: faults of its entries, servers
 * that are asked for and not listed, servers that are listed by halves. All
 * ValidPorts and ValidPorts_* of a file count together, as in the proxy.
 */
#include <stdlib.h>
#include <strings.h>

#include "base/mem.h"
#include "lint/judge.h"

#define WIDE 1000 /* ports: more than any program was given on purpose */
#define DYNAMIC_FIRST 49152
#define RD_GATEWAY 3388

static const unsigned exchange[] = { 6001, 6002, 6004 };

#define NEXCHANGE (sizeof(exchange) / sizeof(exchange[0]))

struct list {
	struct lint *l;
	struct lint_place at; /* of the first value; findings about all */
	struct valid_ports ports;
	struct strlist said; /* names that a finding was about */
};

/* Entries that are wrong by themselves, whoever asks for what. */
static void
entry_check(
    struct lint *l, const struct lint_place *at, const struct port_entry *e)
{
	struct lint_place here = *at;
	char *value = mem_printf("ValidPorts: %s", e->text);

	here.value = value;
	if (e->fault != PORT_OK)
		lint_say(l, HEALTH_DEGRADED, "VALIDPORTS_PARTIAL", &here,
		    "HOST:PORT or HOST:FIRST-LAST, with \";\" between entries",
		    "%s, so the RPC proxy allows nothing by it",
		    port_fault_text(e->fault));
	else if (e->last - e->first > WIDE && e->first < DYNAMIC_FIRST)
		lint_say(l, HEALTH_DEGRADED, NULL, &here,
		    "only the ports that are needed: 6001-6002 and 6004 for "
		    "Exchange",
		    "whoever logs on to the proxy reaches %u ports of this "
		    "server through it",
		    e->last - e->first + 1);
	free(value);
}

static void
value_check(struct lint *l, const struct lint_file *f,
    const struct reg_key *key, const struct reg_value *v)
{
	struct lint_place at = lint_place_of(f, key, v);
	struct valid_ports ports = { 0 };

	if (v->type != REG_SZ)
		lint_say(l, HEALTH_DEGRADED, "VALIDPORTS_DENIED", &at,
		    "a REG_SZ with the same entries",
		    "the list counts as a REG_SZ only");
	for (size_t i = 0; i < v->strings.n; i++)
		valid_ports_read(v->strings.v[i], &ports);
	for (size_t i = 0; i < ports.n; i++)
		entry_check(l, &at, &ports.v[i]);
	valid_ports_clear(&ports);
	lint_place_free(&at);
}

/* How many of the three ports a name may be asked for. */
static unsigned
ports_allowed(const struct list *list, const char *name)
{
	unsigned n = 0;

	for (size_t i = 0; i < NEXCHANGE; i++)
		n += valid_ports_allow(&list->ports, name, exchange[i]);
	return n;
}

/* "mbx1:6001;mbx1:6004": what is missing for a name; owned. */
static char *
missing(const struct list *list, const char *name)
{
	struct strlist entries = { 0 };
	char *joined;

	for (size_t i = 0; i < NEXCHANGE; i++)
		if (!valid_ports_allow(&list->ports, name, exchange[i]))
			strlist_addf(&entries, "%s:%u", name, exchange[i]);
	if (entries.n == NEXCHANGE) {
		strlist_clear(&entries);
		strlist_addf(&entries, "%s:6001-6002;%s:6004", name, name);
	}
	joined = strlist_join(&entries, ";");
	strlist_clear(&entries);
	return joined;
}

/* The listed name of the same server in another spelling, or NULL. */
static const char *
other_spelling(const struct list *list, const char *name)
{
	for (size_t i = 0; i < list->ports.n; i++) {
		const struct port_entry *e = &list->ports.v[i];

		if (e->fault == PORT_OK && host_alike(e->host, name) &&
		    strcasecmp(e->host, name) != 0 &&
		    ports_allowed(list, e->host) > 0)
			return e->host;
	}
	return NULL;
}

/* A name of which some ports are listed. */
static void
partial_say(struct list *list, const char *name, const char *from)
{
	bool layout = !valid_ports_allow(&list->ports, name, 6004) &&
	    valid_ports_allow(&list->ports, name, 6003);
	bool referral_only = ports_allowed(list, name) == 2 &&
	    !valid_ports_allow(&list->ports, name, 6002);
	char *entries = missing(list, name);
	char *set = mem_printf("add %s", entries);

	lint_say(list->l, referral_only ? HEALTH_DEGRADED : HEALTH_FAILED,
	    layout ? "NSPI_PORT_6003_LAYOUT" : "VALIDPORTS_PARTIAL", &list->at,
	    set,
	    "%s is listed, but not with all of its ports: %s missing%s%s%s",
	    name, entries,
	    layout ? "; 6003 instead of 6004 is the layout of Exchange 2003 "
		     "before its release"
		   : "",
	    referral_only ? "; only Exchange 2003 without a service pack does "
			    "without 6002"
			  : "",
	    from);
	free(set);
	free(entries);
}

/* A server somebody asks for. */
static void
server_check(struct list *list, const char *name, const char *who)
{
	const char *other = other_spelling(list, name);
	unsigned allowed = ports_allowed(list, name);
	char *from = mem_printf("; %s asks for it", who);
	char *entries = missing(list, name);
	char *set = mem_printf("add %s", entries);

	strlist_add_once(&list->said, name);
	if (allowed > 0 && allowed < NEXCHANGE)
		partial_say(list, name, from);
	else if (allowed == 0 && other != NULL)
		lint_say(list->l, HEALTH_FAILED, "VALIDPORTS_NAME_FORM",
		    &list->at, set,
		    "the list has %s and not %s: names are compared as they "
		    "stand%s",
		    other, name, from);
	else if (allowed == 0)
		lint_say(list->l, HEALTH_FAILED, "VALIDPORTS_DENIED", &list->at,
		    set,
		    "%s is not listed, so the RPC proxy refuses to connect to "
		    "it%s",
		    name, from);
	free(set);
	free(entries);
	free(from);
}

/* Was a finding about another spelling of this name? */
static bool
said_alike(const struct list *list, const char *name)
{
	for (size_t i = 0; i < list->said.n; i++)
		if (host_alike(list->said.v[i], name) &&
		    strcasecmp(list->said.v[i], name) != 0)
			return true;
	return false;
}

/* A name that is listed, and that nobody in particular asks for. Domain
 * controllers have 6004 alone, other programs none of the three. */
static void
listed_check(struct list *list, const char *name)
{
	unsigned allowed = ports_allowed(list, name);
	bool store = valid_ports_allow(&list->ports, name, 6001) ||
	    valid_ports_allow(&list->ports, name, 6002);
	char *entries;
	char *set;

	if (strlist_has(&list->said, name) || !store ||
	    name[strlen(name) - 1] == '*')
		return;
	strlist_add(&list->said, name);
	if (allowed < NEXCHANGE) {
		partial_say(list, name, "");
		return;
	}
	if (other_spelling(list, name) != NULL || said_alike(list, name) ||
	    host_is_ipv4(name))
		return;
	entries = host_is_fqdn(name)
	    ? mem_printf("%.*s:6001-6002;%.*s:6004", (int)strcspn(name, "."),
		  name, (int)strcspn(name, "."), name)
	    : mem_strdup("the same ports for its FQDN");
	set = mem_printf("add %s", entries);
	lint_say(list->l, HEALTH_DEGRADED, "VALIDPORTS_NAME_FORM", &list->at,
	    set,
	    "%s is listed by this name only; names are compared as they stand, "
	    "and a profile may hold the %s",
	    name, host_is_fqdn(name) ? "NetBIOS name" : "FQDN");
	free(set);
	free(entries);
}

static void
list_check(struct list *list)
{
	const struct lint *l = list->l;
	bool any = false;

	for (size_t i = 0; i < l->servers.n; i++)
		server_check(list, l->servers.v[i], l->servers_from.v[i]);
	for (size_t i = 0; i < list->ports.n; i++) {
		const struct port_entry *e = &list->ports.v[i];

		if (e->fault != PORT_OK)
			continue;
		any = any || ports_allowed(list, e->host) > 0 ||
		    valid_ports_allow(&list->ports, e->host, RD_GATEWAY);
		listed_check(list, e->host);
	}
	if (!any && l->servers.n == 0)
		lint_say(list->l, HEALTH_DEGRADED, "VALIDPORTS_DENIED",
		    &list->at,
		    "HOST:6001-6002;HOST:6004 for each mailbox server, by "
		    "NetBIOS name and by FQDN",
		    "no entry is for 6001, 6002 or 6004, so no mailbox server "
		    "is reached through this proxy");
}

void
judge_valid_ports(struct lint *l, const struct lint_file *f)
{
	struct list list = { .l = l };

	for (size_t k = 0; k < f->reg.n; k++) {
		const struct reg_key *key = &f->reg.v[k];

		for (size_t i = 0; i < key->n; i++)
			if (lint_is_port_list(key, &key->v[i]))
				value_check(l, f, key, &key->v[i]);
	}
	if (lint_valid_ports(f, &list.ports, &list.at) != NULL) {
		list_check(&list);
		lint_place_free(&list.at);
	}
	valid_ports_clear(&list.ports);
	strlist_clear(&list.said);
}
