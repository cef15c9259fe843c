/* SPDX-License-Identifier: Apache-2.0 */
#include "probe/http_facts.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "wire/eeinfo.h"
#include "wire/rpc_error.h"

#define TITLE_MAX 120

/* The text between <title> and </title>, if the body is HTML that has one. */
static void
title_fact(struct check *c, const struct answer *a)
{
	const char *body = buf_text(&a->body);
	const char *from = strcasestr(body, "<title>");
	const char *to;
	size_t n;
	char *title;

	if (from == NULL)
		return;
	from += strlen("<title>");
	to = strchr(from, '<');
	n = to == NULL ? strlen(from) : (size_t)(to - from);
	title = mem_strndup(from, n < TITLE_MAX ? n : TITLE_MAX);
	fact_put_str(&c->facts, FACT_HTTP_TITLE, title);
	free(title);
}

static void
date_fact(struct check *c, const struct answer *a)
{
	time_t t;

	/* the clock of a forward proxy is nobody's business */
	if (a->forward || a->date == NULL ||
	    (t = curl_getdate(a->date, NULL)) < 0)
		return;
	fact_put_int(&c->facts, FACT_HTTP_DATE_SKEW_S, t - clock_wall());
}

void
http_facts(struct check *c, const struct answer *a)
{
	struct fact_set *f = &c->facts;

	if (a == NULL || a->status == 0)
		return;
	c->http_status = a->status;
	mem_set(&c->http_reason, a->reason);
	mem_set(&c->http_server, a->server);
	fact_put_str(f, FACT_HTTP_RESULT, "answered");
	fact_put_str(f, FACT_HTTP_AUTHOR, answer_author(a));
	if (a->forward)
		fact_put_bool(f, FACT_HTTP_FORWARD, true);
	if (a->squid_error != NULL)
		fact_put_str(f, FACT_FORWARD_ERROR, a->squid_error);
	if (a->schemes.n == 0)
		fact_put_absent(f, FACT_HTTP_SCHEMES);
	for (size_t i = 0; i < a->schemes.n; i++)
		fact_put_item(f, FACT_HTTP_SCHEMES, a->schemes.v[i]);
	if (a->realm != NULL)
		fact_put_str(f, FACT_HTTP_REALM, a->realm);
	if (a->location != NULL)
		fact_put_str(f, FACT_HTTP_LOCATION, a->location);
	if (a->content_type != NULL)
		fact_put_str(f, FACT_HTTP_CONTENT_TYPE, a->content_type);
	if (a->via != NULL)
		fact_put_str(f, FACT_HTTP_VIA, a->via);
	if (a->fe_server != NULL)
		fact_put_str(f, FACT_HTTP_FE_SERVER, a->fe_server);
	if (a->cas_error != NULL)
		fact_put_str(f, FACT_HTTP_CAS_ERROR, a->cas_error);
	title_fact(c, a);
	if (strcasestr(buf_text(&a->body), "<form") != NULL)
		fact_put_bool(f, FACT_HTTP_FORM, true);
	date_fact(c, a);
}

const char *
conn_end_text(enum conn_end end)
{
	switch (end) {
	case CONN_CLOSED:
		return "closed";
	case CONN_RESET:
		return "reset";
	case CONN_REFUSED:
		return "refused";
	case CONN_TCP_TIMEOUT:
		return "timeout";
	default:
		return "failure";
	}
}

static bool
is_certificate_wanted(const struct tls_facts *t)
{
	return t != NULL && t->client_cert_asked && !t->client_cert_shown &&
	    t->alert > 0;
}

/* Why there is no answer, for people. */
static const char *
silence_text(const struct exchange *x, enum probe_end how)
{
	const struct conn *conn = exchange_conn(x);

	if (how == PROBE_TIMEOUT)
		return "no answer in time";
	if (is_certificate_wanted(conn_tls(conn)))
		return "a client certificate is required";
	if (conn_end(conn) == CONN_TLS_FAILED)
		return "the TLS handshake failed"; /* tls says how */
	return conn_error(conn);
}

void
http_end_facts(struct check *c, const struct exchange *x, enum probe_end how)
{
	const char *result;

	/* an answer to a leg of the logon is not the one that was awaited */
	if (how == PROBE_CUT || fact_get(&c->facts, FACT_HTTP_RESULT) != NULL)
		return;
	if (exchange_is_held(x)) {
		mem_set(&c->detail, LOCKOUT_TEXT);
		c->outcome = OUTCOME_SKIP;
		return;
	}
	if (exchange_end(x) == EXCHANGE_UNSAFE) {
		mem_set(&c->detail, EXCHANGE_UNSAFE_TEXT);
		c->outcome = OUTCOME_SKIP;
		return;
	}
	if (how == PROBE_TIMEOUT)
		result = "timeout";
	else if (exchange_end(x) == EXCHANGE_GARBAGE)
		result = "garbage";
	else
		result = conn_end_text(conn_end(exchange_conn(x)));
	fact_put_str(&c->facts, FACT_HTTP_RESULT, result);
	if (conn_local(exchange_conn(x))[0] == '\0')
		fact_put_str(&c->facts, FACT_CONNECT_END, result);
	if (c->detail == NULL)
		mem_set(&c->detail, silence_text(x, how));
}

void
http_tls_facts(struct check *c, const struct conn *conn)
{
	const struct tls_facts *t = conn_tls(conn);
	struct fact_set *f = &c->facts;

	if (t == NULL)
		return;
	if (t->alert >= 0)
		fact_put_int(f, FACT_TLS_ALERT, t->alert);
	if (!t->client_cert_asked)
		return;
	fact_put_bool(f, FACT_TLS_CLIENT_CERT_ASKED, true);
	fact_put_bool(f, FACT_TLS_CLIENT_CERT_SHOWN, t->client_cert_shown);
}

void
eeinfo_facts(struct check *c, struct span blob)
{
	struct eeinfo *e = mem_new(sizeof(*e));
	enum wire_err err = eeinfo_decode(blob, e);

	(void)err; /* a cut blob still holds the records before the cut */
	if (c->neeinfo > 0)
		e->n = 0;
	for (unsigned i = 0; i < e->n; i++) {
		c->eeinfo =
		    mem_grow(c->eeinfo, c->neeinfo + 1, sizeof(*c->eeinfo));
		eeinfo_view_init(&c->eeinfo[c->neeinfo++], &e->record[i]);
	}
	free(e);
}

bool
rpc_error_facts(struct check *c, const struct answer *a)
{
	struct rpc_error error = { 0 };
	enum wire_err e;
	struct buf blob;

	if (a == NULL || a->reason == NULL)
		return false;
	buf_init(&blob, RPC_ERROR_BLOB_MAX);
	e = rpc_error_parse(span_str(a->reason), &error, &blob);
	if (e != WIRE_UNKNOWN) {
		struct buf copy;

		fact_put_int(&c->facts, FACT_TUNNEL_RPC_ERROR, error.code);
		c->has_status = true;
		c->status_code = error.code;
		/* the copy in the body is not cut at 1024 bytes */
		buf_init(&copy, RPC_ERROR_BLOB_MAX);
		if (rpc_error_body_parse(buf_span(&a->body), &copy) ==
			WIRE_OK &&
		    copy.n > blob.n)
			eeinfo_facts(c, buf_span(&copy));
		else if (blob.n > 0)
			eeinfo_facts(c, buf_span(&blob));
		buf_clear(&copy);
	}
	buf_clear(&blob);
	return e != WIRE_UNKNOWN;
}
