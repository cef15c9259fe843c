/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every sample names its target, since several files may lie in one folder.
 * What was not tested has no sample. No label holds a server's words: ids,
 * ports and what the command line named are all.
 */
#include "report/prometheus.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "model/trials.h"
#include "report/out.h"
#include "report/say.h"
#include "report/utf8.h"

struct exposition {
	struct out out;
	const struct report *r;
	const struct render_options *o;
	const struct metric *metric;
	bool begun; /* HELP and TYPE stand before the first sample only */
};

struct metric {
	const char *name; /* without rpcdiag_ */
	const char *help; /* no line break, no backslash */
	void (*put)(struct exposition *e);
};

/* Escaped as a label's value has to be. */
static void
put_value(struct exposition *e, const char *text)
{
	char *printable = utf8_printable(text);

	for (const char *p = printable; *p != '\0'; p++) {
		if (*p == '\\' || *p == '"')
			out_puts(&e->out, "\\");
		out_add(&e->out, p, 1);
	}
	free(printable);
}

static void
put_label(struct exposition *e, const char *name, const char *value)
{
	if (value == NULL)
		return;
	out_printf(&e->out, ",%s=\"", name);
	put_value(e, value);
	out_puts(&e->out, "\"");
}

/* Everything before the value, but for further labels and sample_end. */
static void
sample_begin(struct exposition *e)
{
	const char *name = e->metric->name;
	const struct target *t = &e->r->target;

	if (!e->begun)
		out_printf(&e->out,
		    "# HELP rpcdiag_%s %s\n# TYPE rpcdiag_%s gauge\n", name,
		    e->metric->help, name);
	e->begun = true;
	out_printf(&e->out, "rpcdiag_%s{target=\"", name);
	put_value(e, t->proxy);
	out_puts(&e->out, "\"");
	put_label(e, "server", t->server);
}

static void
sample_end(struct exposition *e, int64_t value)
{
	out_printf(&e->out, "} %lld\n", (long long)value);
}

/* Microseconds as seconds. */
static void
sample_end_us(struct exposition *e, int64_t us)
{
	char *seconds = say_seconds(us);

	out_printf(&e->out, "} %s\n", seconds);
	free(seconds);
}

static void
put_up(struct exposition *e)
{
	enum health h = e->r->verdict.status;

	if (h == HEALTH_UNKNOWN)
		return;
	sample_begin(e);
	sample_end(e, h == HEALTH_HEALTHY || h == HEALTH_DEGRADED);
}

static void
put_status(struct exposition *e)
{
	sample_begin(e);
	sample_end(e, e->r->exit_status);
}

static void
put_finding(struct exposition *e, const struct finding *f, bool verdict)
{
	if (f->id == NULL)
		return;
	sample_begin(e);
	put_label(e, "id", f->id);
	put_label(e, "status", health_text(f->status));
	put_label(e, "verdict", verdict ? "yes" : "no");
	out_printf(&e->out, "} %.3f\n", f->confidence);
}

/* An id may be found twice, a sample may not stand twice. */
static bool
is_first(const struct report *r, size_t n)
{
	const char *id = r->findings[n].id;

	for (size_t i = 0; i < n; i++)
		if (id != NULL && r->findings[i].id != NULL &&
		    strcmp(r->findings[i].id, id) == 0)
			return false;
	return true;
}

static void
put_findings(struct exposition *e)
{
	put_finding(e, &e->r->verdict, true);
	for (size_t i = 0; i < e->r->nfindings; i++)
		if (is_first(e->r, i))
			put_finding(e, &e->r->findings[i], false);
}

static void
put_duration(struct exposition *e)
{
	sample_begin(e);
	sample_end_us(e, e->r->duration_us);
}

static void
put_ended(struct exposition *e)
{
	sample_begin(e);
	sample_end(e, (int64_t)e->r->started + e->r->duration_us / CLOCK_S(1));
}

static void
put_info(struct exposition *e)
{
	sample_begin(e);
	put_label(e, "version", e->o->version);
	put_label(e, "vantage", e->r->target.inside ? "inside" : "outside");
	sample_end(e, 1);
}

static void
put_certificate(struct exposition *e)
{
	const struct checks *c = &e->r->checks;

	for (size_t i = 0; i < c->n; i++) {
		const char *end = fact_str(&c->v[i]->facts, FACT_TLS_NOT_AFTER);
		time_t t;

		if (end == NULL || !clock_parse_rfc3339(end, &t))
			continue;
		sample_begin(e);
		sample_end(e, t);
		return; /* the proxy's; whatever comes later is another's */
	}
}

/* Repetitions are counted and not listed; the first of an id is the one. */
static bool
is_listed(const struct report *r, const struct check *c)
{
	return c->stage != STAGE_REPEAT && c->outcome != OUTCOME_SKIP &&
	    checks_find(&r->checks, c->id) == c;
}

static void
check_begin(struct exposition *e, const struct check *c)
{
	char *endpoint =
	    c->endpoint == 0 ? NULL : mem_printf("%d", c->endpoint);

	sample_begin(e);
	put_label(e, "check", c->id);
	put_label(e, "endpoint", endpoint);
	free(endpoint);
}

static void
put_success(struct exposition *e)
{
	const struct checks *all = &e->r->checks;

	for (size_t i = 0; i < all->n; i++) {
		const struct check *c = all->v[i];

		if (!is_listed(e->r, c) || c->outcome == OUTCOME_INFO)
			continue;
		check_begin(e, c);
		sample_end(e, c->outcome == OUTCOME_PASS);
	}
}

static void
put_check_duration(struct exposition *e)
{
	const struct checks *all = &e->r->checks;

	for (size_t i = 0; i < all->n; i++)
		if (is_listed(e->r, all->v[i])) {
			check_begin(e, all->v[i]);
			sample_end_us(e, all->v[i]->duration_us);
		}
}

static void
put_http_status(struct exposition *e)
{
	const struct checks *all = &e->r->checks;

	for (size_t i = 0; i < all->n; i++)
		if (is_listed(e->r, all->v[i]) && all->v[i]->http_status != 0) {
			check_begin(e, all->v[i]);
			sample_end(e, all->v[i]->http_status);
		}
}

static void
put_rpc_status(struct exposition *e)
{
	const struct checks *all = &e->r->checks;

	for (size_t i = 0; i < all->n; i++)
		if (is_listed(e->r, all->v[i]) && all->v[i]->has_status) {
			check_begin(e, all->v[i]);
			sample_end(e, all->v[i]->status_code);
		}
}

static void
put_count(
    struct exposition *e, int endpoint, const char *result, unsigned count)
{
	char *port = mem_printf("%d", endpoint);

	sample_begin(e);
	put_label(e, "endpoint", port);
	put_label(e, "result", result);
	sample_end(e, count);
	free(port);
}

static void
put_tunnels(struct exposition *e)
{
	const struct target *target = &e->r->target;

	for (size_t i = 0; i < target->nendpoints; i++) {
		int endpoint = target->endpoints[i];
		struct trials t;

		trials_count(&e->r->checks, endpoint, &t);
		if (tally_n(&t.all) + t.all.failed == 0)
			continue; /* not tested */
		put_count(e, endpoint, "open", t.all.opened);
		put_count(e, endpoint, "silent", t.all.silent);
		put_count(e, endpoint, "refused", t.all.failed);
	}
}

static const struct metric metrics[] = {
	{ "up",
	    "Whether clients can work: 1 healthy or degraded, 0 failed; "
	    "missing when nothing could be concluded.",
	    put_up },
	{ "status",
	    "The exit status of the check: 0 healthy, 1 degraded, "
	    "2 failed, 3 unknown.",
	    put_status },
	{ "finding_confidence_ratio",
	    "How sure the verdict and the other findings are, 0 to 1.",
	    put_findings },
	{ "duration_seconds", "How long the run took.", put_duration },
	{ "last_run_timestamp_seconds", "When the run ended.", put_ended },
	{ "run_info", "How the run was made.", put_info },
	{ "certificate_not_after_timestamp_seconds",
	    "When the certificate of the RPC proxy ends.", put_certificate },
	{ "check_success",
	    "Whether a check passed; missing when it is neither "
	    "good nor bad.",
	    put_success },
	{ "check_duration_seconds", "How long a check took.",
	    put_check_duration },
	{ "http_status_code", "The HTTP status that a check was answered with.",
	    put_http_status },
	{ "rpc_status_code",
	    "The error number of RPC, Windows or Exchange that a check got.",
	    put_rpc_status },
	{ "tunnels",
	    "Tunnels to an endpoint by how they ended, with repetitions.",
	    put_tunnels },
};

bool
prometheus_render(
    const struct report *r, const struct render_options *o, struct buf *buf)
{
	struct exposition e = { .out.buf = buf, .r = r, .o = o };

	for (size_t i = 0; i < sizeof(metrics) / sizeof(metrics[0]); i++) {
		e.metric = &metrics[i];
		e.begun = false;
		e.metric->put(&e);
	}
	return !e.out.full;
}
