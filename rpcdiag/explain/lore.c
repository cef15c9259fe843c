/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where a number arises, and which observations go with it. The causes are the
 * matrix's to tell.
 */
#include "explain/lore_rows.h"

const struct lore *
lore_nth(size_t n)
{
	if (n < lore_rpc.n)
		return &lore_rpc.rows[n];
	n -= lore_rpc.n;
	return n < lore_front.n ? &lore_front.rows[n] : NULL;
}

const struct lore *
lore_find(const struct sign *sign)
{
	const struct status_family *family =
	    sign->kind == SIGN_RPC_ERROR ? NULL : sign->family;
	const struct lore *l;

	for (size_t n = 0; (l = lore_nth(n)) != NULL; n++)
		if (l->family == family && sign->code >= l->first &&
		    sign->code <= l->last)
			break;
	return l;
}
