/* SPDX-License-Identifier: Apache-2.0 */
#include "shows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

void
shows_in(const struct report *r, column_observe *observe, const char *name,
    const char *symbol, const char *file, int line)
{
	const char *got = observe(r);

	if (got == symbol ||
	    (got != NULL && symbol != NULL && strcmp(got, symbol) == 0))
		return;
	print_error("%s is %s, not %s\n", name, got != NULL ? got : "NULL",
	    symbol != NULL ? symbol : "NULL");
	_fail(file, line);
}
