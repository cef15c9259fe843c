/* SPDX-License-Identifier: Apache-2.0 */
#include "report/markup.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/utf8.h"

void
markup_init(struct markup *m, struct buf *out)
{
	*m = (struct markup){ .out.buf = out };
}

void
markup_raw(struct markup *m, const char *text)
{
	out_puts(&m->out, text);
}

/* The five characters that mean something to a parser of HTML or XML. */
static const char *
reference_of(char ch)
{
	switch (ch) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

void
markup_text(struct markup *m, const char *text)
{
	char *copy = mem_strdup(text == NULL ? "" : text);
	char *printable;

	for (char *p = copy; *p != '\0'; p++)
		if (*p == '\n') /* texts of ours come in paragraphs */
			*p = ' ';
	printable = utf8_printable(copy);
	for (const char *p = printable; *p != '\0'; p++) {
		const char *reference = reference_of(*p);

		if (reference != NULL)
			markup_raw(m, reference);
		else
			out_add(&m->out, p, 1);
	}
	free(printable);
	free(copy);
}

void
markup_textf(struct markup *m, const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = mem_vprintf(fmt, ap);
	va_end(ap);
	markup_text(m, text);
	free(text);
}

static void
put_line(struct markup *m)
{
	if (m->out.buf->n == 0)
		return;
	markup_raw(m, "\n");
	for (unsigned i = 0; i < m->depth; i++)
		markup_raw(m, " ");
}

static void
put_tag(struct markup *m, const char *name, va_list ap)
{
	const char *key;

	markup_raw(m, "<");
	markup_raw(m, name);
	while ((key = va_arg(ap, const char *)) != NULL) {
		const char *value = va_arg(ap, const char *);

		if (value == NULL)
			continue;
		markup_raw(m, " ");
		markup_raw(m, key);
		markup_raw(m, "=\"");
		markup_text(m, value);
		markup_raw(m, "\"");
	}
}

static void
begin_line(struct markup *m)
{
	if (m->depth > 0)
		m->open[m->depth - 1].tall = true;
	put_line(m);
}

static void
push(struct markup *m, const char *name, va_list ap)
{
	if (m->depth == MARKUP_DEPTH)
		abort(); /* what is nested is ours, and no server's */
	put_tag(m, name, ap);
	markup_raw(m, ">");
	m->open[m->depth].name = name;
	m->open[m->depth++].tall = false;
}

void
markup_open(struct markup *m, const char *name, ...)
{
	va_list ap;

	begin_line(m);
	va_start(ap, name);
	push(m, name, ap);
	va_end(ap);
}

void
markup_inline(struct markup *m, const char *name, ...)
{
	va_list ap;

	va_start(ap, name);
	push(m, name, ap);
	va_end(ap);
}

void
markup_empty(struct markup *m, const char *name, ...)
{
	va_list ap;

	begin_line(m);
	va_start(ap, name);
	put_tag(m, name, ap);
	va_end(ap);
	markup_raw(m, "/>");
}

void
markup_close(struct markup *m)
{
	m->depth--;
	if (m->open[m->depth].tall)
		put_line(m);
	markup_raw(m, "</");
	markup_raw(m, m->open[m->depth].name);
	markup_raw(m, ">");
}

void
markup_line(struct markup *m, const char *name, const char *text)
{
	markup_open(m, name, NULL);
	markup_text(m, text);
	markup_close(m);
}

void
markup_word(
    struct markup *m, const char *name, const char *class, const char *text)
{
	markup_inline(m, name, "class", class, NULL);
	markup_text(m, text);
	markup_close(m);
}
