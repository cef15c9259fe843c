/* SPDX-License-Identifier: Apache-2.0 */
/* The compiled matrix, the columns in C and the pages fit together. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "verdict/column.h"
#include "verdict/matrix.h"
#include "verdict/page.h"

static void
columns_agree(void **state)
{
	(void)state;
	assert_true(matrix_ncolumns <= SIGNATURE_MAX);
	for (size_t i = 0; i < matrix_ncolumns; i++) {
		const struct column *c = column_find(matrix_columns[i]);

		if (c == NULL)
			fail_msg("column %s has no row in column.c",
			    matrix_columns[i]);
		assert_ptr_equal(column_of(i), c);
		assert_true(c->what[0] != '\0' && c->why[0] != '\0');
	}
	for (size_t n = 0; column_nth(n) != NULL; n++)
		if (matrix_column(column_nth(n)->name) == matrix_ncolumns)
			fail_msg("column %s is not in matrix.csv",
			    column_nth(n)->name);
}

static void
rows_are_sound(void **state)
{
	(void)state;
	for (size_t i = 0; i < matrix_nrows; i++) {
		const struct row *row = &matrix_rows[i];

		assert_true(layer_rank(row->layer) >= 0);
		assert_true(row->prior >= 0);
		assert_true(row->ceiling > 0 && row->ceiling < 1);
		assert_true(row->inside >= row->ceiling && row->inside < 1);
		for (size_t k = 0; k < i; k++)
			assert_false(strcmp(matrix_rows[k].id, row->id) == 0 &&
			    strcmp(matrix_rows[k].variant, row->variant) == 0);
		for (size_t k = 0; k < matrix_ncolumns; k++)
			assert_true(row->cell[k][0] != '\0');
	}
}

/* Variants of an id say the same of it. */
static void
variants_agree(void **state)
{
	(void)state;
	for (size_t i = 0; i < matrix_nrows; i++) {
		const struct row *first = matrix_find(matrix_rows[i].id);

		assert_string_equal(matrix_rows[i].layer, first->layer);
	}
}

/* A healthy ladder: every symbol it shows is one a healthy site shows. */
static void
healthy_is_healthy(void **state)
{
	(void)state;
	assert_non_null(matrix_healthy());
	assert_false(matrix_is_symptom(matrix_column("E6001"), "ok"));
	assert_true(matrix_is_symptom(matrix_column("E6001"), "6BA"));
	assert_false(matrix_is_symptom(matrix_column("E6001"), "-"));
	assert_false(matrix_is_symptom(matrix_column("E6001"), NULL));
	assert_false(matrix_is_symptom(matrix_column("EE"), "conn"));
	assert_true(matrix_is_symptom(matrix_column("TLS"), "trust"));
}

static void
rows_and_pages(void **state)
{
	(void)state;
	for (size_t i = 0; i < matrix_nrows; i++)
		if (page_find(matrix_rows[i].id) == NULL)
			fail_msg("no page for %s", matrix_rows[i].id);
	for (size_t n = 0; page_nth(n) != NULL; n++)
		if (matrix_find(page_nth(n)->id) == NULL)
			fail_msg("no row for %s", page_nth(n)->id);
	assert_null(page_find("NO_SUCH_ID"));
	assert_null(page_nth(npages));
}

static void
pages_are_whole(void **state)
{
	(void)state;
	for (size_t n = 0; page_nth(n) != NULL; n++) {
		const struct page *p = page_nth(n);

		assert_true(p->summary[0] != '\0' && p->see[0] != '\0');
		assert_true(p->cause[0] != '\0' && p->confirm[0] != '\0');
		assert_true(p->source[0] != '\0');
		assert_non_null(p->fix[0]);
		for (size_t i = 0; p->looks_like[i].id != NULL; i++) {
			const struct page_alike *a = &p->looks_like[i];

			if (page_find(a->id) == NULL)
				fail_msg("%s looks like %s, which has no page",
				    p->id, a->id);
			assert_string_not_equal(a->id, p->id);
			assert_true(a->difference[0] != '\0');
		}
	}
}

static void
cells(void **state)
{
	char symbol[8];

	(void)state;
	assert_true(cell_allows("a/bb/c", "bb"));
	assert_false(cell_allows("a/bb/c", "b"));
	assert_false(cell_allows("a/bb/c", ""));
	assert_true(cell_allows("*", "anything"));
	assert_int_equal(cell_count("a/bb/c"), 3);
	cell_symbol("a/bb/c", 2, symbol, sizeof(symbol));
	assert_string_equal(symbol, "c");
	cell_symbol("a/bb/c", 1, symbol, sizeof(symbol));
	assert_string_equal(symbol, "bb");
	assert_true(cell_meets("a/b", "c/b"));
	assert_false(cell_meets("a/b", "c"));
	assert_true(cell_meets("*", "c"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_agree),
		cmocka_unit_test(rows_are_sound),
		cmocka_unit_test(variants_agree),
		cmocka_unit_test(healthy_is_healthy),
		cmocka_unit_test(rows_and_pages),
		cmocka_unit_test(pages_are_whole),
		cmocka_unit_test(cells),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
