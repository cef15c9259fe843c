/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a number means when it turns up in RPC over HTTP, and what the failure
 * matrix shows where it does.
 */
#ifndef RPCDIAG_EXPLAIN_LORE_H
#define RPCDIAG_EXPLAIN_LORE_H

#include <stddef.h>

#include "explain/subject.h"

struct lore {
	const struct status_family *family; /* NULL: said by an RPC proxy */
	uint32_t first, last;		    /* the codes it is about */
	const char *here;
	/* Any of "COLUMN=symbol", between blanks: a row of the matrix that
	 * names one of them can be the cause. ID=X names a row itself. */
	const char *clues;
};

/* Never NULL: what is true of the whole family stands for the rest. */
const struct lore *lore_find(const struct sign *sign);
/* The n-th of the table, NULL past its end. */
const struct lore *lore_nth(size_t n);

#endif
