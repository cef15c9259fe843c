/* SPDX-License-Identifier: Apache-2.0 */
/* Columns of what changes while it is watched (--watch). */
#include <string.h>

#include "verdict/column.h"
#include "verdict/seen.h"

static bool
flips(const struct report *r, const char *id)
{
	const char *s = seen_watch_of(r, id);

	return s != NULL && strcmp(s, "flips") == 0;
}

const char *
column_h0(const struct report *r)
{
	return flips(r, "http.out") ? "flip" : seen_h0(r);
}

const char *
column_want(const struct report *r)
{
	return flips(r, "http.out") ? "flip" : seen_want(r);
}

const char *
column_hist(const struct report *r)
{
	const char *s = seen_watch(r);

	if (s == NULL)
		return NULL;
	return strcmp(s, "stable") == 0 ? "stable" : "flips";
}
