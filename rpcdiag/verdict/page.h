/* SPDX-License-Identifier: Apache-2.0 */
/* The pages of docs/findings, compiled in: what each id means to people. */
#ifndef RPCDIAG_VERDICT_PAGE_H
#define RPCDIAG_VERDICT_PAGE_H

#include <stddef.h>

#include "model/explanation.h"

struct page_alike {
	const char *id;
	const char *difference;
};

/* Texts are one paragraph without line breaks, never NULL. {server}, {host}
 * and the other places of verdict/places.c stand for what a report knows. */
struct page {
	const char *id;
	const char *summary;
	const char *see;
	const char *cause;
	const char *confirm;
	const struct page_alike *looks_like; /* ends with a NULL id */
	const char *const *fix;		     /* ends with NULL */
	const char *source;
};

const struct page *page_find(const char *id); /* NULL when unknown */
const struct page *page_nth(size_t n);	      /* NULL past the end */

/* An owned copy of a text with something in its places. */
typedef char *page_fill(const char *text, const void *arg);
/* What a page says beyond summary and cause; for page_text_free. */
struct page_text *page_text_new(
    const struct page *p, page_fill *fill, const void *arg);

extern const struct page pages[];
extern const size_t npages;

#endif
