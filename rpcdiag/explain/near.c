/* SPDX-License-Identifier: Apache-2.0 */
/* What was meant by a word that nothing is called: id, name, or a slip. */
#include "explain/near.h"

#include <ctype.h>
#include <string.h>

#include "model/status_family.h"
#include "verdict/page.h"

#define NEAR_MAX 6
#define WORD_MAX 48
#define PART_LEAST 3 /* letters that say something */
#define SLIP_EACH 5  /* letters to a slip */

/* Levenshtein's distance, ignoring case; both at most WORD_MAX long. */
static unsigned
distance(const char *a, const char *b)
{
	unsigned row[WORD_MAX + 1];
	size_t n = strlen(b);

	for (unsigned j = 0; j <= n; j++)
		row[j] = j;
	for (unsigned i = 1; a[i - 1] != '\0'; i++) {
		unsigned corner = row[0];

		row[0] = i;
		for (size_t j = 1; j <= n; j++) {
			unsigned best = corner +
			    (toupper((unsigned char)a[i - 1]) !=
				toupper((unsigned char)b[j - 1]));

			corner = row[j];
			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
		}
	}
	return row[n];
}

static bool
slipped(const char *name, const char *word)
{
	return strlen(name) <= WORD_MAX &&
	    distance(name, word) <= strlen(word) / SLIP_EACH;
}

static bool
begins(const char *name, const char *word)
{
	return strncasecmp(name, word, strlen(word)) == 0;
}

static bool
holds(const char *name, const char *word)
{
	return strcasestr(name, word) != NULL;
}

static void
near_add(struct strlist *out, const char *name, const char *word,
    bool (*near)(const char *, const char *))
{
	if (out->n < NEAR_MAX && near(name, word))
		strlist_add_once(out, name);
}

static void
names_add(struct strlist *out, const char *word,
    bool (*near)(const char *, const char *))
{
	const struct status_family *f;
	const struct page *page;

	for (size_t n = 0; (page = page_nth(n)) != NULL; n++)
		near_add(out, page->id, word, near);
	for (size_t n = 0; (f = status_family_nth(n)) != NULL; n++)
		for (size_t i = 0; i < f->n; i++)
			near_add(out, f->rows[i].name, word, near);
}

void
near_find(const char *text, struct strlist *out)
{
	char word[WORD_MAX + 1];
	size_t n = 0;

	for (; *text != '\0' && n < WORD_MAX; text++)
		word[n++] = (char)(*text == ' ' || *text == '-' ? '_' : *text);
	word[n] = '\0';
	if (*text != '\0' || n < PART_LEAST)
		return;
	names_add(out, word, begins);
	names_add(out, word, slipped);
	names_add(out, word, holds);
}
