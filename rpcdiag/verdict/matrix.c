/* SPDX-License-Identifier: Apache-2.0 */
/* Reading the compiled matrix. Knows nothing of reports or of single modes. */
#include "verdict/matrix.h"

#include <stdio.h>
#include <string.h>

#define HEALTHY_ID "HEALTHY"

static const char *const layers[] = { "dns", "tcp", "tls", "http", "auth",
	"echo", "proxy", "server", "channel", "rpc", "mapi", "client", "none" };

size_t
matrix_column(const char *name)
{
	size_t i;

	for (i = 0; i < matrix_ncolumns; i++)
		if (strcmp(matrix_columns[i], name) == 0)
			break;
	return i;
}

const struct row *
matrix_find(const char *id)
{
	for (size_t i = 0; i < matrix_nrows; i++)
		if (strcmp(matrix_rows[i].id, id) == 0)
			return &matrix_rows[i];
	return NULL;
}

const struct row *
matrix_healthy(void)
{
	static const struct row *healthy;

	/* Asked for with every symbol that is compared. */
	if (healthy == NULL)
		healthy = matrix_find(HEALTHY_ID);
	return healthy;
}

bool
matrix_is_symptom(size_t column, const char *symbol)
{
	return symbol != NULL && strcmp(symbol, "-") != 0 &&
	    !cell_allows(matrix_healthy()->cell[column], symbol);
}

const char *
matrix_healthy_symbol(size_t column)
{
	return matrix_healthy()->cell[column];
}

bool
cell_is_any(const char *cell)
{
	return strcmp(cell, "*") == 0;
}

bool
cell_allows(const char *cell, const char *symbol)
{
	size_t n = strlen(symbol);

	if (cell_is_any(cell))
		return true;
	for (const char *p = cell;;) {
		size_t len = strcspn(p, "/");

		if (len == n && memcmp(p, symbol, n) == 0)
			return true;
		if (p[len] == '\0')
			return false;
		p += len + 1;
	}
}

bool
cell_meets(const char *a, const char *b)
{
	char symbol[32];

	if (cell_is_any(a) || cell_is_any(b))
		return true;
	for (size_t i = 0; i < cell_count(a); i++) {
		cell_symbol(a, i, symbol, sizeof(symbol));
		if (cell_allows(b, symbol))
			return true;
	}
	return false;
}

size_t
cell_count(const char *cell)
{
	size_t n = 1;

	for (const char *p = cell; (p = strchr(p, '/')) != NULL; p++)
		n++;
	return n;
}

void
cell_symbol(const char *cell, size_t n, char *out, size_t size)
{
	for (; n > 0 && *cell != '\0'; n--) {
		cell += strcspn(cell, "/");
		cell += *cell == '/';
	}
	snprintf(out, size, "%.*s", (int)strcspn(cell, "/"), cell);
}

int
layer_rank(const char *layer)
{
	for (size_t i = 0; i < sizeof(layers) / sizeof(layers[0]); i++)
		if (strcmp(layers[i], layer) == 0)
			return (int)i;
	return -1;
}
