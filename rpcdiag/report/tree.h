/* SPDX-License-Identifier: Apache-2.0 */
/* The checks of a report in the order a person reads them: each one under the
 * check it hangs on. */
#ifndef RPCDIAG_REPORT_TREE_H
#define RPCDIAG_REPORT_TREE_H

#include "model/check.h"

struct tree_row {
	const struct check *check; /* borrowed */
	unsigned depth;
};

struct tree {
	struct tree_row *v;
	size_t n;
};

/* Every check stands in the tree exactly once, whatever the parents say: an
 * unknown parent makes a root, and so does a circle. */
void tree_init(struct tree *t, const struct checks *c);
void tree_clear(struct tree *t);

#endif
