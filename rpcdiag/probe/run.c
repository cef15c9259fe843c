/* SPDX-License-Identifier: Apache-2.0 */
#include "probe/run.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/random.h"
#include "net/request_head.h"
#include "net/resolve.h"
#include "probe/identity.h"

/* The URL of the RPC proxy; a ping may do without one. */
static char *
proxy_url(const struct config *c)
{
	bool standard = c->proxy_port == (c->tls ? 443 : 80);
	char *port, *url;

	if (c->proxy_host == NULL)
		return NULL;
	port = standard ? mem_strdup("") : mem_printf(":%d", c->proxy_port);
	url = mem_printf(strchr(c->proxy_host, ':') != NULL ? "%s://[%s]%s%s"
							    : "%s://%s%s%s",
	    c->tls ? "https" : "http", c->proxy_host, port, c->path);
	free(port);
	return url;
}

static void
target_fill(struct target *t, const struct config *c)
{
	const struct forward_proxy *f = config_forward(c);

	t->proxy = proxy_url(c);
	t->host = mem_strdup(c->proxy_host);
	t->server = mem_strdup(c->server == NULL ? c->proxy_host : c->server);
	t->endpoints = mem_grow(NULL, c->nendpoints, sizeof(*t->endpoints));
	for (size_t i = 0; i < c->nendpoints; i++)
		t->endpoints[i] = c->endpoints[i];
	t->nendpoints = c->nendpoints;
	t->user = mem_strdup(c->http.user);
	if (f != NULL) {
		char *place = request_host(f->host, f->port);

		t->forward_proxy = mem_printf("http://%s", place);
		t->forward_user = mem_strdup(f->account.user);
		free(place);
	}
	t->inside = c->inside;
	if (c->direct_host != NULL)
		t->direct = request_host(c->direct_host, config_direct_port(c));
	t->msstd = mem_strdup(c->msstd);
	for (size_t i = 0; i < c->http_auth.n; i++)
		strlist_add(&t->http_auth, c->http_auth.v[i]);
	t->insecure = c->insecure;
}

static void
hop_fill(struct run *r)
{
	const struct config *c = r->config;
	const struct forward_proxy *f = config_forward(c);

	r->hop_host = f == NULL ? c->proxy_host : f->host;
	r->hop_port = f == NULL ? c->proxy_port : f->port;
	if (f == NULL)
		return;
	r->forward_who = (struct auth_identity){ .user = f->account.user,
		.password = &f->account.password,
		.lockout = r->lockout };
	r->forward = (struct conn_forward){
		.host = f->host,
		.who = &r->forward_who,
		.plaintext = c->allow_plaintext_auth,
	};
}

static void
control_name(struct run *r)
{
	uint8_t random[4];

	random_fill(random, sizeof(random));
	snprintf(r->control, sizeof(r->control), "rpcdiag-%02x%02x%02x%02x",
	    random[0], random[1], random[2], random[3]);
}

static void
on_nudge(void *arg)
{
	plan_step(arg);
}

struct run *
run_new(const struct config *config, struct report *report,
    run_progress *progress, void *arg, struct err **err)
{
	struct run *r = mem_new(sizeof(*r));

	*err = NULL;
	r->config = config;
	r->report = report;
	r->progress = progress;
	r->progress_arg = arg;
	r->lockout = lockout_new();
	identities_take(r);
	r->nudge = (struct timer){ .fn = on_nudge, .arg = r };
	r->began_us = clock_mono_us();
	r->ends_us = r->began_us + config->deadline_us;
	report->started = clock_wall();
	report->deadline_us = config->deadline_us;
	target_fill(&report->target, config);
	r->server = report->target.server;
	control_name(r);
	hop_fill(r);
	curl_global_init(CURL_GLOBAL_DEFAULT);
	if (config->tls)
		r->trust = tls_trust_new(config->cacert, err);
	if (*err == NULL && config->tls && config->cert != NULL)
		r->client = client_cert_load(config->cert, config->key, err);
	if (*err == NULL && (r->loop = loop_new()) == NULL)
		*err = err_new("libcurl cannot be started");
	if (*err != NULL) {
		run_free(r);
		return NULL;
	}
	return r;
}

void
run_free(struct run *r)
{
	if (r == NULL)
		return;
	r->report->duration_us = clock_mono_us() - r->began_us;
	if (r->loop != NULL) {
		r->stop = true;
		probes_cut(r);
		loop_disarm(r->loop, &r->nudge);
		loop_free(r->loop);
	}
	tls_trust_free(r->trust);
	client_cert_free(r->client);
	client_cert_free(r->nobody);
	lockout_free(r->lockout);
	cookie_book_clear(&r->cookies);
	free(r->form);
	curl_global_cleanup();
	free(r);
}

void
run_stop(struct run *r)
{
	r->stop = true;
	if (r->loop != NULL)
		loop_wake(r->loop);
}

void
run_on_waiting(struct run *r, run_waiting *waiting)
{
	r->waiting = waiting;
}

void
run_on_calls(struct run *r, run_calls *calls)
{
	r->calls = calls;
}

bool
run_is_mapped(const struct run *r, const char *host, int port)
{
	for (size_t i = 0; i < r->config->nmap; i++)
		if (r->config->map[i].port == port &&
		    strcasecmp(r->config->map[i].host, host) == 0)
			return true;
	return false;
}

static unsigned
add_address(const struct run *r, const char *text, int port,
    struct peer_address *out, unsigned n, unsigned max)
{
	int family = address_family(text);
	enum family want = r->config->family;

	if (n == max || family == 0 || (want == FAMILY_IPV4 && family != 4) ||
	    (want == FAMILY_IPV6 && family != 6))
		return n;
	out[n] = (struct peer_address){
		.port = port,
		.family = family,
		.index = (int)n + 1,
	};
	snprintf(out[n].text, sizeof(out[n].text), "%s", text);
	return n + 1;
}

unsigned
run_addresses(const struct run *r, const char *host, int port,
    const struct strlist *resolved, struct peer_address *out, unsigned max)
{
	const struct config *c = r->config;
	unsigned n = 0;

	if (run_is_mapped(r, host, port)) {
		for (size_t i = 0; i < c->nmap; i++)
			if (c->map[i].port == port &&
			    strcasecmp(c->map[i].host, host) == 0)
				n = add_address(r, c->map[i].address,
				    c->map[i].to_port, out, n, max);
		return n;
	}
	for (size_t i = 0; i < resolved->n; i++)
		n = add_address(r, resolved->v[i], port, out, n, max);
	return n;
}

void
run_pin(struct run *r, const struct peer_address *a)
{
	static const struct strlist none;
	const struct config *c = r->config;

	r->pinned = a;
	if (config_forward(c) == NULL)
		return;
	r->forward.address = a->text;
	r->forward.port = a->port;
	r->is_beyond = run_addresses(r, c->proxy_host, c->proxy_port, &none,
			   &r->beyond, 1) > 0;
}

void
run_spec(const struct run *r, struct conn_spec *out)
{
	const struct peer_address *to = r->pinned;

	*out = (struct conn_spec){
		.host = r->config->proxy_host,
		.port = r->config->proxy_port,
		.trust = r->trust,
		.msstd = r->config->msstd,
		.client = r->client,
		.client_any = r->config->insecure,
	};
	if (config_forward(r->config) != NULL) {
		out->forward = &r->forward;
		to = r->is_beyond ? &r->beyond : NULL;
	}
	if (to != NULL) {
		out->address = to->text;
		out->to_port = to->port;
	}
}

void
run_spec_at(
    const struct run *r, const struct peer_address *at, struct conn_spec *out)
{
	run_spec(r, out);
	if (at == NULL)
		return;
	out->address = at->text;
	out->to_port = at->port;
	if (at != &r->origin)
		return;
	out->origin = r->config->direct_host;
	out->forward = NULL;
}

void
run_note_forward(const struct run *r, struct check *c)
{
	char *place;

	if (config_forward(r->config) == NULL)
		return;
	place = request_host(r->hop_host, r->hop_port);
	fact_put_str(&c->facts, FACT_FORWARD_PROXY, place);
	free(place);
}

void
run_logon(struct run *r, const struct auth_identity *who, enum logon_word word)
{
	bool accepted = word == LOGON_ACCEPTED;

	if (who == &r->form_who && accepted)
		identity_adopt_form(r);
	else if (who != &r->who)
		return;
	if (accepted)
		r->gate = GATE_OPEN;
	else if (r->gate != GATE_OPEN ||
	    lockout_left(r->lockout, who->user) == 0)
		r->gate = GATE_REFUSED;
}

struct check *
run_skip(struct run *r, const char *id, const char *parent, enum stage_id stage,
    int endpoint, const char *why)
{
	struct check *c = checks_find(&r->report->checks, id);

	if (c != NULL)
		return c;
	c = checks_add(&r->report->checks, id, parent, stage);
	c->endpoint = endpoint;
	c->started_us = clock_mono_us() - r->began_us;
	mem_set(&c->detail, why);
	if (r->progress != NULL)
		r->progress(r->progress_arg, c);
	return c;
}

void
run_extend(struct run *r, int64_t us)
{
	r->ends_us += us;
	r->report->deadline_us += us;
}

void
run_until_idle(struct run *r)
{
	int64_t due;

	r->told_us = clock_mono_us();
	while (!r->stop && clock_mono_us() < r->ends_us) {
		if (probes_running(r) == 0) {
			loop_disarm(r->loop, &r->nudge);
			return;
		}
		due = r->told_us + CLOCK_S(RUN_SILENCE_S);
		loop_turn(r->loop, due < r->ends_us ? due : r->ends_us);
		if (clock_mono_us() >= due && probes_running(r) > 0)
			probes_tell_waiting(r);
	}
	r->stop = true;
	probes_cut(r);
}
