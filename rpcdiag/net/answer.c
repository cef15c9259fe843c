/* SPDX-License-Identifier: Apache-2.0 */
#include "net/answer.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "wire/www_auth.h"

void
answer_init(struct answer *a)
{
	*a = (struct answer){ .length = -1 };
	buf_init(&a->body, ANSWER_BODY_MAX);
}

void
answer_clear(struct answer *a)
{
	free(a->reason);
	free(a->server);
	free(a->via);
	free(a->location);
	free(a->content_type);
	free(a->date);
	free(a->fe_server);
	free(a->cas_error);
	free(a->squid_error);
	free(a->token);
	free(a->realm);
	strlist_clear(&a->schemes);
	buf_clear(&a->body);
	answer_init(a);
}

static char *
span_dup(struct span s)
{
	return s.p == NULL ? NULL : mem_strndup((const char *)s.p, s.n);
}

static void
take_schemes(struct answer *a, const struct http_head *h, const char *scheme)
{
	const char *field =
	    h->status == 407 ? "Proxy-Authenticate" : "WWW-Authenticate";
	struct www_auth offered = { 0 };
	struct span value;

	for (unsigned n = 0;; n++) {
		value = http_field(h, field, n);
		if (value.p == NULL)
			break;
		/* what was readable before a fault is kept */
		if (www_auth_parse(value, &offered) != WIRE_OK)
			continue;
	}
	for (unsigned i = 0; i < offered.n; i++) {
		char *name = span_dup(offered.challenge[i].scheme);

		strlist_add_once(&a->schemes, name);
		if (scheme != NULL && strcasecmp(name, scheme) == 0 &&
		    offered.challenge[i].token.n > 0 && a->token == NULL)
			a->token = span_dup(offered.challenge[i].token);
		if (strcasecmp(name, "Basic") == 0 && a->realm == NULL &&
		    offered.challenge[i].realm.n > 0)
			a->realm = span_dup(offered.challenge[i].realm);
		free(name);
	}
}

void
answer_take(struct answer *a, const struct http_head *h, const char *scheme)
{
	answer_clear(a);
	a->status = h->status;
	a->reason = mem_strndup((const char *)h->reason.p, h->reason.n);
	a->server = span_dup(http_field(h, "Server", 0));
	a->via = span_dup(http_field(h, "Via", 0));
	a->location = span_dup(http_field(h, "Location", 0));
	a->content_type = span_dup(http_field(h, "Content-Type", 0));
	a->date = span_dup(http_field(h, "Date", 0));
	a->fe_server = span_dup(http_field(h, "X-FEServer", 0));
	a->cas_error = span_dup(http_field(h, "X-CasErrorCode", 0));
	a->squid_error = span_dup(http_field(h, "X-Squid-Error", 0));
	a->chunked = http_field_has(h, "Transfer-Encoding", "chunked");
	a->length = http_content_length(h);
	take_schemes(a, h, scheme);
}

bool
answer_is_bodyless(const struct answer *a)
{
	return a->status == 204 || a->status == 304 ||
	    (a->length == 0 && !a->chunked);
}

static bool
has_text(const char *s, const char *part)
{
	return s != NULL && strcasestr(s, part) != NULL;
}

/*
 * The reason phrases are rpcproxy.dll's own ([MS-RPCH] 2.1.2.1.3); the
 * X- headers are of Exchange 2013+; http.sys signs as Microsoft-HTTPAPI. A
 * device is named by Via, or by a Server header that is not Microsoft's.
 */
const char *
answer_author(const struct answer *a)
{
	/* ISA Server and its heir put their reason in brackets. */
	if (a->forward || a->status == 407 ||
	    has_text(a->reason, "Proxy Error ("))
		return "device";
	if (has_text(a->reason, "RPC Error:") ||
	    has_text(a->reason, "unsecure channel"))
		return "rpcproxy";
	if (a->fe_server != NULL || a->cas_error != NULL)
		return "exchange";
	if (has_text(a->server, "Microsoft-HTTPAPI"))
		return "http.sys";
	if (has_text(a->server, "Microsoft-IIS"))
		return "iis";
	if (a->server != NULL || a->via != NULL)
		return "device";
	return "unknown";
}
