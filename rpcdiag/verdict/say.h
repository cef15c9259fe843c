/* SPDX-License-Identifier: Apache-2.0 */
/* Putting a diagnosis into words: a finding of the report. */
#ifndef RPCDIAG_VERDICT_SAY_H
#define RPCDIAG_VERDICT_SAY_H

#include "model/report.h"
#include "verdict/faults.h"

void say_diagnosis(
    struct finding *f, const struct report *r, const struct diagnosis *d);
/* Nothing is wrong as far as it went, and it did not go far. */
void say_unknown(
    struct finding *f, const struct report *r, const struct diagnosis *d);

/* Owned: text with {server} and the other places of verdict/places.c filled
 * in. */
char *say_fill(const char *text, const struct report *r);
/* The page of an id into a finding: summary, cause, fix. */
void say_page(struct finding *f, const struct report *r, const char *id);

/* One more sentence of the summary, without its full stop; NULL is none. */
void say_more(struct finding *f, const char *sentence);

/* Add to the summary what a forward proxy says, or would. */
void say_forward(struct finding *f, const struct report *r);

/* Add that the site took no more of us, where it did so. */
void say_kept_out(struct finding *f, const struct report *r);

/* Add what a server past the device showed, as far as the row rests on it. */
void say_direct(struct finding *f, const struct report *r,
    const struct signature *s, const struct row *row);

/* The ids of the checks that showed what decided. */
void evidence_add(struct finding *f, const struct report *r,
    const struct signature *s, const struct row *winner);
/* What was not observed and could change the answer; what was skipped. */
void untested_add(
    struct finding *f, const struct report *r, const struct diagnosis *d);

/* Findings that do not depend on the verdict: a certificate about to end. */
void remarks_add(struct report *r, const struct signature *s);

#endif
