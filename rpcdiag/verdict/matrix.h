/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The failure matrix as compiled in from matrix.csv: a row is a failure mode
 * (or a variant of one), a cell is what a column shows when it is the cause.
 */
#ifndef RPCDIAG_VERDICT_MATRIX_H
#define RPCDIAG_VERDICT_MATRIX_H

#include <stdbool.h>
#include <stddef.h>

#include "model/report.h"

struct row {
	const char *id;
	const char *variant; /* "" = the only one */
	enum health status;  /* of a site where this is the cause */
	const char *layer;   /* see layer_rank() */
	double prior;	     /* how common; only ratios mean anything */
	double ceiling;	     /* best confidence from outside */
	double inside;	     /* the same once RAW or DIRECT was observed */
	/* One of matrix_columns each: "a", "a/b", "*" (anything) or "-" (not
	 * reached). */
	const char *const *cell;
};

extern const struct row matrix_rows[];
extern const size_t matrix_nrows;
extern const char *const matrix_columns[];
extern const size_t matrix_ncolumns;

/* The place of a column; matrix_ncolumns when there is none of this name. */
size_t matrix_column(const char *name);
/* The first variant of an id, or NULL. */
const struct row *matrix_find(const char *id);
/* The row of a site without a fault: what it allows is healthy. */
const struct row *matrix_healthy(void);
/* A symptom is an observed symbol that a healthy site does not show. */
bool matrix_is_symptom(size_t column, const char *symbol);
/* The healthy symbol of a column, "*" when every symbol is. */
const char *matrix_healthy_symbol(size_t column);

/* The symbol is one of the cell's, or the cell takes anything. */
bool cell_allows(const char *cell, const char *symbol);
bool cell_is_any(const char *cell);
/* Some symbol fits both. */
bool cell_meets(const char *a, const char *b);
size_t cell_count(const char *cell);
/* The n-th symbol of a cell into out, cut to size. */
void cell_symbol(const char *cell, size_t n, char *out, size_t size);

/* Lower layers are nearer to the client; -1 for an unknown name. */
int layer_rank(const char *layer);

#endif
