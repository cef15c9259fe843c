/* SPDX-License-Identifier: Apache-2.0 */
/* What columns have in common: where the run ended, HTTP answers. */
#include "verdict/seen.h"

#include <string.h>

#include "verdict/column.h"

static bool
one_of(const char *s, const char *const *list)
{
	for (; s != NULL && *list != NULL; list++)
		if (strcmp(s, *list) == 0)
			return true;
	return false;
}

static bool
is_symbol(const char *got, const char *symbol)
{
	return got != NULL && strcmp(got, symbol) == 0;
}

const struct check *
seen_first_answer(const struct report *r)
{
	const struct check *c = checks_find(&r->checks, "http.out");
	const struct check *get = checks_find(&r->checks, "http.get");

	if (is_symbol(seen_forward(r), "denied"))
		return seen_connect(r);
	/* A device that waits for more than the four bytes of an echo keeps
	 * the challenge to itself; a GET without a body still shows it. */
	if (seen_ran(c) && seen_ran(get) && get->http_status == 401 &&
	    fact_is(&c->facts, FACT_HTTP_RESULT, "timeout"))
		return get;
	return seen_ran(c) ? c : NULL;
}

bool
seen_is_usual(const struct check *c)
{
	return fact_str(&c->facts, FACT_AUTH_BINDING) == NULL &&
	    fact_str(&c->facts, FACT_AUTH_USER) == NULL &&
	    c->stage != STAGE_HTTP && c->stage != STAGE_INSIDE &&
	    strcmp(c->id, "echo.node") != 0 && /* asks something else first */
	    (c->http_auth == NULL || strcmp(c->http_auth, "challenge") != 0);
}

const struct check *
seen_logon(const struct report *r)
{
	for (size_t i = 0; i < r->checks.n; i++) {
		const struct check *c = r->checks.v[i];

		if (seen_ran(c) && seen_is_usual(c) && c->stage >= STAGE_ECHO &&
		    c->http_status != 0 &&
		    fact_true(&c->facts, FACT_HTTP_CREDENTIALS))
			return c;
	}
	return NULL;
}

bool
seen_logon_refused(const struct report *r)
{
	static column_observe *const logons[] = { column_basic, column_ntlm,
		column_neg };
	static const char *const refusals[] = { "fail", "half", "apart",
		"passed", NULL };
	bool refused = false;

	for (size_t i = 0; i < sizeof(logons) / sizeof(logons[0]); i++) {
		const char *s = logons[i](r);

		if (is_symbol(s, "ok"))
			return false;
		refused = refused || one_of(s, refusals);
	}
	return refused;
}

bool
seen_unreached(const struct report *r)
{
	static const char *const ends[] = { "-", "ref", "to", "unr", "lost",
		"fwd", NULL };

	return one_of(column_tcp(r), ends);
}

bool
seen_handshake_failed(const struct report *r)
{
	static const char *const ends[] = { "proto", "rst", "cut", "plain",
		"alpn", "ccreq", NULL };

	return one_of(column_tls(r), ends);
}

enum stage_id
seen_stop(const struct report *r)
{
	static const char *const dns[] = { "nx", "short", "fwd", NULL };
	static const char *const logon[] = { "401w", "401g", "200", NULL };
	const char *h0;

	if (one_of(column_dns(r), dns))
		return STAGE_DNS;
	if (seen_unreached(r))
		return STAGE_TCP;
	if (seen_handshake_failed(r))
		return STAGE_TLS;
	h0 = seen_h0(r);
	if (h0 != NULL && !one_of(h0, logon))
		return STAGE_HTTP;
	if (seen_logon_refused(r))
		return STAGE_ECHO;
	return STAGE_N;
}

const char *
seen_below(const struct report *r, enum stage_id stage)
{
	return seen_stop(r) < stage ? "-" : NULL;
}

struct status_symbol {
	int low, high;
	const char *symbol;
};

static const struct status_symbol status_symbols[] = {
	{ 300, 399, "3xx" },
	{ 400, 400, "400" },
	{ 403, 403, "403" },
	{ 404, 404, "404" },
	{ 405, 405, "405" },
	{ 407, 407, "407" },
	{ 411, 413, "400" },
	{ 501, 501, "501" },
	{ 500, 599, "5xx" },
};

/* ISA Server and Forefront TMG say in the reason of a 500 or 502 that a rule of
 * theirs does not let a request through: nothing behind them is down. */
bool
seen_is_denied(const struct check *c)
{
	const char *reason = c->http_status >= 500 ? c->http_reason : NULL;

	return reason != NULL &&
	    (strstr(reason, " denied ") != NULL ||
		strstr(reason, "rejected by the HTTP") != NULL);
}

const char *
seen_http(const struct check *c)
{
	const struct fact *schemes;
	int status;

	if (!seen_ran(c))
		return NULL;
	status = c->http_status;
	if (status == 0)
		return fact_str(&c->facts, FACT_HTTP_RESULT) == NULL ? NULL
								     : "none";
	if (status == 401) {
		schemes = fact_get(&c->facts, FACT_HTTP_SCHEMES);
		return schemes != NULL && !schemes->absent &&
			schemes->list.n > 0
		    ? "401w"
		    : "401n";
	}
	if (seen_is_denied(c))
		return "403";
	if (status == 200)
		return check_is_page(c) ? "200html" : "200";
	if (status == 503)
		return c->http_reason != NULL &&
			strstr(c->http_reason, "RPC Error") != NULL
		    ? "503r"
		    : "503p";
	for (size_t i = 0; i < sizeof(status_symbols) / sizeof(*status_symbols);
	     i++)
		if (status >= status_symbols[i].low &&
		    status <= status_symbols[i].high)
			return status_symbols[i].symbol;
	return "4xx";
}
