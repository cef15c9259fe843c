/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RPCDIAG_EXPLAIN_NEAR_H
#define RPCDIAG_EXPLAIN_NEAR_H

#include "base/strlist.h"

/* Ids and names that begin like the text, hold it, or differ by a slip. */
void near_find(const char *text, struct strlist *out);

#endif
