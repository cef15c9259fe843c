/* SPDX-License-Identifier: Apache-2.0 */
#include "net/conn.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "net/forward.h"
#include "net/loop_conn.h"

#define CONNECT_NEVER_MS 86400000L /* deadlines are the engine's */
#define READ_CHUNK 16384

struct conn {
	struct conn *next;
	struct loop *loop;
	CURL *easy;
	struct curl_slist *connect_to;
	struct forward *forward; /* NULL = direct */
	curl_socket_t given;	 /* of the forward proxy; -1 = none */
	curl_socket_t fd;
	bool open, dead;
	bool more; /* stopped reading before the socket was drained */
	enum conn_end end;
	char error[CURL_ERROR_SIZE];
	char local[64];
	struct buf in, out;
	bool tls;
	struct tls_watch watch;
	char *host;
	char *msstd, *origin;
	conn_fn *fn;
	void *arg;
};

struct conn *
conn_next(const struct conn *c)
{
	return c->next;
}

void
conn_set_next(struct conn *c, struct conn *next)
{
	c->next = next;
}

bool
conn_is_dead(const struct conn *c)
{
	return c->dead;
}

bool
conn_pending(const struct conn *c)
{
	return !c->dead && c->more && c->in.n < CONN_IN_MAX;
}

bool
conn_poll(const struct conn *c, struct curl_waitfd *fd)
{
	if (c->dead || !c->open || c->end != CONN_ALIVE)
		return false;
	*fd = (struct curl_waitfd){ .fd = c->fd };
	if (c->in.n < CONN_IN_MAX)
		fd->events |= CURL_WAIT_POLLIN;
	if (c->out.n > 0)
		fd->events |= CURL_WAIT_POLLOUT;
	return fd->events != 0;
}

static void
conn_raise(struct conn *c, enum conn_event ev)
{
	if (!c->dead)
		c->fn(c->arg, ev);
}

static void
conn_finish(struct conn *c, enum conn_end end)
{
	if (c->end != CONN_ALIVE)
		return;
	c->end = end;
	log_at(LOG_EVENTS, "connection to %s ended (%d) %s", c->host, end,
	    c->error);
	conn_raise(c, CONN_ENDED);
}

/* What curl and errno say about a connect that failed. */
static enum conn_end
conn_failure(CURL *easy, CURLcode code)
{
	long os = 0;

	switch (code) {
	case CURLE_OPERATION_TIMEDOUT:
		return CONN_TCP_TIMEOUT;
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CERTPROBLEM:
	case CURLE_SSL_CIPHER:
		return CONN_TLS_FAILED;
	case CURLE_COULDNT_CONNECT:
		break;
	default:
		return CONN_FAILED;
	}
	curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &os);
	switch (os) {
	case ECONNREFUSED:
		return CONN_REFUSED;
	case ENETUNREACH:
	case EHOSTUNREACH:
	case EADDRNOTAVAIL:
		return CONN_UNREACHABLE;
	case ETIMEDOUT:
		return CONN_TCP_TIMEOUT;
	default:
		return CONN_FAILED;
	}
}

static void
conn_note_local(struct conn *c)
{
	const char *ip = NULL;
	long port = 0;

	curl_easy_getinfo(c->easy, CURLINFO_LOCAL_IP, &ip);
	curl_easy_getinfo(c->easy, CURLINFO_LOCAL_PORT, &port);
	if (ip != NULL)
		snprintf(c->local, sizeof(c->local),
		    strchr(ip, ':') == NULL ? "%s:%ld" : "[%s]:%ld", ip, port);
}

void
conn_connected(struct conn *c, CURLcode code)
{
	if (c->dead || c->open)
		return;
	if (code != CURLE_OK) {
		if (c->error[0] == '\0')
			snprintf(c->error, sizeof(c->error), "%s",
			    curl_easy_strerror(code));
		conn_finish(c, conn_failure(c->easy, code));
		return;
	}
	curl_easy_getinfo(c->easy, CURLINFO_ACTIVESOCKET, &c->fd);
	c->open = true;
	conn_note_local(c);
	log_at(LOG_EVENTS, "connection to %s open from %s", c->host, c->local);
	conn_raise(c, CONN_OPENED);
}

/* Write what is queued. An error ends nothing: a status line may still be
 * waiting in the receive buffer, even after a reset. */
static void
conn_write(struct conn *c)
{
	size_t sent;
	CURLcode code;

	while (c->out.n > 0) {
		sent = 0;
		code = curl_easy_send(c->easy, c->out.p, c->out.n, &sent);
		if (code == CURLE_AGAIN)
			return;
		if (code != CURLE_OK) {
			buf_wipe(&c->out);
			return;
		}
		buf_drop(&c->out, sent);
	}
}

/* Read until the socket is drained or our buffer is full. */
static bool
conn_read(struct conn *c)
{
	char chunk[READ_CHUNK];
	bool got = false;
	CURLcode code;
	size_t n;

	c->more = false;
	while (c->in.n < CONN_IN_MAX) {
		n = 0;
		code = curl_easy_recv(c->easy, chunk, sizeof(chunk), &n);
		if (code == CURLE_AGAIN)
			return got;
		if (code != CURLE_OK || n == 0) {
			if (got)
				conn_raise(c, CONN_DATA);
			conn_finish(
			    c, code == CURLE_OK ? CONN_CLOSED : CONN_RESET);
			return false;
		}
		if (!buf_add(&c->in, chunk, n))
			break;
		got = true;
	}
	c->more = true;
	return got;
}

void
conn_pump(struct conn *c)
{
	if (c->dead || !c->open || c->end != CONN_ALIVE)
		return;
	conn_write(c);
	if (conn_read(c))
		conn_raise(c, CONN_DATA);
	if (!c->dead && c->end == CONN_ALIVE)
		conn_write(c);
}

static CURLcode
conn_ssl_ctx(CURL *easy, void *ssl_ctx, void *arg)
{
	(void)easy;
	tls_watch_install(ssl_ctx, arg);
	return CURLE_OK;
}

/*
 * Verification is ours (net/tls.c), since curl stops at the first fault and
 * would parse the whole bundle for every handle. The store of the run is
 * installed by the callback.
 */
static void
conn_setup_tls(struct conn *c, const struct conn_spec *spec)
{
	c->tls = true;
	c->watch.trust = spec->trust;
	c->watch.host = c->host;
	c->watch.msstd = c->msstd;
	c->watch.alias = c->origin;
	c->watch.client = spec->client;
	c->watch.client_any = spec->client_any;
	c->watch.old = spec->old_tls;
	c->watch.session = spec->session;
	c->watch.facts.alert = -1;
	curl_easy_setopt(c->easy, CURLOPT_SSL_VERIFYPEER, 0L);
	curl_easy_setopt(c->easy, CURLOPT_SSL_VERIFYHOST, 0L);
	curl_easy_setopt(c->easy, CURLOPT_CAINFO, NULL);
	curl_easy_setopt(c->easy, CURLOPT_CAPATH, NULL);
	curl_easy_setopt(c->easy, CURLOPT_SSL_SESSIONID_CACHE, 0L);
	curl_easy_setopt(c->easy, CURLOPT_SSL_CTX_FUNCTION, conn_ssl_ctx);
	curl_easy_setopt(c->easy, CURLOPT_SSL_CTX_DATA, &c->watch);
}

/* The forward proxy's socket instead of one of curl's own. */
static curl_socket_t
conn_give(void *arg, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct conn *c = arg;
	curl_socket_t given = c->given;

	(void)purpose;
	(void)address;
	c->given = -1;
	return given == -1 ? CURL_SOCKET_BAD : given;
}

static int
conn_is_connected(void *arg, curl_socket_t fd, curlsocktype purpose)
{
	(void)arg;
	(void)fd;
	(void)purpose;
	return CURL_SOCKOPT_ALREADY_CONNECTED;
}

static void
conn_on_forward(void *arg, enum forward_end end)
{
	struct conn *c = arg;

	if (c->dead)
		return;
	if (end == FORWARD_OPEN) {
		c->given = forward_take(c->forward);
		/* at once: two that read would share the target's bytes */
		forward_close(c->forward);
		c->forward = NULL;
		curl_easy_setopt(
		    c->easy, CURLOPT_OPENSOCKETFUNCTION, conn_give);
		curl_easy_setopt(c->easy, CURLOPT_OPENSOCKETDATA, c);
		curl_easy_setopt(
		    c->easy, CURLOPT_SOCKOPTFUNCTION, conn_is_connected);
		curl_multi_add_handle(loop_multi(c->loop), c->easy);
		return;
	}
	if (end == FORWARD_REFUSED)
		snprintf(c->error, sizeof(c->error),
		    "the forward proxy answered %d",
		    forward_answer(c->forward)->status);
	else
		snprintf(c->error, sizeof(c->error), "forward proxy: %s",
		    forward_error(c->forward));
	conn_finish(c, CONN_FAILED);
}

static void
conn_setup(struct conn *c, const struct conn_spec *spec)
{
	bool v6_host = strchr(spec->host, ':') != NULL;
	const char *address =
	    spec->forward == NULL ? spec->address : "127.0.0.1";
	bool v6 = strchr(address, ':') != NULL;
	char *url = mem_printf(v6_host ? "%s://[%s]:%d/" : "%s://%s:%d/",
	    spec->trust == NULL ? "http" : "https", spec->host, spec->port);
	char *to = mem_printf(v6 ? "::[%s]:%d" : "::%s:%d", address,
	    spec->to_port == 0 ? spec->port : spec->to_port);

	c->connect_to = curl_slist_append(NULL, to);
	curl_easy_setopt(c->easy, CURLOPT_URL, url);
	curl_easy_setopt(c->easy, CURLOPT_CONNECT_TO, c->connect_to);
	curl_easy_setopt(c->easy, CURLOPT_CONNECT_ONLY, 1L);
	curl_easy_setopt(c->easy, CURLOPT_PRIVATE, c);
	curl_easy_setopt(c->easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c->easy, CURLOPT_PROXY, "");
	curl_easy_setopt(c->easy, CURLOPT_ERRORBUFFER, c->error);
	curl_easy_setopt(c->easy, CURLOPT_FRESH_CONNECT, 1L);
	curl_easy_setopt(c->easy, CURLOPT_TCP_NODELAY, 1L);
	/* h2 would swallow the channels (HTTP2_FRONT_END) */
	curl_easy_setopt(
	    c->easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(c->easy, CURLOPT_CONNECTTIMEOUT_MS, CONNECT_NEVER_MS);
	if (spec->trust != NULL)
		conn_setup_tls(c, spec);
	free(url);
	free(to);
}

struct conn *
conn_open(struct loop *l, const struct conn_spec *spec, conn_fn *fn, void *arg)
{
	struct conn *c = mem_new(sizeof(*c));

	c->loop = l;
	c->fn = fn;
	c->arg = arg;
	c->host = mem_strdup(spec->host);
	c->msstd = mem_strdup(spec->msstd);
	c->origin = mem_strdup(spec->origin);
	buf_init(&c->in, CONN_IN_MAX + READ_CHUNK);
	buf_init(&c->out, CONN_OUT_MAX);
	c->easy = curl_easy_init();
	if (c->easy == NULL) {
		fputs("rpcdiag: curl has no handle to give\n", stderr);
		exit(3);
	}
	conn_setup(c, spec);
	loop_attach(l, c);
	c->given = -1;
	if (spec->forward == NULL)
		curl_multi_add_handle(loop_multi(l), c->easy);
	else
		c->forward = forward_open(l, spec->forward,
		    spec->address == NULL ? spec->host : spec->address,
		    spec->to_port == 0 ? spec->port : spec->to_port,
		    conn_on_forward, c);
	return c;
}

void
conn_close(struct conn *c)
{
	if (c == NULL)
		return;
	c->dead = true;
	c->watch.session = NULL; /* curl reads on while it says goodbye */
	forward_close(c->forward);
	c->forward = NULL;
	curl_multi_remove_handle(loop_multi(c->loop), c->easy);
}

void
conn_free(struct conn *c)
{
	if (!c->dead)
		conn_close(c);
	curl_easy_cleanup(c->easy);
	curl_slist_free_all(c->connect_to);
	if (c->given != -1)
		close(c->given);
	buf_wipe(&c->in);
	buf_wipe(&c->out);
	tls_watch_clear(&c->watch);
	free(c->host);
	free(c->msstd);
	free(c->origin);
	free(c);
}

bool
conn_send(struct conn *c, struct span bytes)
{
	if (c->end != CONN_ALIVE)
		return true; /* the end was or will be told as an event */
	if (!buf_add(&c->out, bytes.p, bytes.n))
		return false;
	if (c->open)
		conn_write(c);
	return true;
}

struct buf *
conn_in(struct conn *c)
{
	return &c->in;
}

enum conn_end
conn_end(const struct conn *c)
{
	return c->end;
}

const char *
conn_error(const struct conn *c)
{
	return c->error;
}

int
conn_socket(const struct conn *c)
{
	return c->fd;
}

const struct answer *
conn_refusal(const struct conn *c)
{
	const struct answer *a =
	    c->forward == NULL ? NULL : forward_answer(c->forward);

	return a != NULL && a->status != 0 && a->status / 100 != 2 ? a : NULL;
}

bool
conn_is_held(const struct conn *c)
{
	return c->forward != NULL && forward_is_held(c->forward);
}

const struct tls_facts *
conn_tls(const struct conn *c)
{
	return c->tls ? &c->watch.facts : NULL;
}

const char *
conn_local(const struct conn *c)
{
	return c->local;
}
