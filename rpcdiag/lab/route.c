/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The front end of Exchange 2013 and later: it looks for the mailbox that a
 * request names, by GUID@domain, before anybody reads the body.
 */
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "lab/proxy.h"

static void
say(const struct proxy *p, struct http_conn *c, const char *reason,
    const char *error)
{
	char *fields = mem_printf("%s%s", p->fields, error);
	struct http_reply r = { .minor = 1,
		.status = 404,
		.reason = reason,
		.fields = fields,
		.close = true };

	http_conn_reply(c, &r);
	log_at(LOG_STEPS, "refused: 404 %s", reason);
	free(fields);
}

static bool
is_known(const struct proxy *p, const struct proxy_target *t)
{
	struct addr addrs[HOSTS_ADDRS];

	return strchr(t->server, '@') != NULL &&
	    hosts_find(p->hosts, t->server, t->port, addrs) > 0;
}

bool
proxy_routes(const struct proxy *p, struct http_conn *c,
    const struct proxy_target *target)
{
	if (!p->guid_names_only)
		return true;
	/* The same words for a mailbox that nobody knows and for a name that
	 * is no mailbox at all. */
	if (!is_known(p, target)) {
		say(p, c, "Not Found",
		    "X-CasErrorCode: MailboxGuidWithDomainNotFound\r\n");
		return false;
	}
	if (target->port == 6001 || target->port == 6002 ||
	    target->port == 6004)
		return true;
	/* The words are known from clients, the status with them is not. */
	say(p, c, "Invalid RPC Port", "");
	return false;
}
