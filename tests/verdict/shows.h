/* SPDX-License-Identifier: Apache-2.0 */
/* Assertion: a column shows this symbol of a report (NULL = nothing). */
#ifndef RPCDIAG_TESTS_VERDICT_SHOWS_H
#define RPCDIAG_TESTS_VERDICT_SHOWS_H

#include "verdict/column.h"

#define shows(r, column, symbol) \
	shows_in(r, column, #column, symbol, __FILE__, __LINE__)

void shows_in(const struct report *r, column_observe *observe, const char *name,
    const char *symbol, const char *file, int line);

#endif
