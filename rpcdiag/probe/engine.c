/* SPDX-License-Identifier: Apache-2.0 */
#include "probe/engine.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "probe/run_state.h"
#include "probe/shut_out.h"

static void
probe_unlink(struct probe *p)
{
	struct probe **at = &p->run->probes;

	while (*at != p)
		at = &(*at)->next;
	*at = p->next;
}

static void
probe_free(void *arg)
{
	struct probe *p = arg;

	free(p->state);
	free(p);
}

/* Time the check, tell whoever watches. */
static void
check_close(struct run *r, struct check *c)
{
	c->duration_us = clock_mono_us() - r->began_us - c->started_us;
	if (r->config->watch_us == 0) /* an outage is what a watch is for */
		shut_out_note(&r->report->checks);
	log_at(LOG_STEPS, "%s: %s %s", c->id, outcome_text(c->outcome),
	    c->detail == NULL ? "" : c->detail);
	r->told_us = clock_mono_us();
	if (r->progress != NULL)
		r->progress(r->progress_arg, c);
}

/* Rather than the other? */
static bool
is_waited_for(const struct probe *p, const struct probe *other)
{
	if (p->idle != other->idle)
		return other->idle;
	return p->deadline.at_us > other->deadline.at_us;
}

void
probes_tell_waiting(struct run *r)
{
	const struct probe *last = r->probes;

	if (r->waiting == NULL || last == NULL)
		return;
	for (const struct probe *p = last; p != NULL; p = p->next)
		if (is_waited_for(p, last))
			last = p;
	r->told_us = clock_mono_us();
	r->waiting(r->progress_arg, last->check,
	    last->type->stages[last->at].name, r->told_us - last->entered_us,
	    last->deadline.at_us - last->entered_us);
}

static void
probe_close(struct probe *p, enum probe_end how)
{
	struct run *r = p->run;

	if (p->over)
		return;
	p->over = true;
	loop_disarm(r->loop, &p->deadline);
	loop_disarm(r->loop, &p->alarm);
	if (p->check->outcome == OUTCOME_SKIP && how != PROBE_CUT)
		p->check->outcome =
		    how == PROBE_DONE ? OUTCOME_PASS : OUTCOME_FAIL;
	p->type->end(p, how);
	check_close(r, p->check);
	probe_unlink(p);
	loop_later(r->loop, probe_free, p);
	plan_step(r);
}

/* A probe that the run's deadline cut counts as timed out when it had a fair
 * chance; else it was not tested. */
static enum probe_end
cut_or_timeout(const struct probe *p)
{
	int64_t waited = clock_mono_us() - p->entered_us;

	return waited >= p->run->config->step_us / 2 ? PROBE_TIMEOUT
						     : PROBE_CUT;
}

static void
on_deadline(void *arg)
{
	struct probe *p = arg;

	log_at(LOG_EVENTS, "%s: \"%s\" ran out of time", p->check->id,
	    p->type->stages[p->at].name);
	probe_close(p, PROBE_TIMEOUT);
}

void
probe_touch(struct probe *p)
{
	const struct stage *s = &p->type->stages[p->at];
	int steps = s->steps == 0 ? 1 : s->steps;

	p->entered_us = clock_mono_us();
	loop_arm(p->run->loop, &p->deadline,
	    p->entered_us + steps * p->run->config->step_us);
}

static void
on_alarm(void *arg)
{
	static const struct event alarm = { .kind = EV_ALARM };

	probe_touch(arg);
	probe_feed(arg, &alarm);
}

void
probe_alarm(struct probe *p, int64_t us)
{
	probe_touch(p);
	loop_arm(p->run->loop, &p->alarm, p->entered_us + us);
	loop_arm(p->run->loop, &p->deadline, p->deadline.at_us + us);
}

static void
stage_enter(struct probe *p)
{
	log_at(LOG_EVENTS, "%s: %s", p->check->id, p->type->stages[p->at].name);
	p->idle = false;
	probe_touch(p);
}

void
probe_feed(struct probe *p, const struct event *ev)
{
	static const struct event enter = { .kind = EV_ENTER };

	while (!p->over) {
		enum step step = p->type->stages[p->at].run(p, ev);

		if (p->over || step == STEP_WAIT)
			return;
		if (step == STEP_FAIL) {
			probe_close(p, PROBE_FAILED);
			return;
		}
		p->at++;
		if (step == STEP_DONE || p->type->stages[p->at].name == NULL) {
			probe_close(p, PROBE_DONE);
			return;
		}
		stage_enter(p);
		ev = &enter;
	}
}

void
probe_start(struct run *r, const struct probe_type *type, struct check *check,
    const void *state)
{
	static const struct event enter = { .kind = EV_ENTER };
	struct probe *p = mem_new(sizeof(*p));

	p->run = r;
	p->type = type;
	p->check = check;
	p->state = mem_new(type->state_size);
	if (state != NULL)
		memcpy(p->state, state, type->state_size);
	p->deadline.fn = on_deadline;
	p->deadline.arg = p;
	p->alarm = (struct timer){ .fn = on_alarm, .arg = p };
	p->next = r->probes;
	r->probes = p;
	check->started_us = clock_mono_us() - r->began_us;
	stage_enter(p);
	probe_feed(p, &enter);
}

void
probe_child(struct probe *p, const char *id, enum stage_id stage)
{
	struct check *parent = p->check;

	if (parent->outcome == OUTCOME_SKIP)
		parent->outcome = OUTCOME_PASS;
	check_close(p->run, parent);
	p->check = checks_add(&p->run->report->checks, id, parent->id, stage);
	p->check->endpoint = parent->endpoint;
	p->check->started_us = clock_mono_us() - p->run->began_us;
	plan_step(p->run);
}

void
probe_outcome(struct probe *p, enum outcome o)
{
	p->check->outcome = o;
}

bool
probe_ended(const struct run *r, const char *id)
{
	const struct check *c = checks_find(&r->report->checks, id);

	if (c == NULL)
		return false;
	for (const struct probe *p = r->probes; p != NULL; p = p->next)
		if (p->check == c)
			return false;
	return true;
}

size_t
probes_running(const struct run *r)
{
	size_t n = 0;

	for (const struct probe *p = r->probes; p != NULL; p = p->next)
		n++;
	return n;
}

void
probes_cut(struct run *r)
{
	while (r->probes != NULL) {
		struct probe *p = r->probes;
		enum probe_end how = cut_or_timeout(p);

		if (how == PROBE_CUT)
			mem_set(&p->check->detail,
			    "not finished: the run's deadline came first");
		probe_close(p, how);
	}
}
