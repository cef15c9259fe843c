/* SPDX-License-Identifier: Apache-2.0 */
#include "report/table.h"

#include <stdlib.h>

#include "base/mem.h"
#include "report/utf8.h"

void
table_init(struct table *t, size_t labels, const struct table_layout *layout)
{
	*t = (struct table){ .labels = labels, .layout = *layout };
}

void
table_clear(struct table *t)
{
	for (size_t i = 0; i < t->ncells; i++)
		free(t->cells[i].text);
	free(t->cells);
	strlist_clear(&t->notes);
	*t = (struct table){ 0 };
}

void
table_add(struct table *t, enum ink ink, const char *text)
{
	t->cells = mem_grow(t->cells, t->ncells + 1, sizeof(*t->cells));
	t->cells[t->ncells++] = (struct table_cell){
		.text = utf8_printable(text),
		.ink = ink,
	};
}

void
table_end_heads(struct table *t)
{
	t->columns = t->ncells;
}

size_t
table_rows(const struct table *t)
{
	return t->columns == 0 ? 0 : t->ncells / t->columns;
}

const struct table_cell *
table_cell(const struct table *t, size_t row, size_t column)
{
	return &t->cells[row * t->columns + column];
}

/* Columns a sheet has for a label. */
static unsigned
room_of(const struct table *t, size_t label)
{
	unsigned next = label + 1 < t->labels ? t->layout.labels[label + 1]
					      : t->layout.first;

	return next - t->layout.labels[label] - 1;
}

static void
put_label(struct sheet *s, const struct table_cell *c, unsigned room)
{
	if (utf8_columns(c->text) > room)
		sheet_fit(s, room, c->text);
	else
		sheet_put(s, c->ink, c->text);
}

static void
put_row(struct sheet *s, const struct table *t, size_t row)
{
	unsigned column = t->layout.first;

	for (size_t i = 0; i < t->columns; i++) {
		const struct table_cell *c = table_cell(t, row, i);

		if (i < t->labels) {
			sheet_tab(s, t->layout.labels[i]);
			put_label(s, c, room_of(t, i));
		} else {
			sheet_tab(s, column);
			sheet_put(s, c->ink, c->text);
			column += t->layout.step;
		}
	}
	sheet_end(s);
}

void
sheet_table(struct sheet *s, const struct table *t)
{
	for (size_t i = 0; i < table_rows(t); i++)
		put_row(s, t, i);
	for (size_t i = 0; i < t->notes.n; i++)
		sheet_text(s, t->layout.labels[0], t->layout.labels[0] + 2,
		    "%s", t->notes.v[i]);
}
