/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The confusion table: for every row of the matrix the rows that cannot be told
 * from it, for three reaches: what every run sees, with the experiments that
 * need no other place, and with a host beside the servers.
 *
 * Two rows are confused when no column of that reach separates them: "*" goes
 * with everything, and two cells go together when they share a symbol. Two
 * modes are confused when any of their rows are. Counted as the catalogue of
 * failure modes counts: one fault at a time; what a healthy site shows is one
 * class, whose members are not compared with each other; every column of the
 * reach is taken to have been observed. Only columns that this version can
 * observe count. A hint rules rows out like any other column; since it is not
 * on every answer it counts from the second reach on.
 *
 * Usage: confusion [-q]. Exit status 1 when a total is above the bound of the
 * catalogue, when a verdict would name but one of two faults that look alike,
 * or when the pairs that remain are not those that docs/VERDICT.md and their
 * pages explain. $srcdir is the source tree.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "notes.h"
#include "verdict/column.h"
#include "verdict/hypotheses.h"
#include "verdict/matrix.h"
#include "verdict/page.h"

#define SYMBOL_MAX 32

enum reach {
	REACH_LADDER,
	REACH_OUTSIDE,
	REACH_INSIDE,
	REACH_N, /* nothing separates them */
};

static const struct bound {
	const char *what;
	unsigned most;	    /* pairs of modes, in the catalogue; 0 = none */
	enum reach reach;   /* what is seen */
	const char *struck; /* columns that are not, between spaces */
} bounds[] = {
	{ "the ladder alone", 116, REACH_LADDER, "" },
	{ "with outside experiments", 14, REACH_OUTSIDE, "" },
	{ "with inside access", 2, REACH_INSIDE, "" },
	{ "outside, without records and times of the proxy", 0, REACH_OUTSIDE,
	    " EE WSA TIME " },
};

#define NBOUNDS (sizeof(bounds) / sizeof(bounds[0]))

/* What a column shows when the run ended before it had looked twice. */
static const struct {
	const char *column, *symbol;
} unfinished[] = {
	{ "TLS", "rst" }, /* not made again with older versions */
};

/* Part of an ordinary run, although a column of its own kind asks for them. */
static bool
is_routine(const struct column *c)
{
	return strcmp(c->name, "SWEEP") == 0 || strcmp(c->name, "REP") == 0;
}

/* The least reach at which a column is seen; REACH_N for never. */
static enum reach
column_reach(const struct column *c, const char *struck)
{
	const char *at = strstr(struck, c->name);

	if (c->observe == NULL)
		return REACH_N;
	if (at != NULL && at[-1] == ' ' && at[strlen(c->name)] == ' ')
		return REACH_N;
	if (c->kind == COLUMN_LADDER || is_routine(c))
		return REACH_LADDER;
	return c->kind == COLUMN_INSIDE ? REACH_INSIDE : REACH_OUTSIDE;
}

static bool
is_finished(const char *column, const char *symbol)
{
	for (size_t i = 0; i < sizeof(unfinished) / sizeof(*unfinished); i++)
		if (strcmp(unfinished[i].column, column) == 0 &&
		    strcmp(unfinished[i].symbol, symbol) == 0)
			return false;
	return true;
}

static bool
column_separates(const struct row *a, const struct row *b, size_t column)
{
	const char *x = a->cell[column], *y = b->cell[column];
	char symbol[SYMBOL_MAX];

	if (cell_is_any(x) || cell_is_any(y))
		return false;
	for (size_t i = 0; i < cell_count(x); i++) {
		cell_symbol(x, i, symbol, sizeof(symbol));
		if (cell_allows(y, symbol) &&
		    is_finished(matrix_columns[column], symbol))
			return false;
	}
	return true;
}

/* The least reach that separates two rows. */
static enum reach
rows_apart(const struct row *a, const struct row *b, const char *struck)
{
	enum reach least = REACH_N;

	for (size_t i = 0; i < matrix_ncolumns; i++) {
		enum reach reach = column_reach(column_of(i), struck);

		if (reach < least && column_separates(a, b, i))
			least = reach;
	}
	return least;
}

/* The rows of one mode stand together. */
static size_t
mode_end(size_t first)
{
	size_t end = first;

	while (end < matrix_nrows &&
	    strcmp(matrix_rows[end].id, matrix_rows[first].id) == 0)
		end++;
	return end;
}

static enum reach
modes_apart(size_t a, size_t b, const char *struck)
{
	enum reach most = REACH_LADDER;

	for (size_t i = a; i < mode_end(a); i++)
		for (size_t k = b; k < mode_end(b); k++) {
			enum reach reach = rows_apart(
			    &matrix_rows[i], &matrix_rows[k], struck);

			if (reach > most)
				most = reach;
		}
	return most;
}

static bool
is_compared(const struct row *a, const struct row *b)
{
	return strcmp(a->id, b->id) != 0 &&
	    (a->status != HEALTH_HEALTHY || b->status != HEALTH_HEALTHY);
}

static void
print_name(const struct row *row)
{
	printf("%s%s%s", row->id, row->variant[0] == '\0' ? "" : ".",
	    row->variant);
}

/* In brackets, the columns behind the ladder that separate two rows. */
static void
print_separators(const struct row *a, const struct row *b)
{
	const char *before = " (";

	for (size_t i = 0; i < matrix_ncolumns; i++)
		if (column_reach(column_of(i), "") < REACH_N &&
		    column_separates(a, b, i)) {
			printf("%s%s", before, matrix_columns[i]);
			before = " ";
		}
	printf(before[1] == '\0' ? ")\n" : "\n");
}

static void
print_row(const struct row *row)
{
	static const char *const headings[] = {
		"by the ladder alone it may be",
		"after outside experiments, still",
		"after inside access, still",
	};
	bool any = false;

	for (enum reach reach = REACH_LADDER; reach < REACH_N; reach++) {
		bool headed = false;

		for (size_t i = 0; i < matrix_nrows; i++) {
			const struct row *other = &matrix_rows[i];

			if (!is_compared(row, other) ||
			    rows_apart(row, other, "") <= reach)
				continue;
			if (!any) {
				print_name(row);
				printf("\n");
			}
			if (!headed)
				printf("  %s\n", headings[reach]);
			any = headed = true;
			printf("    ");
			print_name(other);
			print_separators(row, other);
		}
	}
	if (any)
		printf("\n");
}

/* Does the page of a finding say what it looks like? */
static bool
page_names(const char *id, const char *alike)
{
	const struct page *page = page_find(id);

	for (size_t i = 0; page != NULL && page->looks_like[i].id != NULL; i++)
		if (strcmp(page->looks_like[i].id, alike) == 0)
			return true;
	printf("%s: its page does not say that it looks like %s\n", id, alike);
	return false;
}

/* Where the ladder alone leaves two faults together, each page says what the
 * other one would look like. */
static bool
check_pages(const struct row *a, const struct row *b)
{
	bool there, back;

	if (a->status == HEALTH_HEALTHY || b->status == HEALTH_HEALTHY)
		return true;
	there = page_names(a->id, b->id);
	back = page_names(b->id, a->id);
	return there && back;
}

/* A pair that no experiment from outside separates is explained by a note,
 * which says whether inside access does. */
static bool
check_pair(struct notes *notes, size_t a, size_t b, bool quiet)
{
	const char *first = matrix_rows[a].id, *second = matrix_rows[b].id;
	enum reach reach = modes_apart(a, b, "");
	const char *told = reach == REACH_N ? "never" : "inside";
	struct note *note = notes_find(notes, first, second);

	if (reach <= REACH_LADDER)
		return true;
	if (!check_pages(&matrix_rows[a], &matrix_rows[b]))
		return false;
	if (reach <= REACH_OUTSIDE)
		return true;
	if (note == NULL || note->next == NULL) {
		printf("%s / %s: told apart %s, and " NOTES
		       " does not explain it\n",
		    first, second, told);
		return false;
	}
	note->used = true;
	if (!quiet)
		printf("%s / %s: told apart %s\n  %s\n  Next: %s\n", first,
		    second, told, note->why, note->next);
	if (strcmp(note->told, told) != 0)
		printf("%s / %s: told apart %s, and not %s\n", first, second,
		    told, note->told);
	return strcmp(note->told, told) == 0;
}

static bool
check_notes(bool quiet)
{
	struct notes notes = { 0 };
	bool good = notes_read(&notes);

	for (size_t a = 0; a < matrix_nrows; a = mode_end(a))
		for (size_t b = mode_end(a); b < matrix_nrows; b = mode_end(b))
			if (is_compared(&matrix_rows[a], &matrix_rows[b]))
				good &= check_pair(&notes, a, b, quiet);
	for (size_t i = 0; i < notes.n; i++) {
		if (notes.v[i].used)
			continue;
		printf("%s / %s: told apart from outside, and " NOTES
		       " says otherwise\n",
		    notes.v[i].a, notes.v[i].b);
		good = false;
	}
	notes_clear(&notes);
	printf("%s - what looks alike is explained, by pages and in " NOTES
	       "\n",
	    good ? "ok" : "not ok");
	return good;
}

/* A signature that two rows share, as far as a reach shows it: its symbols are
 * in text. False: a column separates the rows. */
static bool
signature_shared(struct signature *s, char text[SIGNATURE_MAX][SYMBOL_MAX],
    const struct row *a, const struct row *b, enum reach reach)
{
	signature_init(s);
	for (size_t i = 0; i < matrix_ncolumns; i++) {
		const char *x = a->cell[i], *y = b->cell[i];

		if (column_reach(column_of(i), "") > reach ||
		    (cell_is_any(x) && cell_is_any(y)))
			continue;
		if (column_separates(a, b, i))
			return false;
		if (cell_is_any(x))
			x = y;
		for (size_t k = 0; k < cell_count(x); k++) {
			cell_symbol(x, k, text[i], SYMBOL_MAX);
			if (cell_allows(y, text[i]))
				break;
		}
		s->value[i] = text[i];
	}
	return true;
}

static bool
is_named(const struct hypotheses *h, const struct row *row)
{
	for (size_t i = 0; i < h->n; i++)
		if (strcmp(h->v[i].row->id, row->id) == 0)
			return true;
	printf("%s is not named where it may be\n", row->id);
	return false;
}

/* Two faults that look alike are both named. (One that looks healthy is told
 * under what was not tested.) */
static bool
are_named(const struct row *a, const struct row *b, enum reach reach)
{
	char text[SIGNATURE_MAX][SYMBOL_MAX];
	struct signature s;
	struct hypotheses h;
	bool good;

	if (a->status == HEALTH_HEALTHY || b->status == HEALTH_HEALTHY ||
	    !is_compared(a, b) || !signature_shared(&s, text, a, b, reach))
		return true;
	hypotheses_init(&h, &s);
	good = is_named(&h, a) && is_named(&h, b);
	hypotheses_clear(&h);
	return good;
}

static bool
check_names(void)
{
	bool good = true;

	for (enum reach reach = REACH_LADDER; reach < REACH_N; reach++)
		for (size_t i = 0; i < matrix_nrows; i++)
			for (size_t k = i + 1; k < matrix_nrows; k++)
				good &= are_named(
				    &matrix_rows[i], &matrix_rows[k], reach);
	printf("%s - faults that look alike are named together\n",
	    good ? "ok" : "not ok");
	return good;
}

static bool
check_bound(const struct bound *bound)
{
	unsigned pairs = 0;
	bool good;

	for (size_t a = 0; a < matrix_nrows; a = mode_end(a))
		for (size_t b = mode_end(a); b < matrix_nrows; b = mode_end(b))
			pairs +=
			    is_compared(&matrix_rows[a], &matrix_rows[b]) &&
			    modes_apart(a, b, bound->struck) > bound->reach;
	if (bound->most == 0) {
		printf(
		    "# %s: %u pairs of modes confused\n", bound->what, pairs);
		return true;
	}
	good = pairs <= bound->most;
	printf("%s - %s: %u pairs of modes confused, the catalogue has %u\n",
	    good ? "ok" : "not ok", bound->what, pairs, bound->most);
	return good;
}

int
main(int argc, char **argv)
{
	bool quiet = argc == 2 && strcmp(argv[1], "-q") == 0;
	bool good;

	if (argc > 1 && !quiet) {
		fprintf(stderr, "usage: confusion [-q]\n");
		return 2;
	}
	for (size_t i = 0; i < matrix_nrows && !quiet; i++)
		print_row(&matrix_rows[i]);
	good = check_notes(quiet);
	good &= check_names();
	for (size_t i = 0; i < NBOUNDS; i++)
		good &= check_bound(&bounds[i]);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
