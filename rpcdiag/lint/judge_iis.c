/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the status, substatus and win32 status of an IIS log say about RPC
 * requests. A log lacks what never came to IIS, and a 200 says that the proxy
 * took the request, not that the RPC server answered.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/strlist.h"
#include "lint/judge.h"

#define ANY (-1)
#define TARGETS_SHOWN 3
#define PORT_MAPPER 593
#define ENOUGH 10 /* requests before what is missing says something */

static const struct iis_rule {
	unsigned status;
	long substatus;
	int64_t win32;
	enum health health;
	const char *id;
	const char *why;
	const char *set;
} rules[] = {
	{ 401, 1, 1326, HEALTH_DEGRADED, "HTTP_BAD_CREDENTIALS",
	    "the user name or the password is wrong", "the right credentials" },
	{ 401, 1, 1327, HEALTH_DEGRADED, "HTTP_ACCOUNT_RESTRICTED",
	    "the account must not log on so (1327)",
	    "the restrictions of the account" },
	{ 401, 1, 1328, HEALTH_DEGRADED, "HTTP_ACCOUNT_RESTRICTED",
	    "the account must not log on at this hour (1328)",
	    "the logon hours of the account" },
	{ 401, 1, 1329, HEALTH_DEGRADED, "HTTP_ACCOUNT_RESTRICTED",
	    "the account must not log on at this machine (1329)",
	    "the machines the account may log on to" },
	{ 401, 1, 1330, HEALTH_DEGRADED, "HTTP_ACCOUNT_RESTRICTED",
	    "the password has expired (1330)", "a new password" },
	{ 401, 1, 1331, HEALTH_DEGRADED, "HTTP_ACCOUNT_RESTRICTED",
	    "the account is disabled (1331)", "the account, enabled" },
	{ 401, 1, 1907, HEALTH_DEGRADED, "HTTP_ACCOUNT_RESTRICTED",
	    "the password must be changed first (1907)", "a new password" },
	{ 401, 1, 1909, HEALTH_DEGRADED, "HTTP_ACCOUNT_RESTRICTED",
	    "the account is locked out (1909)", "the account, unlocked" },
	{ 401, 1, 1311, HEALTH_FAILED, "FRONT_END_NO_DC",
	    "no domain controller could be asked for the logon (1311)",
	    "the way from the front end to its domain controllers" },
	{ 401, 3, ANY, HEALTH_FAILED, "VDIR_ACL_DENIED",
	    "the account may not read the file behind the directory",
	    "read and execute for Authenticated Users on rpcproxy.dll" },
	{ 403, 1, ANY, HEALTH_FAILED, "RPC_ISAPI_BLOCKED",
	    "the directory does not allow programs to run",
	    "execute permission for scripts and executables on /rpc" },
	{ 403, 4, ANY, HEALTH_FAILED, "SSL_OFFLOAD_403_SSL_REQUIRED",
	    "the directory requires TLS, and the request came without it",
	    "Set-OutlookAnywhere -SSLOffloading $true, or TLS to the back" },
	{ 403, 7, ANY, HEALTH_FAILED, "TLS_CLIENT_CERT_REQUIRED",
	    "the directory requires a client certificate",
	    "client certificates on /rpc: ignore" },
	{ 404, 0, ANY, HEALTH_FAILED, "RPC_VDIR_MISSING",
	    "there is no such directory or file",
	    "the feature RPC over HTTP Proxy, then Enable-OutlookAnywhere" },
	{ 404, 2, ANY, HEALTH_FAILED, "RPC_ISAPI_BLOCKED",
	    "ISAPI and CGI restrictions do not allow rpcproxy.dll",
	    "rpcproxy.dll, allowed in ISAPI and CGI restrictions" },
	{ 404, 3, ANY, HEALTH_FAILED, "RPC_ISAPI_BLOCKED",
	    "no handler is mapped to the request",
	    "the handler mapping of rpcproxy.dll on /rpc" },
	{ 404, 6, ANY, HEALTH_FAILED, "RPC_METHOD_BLOCKED",
	    "request filtering denies the method",
	    "RPC_IN_DATA and RPC_OUT_DATA, allowed in request filtering" },
	{ 404, 13, ANY, HEALTH_FAILED, "IIS_REQUEST_LIMIT",
	    "request filtering finds the content too long; a channel declares "
	    "1 GB",
	    "maxAllowedContentLength 2147483648 for /rpc" },
	{ 413, ANY, ANY, HEALTH_FAILED, "IIS_REQUEST_LIMIT",
	    "the request is too large; a channel declares 1 GB",
	    "maxAllowedContentLength 2147483648 for /rpc" },
	{ 503, ANY, ANY, HEALTH_DEGRADED, NULL,
	    "the application pool or the RPC proxy could not serve the "
	    "request",
	    NULL },
	{ 500, ANY, ANY, HEALTH_DEGRADED, "RPC_PROXY_NOT_LOADED",
	    "rpcproxy.dll could not be loaded or run",
	    "the feature RPC over HTTP Proxy, installed anew" },
};

static bool
rule_fits(const struct iis_rule *rule, const struct iis_row *r)
{
	return rule->status == r->status &&
	    (rule->substatus == ANY || rule->substatus == r->substatus) &&
	    (rule->win32 == ANY || rule->win32 == r->win32) &&
	    iis_row_port(r) != PORT_MAPPER;
}

static char *
status_text(const struct iis_row *r)
{
	if (r->substatus < 0)
		return mem_printf("%u", r->status);
	if (r->win32 < 0)
		return mem_printf("%u.%ld", r->status, r->substatus);
	return mem_printf("%u.%ld, win32 status %lld", r->status, r->substatus,
	    (long long)r->win32);
}

/* All rows that a rule fits, as one finding at the first of them. */
static void
rule_apply(
    struct lint *l, const struct lint_file *f, const struct iis_rule *rule)
{
	struct lint_place at = { .file = f };
	struct strlist targets = { 0 };
	char *value = NULL;
	char *joined;
	size_t count = 0;

	for (size_t i = 0; i < f->log.n; i++) {
		const struct iis_row *r = &f->log.v[i];

		if (!rule_fits(rule, r))
			continue;
		if (count == 0) {
			at.line = r->line;
			value = status_text(r);
		}
		count += r->count;
		if (targets.n < TARGETS_SHOWN && *r->target != '\0')
			strlist_add_once(&targets, r->target);
	}
	joined = strlist_join(&targets, ", ");
	at.value = value;
	if (count > 0)
		lint_say(l, rule->health, rule->id, &at, rule->set,
		    "%zu request%s, %s: %s", count, count == 1 ? "" : "s",
		    *joined == '\0' ? "of no target" : joined, rule->why);
	free(value);
	free(joined);
	strlist_clear(&targets);
}

struct port_count {
	unsigned port;
	size_t ok, unauthorized, other;
};

static void
count_row(struct port_count *c, const struct iis_row *r)
{
	if (r->status == 200)
		c->ok += r->count;
	else if (r->status == 401)
		c->unauthorized += r->count;
	else
		c->other += r->count;
}

/* What came for each port that matters; 0 stands for all others. */
static void
summary_say(struct lint *l, const struct lint_file *f)
{
	struct port_count counts[] = { { .port = 6001 }, { .port = 6002 },
		{ .port = 6004 }, { .port = PORT_MAPPER }, { .port = 0 } };
	const size_t n = sizeof(counts) / sizeof(counts[0]);
	struct lint_place at = { .file = f };
	struct strlist parts = { 0 };
	char *joined;

	for (size_t i = 0; i < f->log.n; i++) {
		size_t k = 0;

		while (counts[k].port != 0 &&
		    counts[k].port != iis_row_port(&f->log.v[i]))
			k++;
		count_row(&counts[k], &f->log.v[i]);
	}
	for (size_t k = 0; k < n; k++) {
		const struct port_count *c = &counts[k];
		char port[16];

		snprintf(port, sizeof(port), "%u", c->port);
		if (c->ok + c->unauthorized + c->other > 0)
			strlist_addf(&parts,
			    "%s: %zu x 200, %zu x 401, %zu other",
			    c->port == 0 ? "elsewhere" : port, c->ok,
			    c->unauthorized, c->other);
	}
	joined = strlist_join(&parts, "; ");
	lint_say(l, HEALTH_HEALTHY, NULL, &at, NULL, "%zu RPC request%s%s%s",
	    f->log.requests, f->log.requests == 1 ? "" : "s",
	    parts.n == 0 ? "" : "; ", joined);
	if (counts[3].ok == 0 && counts[3].unauthorized + counts[3].other > 0)
		lint_say(l, HEALTH_HEALTHY, "EPM_593_UNAVAILABLE", &at, NULL,
		    "requests for 593 (the endpoint mapper) come to nothing; "
		    "they are noise, Outlook goes on with 6001 to 6004");
	free(joined);
	strlist_clear(&parts);
}

/* Both channels of a connection have their request. */
static void
methods_check(struct lint *l, const struct lint_file *f)
{
	struct lint_place at = { .file = f };
	size_t in = 0;
	size_t ok = 0;

	for (size_t i = 0; i < f->log.n; i++) {
		in += f->log.v[i].in ? f->log.v[i].count : 0;
		ok += f->log.v[i].status == 200 ? f->log.v[i].count : 0;
	}
	if (f->log.requests < ENOUGH || f->log.left_out > 0)
		return;
	if (in == 0 || in == f->log.requests)
		lint_say(l, HEALTH_DEGRADED, "RPC_METHOD_BLOCKED", &at,
		    "both methods, allowed and not buffered by what stands in "
		    "front",
		    "there is no request with the method %s: a device in front "
		    "blocks it or holds it back",
		    in == 0 ? "RPC_IN_DATA" : "RPC_OUT_DATA");
	if (ok == 0)
		lint_say(l, HEALTH_DEGRADED, "HTTP_AUTH_SCHEME_MISMATCH", &at,
		    "the schemes that clients use, on the directory /rpc",
		    "not one RPC request was accepted");
}

void
judge_iis_log(struct lint *l, const struct lint_file *f)
{
	summary_say(l, f);
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		rule_apply(l, f, &rules[i]);
	methods_check(l, f);
}
