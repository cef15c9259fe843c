/* SPDX-License-Identifier: Apache-2.0 */
#include "net/resolve.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "net/dns_query.h"

/*
 * Two hold a job: the owner and the thread. A thread that outlives its loop
 * (a resolver that never answers) must not touch it: the owner's close is told
 * under the lock.
 */
struct resolve {
	pthread_mutex_t lock;
	int holders;
	bool closed;
	struct loop *loop;
	resolve_fn *fn;
	void *arg;
	char *host, *server;
	struct resolve_result result;
};

static void
resolve_release(struct resolve *r)
{
	bool last;

	pthread_mutex_lock(&r->lock);
	last = --r->holders == 0;
	pthread_mutex_unlock(&r->lock);
	if (!last)
		return;
	pthread_mutex_destroy(&r->lock);
	strlist_clear(&r->result.addresses);
	free(r->host);
	free(r->server);
	free(r);
}

int
address_family(const char *text)
{
	struct in6_addr a;

	if (inet_pton(AF_INET, text, &a) == 1)
		return 4;
	return inet_pton(AF_INET6, text, &a) == 1 ? 6 : 0;
}

static enum resolve_end
end_of(int gai)
{
	switch (gai) {
	case EAI_NONAME:
		return RESOLVE_NXDOMAIN;
#ifdef EAI_NODATA
	case EAI_NODATA:
		return RESOLVE_NODATA;
#endif
	case EAI_AGAIN:
		return RESOLVE_TIMEOUT;
	default:
		return RESOLVE_FAILURE;
	}
}

static void
ask_system(const char *host, struct resolve_result *out)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	struct addrinfo *list = NULL;
	char text[NI_MAXHOST];
	int gai = getaddrinfo(host, NULL, &hints, &list);

	if (gai != 0) {
		out->end = end_of(gai);
		snprintf(out->text, sizeof(out->text), "%s", gai_strerror(gai));
		return;
	}
	for (struct addrinfo *a = list; a != NULL; a = a->ai_next)
		if (getnameinfo(a->ai_addr, a->ai_addrlen, text, sizeof(text),
			NULL, 0, NI_NUMERICHOST) == 0)
			strlist_add_once(&out->addresses, text);
	freeaddrinfo(list);
	out->end = out->addresses.n > 0 ? RESOLVE_OK : RESOLVE_NODATA;
}

/* On the loop's thread: hand over the result, unless nobody wants it. */
static void
resolve_tell(void *arg)
{
	struct resolve *r = arg;

	if (!r->closed)
		r->fn(r->arg, &r->result);
	resolve_release(r);
}

static void *
resolve_thread(void *arg)
{
	struct resolve *r = arg;
	struct resolve_result *out = &r->result;

	if (r->server != NULL)
		dns_query(r->host, r->server, out);
	else
		ask_system(r->host, out);
	pthread_mutex_lock(&r->lock);
	if (!r->closed) {
		r->holders++; /* the posted call */
		loop_post(r->loop, resolve_tell, r);
	}
	pthread_mutex_unlock(&r->lock);
	resolve_release(r);
	return NULL;
}

const char *
resolve_end_text(enum resolve_end end)
{
	static const char *const texts[] = {
		[RESOLVE_OK] = "ok",
		[RESOLVE_NXDOMAIN] = "nxdomain",
		[RESOLVE_NODATA] = "nodata",
		[RESOLVE_TIMEOUT] = "timeout",
		[RESOLVE_FAILURE] = "failure",
	};

	return texts[end];
}

struct resolve *
resolve_open(struct loop *l, const char *host, const char *server,
    resolve_fn *fn, void *arg)
{
	struct resolve *r = mem_new(sizeof(*r));
	pthread_t thread;

	pthread_mutex_init(&r->lock, NULL);
	r->holders = 2;
	r->loop = l;
	r->fn = fn;
	r->arg = arg;
	r->host = mem_strdup(host);
	r->server = mem_strdup(server);
	if (address_family(host) != 0) {
		strlist_add(&r->result.addresses, host);
		loop_later(l, resolve_tell, r);
	} else if (pthread_create(&thread, NULL, resolve_thread, r) == 0) {
		pthread_detach(thread);
	} else {
		r->result.end = RESOLVE_FAILURE;
		snprintf(r->result.text, sizeof(r->result.text),
		    "no thread for the resolver");
		loop_later(l, resolve_tell, r);
	}
	return r;
}

void
resolve_close(struct resolve *r)
{
	if (r == NULL)
		return;
	pthread_mutex_lock(&r->lock);
	r->closed = true;
	pthread_mutex_unlock(&r->lock);
	resolve_release(r);
}
