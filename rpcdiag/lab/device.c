/* SPDX-License-Identifier: Apache-2.0 */
/* The rules of the device: what it answers itself. */
#include "lab/device.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/strlist.h"
#include "lab/sock.h"

#define IDLE_TIME CLOCK_S(75)
#define BACKEND_CONNECT_TIME CLOCK_S(5)
#define PAGE_MAX 1024

/* An answer of the device's own, in the form nginx made familiar. */
static bool
reply_own(const struct device *d, struct http_conn *c, int status,
    const char *reason, const char *extra)
{
	struct http_reply r = { .minor = 1,
		.status = status,
		.reason = reason,
		.type = "text/html" };
	struct buf fields;
	struct buf page;
	bool go_on = false;

	buf_init(&fields, PAGE_MAX);
	buf_init(&page, PAGE_MAX);
	log_at(LOG_STEPS, "device answers %d", status);
	if (buf_printf(&fields, "Server: %s\r\n%s", d->knobs->server,
		extra != NULL ? extra : "") &&
	    buf_printf(&page,
		"<html>\r\n<head><title>%d %s</title></head>\r\n<body>\r\n"
		"<center><h1>%d %s</h1></center>\r\n<hr><center>%s</center>"
		"\r\n</body>\r\n</html>\r\n",
		status, reason, status, reason, d->knobs->server)) {
		r.fields = buf_text(&fields);
		r.body = buf_span(&page);
		go_on = http_conn_reply(c, &r);
	}
	buf_clear(&fields);
	buf_clear(&page);
	return go_on;
}

static bool
method_allowed(const struct device_knobs *k, struct span method)
{
	struct strlist allowed = { 0 };
	bool ok = k->methods == NULL;

	if (!ok)
		strlist_split(&allowed, k->methods, " ");
	for (size_t i = 0; i < allowed.n; i++)
		ok = ok || span_eq(method, span_str(allowed.v[i]));
	strlist_clear(&allowed);
	return ok;
}

static bool
ask_for_logon(const struct device *d, struct http_conn *c)
{
	struct buf challenges;
	bool go_on;

	buf_init(&challenges, PAGE_MAX);
	go_on = logon_put_challenges(&d->logon, &challenges) &&
	    reply_own(d, c, 401, "Unauthorized", buf_text(&challenges));
	buf_clear(&challenges);
	return go_on;
}

/* True when the device answered by itself; then *go_on is set. */
static bool
apply_rules(const struct device *d, struct http_conn *c, bool *go_on)
{
	const struct device_knobs *k = d->knobs;
	char location[PAGE_MAX];

	if (k->login_page != NULL) {
		snprintf(location, sizeof(location), "Location: %s\r\n",
		    k->login_page);
		*go_on = reply_own(d, c, 302, "Moved Temporarily", location);
		return true;
	}
	if (!method_allowed(k, c->head.method)) {
		*go_on = reply_own(d, c, k->method_status,
		    k->method_status == 405 ? "Not Allowed" : "Not Implemented",
		    NULL);
		return true;
	}
	if (k->preauth != NULL && !logon_accepted(&d->logon, &c->head)) {
		*go_on = ask_for_logon(d, c);
		return true;
	}
	if (k->body_limit > 0 && c->length > k->body_limit) {
		*go_on = reply_own(d, c, 413, "Request Entity Too Large", NULL);
		return true;
	}
	return false;
}

static struct stream *
connect_backend(const struct device *d)
{
	int fd;

	if (sock_connect(&d->backend, BACKEND_CONNECT_TIME, &fd) != SOCK_OK)
		return NULL;
	return d->backend_tls != NULL ? stream_connect(fd, d->backend_tls)
				      : stream_new(fd);
}

void
device_serve(void *ctx, int fd)
{
	const struct device *d = ctx;
	struct stream *backend = NULL;
	struct http_conn c;
	bool go_on = true;
	struct stream *s =
	    d->tls != NULL ? stream_accept(fd, d->tls) : stream_new(fd);

	if (s == NULL)
		return;
	http_conn_open(&c, s);
	while (go_on && http_conn_next(&c, clock_mono_us() + IDLE_TIME)) {
		log_at(LOG_STEPS, "device: %.*s length %lld",
		    (int)c.head.method.n, (const char *)c.head.method.p,
		    (long long)c.length);
		if (apply_rules(d, &c, &go_on))
			continue;
		/* One connection behind for each in front, so that connection
		 * oriented logons survive; unless that is the fault. */
		if (d->knobs->multiplexes) {
			stream_free(backend);
			backend = NULL;
		}
		if (backend == NULL)
			backend = connect_backend(d);
		go_on = backend != NULL
		    ? device_exchange(d->knobs, &c, backend)
		    : reply_own(d, &c, 502, "Bad Gateway", NULL);
	}
	stream_free(backend);
	http_conn_close(&c);
}
