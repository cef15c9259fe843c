/* SPDX-License-Identifier: Apache-2.0 */
/* What the names in braces on a page stand for in one report. */
#ifndef RPCDIAG_VERDICT_PLACES_H
#define RPCDIAG_VERDICT_PLACES_H

#include "model/report.h"

/* name: without braces, n bytes. Owned; NULL when there is no such place. */
char *place_text(const struct report *r, const char *name, size_t n);

#endif
