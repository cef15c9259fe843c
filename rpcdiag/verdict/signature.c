/* SPDX-License-Identifier: Apache-2.0 */
/* Comparing what was observed with rows of the matrix. */
#include "verdict/signature.h"

#include <assert.h>
#include <string.h>

#include "verdict/column.h"
#include "verdict/seen.h"

void
signature_init(struct signature *s)
{
	assert(matrix_ncolumns <= SIGNATURE_MAX);
	memset(s, 0, sizeof(*s));
	for (size_t i = 0; i < matrix_ncolumns; i++)
		s->asked[i] = true;
}

/* Is there anything to observe? Plain HTTP has no TLS, a proxy without logon
 * no challenge, and an endpoint nobody asked for is not missed. */
static bool
applies(const struct column *c, const struct report *r)
{
	const struct check *first = seen_first_answer(r);

	if (c->port != 0)
		return seen_asked(r, seen_endpoint(r, c->port));
	if (c->observe == column_tls)
		return r->target.proxy == NULL ||
		    strncmp(r->target.proxy, "http:", 5) != 0;
	if (c->observe == column_h0 || c->observe == column_want)
		return first == NULL || first->http_status != 200;
	return true;
}

void
signature_observe(struct signature *s, const struct report *r)
{
	signature_init(s);
	for (size_t i = 0; i < matrix_ncolumns; i++) {
		const struct column *c = column_of(i);

		if (c->observe != NULL)
			s->value[i] = c->observe(r);
		s->asked[i] = applies(c, r);
	}
}

void
signature_set(struct signature *s, const char *column, const char *value)
{
	size_t i = matrix_column(column);

	if (i < matrix_ncolumns)
		s->value[i] = value;
}

const char *
signature_get(const struct signature *s, const char *column)
{
	size_t i = matrix_column(column);

	return i < matrix_ncolumns ? s->value[i] : NULL;
}

bool
signature_is(const struct signature *s, const char *column, const char *value)
{
	const char *v = signature_get(s, column);

	return v != NULL && strcmp(v, value) == 0;
}

/* Hints support and contradict, but nobody complains of them. */
static bool
is_symptom(size_t column, const char *symbol)
{
	return column_of(column)->kind != COLUMN_HINT &&
	    matrix_is_symptom(column, symbol);
}

bool
signature_has_symptom(const struct signature *s)
{
	for (size_t i = 0; i < matrix_ncolumns; i++)
		if (is_symptom(i, s->value[i]))
			return true;
	return false;
}

bool
row_survives(const struct row *row, const struct signature *s)
{
	for (size_t i = 0; i < matrix_ncolumns; i++)
		if (s->value[i] != NULL &&
		    !cell_allows(row->cell[i], s->value[i]))
			return false;
	return true;
}

bool
row_explains(const struct row *row, const struct signature *s)
{
	return row_survives(row, s) && row_misfit(row, s) == 0;
}

size_t
row_misfit(const struct row *row, const struct signature *s)
{
	size_t n = 0;

	for (size_t i = 0; i < matrix_ncolumns; i++) {
		const char *v = s->value[i];

		if (v == NULL)
			continue;
		if (!cell_allows(row->cell[i], v))
			n += 2;
		else if (cell_is_any(row->cell[i]) && is_symptom(i, v))
			n += 1;
	}
	return n;
}
