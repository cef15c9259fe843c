/* SPDX-License-Identifier: Apache-2.0 */
/* The ladder on a sheet; one such line is also the progress line. */
#include <stdlib.h>
#include <string.h>

#include "report/ladder.h"
#include "report/say.h"
#include "report/text.h"
#include "report/utf8.h"

#define MARK_COLUMNS 6
#define LABEL_COLUMNS 26 /* a wider label pushes its own detail only */
#define TIME_COLUMNS 10
#define DEPTH_MAX 8 /* deeper ones do not move further right */

void
ladder_line_put(struct sheet *s, const struct ladder_line *l)
{
	const struct mark *mark = ladder_mark(l->outcome);
	char *time = say_duration(l->duration_us);
	const char *rest = l->detail;
	unsigned from, room;
	size_t n;

	sheet_put(s, mark->ink, mark->word);
	sheet_tab(s, MARK_COLUMNS + l->indent);
	sheet_part(s, l->label, strlen(l->label));
	if (*rest != '\0') {
		sheet_part(s, "  ", 2);
		sheet_tab(s, l->column);
	}
	from = s->column;
	room =
	    s->width > from + TIME_COLUMNS ? s->width - from - TIME_COLUMNS : 0;
	if (l->cut) {
		sheet_fit(s, room, rest);
		rest = "";
	} else {
		n = sheet_line(rest, room);
		sheet_part(s, rest, n);
		rest += n;
		rest += strspn(rest, " ");
	}
	if (*time != '\0') {
		n = strlen(time);
		sheet_tab(s, s->width > n ? s->width - (unsigned)n : 0);
		sheet_part(s, time, n);
	}
	sheet_end(s);
	if (*rest != '\0') {
		sheet_tab(s, from);
		sheet_wrap(s, from, rest);
	}
	free(time);
}

static void
put_more(struct sheet *s, const struct check *c, const char *said)
{
	char *detail = utf8_printable(c->detail);

	if (strcmp(detail, said) != 0 && *detail != '\0') {
		sheet_tab(s, MARK_COLUMNS + 4);
		sheet_wrap(s, MARK_COLUMNS + 4, detail);
	}
	for (size_t i = 0; i < c->neeinfo; i++) {
		char *record = say_eeinfo(&c->eeinfo[i]);

		sheet_tab(s, MARK_COLUMNS + 4);
		sheet_wrap(s, MARK_COLUMNS + 6, record);
		free(record);
	}
	free(detail);
}

static unsigned
indent_of(const struct ladder_row *row)
{
	return 2 * (row->depth < DEPTH_MAX ? row->depth : DEPTH_MAX);
}

static bool
is_skipped_group(const struct ladder_row *row)
{
	return row->n > 1 && row->outcome == OUTCOME_SKIP;
}

/* Where the details begin: right of most labels. */
static unsigned
detail_column(const struct ladder *l)
{
	unsigned most = 0;

	for (size_t i = 0; i < l->n; i++) {
		unsigned n =
		    indent_of(&l->v[i]) + (unsigned)utf8_columns(l->v[i].label);

		if (n > most && n <= LABEL_COLUMNS &&
		    !is_skipped_group(&l->v[i]))
			most = n;
	}
	return MARK_COLUMNS + most + 2;
}

static void
put_row(
    struct sheet *s, const struct ladder_row *row, unsigned column, bool full)
{
	struct ladder_line line = {
		.outcome = row->outcome,
		.indent = indent_of(row),
		.column = is_skipped_group(row) ? 0 : column,
		.duration_us = row->duration_us,
		.label = row->label,
		.detail = row->detail,
		.cut = !full && row->n == 1 && row->outcome == OUTCOME_PASS,
	};

	ladder_line_put(s, &line);
	if (full)
		put_more(s, row->check, row->detail);
}

void
ladder_put(
    struct sheet *s, const struct checks *c, const struct render_options *o)
{
	bool full = o->verbosity >= RENDER_FULL;
	struct ladder l;
	unsigned column;

	ladder_init(&l, c, full);
	column = detail_column(&l);
	for (size_t i = 0; i < l.n; i++)
		put_row(s, &l.v[i], column, full);
	ladder_clear(&l);
}
