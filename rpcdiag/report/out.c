/* SPDX-License-Identifier: Apache-2.0 */
#include "report/out.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void
out_add(struct out *out, const char *p, size_t n)
{
	if (!out->full && !buf_add(out->buf, p, n))
		out->full = true;
}

void
out_puts(struct out *out, const char *s)
{
	out_add(out, s, strlen(s));
}

void
out_printf(struct out *out, const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = mem_vprintf(fmt, ap);
	va_end(ap);
	out_puts(out, text);
	free(text);
}
