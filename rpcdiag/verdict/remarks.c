/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Findings that stand on their own, whatever the verdict is: one row each, a
 * condition over the report and the words for it.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "verdict/column.h"
#include "verdict/say.h"
#include "verdict/seen.h"

/* Returns the check that shows it, or NULL. *summary stays NULL for the
 * page's own; else owned. */
typedef const struct check *remark_find(
    const struct report *r, const struct signature *s, char **summary);

struct remark {
	const char *id;
	enum health status;
	double confidence;
	remark_find *find;
};

static const struct check *
tls_with(const struct report *r, enum fact_key key)
{
	const struct check *c;

	for (size_t i = 0;
	     (c = checks_nth(&r->checks, STAGE_TLS, -1, i)) != NULL; i++)
		if (fact_is(&c->facts, FACT_TLS_RESULT, "ok") &&
		    fact_false(&c->facts, key))
			return c;
	return NULL;
}

static const struct check *
ends_soon(const struct report *r, const struct signature *s, char **summary)
{
	const struct check *c;

	if (signature_is(s, "TLS", "time"))
		return NULL;
	for (size_t i = 0;
	     (c = checks_nth(&r->checks, STAGE_TLS, -1, i)) != NULL; i++) {
		const struct fact *left =
		    fact_get(&c->facts, FACT_TLS_DAYS_LEFT);

		if (left == NULL || left->absent || left->i < 0 ||
		    left->i >= CERTIFICATE_DAYS_LEAST)
			continue;
		*summary = mem_printf("The certificate of %s ends in %lld "
				      "day%s; after that nobody can connect.",
		    r->target.host != NULL ? r->target.host : "the proxy",
		    (long long)left->i, left->i == 1 ? "" : "s");
		return c;
	}
	return NULL;
}

static const struct check *
also_untrusted(
    const struct report *r, const struct signature *s, char **summary)
{
	const struct check *c = tls_with(r, FACT_TLS_TRUSTED);
	const char *verify;

	(void)summary;
	/* An expired chain is untrusted for that reason alone. */
	if (c == NULL || !signature_is(s, "TLS", "time"))
		return NULL;
	verify = fact_str(&c->facts, FACT_TLS_VERIFY);
	if (verify == NULL || strstr(verify, "expired") != NULL ||
	    strstr(verify, "not yet valid") != NULL)
		return NULL;
	return c;
}

static const struct check *
also_misnamed(const struct report *r, const struct signature *s, char **summary)
{
	(void)summary;
	return signature_is(s, "TLS", "time") || signature_is(s, "TLS", "trust")
	    ? tls_with(r, FACT_TLS_NAME_OK)
	    : NULL;
}

static const struct check *
also_mismatched_principal(
    const struct report *r, const struct signature *s, char **summary)
{
	(void)summary;
	return signature_is(s, "TLS", "cn") ? NULL
					    : tls_with(r, FACT_TLS_MSSTD_OK);
}

static bool
is_invalid_port(const char *symbol)
{
	return symbol != NULL && strcmp(symbol, "P") == 0;
}

/* The front end of Exchange 2013 and later knows the ports of Outlook alone. */
static const struct check *
port_invalid(const struct report *r, const struct signature *s, char **summary)
{
	const struct check *c;

	(void)s;
	(void)summary;
	for (size_t i = 0;
	     (c = checks_nth(&r->checks, STAGE_TUNNEL, -1, i)) != NULL; i++)
		if (c->endpoint != 0 && is_invalid_port(seen_tunnel(r, c)))
			return c;
	return NULL;
}

static const struct check *
mapper_closed(const struct report *r, const struct signature *s, char **summary)
{
	const char *v = signature_get(s, "E593");

	(void)summary;
	if (v == NULL || strcmp(v, "ok") == 0 || strcmp(v, "-") == 0 ||
	    strcmp(v, "P") == 0)
		return NULL;
	return checks_nth(&r->checks, STAGE_TUNNEL, ENDPOINT_MAPPER, 0);
}

/* Nobody needs a ticket where Basic or NTLM is all there is. */
static bool
is_kerberos_offered(const struct report *r)
{
	const struct check *c = seen_first_answer(r);
	const struct fact *offered =
	    c == NULL ? NULL : fact_get(&c->facts, FACT_HTTP_SCHEMES);

	return offered != NULL && !offered->absent &&
	    strlist_has(&offered->list, "Negotiate");
}

static const struct check *
clocks_differ(const struct report *r, const struct signature *s, char **summary)
{
	if (!signature_is(s, "DATE", "skew") || !is_kerberos_offered(r))
		return NULL;
	for (size_t i = 0; i < r->checks.n; i++) {
		const struct check *c = r->checks.v[i];
		int64_t skew = fact_int(&c->facts, FACT_HTTP_DATE_SKEW_S, 0);

		if (skew == 0)
			continue;
		*summary = mem_printf("The clock of %s and ours differ by "
				      "%lld seconds; Kerberos allows 300.",
		    r->target.host != NULL ? r->target.host : "the proxy",
		    (long long)(skew < 0 ? -skew : skew));
		return c;
	}
	return NULL;
}

/* Kerberos was tried, and there was nobody to ask. */
static const struct check *
no_kdc(const struct report *r, const struct signature *s, char **summary)
{
	(void)s;
	(void)summary;
	for (size_t i = 0; i < r->checks.n; i++)
		if (fact_is(&r->checks.v[i]->facts, FACT_AUTH_FAULT, "kdc"))
			return r->checks.v[i];
	return NULL;
}

/* The logon that the RPC proxy takes is refused beside it, by a service that
 * offers the same way to log on. */
static const struct check *
oab_refused(const struct report *r, const struct signature *s, char **summary)
{
	const struct check *c = checks_find(&r->checks, "http.oab");
	const struct fact *offered;

	(void)s;
	(void)summary;
	if (!seen_ran(c) || !fact_false(&c->facts, FACT_HTTP_ACCEPTED) ||
	    c->http_auth == NULL)
		return NULL;
	offered = fact_get(&c->facts, FACT_HTTP_SCHEMES);
	return offered != NULL && !offered->absent &&
		strlist_has(&offered->list, c->http_auth)
	    ? c
	    : NULL;
}

/* A channel had lived its announced life, and its successor did not come: by
 * whose fault is not known, but no tunnel there outlives its channels. */
static const struct check *
not_renewed(const struct report *r, const struct signature *s, char **summary)
{
	(void)s;
	for (size_t i = 0; i < r->checks.n; i++) {
		const struct check *c = r->checks.v[i];
		const char *result = fact_str(&c->facts, FACT_RECYCLING_RESULT);

		if (c->outcome != OUTCOME_FAIL || result == NULL ||
		    strcmp(result, "followed") == 0)
			continue;
		*summary = mem_printf("A channel came to the end of its "
				      "announced length, and the new one %s: "
				      "tunnels end after so many bytes.",
		    strcmp(result, "failed") == 0 ? "failed"
						  : "did not take over");
		return c;
	}
	return NULL;
}

static const struct remark remarks[] = {
	{ "TLS_CERT_TIME", HEALTH_DEGRADED, 0.98, ends_soon },
	{ "TLS_CERT_UNTRUSTED", HEALTH_FAILED, 0.97, also_untrusted },
	{ "TLS_CERT_NAME_MISMATCH", HEALTH_FAILED, 0.98, also_misnamed },
	{ "TLS_PRINCIPAL_NAME_MISMATCH", HEALTH_FAILED, 0.90,
	    also_mismatched_principal },
	{ "E15_INVALID_RPC_PORT", HEALTH_HEALTHY, 0.97, port_invalid },
	{ "EPM_593_UNAVAILABLE", HEALTH_HEALTHY, 0.90, mapper_closed },
	{ "OAB_ONLY_AUTH_FAILURE", HEALTH_DEGRADED, 0.85, oab_refused },
	{ "CHANNEL_BYTE_CAP", HEALTH_DEGRADED, 0.80, not_renewed },
	{ "KRB_CLOCK_SKEW", HEALTH_DEGRADED, 0.70, clocks_differ },
	{ "KRB_NO_KDC", HEALTH_HEALTHY, 0.97, no_kdc },
};

static bool
already_said(const struct report *r, const char *id)
{
	if (strcmp(r->verdict.id, id) == 0)
		return true;
	for (size_t i = 0; i < r->nfindings; i++)
		if (strcmp(r->findings[i].id, id) == 0)
			return true;
	return false;
}

void
remarks_add(struct report *r, const struct signature *s)
{
	for (size_t i = 0; i < sizeof(remarks) / sizeof(remarks[0]); i++) {
		const struct remark *m = &remarks[i];
		char *summary = NULL;
		const struct check *c;
		struct finding *f;

		if (already_said(r, m->id))
			continue;
		c = m->find(r, s, &summary);
		if (c == NULL)
			continue;
		f = report_add_finding(r);
		say_page(f, r, m->id);
		f->status = m->status;
		f->confidence = m->confidence;
		strlist_add(&f->evidence, c->id);
		if (summary != NULL)
			mem_set(&f->summary, summary);
		free(summary);
	}
}
