/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What `explain` says of one text: every meaning it can have, most likely
 * first. The makers are in explain/, the renderers in report/.
 */
#ifndef RPCDIAG_MODEL_EXPLANATION_H
#define RPCDIAG_MODEL_EXPLANATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strlist.h"
#include "model/eeinfo_view.h"

struct named_text {	/* an id of the catalogue and a sentence about it */
	const char *id; /* static */
	char *text;
};

struct named_texts {
	struct named_text *v;
	size_t n;
};

/* The page of an id; texts are owned, placeholders filled in. */
struct page_text {
	char *see;
	char *confirm;
	struct named_texts looks_like;
	struct strlist fix;
	char *source;
};

struct meaning {
	const char *kind;  /* static: a family's name, "finding", "eeinfo" */
	const char *title; /* static: the same for people */
	bool has_code;
	uint32_t code;
	char *name; /* NULL = has none */
	char *text; /* what it is, in one line */
	char *here; /* what it means in RPC over HTTP; NULL = nothing more */
	uint32_t client; /* what a Windows client shows instead; 0 = itself */
	struct eeinfo_view *records; /* the first is nearest to the reader */
	size_t nrecords;
	struct named_texts causes; /* most likely first */
	struct strlist next;	   /* command lines */
	struct page_text *page;	   /* of a finding; NULL = none */
};

struct explanation {
	char *subject;	   /* the text that was asked about */
	struct meaning *v; /* empty: it was not understood */
	size_t n;
	char *problem;	     /* what is wrong with the text; NULL = nothing */
	struct strlist like; /* what may have been meant */
};

/* Adds an empty one; valid until the next is added. */
struct meaning *explanation_add(struct explanation *e);
void explanation_clear(struct explanation *e);
void page_text_free(struct page_text *p); /* NULL is fine */
/* text becomes the list's. */
void named_texts_add(struct named_texts *l, const char *id, char *text);

#endif
