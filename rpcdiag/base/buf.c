/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void
buf_init(struct buf *b, size_t max)
{
	*b = (struct buf){ .max = max };
}

void
buf_clear(struct buf *b)
{
	free(b->p);
	buf_init(b, b->max);
}

void
buf_wipe(struct buf *b)
{
	if (b->p != NULL)
		explicit_bzero(b->p, b->room);
	buf_clear(b);
}

/* Make room for n more bytes and a NUL, wiping what a move leaves behind. */
static bool
buf_reserve(struct buf *b, size_t n)
{
	size_t room;
	uint8_t *p;

	if (n > b->max || b->n > b->max - n)
		return false;
	if (b->p != NULL && b->room > b->n + n)
		return true;
	room = b->n + n + 1;
	if (room < 2 * b->room)
		room = 2 * b->room;
	p = mem_new(room);
	if (b->p != NULL) {
		memcpy(p, b->p, b->n);
		explicit_bzero(b->p, b->room);
		free(b->p);
	}
	b->p = p;
	b->room = room;
	return true;
}

bool
buf_add(struct buf *b, const void *p, size_t n)
{
	if (!buf_reserve(b, n))
		return false;
	if (n > 0)
		memcpy(b->p + b->n, p, n);
	b->n += n;
	b->p[b->n] = '\0';
	return true;
}

bool
buf_adds(struct buf *b, const char *s)
{
	return buf_add(b, s, strlen(s));
}

bool
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	char *s;
	bool ok;

	va_start(ap, fmt);
	s = mem_vprintf(fmt, ap);
	va_end(ap);
	ok = buf_adds(b, s);
	free(s);
	return ok;
}

void
buf_drop(struct buf *b, size_t n)
{
	if (n > b->n)
		n = b->n;
	if (n == 0)
		return;
	memmove(b->p, b->p + n, b->n - n);
	b->n -= n;
	b->p[b->n] = '\0';
}

struct span
buf_span(const struct buf *b)
{
	return span_of(b->p, b->n);
}

const char *
buf_text(const struct buf *b)
{
	return b->p == NULL ? "" : (const char *)b->p;
}

char *
buf_take(struct buf *b)
{
	char *s = b->p == NULL ? mem_strdup("") : (char *)b->p;

	buf_init(b, b->max);
	return s;
}
