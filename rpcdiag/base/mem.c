/* SPDX-License-Identifier: Apache-2.0 */
#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *
mem_check(void *p)
{
	if (p == NULL) {
		fputs("rpcdiag: out of memory\n", stderr);
		exit(3);
	}
	return p;
}

void *
mem_new(size_t n)
{
	return mem_check(calloc(1, n == 0 ? 1 : n));
}

void *
mem_grow(void *p, size_t count, size_t size)
{
	return mem_check(reallocarray(p, count == 0 ? 1 : count, size));
}

char *
mem_strdup(const char *s)
{
	return s == NULL ? NULL : mem_check(strdup(s));
}

char *
mem_strndup(const char *s, size_t n)
{
	return mem_check(strndup(s, n));
}

char *
mem_vprintf(const char *fmt, va_list ap)
{
	char *s;

	if (vasprintf(&s, fmt, ap) < 0)
		s = NULL;
	return mem_check(s);
}

char *
mem_printf(const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	s = mem_vprintf(fmt, ap);
	va_end(ap);
	return s;
}

void
mem_set(char **p, const char *s)
{
	char *copy = mem_strdup(s);

	free(*p);
	*p = copy;
}
