/* SPDX-License-Identifier: Apache-2.0 */
/* Every number of every table has its lore, and no clue leads nowhere. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "explain/causes.h"
#include "explain/explain.h"
#include "explain/page.h"
#include "verdict/page.h"

static void
every_number_has_lore(void **state)
{
	const struct status_family *f;

	(void)state;
	for (size_t n = 0; (f = status_family_nth(n)) != NULL; n++)
		for (size_t i = 0; i < f->n; i++) {
			struct sign s = { .kind = SIGN_STATUS, .family = f };

			s.code = f->rows[i].code;
			if (lore_find(&s) == NULL)
				fail_msg("%s %s", f->name, f->rows[i].name);
		}
}

/* A row that an earlier one of its family covers is never found. */
static void
no_lore_is_hidden(void **state)
{
	const struct lore *l;

	(void)state;
	for (size_t n = 0; (l = lore_nth(n)) != NULL; n++) {
		struct sign s = {
			.kind =
			    l->family == NULL ? SIGN_RPC_ERROR : SIGN_STATUS,
			.family = l->family,
			.code = l->first,
		};
		const struct lore *found = lore_find(&s);

		if (found != l &&
		    (found->last == UINT32_MAX || found->last >= l->last))
			fail_msg("\"%s\" hides \"%s\"", found->here, l->here);
	}
}

static void
each_clue_names_a_row(void **state)
{
	const struct lore *l;

	(void)state;
	for (size_t n = 0; (l = lore_nth(n)) != NULL; n++) {
		char *clues = strdup(l->clues == NULL ? "" : l->clues);
		char *rest = clues;
		char *clue;

		assert_non_null(clues);
		while ((clue = strsep(&rest, " ")) != NULL)
			if (*clue != '\0' && !clues_name(clue))
				fail_msg("%s: no row names it", clue);
		free(clues);
	}
}

/* No place of a page is left as it stands in the file. */
static void
pages_are_plain(void **state)
{
	const struct page *page;

	(void)state;
	for (size_t n = 0; (page = page_nth(n)) != NULL; n++) {
		struct explanation e;

		assert_true(explain_text(page->id, &e));
		assert_int_equal(e.n, 1);
		assert_string_equal(e.v[0].name, page->id);
		assert_null(strpbrk(e.v[0].text, "{}"));
		assert_null(strpbrk(e.v[0].here, "{}"));
		assert_true(e.v[0].page->fix.n > 0);
		assert_true(e.v[0].next.n > 0);
		explanation_clear(&e);
	}
	assert_true(page_nth(100) != NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_number_has_lore),
		cmocka_unit_test(no_lore_is_hidden),
		cmocka_unit_test(each_clue_names_a_row),
		cmocka_unit_test(pages_are_plain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
