/* SPDX-License-Identifier: Apache-2.0 */
/* What may be the cause of a signature, with honest confidences. */
#ifndef RPCDIAG_VERDICT_HYPOTHESES_H
#define RPCDIAG_VERDICT_HYPOTHESES_H

#include "verdict/signature.h"

struct hypothesis {
	const struct row *row; /* the variant that fits best */
	double weight;	       /* of all variants of its id */
	double share;	       /* weight / sum of weights */
	double confidence;
};

struct hypotheses {
	struct hypothesis *v; /* likeliest first, one an id */
	size_t n;
	bool fits; /* false: the nearest rows, and none explains it all */
};

/* Every row that explains the signature, or, when none does, the nearest. */
void hypotheses_init(struct hypotheses *h, const struct signature *s);
void hypotheses_clear(struct hypotheses *h);

/* Soft knowledge: factor on a row's weight, and what its confidence is capped
 * at while a column has not shown the symbol that would prove it. */
double hint_factor(const struct row *row, const struct signature *s);
double hint_cap(const struct row *row, const struct signature *s);
/* Seen from inside was what makes the row surer: its better ceiling counts. */
bool hint_inside(const struct row *row, const struct signature *s);

#endif
