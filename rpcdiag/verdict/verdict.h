/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Facts -> signature -> hypotheses -> verdict. Pure: it reads the checks of a
 * report and writes its judgement, and nothing else.
 */
#ifndef RPCDIAG_VERDICT_VERDICT_H
#define RPCDIAG_VERDICT_VERDICT_H

#include "model/report.h"
#include "verdict/page.h"

/* The id of a verdict when too little was seen to name any row. */
#define VERDICT_UNKNOWN "UNKNOWN"

/* Fills signature, verdict, findings and exit_status; what was there before
 * is cleared, so it can be called again after more checks were added. */
void verdict_judge(struct report *r);
/* Of the available columns ("SCOPE", "REP", ..., cheapest first) one not yet
 * observed that is expected to tell most about what remains, or half as much
 * and costs less; NULL when none would tell anything.
 * The string belongs to available. */
const char *verdict_next_experiment(
    const struct report *r, const struct strlist *available);

#endif
