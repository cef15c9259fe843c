/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The confusion table: for every failure mode, the modes that cannot be told
 * from it. Two rows are confused when no column separates them: "*" goes with
 * everything, and two cells go together when they share a symbol. Two modes are
 * confused when any of their rows are. Only columns that this version can
 * observe count, and hints never do.
 *
 * Usage: confusion [-q]. Exit status 1 when a total is above the bound of the
 * catalogue.
 */
#include <stdio.h>
#include <string.h>

#include "verdict/column.h"
#include "verdict/matrix.h"

enum reach {
	REACH_LADDER,  /* what every run sees */
	REACH_OUTSIDE, /* with the experiments that need no other place */
	REACH_INSIDE,  /* with a host beside the servers, and a KDC */
	REACH_N,
};

static const struct {
	const char *name;
	unsigned most; /* pairs, as the catalogue counts them */
} reaches[] = {
	[REACH_LADDER] = { "ladder", 116 },
	[REACH_OUTSIDE] = { "outside", 14 },
	[REACH_INSIDE] = { "inside", 2 },
};

/* Part of an ordinary run, although a column of its own kind asks for them. */
static bool
is_routine(const struct column *c)
{
	return strcmp(c->name, "SWEEP") == 0 || strcmp(c->name, "REP") == 0;
}

/* The least reach at which a column is seen; REACH_N for never. */
static enum reach
column_reach(const struct column *c)
{
	if (c->observe == NULL || c->kind == COLUMN_HINT)
		return REACH_N;
	if (c->kind == COLUMN_LADDER || is_routine(c))
		return REACH_LADDER;
	return c->kind == COLUMN_INSIDE ? REACH_INSIDE : REACH_OUTSIDE;
}

/* The least reach that separates two rows. */
static enum reach
rows_apart(const struct row *a, const struct row *b)
{
	enum reach least = REACH_N;

	for (size_t i = 0; i < matrix_ncolumns; i++) {
		enum reach reach = column_reach(column_of(i));

		if (reach < least && !cell_meets(a->cell[i], b->cell[i]))
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
modes_apart(size_t a, size_t b)
{
	enum reach most = REACH_LADDER;

	for (size_t i = a; i < mode_end(a); i++)
		for (size_t k = b; k < mode_end(b); k++) {
			enum reach reach =
			    rows_apart(&matrix_rows[i], &matrix_rows[k]);

			if (reach > most)
				most = reach;
		}
	return most;
}

static bool
is_compared(size_t a, size_t b)
{
	/* Conditions of the client on a healthy site are one class. */
	return matrix_rows[a].status != HEALTH_HEALTHY ||
	    matrix_rows[b].status != HEALTH_HEALTHY;
}

/* One line: the modes confused with this one, and from where they are not. */
static void
print_mode(size_t mode)
{
	static const char *const told[] = {
		[REACH_OUTSIDE] = "by experiment",
		[REACH_INSIDE] = "inside",
		[REACH_N] = "never",
	};

	for (enum reach reach = REACH_OUTSIDE; reach <= REACH_N; reach++) {
		bool any = false;

		for (size_t b = 0; b < matrix_nrows; b = mode_end(b)) {
			if (b == mode || !is_compared(mode, b) ||
			    modes_apart(mode, b) != reach)
				continue;
			if (!any)
				printf("%s\n  told apart %s from:",
				    matrix_rows[mode].id, told[reach]);
			any = true;
			printf("\n    %s", matrix_rows[b].id);
		}
		if (any)
			printf("\n");
	}
}

int
main(int argc, char **argv)
{
	bool quiet = argc > 1 && strcmp(argv[1], "-q") == 0;
	unsigned pairs[REACH_N] = { 0 };
	int status = 0;

	for (size_t a = 0; a < matrix_nrows; a = mode_end(a)) {
		if (!quiet)
			print_mode(a);
		for (size_t b = mode_end(a); b < matrix_nrows; b = mode_end(b))
			if (is_compared(a, b))
				for (int r = 0; r < (int)modes_apart(a, b); r++)
					pairs[r]++;
	}
	for (int r = 0; r < REACH_N; r++) {
		bool good = pairs[r] <= reaches[r].most;

		printf("%s - %s: %u pairs confused, the catalogue has %u\n",
		    good ? "ok" : "not ok", reaches[r].name, pairs[r],
		    reaches[r].most);
		status |= !good;
	}
	return status;
}
