/* SPDX-License-Identifier: Apache-2.0 */
#include "report/sheet.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/utf8.h"

/* SGR sequences (ECMA-48 8.3.117). */
static const char *const ink_on[INK_N] = {
	[INK_GOOD] = "\033[32m",
	[INK_BAD] = "\033[1;31m",
	[INK_WARN] = "\033[33m",
	[INK_FAINT] = "\033[2m",
	[INK_BOLD] = "\033[1m",
};
static const char ink_off[] = "\033[0m";

void
sheet_init(struct sheet *s, struct buf *out, unsigned width, bool color)
{
	*s = (struct sheet){ .out.buf = out, .width = width, .color = color };
}

void
sheet_put(struct sheet *s, enum ink ink, const char *text)
{
	bool colored = s->color && ink_on[ink] != NULL && *text != '\0';

	if (colored)
		out_puts(&s->out, ink_on[ink]);
	out_puts(&s->out, text);
	if (colored)
		out_puts(&s->out, ink_off);
	s->column += (unsigned)utf8_columns(text);
}

void
sheet_tab(struct sheet *s, unsigned column)
{
	while (s->column < column && !s->out.full) {
		out_puts(&s->out, " ");
		s->column++;
	}
}

void
sheet_end(struct sheet *s)
{
	out_puts(&s->out, "\n");
	s->column = 0;
}

/* Columns of the first n bytes. */
static unsigned
columns_of(const char *p, size_t n)
{
	const char *end = p + n;
	unsigned columns = 0;

	while (p < end)
		columns += utf8_width(utf8_next(&p));
	return columns;
}

void
sheet_part(struct sheet *s, const char *text, size_t n)
{
	out_add(&s->out, text, n);
	s->column += columns_of(text, n);
}

/* Bytes of text that take at most this many columns, whole characters. */
static size_t
prefix(const char *text, unsigned columns)
{
	const char *p = text;
	const char *from = text;
	unsigned used = 0;
	uint32_t ch;

	while ((ch = utf8_next(&p)) != 0) {
		used += utf8_width(ch);
		if (used > columns)
			break;
		from = p;
	}
	return (size_t)(from - text);
}

size_t
sheet_line(const char *text, unsigned columns)
{
	/* A silly width gives ugly lines and not endless ones. */
	size_t most = prefix(text, columns < 8 ? 8 : columns);
	size_t n = most;

	if (text[most] == '\0')
		return most;
	while (n > 0 && text[n] != ' ')
		n--;
	while (n > 0 && text[n - 1] == ' ')
		n--;
	return n == 0 ? most : n;
}

void
sheet_wrap(struct sheet *s, unsigned column, const char *text)
{
	text += strspn(text, " ");
	while (*text != '\0' && !s->out.full) {
		unsigned room = s->width > s->column ? s->width - s->column : 0;
		size_t n = sheet_line(text, room);

		sheet_part(s, text, n);
		text += n;
		text += strspn(text, " ");
		if (*text != '\0') {
			sheet_end(s);
			sheet_tab(s, column);
		}
	}
	sheet_end(s);
}

void
sheet_fit(struct sheet *s, unsigned columns, const char *text)
{
	if (utf8_columns(text) <= columns) {
		sheet_put(s, INK_PLAIN, text);
		return;
	}
	sheet_part(s, text, prefix(text, columns > 3 ? columns - 3 : 0));
	sheet_put(s, INK_PLAIN, "...");
}

void
sheet_heading(struct sheet *s, const char *text)
{
	sheet_end(s);
	sheet_put(s, INK_BOLD, text);
	sheet_end(s);
}

void
sheet_text(
    struct sheet *s, unsigned indent, unsigned hang, const char *fmt, ...)
{
	char *printable;
	char *text;
	va_list ap;

	va_start(ap, fmt);
	text = mem_vprintf(fmt, ap);
	va_end(ap);
	for (char *p = text; *p != '\0'; p++)
		if (*p == '\n') /* texts of ours come in paragraphs */
			*p = ' ';
	printable = utf8_printable(text);
	sheet_tab(s, indent);
	sheet_wrap(s, hang, printable);
	free(printable);
	free(text);
}
