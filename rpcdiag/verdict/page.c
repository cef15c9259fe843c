/* SPDX-License-Identifier: Apache-2.0 */
#include "verdict/page.h"

#include <string.h>

const struct page *
page_find(const char *id)
{
	for (size_t i = 0; i < npages; i++)
		if (strcmp(pages[i].id, id) == 0)
			return &pages[i];
	return NULL;
}

const struct page *
page_nth(size_t n)
{
	return n < npages ? &pages[n] : NULL;
}
