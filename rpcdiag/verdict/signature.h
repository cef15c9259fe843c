/* SPDX-License-Identifier: Apache-2.0 */
/* What was observed, one symbol a column, in the order of the matrix. */
#ifndef RPCDIAG_VERDICT_SIGNATURE_H
#define RPCDIAG_VERDICT_SIGNATURE_H

#include "verdict/matrix.h"

struct signature {
	const char *value[SIGNATURE_MAX]; /* NULL = not observed */
	bool asked[SIGNATURE_MAX];	  /* false: nothing there to observe */
};

/* Asks every column. */
void signature_observe(struct signature *s, const struct report *r);
/* For tests and tables: everything unobserved. */
void signature_init(struct signature *s);
void signature_set(struct signature *s, const char *column, const char *value);
const char *signature_get(const struct signature *s, const char *column);
bool signature_is(
    const struct signature *s, const char *column, const char *value);
bool signature_has_symptom(const struct signature *s);

/* No observed symbol speaks against the row. */
bool row_survives(const struct row *row, const struct signature *s);
/* It survives, and names every symptom instead of merely bearing it. */
bool row_explains(const struct row *row, const struct signature *s);
/* How many observed symbols it cannot account for. */
size_t row_misfit(const struct row *row, const struct signature *s);

#endif
