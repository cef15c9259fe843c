/* SPDX-License-Identifier: Apache-2.0 */
/* What every report for people says of a run, word for word. All strings are
 * owned by the caller and may hold any text of a server. */
#ifndef RPCDIAG_REPORT_SENTENCE_H
#define RPCDIAG_REPORT_SENTENCE_H

#include "report/render.h"

/* A confidence in percent, 0 to 100. */
int sentence_percent(double confidence);
/* "FAILED" */
char *sentence_status(enum health h);
/* The id, where it tells more than the status; else NULL. Borrowed. */
const char *sentence_id(const struct finding *f);
/* "https://... to mbx1 ports 6001, 6004, as alice, from outside"; NULL when
 * there is no target. */
char *sentence_target(const struct target *t);
/* The page of a finding; NULL when there is none. For page_text_free. */
struct page_text *sentence_page(const struct finding *f, const struct report *r,
    const struct render_options *o);
/* How to tell a finding from another one, by its page, which may be NULL;
 * borrowed, NULL when that is not known. */
const char *sentence_difference(const struct page_text *page, const char *id);
/* When, how long, by which version, with which end. */
char *sentence_run(const struct report *r, const struct render_options *o);

#endif
