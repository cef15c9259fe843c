/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of the report in HTML, and what the certificate says. */
#include <stdlib.h>

#include "base/mem.h"
#include "report/html.h"
#include "report/referral.h"
#include "report/say.h"
#include "report/tables.h"

static const char *const ink_class[INK_N] = {
	[INK_GOOD] = "good",
	[INK_BAD] = "bad",
	[INK_WARN] = "warn",
	[INK_FAINT] = "faint",
};

/* How many rows the label at the head of this one stands for. */
static size_t
rows_under(const struct table *t, size_t row)
{
	size_t n = 1;

	while (
	    row + n < table_rows(t) && *table_cell(t, row + n, 0)->text == '\0')
		n++;
	return n;
}

static void
put_cell(struct markup *m, const struct table *t, size_t row, size_t column)
{
	const struct table_cell *c = table_cell(t, row, column);
	size_t under = column == 0 ? rows_under(t, row) : 1;
	char *span;

	if (column == 0 && t->labels > 1 && *c->text == '\0')
		return; /* the one above spans it */
	span = under > 1 ? mem_printf("%zu", under) : NULL;
	if (column < t->labels)
		markup_open(m, "th", "scope", under > 1 ? "rowgroup" : "row",
		    "rowspan", span, NULL);
	else
		markup_open(m, "td", "class", ink_class[c->ink], NULL);
	markup_text(m, c->text);
	markup_close(m);
	free(span);
}

static void
put_table(struct markup *m, const char *heading, const struct table *t)
{
	html_section(m, "h2", heading);
	markup_open(m, "table", NULL);
	markup_open(m, "thead", NULL);
	markup_open(m, "tr", NULL);
	for (size_t i = 0; i < t->columns; i++) {
		markup_open(m, "th", "scope", "col", NULL);
		markup_text(m, table_cell(t, 0, i)->text);
		markup_close(m);
	}
	markup_close(m);
	markup_close(m);
	markup_open(m, "tbody", NULL);
	for (size_t row = 1; row < table_rows(t); row++) {
		markup_open(m, "tr", NULL);
		for (size_t i = 0; i < t->columns; i++)
			put_cell(m, t, row, i);
		markup_close(m);
	}
	markup_close(m);
	markup_close(m);
	for (size_t i = 0; i < t->notes.n; i++)
		markup_line(m, "p", t->notes.v[i]);
	markup_close(m);
}

static void
put_referral(struct html *h)
{
	struct strlist sentences = { 0 };

	referral_say(h->r, &sentences);
	html_section(&h->m, "h2", "Address book");
	for (size_t i = 0; i < sentences.n; i++)
		markup_line(&h->m, "p", sentences.v[i]);
	markup_close(&h->m);
	strlist_clear(&sentences);
}

static const struct {
	enum fact_key key;
	const char *label;
} certificate_rows[] = {
	{ FACT_TLS_SUBJECT, "Subject" },
	{ FACT_TLS_NAMES, "Names" },
	{ FACT_TLS_NAME_OK, "Names the host" },
	{ FACT_TLS_MSSTD_OK, "Principal name matches" },
	{ FACT_TLS_ISSUER, "Issuer" },
	{ FACT_TLS_TRUSTED, "Trusted here" },
	{ FACT_TLS_VERIFY, "Verification" },
	{ FACT_TLS_NOT_BEFORE, "Valid from" },
	{ FACT_TLS_NOT_AFTER, "Valid until" },
	{ FACT_TLS_DAYS_LEFT, "Days left" },
	{ FACT_TLS_IN_TIME, "Valid now" },
	{ FACT_TLS_FINGERPRINT, "SHA-256" },
	{ FACT_TLS_FINGERPRINT_OK, "As seen elsewhere" },
	{ FACT_TLS_VERSION, "Protocol" },
	{ FACT_TLS_CIPHER, "Cipher suite" },
};

#define CERTIFICATE_ROWS \
	(sizeof(certificate_rows) / sizeof(certificate_rows[0]))

static const struct check *
certificate_find(const struct checks *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (fact_str(&c->v[i]->facts, FACT_TLS_SUBJECT) != NULL)
			return c->v[i];
	return NULL;
}

void
html_fact(struct markup *m, const char *label, const struct fact *f,
    const char *class)
{
	char *text = say_fact(f);

	markup_open(m, "tr", NULL);
	markup_inline(m, "th", "scope", "row", NULL);
	markup_text(m, label);
	markup_close(m);
	markup_word(m, "td", f->absent ? "faint" : class, text);
	markup_close(m);
	free(text);
}

/* All of those that are true or false should be true. */
static bool
is_bad(const struct fact *f)
{
	return fact_fields[f->key].type == FACT_BOOL && !f->b;
}

static void
put_certificate(struct html *h, const struct check *c)
{
	struct markup *m = &h->m;

	html_section(m, "h2", "Certificate");
	markup_open(m, "table", "class", "facts", NULL);
	for (size_t i = 0; i < CERTIFICATE_ROWS; i++) {
		const struct fact *f =
		    fact_get(&c->facts, certificate_rows[i].key);

		if (f == NULL || f->absent)
			continue;
		html_fact(
		    m, certificate_rows[i].label, f, is_bad(f) ? "bad" : NULL);
	}
	markup_close(m);
	markup_close(m);
}

void
html_tables(struct html *h)
{
	const struct checks *c = &h->r->checks;
	const struct check *certificate = certificate_find(c);
	const struct table_kind *kind;

	for (unsigned n = 0; (kind = table_needed(c, n)) != NULL; n++) {
		struct table t;

		kind->make(&t, c);
		put_table(&h->m, kind->heading, &t);
		table_clear(&t);
	}
	if (referral_is_known(c))
		put_referral(h);
	if (certificate != NULL)
		put_certificate(h, certificate);
}
