/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/node.h"

#include <stdlib.h>
#include <strings.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "wire/rts.h"

#define IDLE_TIME CLOCK_S(120)	 /* connectionTimeout of IIS */
#define ECHO_LENGTH_MAX 16	 /* [MS-RPCH] 2.1.2.1.5 */
#define CONNECT_TIME CLOCK_S(21) /* three SYNs of Windows */
#define PATH_MAX_SHOWN 200
#define BINDINGS_PREFIX "tls-server-end-point:"
#define HTML "text/html"
#define FIELDS_MAX 1024
#define NOT_FOUND_PAGE \
	"<html><head><title>404 - File or directory not found.</title>" \
	"</head><body><h1>Server Error</h1><h2>404 - File or directory not " \
	"found.</h2></body></html>\r\n"
/* What RpcHttpConfigurator writes: both forms of each server's name. */
#define EXCHANGE_VALID_PORTS \
	"mbx1:6001-6002;mbx1:6004;" \
	"mbx1.contoso.test:6001-6002;mbx1.contoso.test:6004"

struct request {
	struct node *node;
	struct http_conn *conn;
	struct visitor *visitor;
	struct span path;
	struct span query;
};

/* tls-server-end-point (RFC 5929, section 4); our certificates are signed with
 * SHA-256. The length, 0 without TLS. */
static size_t
bind_to(SSL_CTX *tls, uint8_t out[NODE_BINDINGS])
{
	const size_t prefix = sizeof(BINDINGS_PREFIX) - 1;
	X509 *cert = tls != NULL ? SSL_CTX_get0_certificate(tls) : NULL;
	unsigned n = 0;

	if (cert == NULL ||
	    X509_digest(cert, EVP_sha256(), out + prefix, &n) != 1)
		return 0;
	memcpy(out, BINDINGS_PREFIX, prefix);
	return prefix + n;
}

void
node_init(struct node *n, const char *name, const struct node_knobs *knobs,
    const struct hosts *hosts, const struct account *account, SSL_CTX *tls)
{
	const char *ports = knobs->valid_ports;
	bool is_named = knobs->guid_names_only || knobs->names_itself;

	*n = (struct node){ .knobs = knobs, .name = name, .tls = tls };
	logon_init(&n->logon, knobs->schemes != NULL ? knobs->schemes : "Basic",
	    account);
	n->logon.computer = name;
	n->logon.bindings = span_of(n->bindings, bind_to(tls, n->bindings));
	n->logon.protection = knobs->protection;
	n->logon.qualified = knobs->qualified;
	n->logon.realm = knobs->realm;
	n->logon.breaks_ntlm = knobs->breaks_ntlm;
	atomic_init(&n->ntlm_works, knobs->ntlm_works);
	atomic_init(&n->first_us, 0);
	n->logon.ntlm_works = &n->ntlm_works;
	n->fields = mem_printf("Server: %s\r\nX-Powered-By: ASP.NET\r\n%s%s%s",
	    knobs->server != NULL ? knobs->server : "Microsoft-IIS/7.0",
	    is_named ? "X-FEServer: " : "", is_named ? name : "",
	    is_named ? "\r\n" : "");
	n->proxy = (struct proxy){
		.hosts = hosts,
		.computer = n->name,
		.fields = n->fields,
		.guid_names_only = knobs->guid_names_only,
		.access_denied = knobs->access_denied,
		.denied_late = knobs->denied_late,
		.no_eeinfo = knobs->no_eeinfo,
		.connect_us = CONNECT_TIME,
		.lifetime = knobs->lifetime,
		.heirs = knobs->heirs,
	};
	strlist_split(&n->proxy.valid_ports,
	    ports != NULL ? ports : EXCHANGE_VALID_PORTS, ";");
	keepalive_init(&n->proxy.keepalives);
	cookie_table_init(&n->proxy.running);
	pool_init(&n->proxy.pool, knobs->pool_lasts_us);
	crowd_init(&n->proxy.channels, &knobs->channels);
	crowd_init(&n->requests, &knobs->requests);
}

void
node_clear(struct node *n)
{
	logon_clear(&n->logon);
	strlist_clear(&n->proxy.valid_ports);
	keepalive_clear(&n->proxy.keepalives);
	cookie_table_clear(&n->proxy.running);
	free(n->fields);
}

/* An answer with a page; extra header lines may be NULL. */
static bool
reply_page(struct request *r, int status, const char *reason, const char *extra,
    const char *body)
{
	struct http_reply reply = { .minor = 1,
		.status = status,
		.reason = reason,
		.type = HTML,
		.body = span_str(body) };
	struct buf fields;
	bool go_on = false;

	buf_init(&fields, FIELDS_MAX);
	log_at(LOG_STEPS, "%s answers %d", r->node->name, status);
	if (buf_printf(
		&fields, "%s%s", r->node->fields, extra != NULL ? extra : "")) {
		reply.fields = buf_text(&fields);
		go_on = http_conn_reply(r->conn, &reply);
	}
	buf_clear(&fields);
	return go_on;
}

static bool
reply_not_found(struct request *r)
{
	return reply_page(r, 404, "Not Found", NULL, NOT_FOUND_PAGE);
}

/* What stands for rpcproxy.dll when it does not work. IIS shows strangers no
 * substatus. Of Enabled nobody has written down what is answered then: here
 * it is the error of a server that is not there, whatever is asked for. */
static const struct {
	int status;
	const char *reason;
	const char *body;
} dll_pages[DLL_N] = {
	[DLL_RESTRICTED] = { 404, "Not Found", NOT_FOUND_PAGE },
	[DLL_BROKEN] = { 500, "Internal Server Error",
	    "<html><head><title>500 - Internal server error.</title></head>"
	    "<body><h1>Server Error</h1><h2>500 - Internal server error.</h2>"
	    "</body></html>\r\n" },
	[DLL_DISABLED] = { 503, "RPC Error: 6ba", "" },
};

static bool
reply_instead_of_dll(struct request *r)
{
	enum dll dll = r->node->knobs->dll;

	return reply_page(r, dll_pages[dll].status, dll_pages[dll].reason, NULL,
	    dll_pages[dll].body);
}

static bool
reply_unauthorized(struct request *r)
{
	struct buf challenges;
	bool go_on = false;

	buf_init(&challenges, FIELDS_MAX);
	buf_clear(&r->conn->greeting);
	if (visitor_put_challenges(r->visitor, &challenges))
		go_on = reply_page(r, 401, "Unauthorized",
		    buf_text(&challenges),
		    "<html><head><title>401 - Unauthorized</title></head>"
		    "<body><h1>Server Error</h1><h2>401 - Unauthorized: Access "
		    "is denied due to invalid credentials.</h2></body>"
		    "</html>\r\n");
	buf_clear(&challenges);
	return go_on;
}

static bool
reply_echo(struct request *r)
{
	struct http_reply reply = { .minor = 1,
		.status = 200,
		.reason = "Success",
		.type = "application/rpc",
		.fields = r->node->fields };
	struct buf pdu;
	bool go_on = false;

	buf_init(&pdu, RTS_PDU_MAX);
	if (http_conn_continue(r->conn) && rts_put_echo(&pdu)) {
		reply.body = buf_span(&pdu);
		go_on = http_conn_reply(r->conn, &reply);
	}
	buf_clear(&pdu);
	return go_on;
}

static bool
let_in(struct request *r)
{
	return visitor_let_in(r->visitor, &r->conn->head) &&
	    visitor_put_last(r->visitor, &r->conn->greeting);
}

/* rpcproxy.dll itself: it was found, and the logon was good. */
static bool
serve_rpcproxy(struct request *r)
{
	struct proxy *proxy = &r->node->proxy;
	bool is_in = http_method_is(r->conn, "RPC_IN_DATA");
	struct proxy_target target;

	if (r->node->knobs->dll != DLL_WORKS)
		return reply_instead_of_dll(r);
	if (!is_in && !http_method_is(r->conn, "RPC_OUT_DATA"))
		return reply_page(r, 200, "OK", NULL, "");
	if (r->conn->length < 0 || !proxy_target_parse(r->query, &target))
		return reply_page(r, 400, "Bad Request", NULL,
		    "<html><body><h2>Bad Request</h2></body></html>\r\n");
	if (!proxy_routes(proxy, r->conn, &target))
		return false;
	if (r->conn->length <= ECHO_LENGTH_MAX)
		return reply_echo(r);
	if (!proxy_has_place(proxy, r->conn))
		return false;
	if (is_in)
		in_proxy_serve(proxy, r->conn, &target);
	else
		out_proxy_serve(proxy, r->conn, &target);
	crowd_leave(&proxy->channels);
	return false;
}

static bool
path_is(struct span path, const char *text)
{
	return path.n == strlen(text) &&
	    strncasecmp((const char *)path.p, text, path.n) == 0;
}

/* Certificates are mapped to accounts there, and nowhere else. */
static bool
is_with_cert(const struct request *r)
{
	static const char vdir[] = "/rpcwithcert";

	return path_is(span_sub(r->path, 0, sizeof(vdir) - 1), vdir);
}

static bool
is_known_by_certificate(const struct request *r)
{
	return r->node->knobs->client_cert != CERT_DEMAND_NONE &&
	    is_with_cert(r) && stream_is_certified(r->conn->stream);
}

/*
 * A certificate that the virtual directory demands: it is asked for with the
 * body of the request already read, or there is no room for that (413). True
 * when the request was answered, and *go_on says whether the next one may be.
 */
static bool
refuse_uncertified(struct request *r, bool *go_on)
{
	enum cert_demand demand = r->node->knobs->client_cert;
	struct stream *s = r->conn->stream;

	if (demand == CERT_DEMAND_LATER && !stream_is_certified(s)) {
		if (!http_conn_hold_body(
			r->conn, clock_mono_us() + IDLE_TIME)) {
			*go_on = reply_page(r, 413, "Request Entity Too Large",
			    NULL, "The page was not displayed.");
			return true;
		}
		*go_on = false;
		if (!stream_ask_certificate(s))
			return true;
	}
	if (stream_is_certified(s) ||
	    (demand != CERT_DEMAND_LATER && !is_with_cert(r)))
		return false;
	*go_on = reply_page(r, 403, "Forbidden", NULL,
	    "<html><head><title>403 - Forbidden: Access is denied.</title>"
	    "</head><body><h1>Server Error</h1><h2>403 - Forbidden: Access is "
	    "denied.</h2></body></html>\r\n");
	return true;
}

/* The list of access of the folder, when the account is known (401.3). */
static bool
is_readable(const struct request *r)
{
	return r->visitor->who == r->node->logon.account->next;
}

/* Request filtering comes before any logon, and its page says nothing of a
 * length (404.13). */
static bool
is_too_long(const struct request *r)
{
	int64_t limit = r->node->knobs->length_limit;

	return limit > 0 && r->conn->length > limit;
}

/* http.sys by itself, where nobody takes the request from it. */
static bool
reply_unavailable(struct request *r)
{
	struct http_reply down = { .minor = 1,
		.status = 503,
		.reason = "Service Unavailable",
		.type = HTML,
		.fields = "Server: Microsoft-HTTPAPI/2.0\r\n",
		.close = true,
		.body =
		    span_str("<html><head><title>Service Unavailable</title>"
			     "</head><body><h2>Service Unavailable</h2>"
			     "<p>HTTP Error 503.</p></body></html>\r\n") };

	return http_conn_reply(r->conn, &down);
}

static bool
serve_rpc(struct request *r)
{
	bool go_on = false;
	const struct node_knobs *k = r->node->knobs;
	bool secure = r->node->tls != NULL;

	if (k->no_rpc_vdir || is_too_long(r))
		return reply_not_found(r);
	if (k->pool_down)
		return reply_unavailable(r);
	if (k->require_ssl && !secure)
		return reply_page(r, 403, "Forbidden", NULL,
		    "<html><head><title>403.4 - Forbidden</title></head><body>"
		    "<h2>403.4 - Forbidden: SSL is required to view this "
		    "resource.</h2></body></html>\r\n");
	if (k->reject_unsecure && !secure) {
		struct http_reply no = { .minor = 0,
			.status = 401,
			.reason = "Anonymous requests or requests on unsecure "
				  "channel are not allowed",
			.fields = r->node->fields,
			.close = true };

		return http_conn_reply(r->conn, &no);
	}
	if (k->client_cert != CERT_DEMAND_NONE && refuse_uncertified(r, &go_on))
		return go_on;
	if (!k->anonymous && !is_known_by_certificate(r) && !let_in(r))
		return reply_unauthorized(r);
	if (k->second_only && !is_readable(r)) {
		log_at(
		    LOG_STEPS, "%s: the list of access denies", r->node->name);
		return reply_unauthorized(r);
	}
	if (path_is(r->path, "/rpc/rpcproxy.dll") ||
	    path_is(r->path, "/rpcwithcert/rpcproxy.dll"))
		return serve_rpcproxy(r);
	return path_is(r->path, "/rpc/") || path_is(r->path, "/rpc")
	    ? reply_page(r, 403, "Forbidden", NULL,
		  "<html><body><h2>403.14 - Forbidden</h2></body></html>\r\n")
	    : reply_not_found(r);
}

/* As many at a time as http.sys lets in. */
static bool
serve_some_rpc(struct request *r)
{
	bool go_on;

	if (!crowd_enter(&r->node->requests))
		return reply_unavailable(r);
	go_on = serve_rpc(r);
	crowd_leave(&r->node->requests);
	return go_on;
}

/* Outlook Web Access: forms logon. */
static bool
serve_owa(struct request *r)
{
	return reply_page(r, 302, "Found",
	    "Location: /owa/auth/logon.aspx?url=/owa/&reason=0\r\n", "");
}

/* Web services: the same logon as /rpc, another application; denied by the list
 * of access once it is known who asks (401.3). */
static bool
serve_to(struct request *r, bool nobody)
{
	if (!let_in(r) || nobody)
		return reply_unauthorized(r);
	return reply_page(r, 200, "OK", NULL, "");
}

static bool
serve_service(struct request *r)
{
	return serve_to(r, false);
}

static bool
serve_oab(struct request *r)
{
	return serve_to(r, r->node->knobs->oab_denied);
}

static const struct {
	const char *path;
	bool (*serve)(struct request *r);
} vdirs[] = {
	{ "/rpc", serve_some_rpc },
	{ "/rpcwithcert", serve_some_rpc },
	{ "/owa", serve_owa },
	{ "/ews", serve_service },
	{ "/oab", serve_oab },
	{ "/autodiscover", serve_service },
};

static bool
dispatch(struct request *r)
{
	for (size_t i = 0; i < sizeof(vdirs) / sizeof(vdirs[0]); i++) {
		size_t n = strlen(vdirs[i].path);

		if (path_is(span_sub(r->path, 0, n), vdirs[i].path) &&
		    (r->path.n == n || r->path.p[n] == '/'))
			return vdirs[i].serve(r);
	}
	return reply_not_found(r);
}

static bool
serve_request(struct node *n, struct http_conn *c, struct visitor *v)
{
	struct request r = {
		.node = n, .conn = c, .visitor = v, .path = c->head.target
	};
	const uint8_t *mark = memchr(r.path.p, '?', r.path.n);

	if (mark != NULL) {
		r.path.n = (size_t)(mark - r.path.p);
		r.query =
		    span_sub(c->head.target, r.path.n + 1, c->head.target.n);
	}
	log_at(LOG_STEPS, "%s: %.*s %.*s length %lld", n->name,
	    (int)c->head.method.n, (const char *)c->head.method.p,
	    (int)(c->head.target.n < PATH_MAX_SHOWN ? c->head.target.n
						    : PATH_MAX_SHOWN),
	    (const char *)c->head.target.p, (long long)c->length);
	return dispatch(&r);
}

/* Settings that are written anew while the site is at work. */
static struct node *
node_now(struct node *n)
{
	int64_t now = clock_mono_us();
	long long never = 0;

	if (atomic_compare_exchange_strong(&n->first_us, &never, now) ||
	    n->later == NULL)
		return n;
	return now - never < n->later_us ? n : n->later;
}

void
node_serve(void *ctx, int fd)
{
	struct node *n = node_now(ctx);
	struct stream *s =
	    n->tls != NULL ? stream_accept(fd, n->tls) : stream_new(fd);
	struct visitor v;
	struct http_conn c;

	if (s == NULL)
		return;
	visitor_init(&v, &n->logon);
	http_conn_open(&c, s);
	while (http_conn_next(&c, clock_mono_us() + IDLE_TIME) &&
	    serve_request(n, &c, &v))
		;
	http_conn_close(&c);
	visitor_clear(&v);
}
