/* SPDX-License-Identifier: Apache-2.0 */
/* Asking the failure matrix what can show a sign. */
#ifndef RPCDIAG_EXPLAIN_CAUSES_H
#define RPCDIAG_EXPLAIN_CAUSES_H

#include "explain/lore.h"
#include "model/explanation.h"

/*
 * The failure modes that name one of the clues and are not at odds with the
 * records of the sign, the most common first; the start of each page with
 * them.
 */
void causes_find(
    const struct lore *lore, const struct sign *sign, struct named_texts *out);
/* Command lines that look at the layers of the first causes. */
void causes_commands(const struct named_texts *causes, struct strlist *out);
/* The same, then the page of the first; never nothing. */
void causes_next(const struct named_texts *causes, struct strlist *out);
/* Do the records say that a connection was tried? */
bool records_tried(const struct eeinfo *e);
/* Does a row of the matrix name one of the clues? */
bool clues_name(const char *clues);

#endif
