/* SPDX-License-Identifier: Apache-2.0 */
#include "probe/logon.h"

#include "net/exchange.h"
#include "probe/identity.h"

/*
 * In order of how little can fail: a diagnosis wants to get through, and
 * compares the others afterwards. Kerberos travels as Negotiate.
 */
static const struct auth_mech *const by_ease[] = {
	&auth_basic,
	&auth_ntlm,
	&auth_negotiate,
	&auth_kerberos,
};

#define NMECHS (sizeof(by_ease) / sizeof(by_ease[0]))

bool
logon_offers(const struct run *r, const char *scheme)
{
	static const char *const ids[] = { "http.out", "http.get" };

	for (unsigned i = 0; i < 2; i++) {
		const struct check *c = checks_find(&r->report->checks, ids[i]);
		const struct fact *f =
		    c == NULL ? NULL : fact_get(&c->facts, FACT_HTTP_SCHEMES);

		if (f != NULL && !f->absent && strlist_has(&f->list, scheme))
			return true;
	}
	return false;
}

const char *
logon_name(const struct auth_mech *m)
{
	return m == &auth_kerberos ? auth_negotiate.name : m->name;
}

static bool
is_wanted(const struct strlist *wanted, const struct auth_mech *m)
{
	return wanted->n == 0 || strlist_has(wanted, logon_name(m));
}

/* May it be tried: the user allows it, the server offers it, nobody on the
 * way can read the password. */
static bool
is_usable(const struct run *r, const struct auth_mech *m)
{
	return is_wanted(&r->config->http_auth, m) &&
	    logon_offers(r, m->scheme) && identity_suits(&r->who, m) &&
	    (!m->readable || r->trust != NULL ||
		r->config->allow_plaintext_auth);
}

const struct auth_mech *
logon_other(const struct run *r, unsigned n)
{
	for (unsigned i = 0; i < NMECHS; i++)
		if (by_ease[i] != r->mech && is_usable(r, by_ease[i]) &&
		    n-- == 0)
			return by_ease[i];
	return NULL;
}

const struct auth_mech *
logon_forward(const struct run *r, const struct strlist *offered)
{
	for (unsigned i = 0; i < NMECHS; i++)
		if (is_wanted(&r->config->forward.auth, by_ease[i]) &&
		    strlist_has(offered, by_ease[i]->scheme) &&
		    (!by_ease[i]->readable || r->forward.plaintext))
			return by_ease[i];
	return NULL;
}

/* Whether the front end lets us go on to the RPC proxy at all, judged by its
 * answer to a request without credentials. */
static const char *
front_end_refusal(const struct run *r)
{
	const struct check *out = checks_find(&r->report->checks, "http.out");
	const struct check *get = checks_find(&r->report->checks, "http.get");
	int status =
	    out->http_status != 0 ? out->http_status : get->http_status;

	if (fact_is(&out->facts, FACT_HTTP_RESULT, "failure") ||
	    fact_is(&out->facts, FACT_HTTP_RESULT, "garbage"))
		return "the front end does not speak HTTP to us";
	if (status == 0 && probe_ended(r, "http.out") &&
	    probe_ended(r, "http.get"))
		return "the front end does not answer";
	if (out->http_status == 401) {
		const struct fact *f = fact_get(&out->facts, FACT_HTTP_SCHEMES);

		return f == NULL || f->absent
		    ? "the 401 offers no way to log on"
		    : NULL;
	}
	if (status == 200 && out->http_status == 200 && check_is_page(out))
		return "a page for people answers RPC_OUT_DATA";
	if (status == 0 || status == 200 || status == 401)
		return NULL;
	return "the front end refuses the request before any logon";
}

/* Credentials go only where they are safe and wanted. */
const char *
logon_refusal(struct run *r)
{
	const struct check *tls = checks_find(&r->report->checks, "tls");
	const struct check *out = checks_find(&r->report->checks, "http.out");
	const struct config *c = r->config;
	const char *why = front_end_refusal(r);

	r->mech = NULL;
	if (why != NULL || out->http_status == 200)
		return why; /* 200: nobody asks for a logon */
	if (strlist_has(&c->http_auth, "none"))
		return NULL;
	if (!identity_given(r))
		return "no credentials were given (--user)";
	r->mech = logon_other(r, 0);
	if (r->mech == NULL && r->trust == NULL && logon_offers(r, "Basic"))
		return "Basic is not sent over plain HTTP "
		       "(--allow-plaintext-auth)";
	if (r->mech == NULL)
		return "no way to log on that is offered may be used";
	if (tls != NULL && tls->outcome == OUTCOME_FAIL && !c->insecure)
		return EXCHANGE_UNSAFE_TEXT;
	return NULL;
}
