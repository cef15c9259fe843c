/* SPDX-License-Identifier: Apache-2.0 */
/* Columns of HTTP: first answers, schemes, logon, echo, the version. */
#include <string.h>
#include <strings.h>

#include "verdict/column.h"
#include "verdict/seen.h"

static bool
is(const char *a, const char *b)
{
	return a != NULL && strcmp(a, b) == 0;
}

/* "401g" is that of the GET, where RPC_OUT_DATA got none. */
static bool
is_challenge(const char *h0)
{
	return is(h0, "401w") || is(h0, "401g");
}

static bool
echo_without_logon(const struct report *r)
{
	const struct check *c = seen_first_answer(r);

	return c != NULL && c->http_status == 200 &&
	    fact_true(&c->facts, FACT_ECHO_PDU);
}

static const char *
tls_ended(const struct report *r)
{
	return is(column_tls(r), "-") || seen_handshake_failed(r) ||
		seen_unreached(r)
	    ? "-"
	    : NULL;
}

/* The same question again, to whichever front end, was answered otherwise. */
static bool
answers_differ(const struct report *r, const struct check *first)
{
	static const char prefix[] = "http.again.";

	for (size_t i = 0; i < r->checks.n; i++) {
		const struct check *c = r->checks.v[i];

		if (strncmp(c->id, prefix, strlen(prefix)) == 0 &&
		    c->http_status != 0 && c->http_status != first->http_status)
			return true;
	}
	return false;
}

const char *
seen_h0(const struct report *r)
{
	const struct check *c = seen_first_answer(r);
	const char *s;

	if (c == NULL || c->http_status == 0) {
		const char *ended = tls_ended(r);

		if (c == NULL || ended != NULL)
			return ended;
	}
	if (answers_differ(r, c))
		return "mix";
	if (echo_without_logon(r))
		return NULL;
	s = seen_http(c);
	return is(s, "401w") && is(c->id, "http.get") ? "401g" : s;
}

const char *
column_get(const struct report *r)
{
	const struct check *c = checks_find(&r->checks, "http.get");

	if (!seen_ran(c) || (c->http_status == 0 && tls_ended(r) != NULL))
		return tls_ended(r);
	return seen_http(c);
}

/* No challenge: nothing that follows a logon can be told. */
static const char *
without_challenge(const struct report *r)
{
	const char *h0 = seen_h0(r);

	if (h0 == NULL || is_challenge(h0) || is(h0, "200"))
		return NULL;
	return "-";
}

static bool
offered(const struct report *r, const char *scheme)
{
	const struct check *c = seen_first_answer(r);
	const struct fact *f =
	    c == NULL ? NULL : fact_get(&c->facts, FACT_HTTP_SCHEMES);

	return f != NULL && !f->absent && strlist_has(&f->list, scheme);
}

/* One that clients of RPC over HTTP know; Bearer and Digest are none. */
static bool
offers_any(const struct report *r)
{
	return offered(r, "NTLM") || offered(r, "Negotiate") ||
	    offered(r, "Basic");
}

const char *
seen_want(const struct report *r)
{
	const struct strlist *want = &r->target.http_auth;

	if (!is_challenge(seen_h0(r)))
		return without_challenge(r);
	if (want->n == 0 || strlist_has(want, "auto"))
		return offers_any(r) ? "yes" : "no";
	for (size_t i = 0; i < want->n; i++)
		if (offered(r, want->v[i]))
			return "yes";
	return "no";
}

static const char *
not_offered(const struct report *r, const char *scheme)
{
	if (echo_without_logon(r))
		return "na";
	if (is_challenge(seen_h0(r)))
		return offered(r, scheme) ? NULL : "na";
	return without_challenge(r);
}

/* Why no token could be made, or why the server says that it cannot take one
 * (auth_fault), where that is a symbol. From a
 * fault of the password or the name nothing follows for the server: a KDC
 * wants them in another form than the front end does. */
static const char *
token_symbol(const struct check *c)
{
	if (fact_is(&c->facts, FACT_AUTH_FAULT, "kdc"))
		return "nokdc";
	if (fact_is(&c->facts, FACT_AUTH_FAULT, "target"))
		return "e7";
	if (fact_is(&c->facts, FACT_AUTH_FAULT, "ticket"))
		return "e41";
	return fact_is(&c->facts, FACT_AUTH_FAULT, "clock") ? "e37" : NULL;
}

/* We could not make a token: nothing was asked, and nothing refused. */
static bool
lacked_token(const struct check *c)
{
	return fact_str(&c->facts, FACT_AUTH_FAULT) != NULL &&
	    !fact_true(&c->facts, FACT_HTTP_CREDENTIALS);
}

/* How one answer to a logon went: "ok", "fail", or NULL when none came. */
static const char *
answer_of_logon(const struct check *c)
{
	if (!seen_ran(c) || c->http_status == 0 || lacked_token(c))
		return NULL;
	return c->http_status == 401 ? "fail" : "ok";
}

/* Logons of one mechanism that went one way: when the first was over, and when
 * the last began. Those that overlap have no order. */
struct span_of_time {
	bool any;
	int64_t first_end_us, last_start_us;
};

static void
span_add(struct span_of_time *s, const struct check *c)
{
	int64_t end = c->started_us + c->duration_us;

	if (!s->any || end < s->first_end_us)
		s->first_end_us = end;
	if (!s->any || c->started_us > s->last_start_us)
		s->last_start_us = c->started_us;
	s->any = true;
}

static bool
comes_before(const struct span_of_time *a, const struct span_of_time *b)
{
	return a->any && b->any && a->first_end_us <= b->last_start_us;
}

struct logons {
	const char *token; /* why there was none */
	struct span_of_time accepted, refused;
};

static void
logons_add(struct logons *l, const struct check *c)
{
	const char *s = answer_of_logon(c);

	if (s != NULL)
		span_add(is(s, "ok") ? &l->accepted : &l->refused, c);
	if (l->token == NULL && c->stage == STAGE_ECHO)
		l->token = token_symbol(c);
}

/* All logons with one mechanism. Basic knows no connection: one that was
 * accepted proves it. */
static const char *
logon_symbol(const struct report *r, const char *mechanism, bool connected)
{
	const char *na = not_offered(r, mechanism);
	struct logons l = { 0 };

	if (is(na, "na"))
		return na;
	for (size_t i = 0; i < r->checks.n; i++) {
		const struct check *c = r->checks.v[i];

		if (c->http_auth != NULL && seen_is_usual(c) &&
		    strcasecmp(c->http_auth, mechanism) == 0)
			logons_add(&l, c);
	}
	if (connected && comes_before(&l.accepted, &l.refused))
		return comes_before(&l.refused, &l.accepted) ? "flap" : "step";
	if (l.accepted.any)
		return "ok";
	if (l.token != NULL)
		return l.token;
	return l.refused.any ? "fail" : na;
}

const char *
column_ntlm(const struct report *r)
{
	const char *s = logon_symbol(r, "ntlm", true);

	return is(s, "fail") ? seen_ntlm_refusal(r) : s;
}

const char *
column_neg(const struct report *r)
{
	return logon_symbol(r, "negotiate", true);
}

/* Who refuses Basic offers it again (RFC 9110 11.6.1): a 401 that does not is
 * by somebody behind the one who asked for it, and took it. */
static bool
is_passed_on(const struct report *r)
{
	const struct check *c = seen_logon(r);
	const struct fact *f =
	    c == NULL ? NULL : fact_get(&c->facts, FACT_HTTP_SCHEMES);

	return f != NULL && !f->absent && f->list.n > 0 &&
	    c->http_status == 401 && is(c->http_auth, "basic") &&
	    !strlist_has(&f->list, "Basic");
}

const char *
column_basic(const struct report *r)
{
	const struct check *form = checks_find(&r->checks, "echo.in.form");
	const char *s;

	if (form != NULL && fact_true(&form->facts, FACT_HTTP_ACCEPTED))
		return "form";
	s = logon_symbol(r, "basic", false);
	return is(s, "fail") && is_passed_on(r) ? "passed" : s;
}

static const char *
echo_symbol(const struct check *c)
{
	if (!seen_ran(c))
		return NULL;
	if (fact_true(&c->facts, FACT_ECHO_PDU))
		return "ok";
	if (fact_is(&c->facts, FACT_HTTP_RESULT, "timeout"))
		return "to";
	if (c->http_status >= 500)
		return "5xx";
	return c->http_status != 0 ||
		fact_str(&c->facts, FACT_HTTP_RESULT) != NULL
	    ? "err"
	    : NULL;
}

/* The echoes that compare mechanisms have a name behind the channel. */
static bool
is_comparison(const struct check *c)
{
	return strcmp(c->id, "echo.in") != 0 && strcmp(c->id, "echo.out") != 0;
}

/* The worst of the echoes of one kind; those whose logon was refused say
 * nothing of the echo, and are left to the caller. */
static const char *
worst_echo(const struct report *r, bool comparison)
{
	const char *out = NULL;
	const struct check *c;

	for (size_t i = 0;
	     (c = checks_nth(&r->checks, STAGE_ECHO, -1, i)) != NULL; i++) {
		const char *s = echo_symbol(c);

		if (s != NULL && seen_is_usual(c) &&
		    is_comparison(c) == comparison && c->http_status != 401 &&
		    !lacked_token(c) && (out == NULL || is(out, "ok")))
			out = s;
	}
	return out;
}

static bool
any_echo_refused(const struct report *r)
{
	const struct check *c;

	for (size_t i = 0;
	     (c = checks_nth(&r->checks, STAGE_ECHO, -1, i)) != NULL; i++)
		if (seen_ran(c) && seen_is_usual(c) && c->http_status == 401 &&
		    !lacked_token(c))
			return true;
	return false;
}

const char *
column_echo(const struct report *r)
{
	const char *out = worst_echo(r, false);
	const char *h0 = seen_h0(r);

	if (out == NULL && echo_without_logon(r))
		return "ok";
	if (out == NULL)
		out = worst_echo(r, true);
	if (out != NULL || h0 == NULL || tls_ended(r) != NULL)
		return out != NULL ? out : tls_ended(r);
	/* An echo request is what http.out was: refused without a challenge,
	 * it has failed. */
	if (!is_challenge(h0) || any_echo_refused(r))
		return "err";
	return is(echo_symbol(checks_find(&r->checks, "http.out")), "to")
	    ? "to"
	    : NULL;
}

static bool
exchange_2013(const struct check *c)
{
	return fact_str(&c->facts, FACT_HTTP_FE_SERVER) != NULL ||
	    fact_str(&c->facts, FACT_HTTP_CAS_ERROR) != NULL;
}

struct server_symbol {
	const char *prefix;
	const char *symbol;
};

static const struct server_symbol servers[] = {
	{ "Microsoft-IIS/6.0", "iis60" },
	{ "Microsoft-IIS/7.0", "iis70" },
	{ "Microsoft-IIS/7.5", "iis75" },
	{ "Microsoft-IIS/8.0", "iis80" },
	{ "Microsoft-IIS/8.5", "iis85" },
	{ "Microsoft-IIS/10", "iis10" },
};

/* The best the answers tell of the version behind: Exchange's own headers,
 * then IIS's, then whatever a device calls itself. */
const char *
column_server(const struct report *r)
{
	const char *best = NULL;

	for (size_t i = 0; i < r->checks.n; i++) {
		const struct check *c = r->checks.v[i];

		if (!seen_is_of_proxy(c) || c->http_status == 0)
			continue;
		if (exchange_2013(c))
			return "exch";
		if (c->http_server == NULL) {
			best = best != NULL ? best : "none";
			continue;
		}
		if (best == NULL || is(best, "none"))
			best = "other";
		for (size_t k = 0; k < sizeof(servers) / sizeof(*servers); k++)
			if (strncasecmp(c->http_server, servers[k].prefix,
				strlen(servers[k].prefix)) == 0)
				best = servers[k].symbol;
	}
	return best;
}
