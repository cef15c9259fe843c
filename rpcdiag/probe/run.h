/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A run: the checks of one target, on one event loop, inside one deadline.
 * It only ever adds checks to the report; what they mean is for verdict/.
 */
#ifndef RPCDIAG_PROBE_RUN_H
#define RPCDIAG_PROBE_RUN_H

#include "base/err.h"
#include "model/call_times.h"
#include "model/config.h"
#include "model/report.h"

struct run;

#define RUN_SILENCE_S 3 /* between two words on what is waited for */

/* Called as each check ends, on the caller's thread. */
typedef void run_progress(void *arg, const struct check *check);
/* Called at the interval of config->ping, after so many calls. */
typedef void run_calls(void *arg, const struct call_times *times);
/* Called when nothing ended for RUN_SILENCE_S: the check that will wait
 * longest, what for, and how long it has and may. */
typedef void run_waiting(void *arg, const struct check *check,
    const char *stage, int64_t waited_us, int64_t at_most_us);

/*
 * config and report are borrowed and must outlive the run. Fills
 * report->started, deadline_us and target. Fails (NULL, *err set and owned by
 * the caller) only for reasons of our own: a CA file that cannot be read, no
 * memory for a loop.
 */
struct run *run_new(const struct config *config, struct report *report,
    run_progress *progress, void *arg, struct err **err);
/* Be told of silences too; arg is run_new's. */
void run_on_waiting(struct run *r, run_waiting *waiting);
void run_on_calls(struct run *r, run_calls *calls);
/* The ladder, DNS to calls. Returns when it is done or the deadline is. */
void run_ladder(struct run *r);
/* Hold tunnels for config->idle_us, if anything. */
void run_hold(struct run *r);
/* Ask again every config->interval_us for config->watch_us, if anything. */
void run_watch(struct run *r);
/* What config->ping asks for: the echo of the proxy, or calls to the first
 * endpoint or the one that the endpoint mapper names. */
void run_ping(struct run *r);
/* The columns run_experiment can observe for this target ("REP", ...). */
void run_experiments(const struct run *r, struct strlist *columns);
/* Run the experiment for a column. False when it cannot be run any more. */
bool run_experiment(struct run *r, const char *column);
/* Ask a running run to end soon; safe from a signal handler. */
void run_stop(struct run *r);
/* Sets report->duration_us. */
void run_free(struct run *r);

#endif
