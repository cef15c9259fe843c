/* SPDX-License-Identifier: Apache-2.0 */
#include "base/strlist.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"

void
strlist_clear(struct strlist *l)
{
	for (size_t i = 0; i < l->n; i++)
		free(l->v[i]);
	free(l->v);
	*l = (struct strlist){ 0 };
}

/* Takes ownership of s. */
static void
strlist_own(struct strlist *l, char *s)
{
	l->v = mem_grow(l->v, l->n + 1, sizeof(*l->v));
	l->v[l->n++] = s;
}

void
strlist_add(struct strlist *l, const char *s)
{
	strlist_own(l, mem_strdup(s));
}

void
strlist_addf(struct strlist *l, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	strlist_own(l, mem_vprintf(fmt, ap));
	va_end(ap);
}

void
strlist_add_once(struct strlist *l, const char *s)
{
	if (!strlist_has(l, s))
		strlist_add(l, s);
}

bool
strlist_has(const struct strlist *l, const char *s)
{
	for (size_t i = 0; i < l->n; i++)
		if (strcasecmp(l->v[i], s) == 0)
			return true;
	return false;
}

char *
strlist_join(const struct strlist *l, const char *sep)
{
	size_t room = 1;
	char *s;

	for (size_t i = 0; i < l->n; i++)
		room += strlen(l->v[i]) + strlen(sep);
	s = mem_new(room);
	for (size_t i = 0; i < l->n; i++) {
		if (i > 0)
			strcat(s, sep);
		strcat(s, l->v[i]);
	}
	return s;
}

void
strlist_split(struct strlist *l, const char *text, const char *seps)
{
	while (*text != '\0') {
		size_t n = strcspn(text, seps);
		const char *from = text;
		const char *end = text + n;

		while (from < end && isspace((unsigned char)*from))
			from++;
		while (end > from && isspace((unsigned char)end[-1]))
			end--;
		if (end > from)
			strlist_own(l, mem_strndup(from, (size_t)(end - from)));
		text += n;
		if (*text != '\0')
			text++;
	}
}
