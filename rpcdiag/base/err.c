/* SPDX-License-Identifier: Apache-2.0 */
#include "base/err.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/mem.h"

struct err {
	char *text;
};

struct err *
err_new(const char *fmt, ...)
{
	struct err *e = mem_new(sizeof(*e));
	va_list ap;

	va_start(ap, fmt);
	e->text = mem_vprintf(fmt, ap);
	va_end(ap);
	return e;
}

struct err *
err_under(const char *what, struct err *inner)
{
	struct err *e;

	if (inner == NULL)
		return NULL;
	e = err_new("%s: %s", what, inner->text);
	err_free(inner);
	return e;
}

const char *
err_text(const struct err *e)
{
	return e->text;
}

void
err_free(struct err *e)
{
	if (e == NULL)
		return;
	free(e->text);
	free(e);
}
