/* SPDX-License-Identifier: Apache-2.0 */
/* Columns of the first three stages: names, TCP, TLS; and who was asked. */
#include <string.h>

#include "model/trials.h"
#include "verdict/column.h"
#include "verdict/seen.h"

/* The name of the target has no dot. */
static bool
is_single_label(const struct report *r)
{
	const char *host = r->target.host;

	return host != NULL && strchr(host, '.') == NULL &&
	    strchr(host, ':') == NULL;
}

/* The name has addresses that each work by itself, and not together: all the
 * tunnels that stayed silent had their channels at two of them. */
static bool
is_address_split(const struct report *r)
{
	unsigned crossed = 0, other = 0;

	for (size_t i = 0; i < r->checks.n; i++) {
		const struct check *c = r->checks.v[i];
		struct tally t = { 0 };

		if (!trials_holds(c))
			continue;
		tally_add(&t, c);
		if (fact_true(&c->facts, FACT_TUNNEL_CROSSED))
			crossed += t.silent;
		else
			other += t.silent;
	}
	return crossed > 0 && other == 0;
}

static bool
is_address_open(const struct check *c)
{
	return fact_is(&c->facts, FACT_TCP_RESULT, "ok");
}

/* Two resolvers do not agree, and one of them leads nowhere: the one that was
 * asked for the run, or the system's own. That the latter has no answer at all
 * is no fault: a name server was named because it has. */
static bool
is_dns_split(const struct report *r)
{
	const struct check *other = checks_find(&r->checks, "dns.other");
	const struct check *c;
	bool open = false;

	if (!seen_ran(other) ||
	    fact_str(&other->facts, FACT_TCP_RESULT) == NULL)
		return false;
	for (size_t i = 0;
	     (c = checks_nth(&r->checks, STAGE_TCP, -1, i)) != NULL; i++)
		open = open || (seen_ran(c) && is_address_open(c));
	return open != is_address_open(other);
}

/* With a forward proxy the check is about its name, and the target's is what
 * the proxy says it is. */
const char *
column_dns(const struct report *r)
{
	const struct check *c = checks_nth(&r->checks, STAGE_DNS, -1, 0);
	const char *forward = seen_forward(r);
	const char *result;

	if (!seen_ran(c))
		return NULL;
	result = fact_str(&c->facts, FACT_DNS_RESULT);
	if (result == NULL)
		return NULL;
	if (is_dns_split(r))
		return "diff";
	if (strcmp(result, "ok") == 0 &&
	    (forward == NULL || strcmp(forward, "nx") != 0))
		return is_address_split(r) ? "multi" : "ok";
	if (strcmp(result, "ok") != 0 &&
	    fact_str(&c->facts, FACT_FORWARD_PROXY) != NULL)
		return "fwd";
	/* A single label needs a search suffix that others may not have. */
	return is_single_label(r) ? "short" : "nx";
}

struct tcp_tally {
	unsigned ok[FAMILY_N];
	unsigned bad[FAMILY_N]; /* refused or silent */
	unsigned refused, silent;
};

static void
tcp_count(struct tcp_tally *t, const struct check *c)
{
	const struct fact_set *f = &c->facts;

	if (fact_is(f, FACT_TCP_RESULT, "ok"))
		t->ok[c->family]++;
	else if (fact_is(f, FACT_TCP_RESULT, "refused")) {
		t->bad[c->family]++;
		t->refused++;
	} else if (fact_is(f, FACT_TCP_RESULT, "timeout")) {
		t->bad[c->family]++;
		t->silent++;
	} else {
		/* Unreachable: our own host may have no IPv6 at all. */
		t->silent++;
	}
}

/* The same for a way through a forward proxy, whose own addresses are not the
 * target's. */
static const char *
forward_tcp(const struct report *r, unsigned connected)
{
	const char *s = seen_forward(r);

	if (connected == 0)
		return "fwd";
	if (s == NULL || strcmp(s, "denied") == 0)
		return "ok";
	return strcmp(s, "nx") == 0 ? "-" : s;
}

const char *
column_tcp(const struct report *r)
{
	struct tcp_tally t = { 0 };
	const struct check *c;
	unsigned ok = 0, n = 0;

	for (size_t i = 0;
	     (c = checks_nth(&r->checks, STAGE_TCP, -1, i)) != NULL; i++)
		if (seen_ran(c) &&
		    fact_str(&c->facts, FACT_TCP_RESULT) != NULL) {
			tcp_count(&t, c);
			n++;
		}
	for (int f = 0; f < FAMILY_N; f++)
		ok += t.ok[f];
	if (n == 0)
		return seen_ran(checks_nth(&r->checks, STAGE_DNS, -1, 0)) &&
			strcmp(column_dns(r) != NULL ? column_dns(r) : "ok",
			    "ok") != 0
		    ? "-"
		    : NULL;
	if (fact_str(&checks_nth(&r->checks, STAGE_TCP, -1, 0)->facts,
		FACT_FORWARD_PROXY) != NULL)
		return forward_tcp(r, ok);
	if (ok == 0)
		return t.silent > 0 && t.refused == 0 ? "to" : "ref";
	if (t.ok[FAMILY_IPV4] > 0 && t.ok[FAMILY_IPV6] == 0 &&
	    t.bad[FAMILY_IPV6] > 0)
		return "v6x";
	return "ok";
}

/* Alerts (RFC 8446 6, RFC 7301 3.2) that name their reason. */
static const char *
alert_symbol(int64_t alert)
{
	switch (alert) {
	case 40: /* handshake_failure */
	case 70: /* protocol_version */
	case 71: /* insufficient_security */
	case 86: /* inappropriate_fallback */
		return "proto";
	case 116: /* certificate_required */
		return "ccreq";
	case 120: /* no_application_protocol */
		return "alpn";
	default:
		return "rst";
	}
}

static const char *
handshake_symbol(const struct fact_set *f)
{
	const char *result = fact_str(f, FACT_TLS_RESULT);

	if (result == NULL)
		return NULL;
	/* It had let us know its own certificate and asked for ours: what ends
	 * the handshake then is that we had none, or not the right one. */
	if (fact_true(f, FACT_TLS_CLIENT_CERT_ASKED) &&
	    strcmp(result, "timeout") != 0)
		return "ccreq";
	if (strcmp(result, "alert") == 0)
		return alert_symbol(fact_int(f, FACT_TLS_ALERT, 0));
	if (strcmp(result, "failure") == 0)
		return "proto";
	if (strcmp(result, "not_tls") == 0)
		return "plain";
	return "rst";
}

static const char *
tls_symbol(const struct check *c)
{
	const struct fact_set *f = &c->facts;

	if (!fact_is(f, FACT_TLS_RESULT, "ok"))
		return handshake_symbol(f);
	/* An expired chain also counts as untrusted: the date goes first. */
	if (fact_false(f, FACT_TLS_IN_TIME))
		return "time";
	if (fact_false(f, FACT_TLS_TRUSTED))
		return "trust";
	if (fact_false(f, FACT_TLS_NAME_OK))
		return "name";
	if (fact_false(f, FACT_TLS_MSSTD_OK))
		return "cn";
	return "ok";
}

/* A server may ask for one path alone, behind a handshake that was good
 * (renegotiation, or RFC 8446 4.6.2), and end the connection then. */
static bool
certificate_demanded_later(const struct report *r)
{
	static const char *const ids[] = { "http.get", "http.out" };

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		const struct check *c = checks_find(&r->checks, ids[i]);

		if (seen_ran(c) && c->http_status == 0 &&
		    fact_int(&c->facts, FACT_TLS_ALERT, 0) > 0 &&
		    fact_true(&c->facts, FACT_TLS_CLIENT_CERT_ASKED))
			return true;
	}
	return false;
}

/* The handshake again, with older versions: it tells why the first failed, and
 * is no way for anybody else. */
static const struct check *
old_handshake(const struct report *r)
{
	const struct check *c = checks_find(&r->checks, "tls.old");

	return seen_ran(c) ? c : NULL;
}

/* A handshake that failed without an alert that says why. */
static const char *
broken_symbol(const struct report *r, const char *symbol)
{
	const struct check *old = old_handshake(r);

	if (strcmp(symbol, "rst") != 0 || old == NULL)
		return symbol;
	return fact_is(&old->facts, FACT_TLS_RESULT, "ok") ? "proto" : "cut";
}

/* Of several addresses the first bad certificate counts; a handshake that
 * failed counts only when none succeeded. */
const char *
column_tls(const struct report *r)
{
	const char *ok = NULL, *failed = NULL;
	const struct check *c;
	const char *forward = seen_forward(r);

	for (size_t i = 0;
	     (c = checks_nth(&r->checks, STAGE_TLS, -1, i)) != NULL; i++) {
		const char *s = seen_ran(c) ? tls_symbol(c) : NULL;

		if (s == NULL || c == old_handshake(r))
			continue;
		if (!fact_is(&c->facts, FACT_TLS_RESULT, "ok")) {
			failed = failed != NULL ? failed : broken_symbol(r, s);
			continue;
		}
		if (ok == NULL || strcmp(ok, "ok") == 0)
			ok = s;
	}
	if (ok != NULL && certificate_demanded_later(r))
		return "ccreq";
	if (ok != NULL || failed != NULL)
		return ok != NULL ? ok : failed;
	if (seen_unreached(r) ||
	    (forward != NULL && strcmp(forward, "denied") == 0))
		return "-";
	return NULL;
}

#define SKEW_S 300 /* what Kerberos tolerates (RFC 4120 5.2.3) */

const char *
column_date(const struct report *r)
{
	for (size_t i = 0; i < r->checks.n; i++) {
		const struct fact_set *f = &r->checks.v[i]->facts;
		const struct fact *skew = fact_get(f, FACT_HTTP_DATE_SKEW_S);

		if (skew == NULL || skew->absent)
			continue;
		return skew->i > SKEW_S || skew->i < -SKEW_S ? "skew" : "ok";
	}
	return NULL;
}

const char *
column_user(const struct report *r)
{
	const char *user = r->target.user;

	if (user == NULL)
		return NULL;
	if (strchr(user, '\\') != NULL)
		return "domain";
	return strchr(user, '@') != NULL ? "upn" : "bare";
}

const char *
column_fprint(const struct report *r)
{
	const struct check *c = checks_find(&r->checks, "tls");

	if (!seen_ran(c) ||
	    fact_get(&c->facts, FACT_TLS_FINGERPRINT_OK) == NULL)
		return NULL;
	return fact_true(&c->facts, FACT_TLS_FINGERPRINT_OK) ? "origin"
							     : "intercept";
}
