/* SPDX-License-Identifier: Apache-2.0 */
#include "report/junit.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "report/markup.h"
#include "report/say.h"
#include "report/sentence.h"
#include "report/witness.h"

struct junit {
	struct markup m;
	const struct report *r;
	unsigned suites;
};

struct counts {
	unsigned tests, failures, errors, skipped;
	int64_t time_us;
};

static void
count_check(struct counts *n, const struct check *c)
{
	n->tests++;
	n->failures += c->outcome == OUTCOME_FAIL;
	n->skipped += c->outcome == OUTCOME_SKIP;
	n->time_us += c->duration_us;
}

/* Nothing could be concluded: that is no failure of the site. */
static void
count_finding(struct counts *n, const struct finding *f)
{
	n->tests++;
	n->failures +=
	    f->status == HEALTH_FAILED || f->status == HEALTH_DEGRADED;
	n->errors += f->status == HEALTH_UNKNOWN;
}

static void
open_suite(struct junit *j, const char *name, const struct counts *n)
{
	char *number[] = {
		mem_printf("%u", j->suites++),
		mem_printf("%u", n->tests),
		mem_printf("%u", n->failures),
		mem_printf("%u", n->errors),
		mem_printf("%u", n->skipped),
		say_seconds(n->time_us),
	};
	char started[21];

	clock_rfc3339(j->r->started, started);
	started[strcspn(started, "Z")] = '\0'; /* the form has no zone */
	markup_open(&j->m, "testsuite", "id", number[0], "package", "rpcdiag",
	    "name", name, "timestamp", started, "hostname",
	    j->r->target.host == NULL ? "" : j->r->target.host, "tests",
	    number[1], "failures", number[2], "errors", number[3], "skipped",
	    number[4], "time", number[5], NULL);
	for (size_t i = 0; i < sizeof(number) / sizeof(number[0]); i++)
		free(number[i]);
}

static void
open_case(struct junit *j, const char *suite, const char *name, int64_t time_us)
{
	char *class = mem_printf("rpcdiag.%s", suite);
	char *time = say_seconds(time_us);

	markup_open(&j->m, "testcase", "classname", class, "name", name, "time",
	    time, NULL);
	free(time);
	free(class);
}

/* A line of a body, which is no attribute and keeps its lines. */
static void
put_line(struct junit *j, const char *text)
{
	markup_text(&j->m, text);
	markup_raw(&j->m, "\n");
}

/* Cause, evidence, what to do. */
static void
put_body(struct junit *j, const struct finding *f)
{
	struct witnesses all;

	if (f->cause != NULL)
		put_line(j, f->cause);
	witnesses_init(&all, j->r, &f->evidence);
	for (size_t i = 0; i < all.n; i++) {
		char *ids = witness_ids(&all.v[i]);

		markup_textf(&j->m, "%s: ", ids);
		put_line(j, all.v[i].said);
		free(ids);
	}
	witnesses_clear(&all);
	for (size_t i = 0; i < f->fix.n; i++) {
		markup_textf(&j->m, "%zu. ", i + 1);
		put_line(j, f->fix.v[i]);
	}
}

static void
put_finding(struct junit *j, const struct finding *f)
{
	const char *status = health_text(f->status);
	char *summary = f->summary == NULL
	    ? mem_strdup("Nothing could be concluded.")
	    : mem_printf("%s (%d %% sure)", f->summary,
		  sentence_percent(f->confidence));

	open_case(j, "verdict", f->id == NULL ? status : f->id, 0);
	if (f->status == HEALTH_HEALTHY) {
		markup_line(&j->m, "system-out", summary);
	} else {
		markup_open(&j->m,
		    f->status == HEALTH_UNKNOWN ? "error" : "failure",
		    "message", summary, "type", status, NULL);
		put_body(j, f);
		markup_close(&j->m);
	}
	markup_close(&j->m);
	free(summary);
}

static void
put_check(struct junit *j, const struct check *c)
{
	char *said = say_check(c);

	open_case(j, stage_text(c->stage), c->id, c->duration_us);
	if (c->outcome == OUTCOME_SKIP) {
		markup_empty(&j->m, "skipped", "message", said, NULL);
	} else if (c->outcome == OUTCOME_FAIL) {
		markup_open(&j->m, "failure", "message", said, "type",
		    stage_text(c->stage), NULL);
		for (size_t i = 0; i < c->neeinfo; i++) {
			char *record = say_eeinfo(&c->eeinfo[i]);

			put_line(j, record);
			free(record);
		}
		markup_close(&j->m);
	} else {
		markup_line(&j->m, "system-out", said);
	}
	markup_close(&j->m);
	free(said);
}

static void
put_verdict(struct junit *j)
{
	struct counts n = { 0 };

	count_finding(&n, &j->r->verdict);
	for (size_t i = 0; i < j->r->nfindings; i++)
		count_finding(&n, &j->r->findings[i]);
	open_suite(j, "verdict", &n);
	put_finding(j, &j->r->verdict);
	for (size_t i = 0; i < j->r->nfindings; i++)
		put_finding(j, &j->r->findings[i]);
	markup_close(&j->m);
}

static void
put_stage(struct junit *j, enum stage_id stage)
{
	const struct checks *all = &j->r->checks;
	const struct check *c;
	struct counts n = { 0 };

	for (size_t i = 0; (c = checks_nth(all, stage, -1, i)) != NULL; i++)
		count_check(&n, c);
	if (n.tests == 0)
		return;
	open_suite(j, stage_text(stage), &n);
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i]->stage == stage)
			put_check(j, all->v[i]);
	markup_close(&j->m);
}

bool
junit_render(
    const struct report *r, const struct render_options *o, struct buf *out)
{
	struct junit j = { .r = r };

	(void)o;
	markup_init(&j.m, out);
	markup_raw(&j.m, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
	markup_open(&j.m, "testsuites", "name", "rpcdiag", NULL);
	put_verdict(&j);
	for (enum stage_id stage = 0; stage < STAGE_N; stage++)
		put_stage(&j, stage);
	markup_close(&j.m);
	markup_raw(&j.m, "\n");
	return !j.m.out.full;
}
