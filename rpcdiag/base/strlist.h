/* SPDX-License-Identifier: Apache-2.0 */
/* An ordered list of owned strings. */
#ifndef RPCDIAG_BASE_STRLIST_H
#define RPCDIAG_BASE_STRLIST_H

#include <stdbool.h>
#include <stddef.h>

struct strlist {
	char **v;
	size_t n;
};

void strlist_clear(struct strlist *l);
void strlist_add(struct strlist *l, const char *s); /* copies */
void strlist_addf(struct strlist *l, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* Add s unless it is already there. */
void strlist_add_once(struct strlist *l, const char *s);
bool strlist_has(const struct strlist *l, const char *s); /* ignores case */
/* The items joined by sep; owned by the caller; "" for an empty list. */
char *strlist_join(const struct strlist *l, const char *sep);
/* Add the non-empty parts of text between any of the characters of seps,
 * without surrounding blanks. */
void strlist_split(struct strlist *l, const char *text, const char *seps);

#endif
