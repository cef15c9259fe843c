/* SPDX-License-Identifier: Apache-2.0 */
#include "report/nagios.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/trials.h"
#include "report/out.h"
#include "report/say.h"
#include "report/sentence.h"
#include "report/utf8.h"
#include "report/witness.h"

static const char *const states[HEALTH_N] = {
	[HEALTH_HEALTHY] = "OK",
	[HEALTH_DEGRADED] = "WARNING",
	[HEALTH_FAILED] = "CRITICAL",
	[HEALTH_UNKNOWN] = "UNKNOWN",
};

/* A bar begins performance data, and some web interfaces show what looks like
 * markup as markup: neither may come out of a server's text. */
static char
harmless(char ch)
{
	switch (ch) {
	case '|':
		return '/';
	case '<':
		return '(';
	case '>':
		return ')';
	case '\n':
		return ' ';
	default:
		return ch;
	}
}

static void add(struct out *out, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Text that may hold anything, as part of a line. */
static void
add(struct out *out, const char *fmt, ...)
{
	va_list ap;
	char *text, *printable;

	va_start(ap, fmt);
	text = mem_vprintf(fmt, ap);
	va_end(ap);
	for (char *p = text; *p != '\0'; p++)
		*p = harmless(*p);
	printable = utf8_printable(text);
	out_puts(out, printable);
	free(printable);
	free(text);
}

/* " label=1.234567s;;;0", or U where nothing could be measured. Labels are
 * ours: no blank, no quote. */
static void
add_time(struct out *out, const char *label, bool known, int64_t us)
{
	char *seconds = say_seconds(us);

	if (known)
		add(out, " %s=%ss;;;0", label, seconds);
	else
		add(out, " %s=U", label);
	free(seconds);
}

/* The first check of a stage that came to an end; NULL when none did. */
static const struct check *
ended_find(const struct checks *c, enum stage_id stage, int endpoint)
{
	const struct check *x;

	for (size_t n = 0; (x = checks_nth(c, stage, endpoint, n)) != NULL; n++)
		if (x->outcome == OUTCOME_PASS || x->outcome == OUTCOME_INFO)
			return x;
	return NULL;
}

/* Below the tunnel; above it the endpoints differ. */
static void
add_stages(struct out *out, const struct checks *c)
{
	for (enum stage_id stage = STAGE_DNS; stage < STAGE_TUNNEL; stage++) {
		const struct check *x = ended_find(c, stage, -1);

		if (checks_nth(c, stage, -1, 0) != NULL)
			add_time(out, stage_text(stage), x != NULL,
			    x == NULL ? 0 : x->duration_us);
	}
}

/* How long its tunnel took, and of the repetitions how many opened. */
static void
add_endpoint(struct out *out, const struct checks *c, int endpoint)
{
	const struct check *x = ended_find(c, STAGE_TUNNEL, endpoint);
	char *label = mem_printf("tunnel_%d", endpoint);
	struct trials t;
	unsigned n;

	trials_count(c, endpoint, &t);
	n = tally_n(&t.all) + t.all.failed;
	add_time(out, label, x != NULL, x == NULL ? 0 : x->duration_us);
	if (n > 0)
		add(out, " open_%d=%u;;;0;%u", endpoint, t.all.opened, n);
	free(label);
}

static void
add_certificate(struct out *out, const struct checks *c)
{
	const struct check *tls = checks_nth(c, STAGE_TLS, -1, 0);
	const struct fact *days =
	    tls == NULL ? NULL : fact_get(&tls->facts, FACT_TLS_DAYS_LEFT);

	if (days != NULL && !days->absent)
		add(out, " certificate_days=%lld;%d:;0:", (long long)days->i,
		    CERTIFICATE_DAYS_LEAST);
}

static void
add_performance(struct out *out, const struct report *r)
{
	out_puts(out, " |");
	add_time(out, "time", true, r->duration_us);
	add_stages(out, &r->checks);
	for (size_t i = 0; i < r->target.nendpoints; i++)
		add_endpoint(out, &r->checks, r->target.endpoints[i]);
	add_certificate(out, &r->checks);
}

/* "summary (ID, 98 % sure)" */
static void
add_answer(struct out *out, const struct finding *f)
{
	int percent = sentence_percent(f->confidence);
	const char *id = sentence_id(f);

	add(out, "%s",
	    f->summary != NULL ? f->summary : "Nothing could be concluded.");
	if (id != NULL && percent > 0)
		add(out, " (%s, %d %% sure)", id, percent);
	else if (id != NULL)
		add(out, " (%s)", id);
	else if (percent > 0)
		add(out, " (%d %% sure)", percent);
}

/* The state is that of the exit status, to which findings beside the verdict
 * count, too. */
static void
add_first(struct out *out, const struct report *r)
{
	int status = r->exit_status >= 0 && r->exit_status < HEALTH_N
	    ? r->exit_status
	    : HEALTH_UNKNOWN;

	add(out, "RPCDIAG %s - ", states[status]);
	add_answer(out, &r->verdict);
	for (size_t i = 0; i < r->nfindings; i++)
		if (r->findings[i].id != NULL)
			add(out, ", also %s", r->findings[i].id);
	add_performance(out, r);
	out_puts(out, "\n");
}

static void
add_evidence(struct out *out, const struct report *r, const struct finding *f)
{
	struct witnesses all;

	witnesses_init(&all, r, &f->evidence);
	for (size_t i = 0; i < all.n; i++) {
		const struct witness *w = &all.v[i];
		char *ids = witness_ids(w);

		add(out, "%s: %s%s%s", ids, w->said,
		    w->origin == NULL ? "" : "; origin: ",
		    w->origin == NULL ? "" : w->origin);
		out_puts(out, "\n");
		free(ids);
	}
	witnesses_clear(&all);
}

/* What to do, and what shows it; who is well needs neither. */
static void
add_finding(struct out *out, const struct report *r, const struct finding *f)
{
	if (f->status == HEALTH_HEALTHY)
		return;
	for (size_t i = 0; i < f->fix.n; i++) {
		add(out, "%zu. %s", i + 1, f->fix.v[i]);
		out_puts(out, "\n");
	}
	add_evidence(out, r, f);
	for (size_t i = 0; i < f->nnot_tested; i++) {
		add(out, "not tested: %s: %s", f->not_tested[i].what,
		    f->not_tested[i].why);
		out_puts(out, "\n");
	}
}

static void
add_sentence(struct out *out, char *text)
{
	if (text != NULL) {
		add(out, "%s", text);
		out_puts(out, "\n");
	}
	free(text);
}

bool
nagios_render(
    const struct report *r, const struct render_options *o, struct buf *buf)
{
	struct out out = { .buf = buf };

	add_first(&out, r);
	if (o->verbosity <= RENDER_ANSWER)
		return !out.full;
	add_sentence(&out, sentence_target(&r->target));
	add_finding(&out, r, &r->verdict);
	for (size_t i = 0; i < r->nfindings; i++) {
		add(&out, "%s - ", states[r->findings[i].status]);
		add_answer(&out, &r->findings[i]);
		out_puts(&out, "\n");
		add_finding(&out, r, &r->findings[i]);
	}
	add_sentence(&out, sentence_run(r, o));
	return !out.full;
}
