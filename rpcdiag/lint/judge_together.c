/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Settings that make sense, or none, only together: the way around DSProxy
 * ("Do Not Refer HTTP to DSProxy") asks four machines for a setting each.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "lint/judge.h"

#define NO_DSPROXY "Do Not Refer HTTP to DSProxy"
#define TARGET "NSPI Target Server"
#define POLLING "PeriodicPollingMinutes"
#define PORT_BOOK 6004

/* A host with 6004 and neither 6001 nor 6002 is a domain controller. */
static bool
lists_a_catalog(const struct valid_ports *p)
{
	for (size_t i = 0; i < p->n; i++) {
		const char *host = p->v[i].host;

		if (host != NULL && valid_ports_allow(p, host, PORT_BOOK) &&
		    !valid_ports_allow(p, host, 6001) &&
		    !valid_ports_allow(p, host, 6002))
			return true;
	}
	return false;
}

/* Clients are sent to domain controllers: each proxy must let them. */
static void
catalogs_check(struct lint *l, const struct lint_file *f, const char *target)
{
	struct valid_ports ports;
	struct lint_place at;
	bool listed;

	if (lint_valid_ports(f, &ports, &at) == NULL)
		return;
	listed = target == NULL ? lists_a_catalog(&ports)
				: valid_ports_allow(&ports, target, PORT_BOOK);
	if (!listed) {
		char *set = mem_printf("add %s:6004, by NetBIOS name and FQDN",
		    target == NULL ? "DOMAINCONTROLLER" : target);

		lint_say(l, HEALTH_FAILED, "VALIDPORTS_DC_MISSING", &at, set,
		    "\"" NO_DSPROXY "\" sends clients to a domain controller "
		    "on 6004, and %s is not listed there",
		    target == NULL ? "none" : target);
		free(set);
	}
	valid_ports_clear(&ports);
	lint_place_free(&at);
}

/* The configurator overwrites what was listed by hand. */
static void
polling_check(struct lint *l, bool no_dsproxy)
{
	struct lint_place at;
	const struct reg_value *v =
	    lint_find_value(l, KEY_CONFIGURATOR, POLLING, &at);

	if (v == NULL)
		return;
	if (reg_is_number(v) && v->number == 0 && no_dsproxy)
		lint_say(l, HEALTH_HEALTHY, NULL, &at, NULL,
		    "right as long as ValidPorts is kept by hand; new mailbox "
		    "servers are to be added there by hand too");
	else if (reg_is_number(v) && v->number == 0)
		lint_say(l, HEALTH_DEGRADED, "VALIDPORTS_STALE", &at,
		    POLLING ", REG_DWORD 15",
		    "RpcHttpConfigurator is off: a new mailbox server never "
		    "gets into ValidPorts, and settings of the directory never "
		    "reach /rpc. It is right only where ValidPorts is kept by "
		    "hand");
	else if (no_dsproxy)
		lint_say(l, HEALTH_FAILED, "VALIDPORTS_DC_MISSING", &at,
		    POLLING ", REG_DWORD 0",
		    "\"" NO_DSPROXY
		    "\" needs domain controllers in ValidPorts, "
		    "and RpcHttpConfigurator takes them out again at each "
		    "poll");
	lint_place_free(&at);
}

static void
no_dsproxy_check(struct lint *l)
{
	struct lint_place at;
	const struct reg_value *v =
	    lint_find_value(l, KEY_SYSTEM_ATTENDANT, NO_DSPROXY, &at);
	const struct reg_value *target =
	    lint_find_value(l, KEY_SYSTEM_ATTENDANT, TARGET, NULL);
	bool on = v != NULL && reg_is_number(v) && v->number == 1;

	polling_check(l, on);
	if (on) {
		const char *name = target == NULL || target->strings.n == 0
		    ? NULL
		    : target->strings.v[0];

		for (size_t i = 0; i < l->nfiles; i++)
			catalogs_check(l, l->file[i], name);
		if (target == NULL)
			lint_say(l, HEALTH_DEGRADED,
			    "DSPROXY_SPLIT_PROFILE_ONLY", &at,
			    TARGET ", REG_SZ, the FQDN of one domain "
				   "controller",
			    "a new profile still calls DSProxy on 6004, and "
			    "without \"" TARGET "\" its two channels may end "
			    "at two domain controllers");
	}
	if (v != NULL)
		lint_place_free(&at);
}

/* A port key against what listens. */
static void
port_key_check(
    struct lint *l, const char *path, const char *name, unsigned usual)
{
	struct lint_place at;
	const struct reg_value *v = lint_find_value(l, path, name, &at);
	bool any = false;
	bool there = false;

	if (v == NULL)
		return;
	for (size_t i = 0; i < l->nfiles; i++)
		for (size_t k = 0; k < l->file[i]->listeners.n; k++) {
			unsigned port = l->file[i]->listeners.v[k].port;

			any = any || (port >= 6001 && port <= 6004);
			there = there || port == v->number;
		}
	if (any && !there && reg_is_number(v) && v->number == usual)
		lint_say(l, HEALTH_DEGRADED, "BACKEND_ONE_PORT_CLOSED", &at,
		    "start the service, or restart it after a change here",
		    "the registry says %u, and the listing has no listener "
		    "there",
		    usual);
	lint_place_free(&at);
}

void
judge_together(struct lint *l)
{
	no_dsproxy_check(l);
	port_key_check(l, KEY_STORE, "Rpc/HTTP Port", 6001);
	port_key_check(l, KEY_SYSTEM_ATTENDANT, "HTTP Port", 6002);
	port_key_check(l, KEY_SYSTEM_ATTENDANT, "Rpc/HTTP NSPI Port", 6004);
}
