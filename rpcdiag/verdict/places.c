/* SPDX-License-Identifier: Apache-2.0 */
#include "verdict/places.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "verdict/seen.h"

#define CLOCK_SKEW_S 300 /* what Kerberos allows */

static char *
server_text(const struct report *r)
{
	const struct target *t = &r->target;

	return mem_strdup(t->server != NULL ? t->server : t->host);
}

static char *
host_text(const struct report *r)
{
	return mem_strdup(
	    r->target.host != NULL ? r->target.host : "the proxy");
}

static char *
user_text(const struct report *r)
{
	return mem_strdup(r->target.user != NULL ? r->target.user : "the user");
}

/* The endpoints that fail, or all of them. */
static char *
endpoints_text(const struct report *r)
{
	struct strlist bad = { 0 }, all = { 0 };
	char *text;

	for (size_t i = 0; i < r->target.nendpoints; i++) {
		int port = r->target.endpoints[i];
		const char *s = seen_endpoint_symbol(r, port);

		strlist_addf(&all, "%d", port);
		if (s != NULL && strcmp(s, "ok") != 0)
			strlist_addf(&bad, "%d", port);
	}
	text = strlist_join(bad.n > 0 ? &bad : &all, ", ");
	strlist_clear(&bad);
	strlist_clear(&all);
	return text;
}

/* The KDC did not know its service, or the server could not read its ticket. */
static bool
is_of_bad_name(const struct check *c)
{
	const struct fact_set *f = &c->facts;

	if (fact_is(f, FACT_AUTH_FAULT, "target") ||
	    fact_is(f, FACT_AUTH_FAULT, "ticket"))
		return true;
	return fact_is(f, FACT_AUTH_PACKAGE, "kerberos") &&
	    (fact_is(f, FACT_AUTH_RESULT, "token_refused") ||
		(c->stage == STAGE_ECHO && fact_false(f, FACT_HTTP_ACCEPTED)));
}

/* The service names that are missing, or with the wrong account. */
static char *
spn_text(const struct report *r)
{
	struct strlist names = { 0 };
	char *host = host_text(r);
	char *http = mem_printf("HTTP/%s", host);
	char *text;

	for (size_t i = 0; i < r->checks.n; i++) {
		const struct check *c = r->checks.v[i];
		const char *name = fact_str(&c->facts, FACT_AUTH_SPN);

		if (is_of_bad_name(c))
			strlist_add_once(&names, name != NULL ? name : http);
	}
	text = names.n > 0 ? strlist_join(&names, ", ") : mem_strdup(http);
	strlist_clear(&names);
	free(http);
	free(host);
	return text;
}

/* Of the account that no KDC was found for. */
static char *
realm_text(const struct report *r)
{
	for (size_t i = 0; i < r->checks.n; i++) {
		const struct fact_set *f = &r->checks.v[i]->facts;
		const char *client = fact_str(f, FACT_AUTH_CLIENT);
		const char *at = client == NULL ? NULL : strrchr(client, '@');

		if (at != NULL && fact_is(f, FACT_AUTH_FAULT, "kdc"))
			return mem_strdup(at + 1);
	}
	return mem_strdup("the account's domain");
}

/* What the Date of the front end's answers says. */
static char *
clocks_text(const struct report *r)
{
	char *host = host_text(r);
	char *text = NULL;

	for (size_t i = 0; text == NULL && i < r->checks.n; i++) {
		const struct fact *f =
		    fact_get(&r->checks.v[i]->facts, FACT_HTTP_DATE_SKEW_S);
		int64_t s = f == NULL || f->absent ? 0 : f->i;

		if (s > CLOCK_SKEW_S || s < -CLOCK_SKEW_S)
			text = mem_printf("the clock of %s is %lld minutes %s "
					  "that of this machine",
			    host, (long long)((s < 0 ? -s : s) + 30) / 60,
			    s < 0 ? "behind" : "ahead of");
		else if (f != NULL && !f->absent)
			text = mem_printf("the clock of %s agrees with that of "
					  "this machine: look at the domain "
					  "controller's, and at that of the "
					  "RPC server",
			    host);
	}
	if (text == NULL)
		text = mem_printf("%s does not tell its time", host);
	free(host);
	return text;
}

/* How long the path keeps what is idle. */
static char *
idle_text(const struct report *r)
{
	struct idle_limit limit;

	if (!seen_idle_limit(r, &limit))
		return mem_strdup("a while");
	if (limit.least_ms == limit.most_ms)
		return mem_printf("%.3g s", (double)limit.most_ms / 1000);
	return mem_printf("%.3g to %.3g s", (double)limit.least_ms / 1000,
	    (double)limit.most_ms / 1000);
}

/* When it changed. */
static char *
flip_text(const struct report *r)
{
	const struct check *c = seen_flip(r);
	char when[21];

	if (c == NULL)
		return mem_strdup("no change was seen yet");
	clock_rfc3339(r->started + (time_t)(c->started_us / CLOCK_S(1)), when);
	return mem_printf("the change was seen at %s", when);
}

/* What a server told, or a word for it. */
static char *
told_text(const struct report *r, enum fact_key key, const char *otherwise)
{
	for (size_t i = 0; i < r->checks.n; i++) {
		const char *s = fact_str(&r->checks.v[i]->facts, key);

		if (s != NULL)
			return mem_strdup(s);
	}
	return mem_strdup(otherwise);
}

/* Whom clients are sent to for the address book. */
static char *
catalog_text(const struct report *r)
{
	return told_text(r, FACT_REFERRAL_SERVER, "a global catalog");
}

/* Where the mailbox is. */
static char *
home_text(const struct report *r)
{
	return told_text(
	    r, FACT_SERVER_FQDN, "the server that has the mailbox");
}

static const struct {
	const char *name;
	char *(*text)(const struct report *r);
} places[] = {
	{ "server", server_text },
	{ "host", host_text },
	{ "user", user_text },
	{ "endpoints", endpoints_text },
	{ "spn", spn_text },
	{ "realm", realm_text },
	{ "clocks", clocks_text },
	{ "idle", idle_text },
	{ "flip", flip_text },
	{ "catalog", catalog_text },
	{ "home", home_text },
};

char *
place_text(const struct report *r, const char *name, size_t n)
{
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (strlen(places[i].name) == n &&
		    memcmp(places[i].name, name, n) == 0)
			return places[i].text(r);
	return NULL;
}
