/* SPDX-License-Identifier: Apache-2.0 */
/* The pages of the catalogue for somebody who has no report at hand. */
#ifndef RPCDIAG_EXPLAIN_PAGE_H
#define RPCDIAG_EXPLAIN_PAGE_H

#include "model/explanation.h"

/* An owned copy with SERVER for {server} and the like. */
char *page_plain(const char *text);
/* The page of an id in a meaning: what it is, why, how to be sure, what to do.
 * The id must be one of the catalogue. */
void page_meaning(struct meaning *m, const char *id);

#endif
