/* SPDX-License-Identifier: Apache-2.0 */
/* The pairs of failure modes that docs/VERDICT.md explains, as its table has
 * them. */
#ifndef RPCDIAG_TESTS_VERDICT_NOTES_H
#define RPCDIAG_TESTS_VERDICT_NOTES_H

#include <stdbool.h>
#include <stddef.h>

#define NOTES "docs/VERDICT.md"
#define NOTES_MAX 64

struct note {
	char *a, *b; /* ids */
	char *told;  /* "inside" or "never" told apart */
	char *why, *next;
	bool used; /* the reader's */
};

struct notes {
	struct note v[NOTES_MAX];
	size_t n;
};

/* From the tree at $srcdir, else the current folder; false: no such file. */
bool notes_read(struct notes *notes);
void notes_clear(struct notes *notes);
/* Borrowed; NULL = the pair is not explained. */
struct note *notes_find(struct notes *notes, const char *a, const char *b);

#endif
