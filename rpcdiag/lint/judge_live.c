/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The files beside a report of a live run: what both say, what one of them
 * rules out, what only one can know.
 */
#include <stdarg.h>

#include "base/mem.h"
#include "lint/judge.h"

static void remark(struct lint *l, enum lint_accord accord, const char *id,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

static void
remark(struct lint *l, enum lint_accord accord, const char *id, const char *fmt,
    ...)
{
	struct lint_remark *r;
	va_list ap;

	for (size_t i = 0; i < l->nremarks; i++)
		if (strcmp(l->remark[i].id, id) == 0)
			return;
	l->remark = mem_grow(l->remark, l->nremarks + 1, sizeof(*l->remark));
	r = &l->remark[l->nremarks++];
	va_start(ap, fmt);
	*r = (struct lint_remark){ accord, mem_strdup(id),
		mem_vprintf(fmt, ap) };
	va_end(ap);
}

/* Does every list have this port of a server? True when there is no list. */
static bool
port_is_listed(const struct lint *l, const char *server, int port)
{
	for (size_t i = 0; i < l->nfiles; i++) {
		struct valid_ports ports;
		bool listed =
		    lint_valid_ports(l->file[i], &ports, NULL) == NULL ||
		    valid_ports_allow(&ports, server, (unsigned)port);

		valid_ports_clear(&ports);
		if (!listed)
			return false;
	}
	return true;
}

static bool
has_list(const struct lint *l)
{
	for (size_t i = 0; i < l->nfiles; i++) {
		struct valid_ports ports;
		bool has = lint_valid_ports(l->file[i], &ports, NULL) != NULL;

		valid_ports_clear(&ports);
		if (has)
			return true;
	}
	return false;
}

/* Is the server of the report listed with all its ports? */
static bool
ports_are_listed(const struct lint *l, const struct report *live)
{
	const struct target *t = &live->target;

	if (!has_list(l) || t->server == NULL)
		return false;
	for (size_t i = 0; i < t->nendpoints; i++)
		if (!port_is_listed(l, t->server, t->endpoints[i]))
			return false;
	return t->nendpoints > 0;
}

/* Does a listing have this port, on IPv6 if that is asked for? */
static bool
listens(const struct lint *l, unsigned port, bool ipv6)
{
	for (size_t i = 0; i < l->nfiles; i++)
		for (size_t k = 0; k < l->file[i]->listeners.n; k++) {
			const struct listener *at = &l->file[i]->listeners.v[k];

			if (at->port == port && !at->loopback &&
			    (at->ipv6 || !ipv6))
				return true;
		}
	return false;
}

static bool
book_has_ipv6(const struct lint *l, const struct report *live)
{
	(void)live;
	return listens(l, 6004, true);
}

static bool
all_listen(const struct lint *l, const struct report *live)
{
	(void)live;
	return listens(l, 6001, false) && listens(l, 6002, false) &&
	    listens(l, 6004, false);
}

static bool
proxy_is_enabled(const struct lint *l, const struct report *live)
{
	(void)live;
	return lint_number(l, KEY_RPC_PROXY, "Enabled", 0) == 1;
}

static bool
anonymous_is_allowed(const struct lint *l, const struct report *live)
{
	(void)live;
	return lint_number(l, KEY_RPC_PROXY, "AllowAnonymous", 0) == 1;
}

static bool
book_port_is_usual(const struct lint *l, const struct report *live)
{
	(void)live;
	return listens(l, 6004, false) ||
	    lint_number(l, KEY_SYSTEM_ATTENDANT, "Rpc/HTTP NSPI Port", 0) ==
	    6004;
}

static bool
tunnel_opened(const struct report *live, int endpoint)
{
	const struct check *c =
	    checks_nth(&live->checks, STAGE_TUNNEL, endpoint, 0);

	return c != NULL && c->outcome == OUTCOME_PASS;
}

/* Did the run get through to a port that a list does not have? */
static bool
unlisted_opened(const struct lint *l, const struct report *live)
{
	const struct target *t = &live->target;

	for (size_t i = 0; t->server != NULL && i < t->nendpoints; i++)
		if (tunnel_opened(live, t->endpoints[i]) &&
		    !port_is_listed(l, t->server, t->endpoints[i]))
			return true;
	return false;
}

static bool
all_opened(const struct lint *l, const struct report *live)
{
	(void)l;
	for (size_t i = 0; i < live->target.nendpoints; i++)
		if (!tunnel_opened(live, live->target.endpoints[i]))
			return false;
	return live->target.nendpoints > 0;
}

/* By what the files rule out a mode, and the live run what the files show. */
static const struct {
	const char *id;
	bool (*ruled_out)(const struct lint *l, const struct report *live);
	bool (*disproved)(const struct lint *l, const struct report *live);
	const char *how; /* the files rule it out */
} topics[] = {
	{ "VALIDPORTS_DENIED", ports_are_listed, unlisted_opened,
	    "ValidPorts lists the server with these ports" },
	{ "VALIDPORTS_PARTIAL", ports_are_listed, unlisted_opened,
	    "ValidPorts lists the server with these ports" },
	{ "VALIDPORTS_NAME_FORM", ports_are_listed, unlisted_opened,
	    "ValidPorts lists the server by this name" },
	{ "DSPROXY_IPV4_ONLY_6004", book_has_ipv6, all_opened,
	    "6004 listens on IPv6 in the listing" },
	{ "BACKEND_ALL_CLOSED", all_listen, all_opened,
	    "6001, 6002 and 6004 listen in the listing" },
	{ "BACKEND_ONE_PORT_CLOSED", all_listen, all_opened,
	    "6001, 6002 and 6004 listen in the listing" },
	{ "NSPI_PORT_6003_LAYOUT", book_port_is_usual, all_opened,
	    "the address book has its port 6004" },
	{ "RPC_PROXY_DISABLED", proxy_is_enabled, all_opened, "Enabled is 1" },
	{ "RPC_PROXY_UNSECURE_OR_ANON_REJECT", anonymous_is_allowed, all_opened,
	    "AllowAnonymous is 1" },
};

#define NTOPICS (sizeof(topics) / sizeof(topics[0]))

/* One id that the live run speaks of. */
static void
live_id(struct lint *l, const struct report *live, const struct finding *of,
    const char *id, double confidence)
{
	const char *as = id == of->id ? "" : "as what else it may be, ";
	int percent = (int)(confidence * 100 + 0.5);

	if (lint_has_finding(l, id, HEALTH_HEALTHY)) {
		remark(l, LINT_AGREES, id,
		    "the live run says it (%s%d %%), and the files show it", as,
		    percent);
		return;
	}
	for (size_t i = 0; i < NTOPICS; i++)
		if (strcmp(topics[i].id, id) == 0 &&
		    topics[i].ruled_out(l, live)) {
			remark(l, LINT_CONTRADICTS, id,
			    "the live run says it (%s%d %%), but in the files "
			    "%s; are they of this machine, and of now?",
			    as, percent, topics[i].how);
			return;
		}
	if (id == of->id)
		remark(l, LINT_SILENT, id,
		    "the live run says it (%d %%); these files tell nothing of "
		    "it",
		    percent);
}

static void
live_finding(struct lint *l, const struct report *live, const struct finding *f)
{
	if (f->id == NULL || strcmp(f->id, "HEALTHY") == 0)
		return;
	live_id(l, live, f, f->id, f->confidence);
	for (size_t i = 0; i < f->nalternatives; i++)
		live_id(l, live, f, f->alternatives[i].id,
		    f->alternatives[i].confidence);
}

/* Faults of the files that a run did not meet. */
static void
files_finding(
    struct lint *l, const struct report *live, const struct lint_finding *f)
{
	if (f->id == NULL || f->status != HEALTH_FAILED)
		return;
	for (size_t i = 0; i < NTOPICS; i++)
		if (strcmp(topics[i].id, f->id) == 0 &&
		    topics[i].disproved(l, live)) {
			remark(l, LINT_CONTRADICTS, f->id,
			    "the files show it, but the live run opened a "
			    "tunnel that cannot be then; are they of this "
			    "machine, and of now?");
			return;
		}
	remark(l, LINT_SILENT, f->id,
	    "the files show it; the live run did not meet it");
}

void
judge_live(struct lint *l, const struct report *live)
{
	live_finding(l, live, &live->verdict);
	for (size_t i = 0; i < live->nfindings; i++)
		live_finding(l, live, &live->findings[i]);
	for (size_t i = 0; i < l->nfindings; i++)
		files_finding(l, live, &l->finding[i]);
}
