/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A row that says "*" for a column bears every symbol and explains none, so
 * only rows that name one count. A symbol that a healthy site shows as well is
 * a clue only where a row allows nothing else.
 */
#include "explain/causes.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "explain/page.h"
#include "verdict/matrix.h"
#include "verdict/page.h"
#include "verdict/seen.h"

#define CLUE_MAX 48
#define COMMANDS_FROM 3 /* causes that choose what to run next */

#define CHECK "rpcdiag check --proxy PROXY"
#define LADDER CHECK " --server SERVER --user USER"

/* What looks at which layers, in the order it is worth running. The words in
 * capitals are the reader's to fill. */
static const struct {
	const char *layers;
	const char *command;
} commands[] = {
	{ "dns tcp tls http", CHECK },
	{ "echo proxy server mapi client none", LADDER },
	{ "auth", LADDER " --http-auth basic,ntlm,negotiate" },
	{ "channel", LADDER " --trials 10" },
	{ "rpc",
	    LADDER " --rpc-auth ntlm,negotiate,kerberos "
		   "--rpc-level connect,privacy" },
	{ "server", LADDER " --inside" },
};

#define NCOMMANDS (sizeof(commands) / sizeof(commands[0]))

struct suspect {
	const char *id;
	double weight;
	size_t order; /* in the matrix, where weights are equal */
};

struct suspects {
	struct suspect *v;
	size_t n;
};

static bool
clue_next(const char **clues, char *clue)
{
	size_t n;

	*clues += strspn(*clues, " ");
	n = strcspn(*clues, " ");
	if (n == 0 || n >= CLUE_MAX)
		return false;
	memcpy(clue, *clues, n);
	clue[n] = '\0';
	*clues += n;
	return true;
}

/* What a cell allows that a healthy site does not show; at least 1. */
static size_t
symptoms_count(size_t column, const char *cell)
{
	char symbol[CLUE_MAX];
	size_t n = 0;

	for (size_t i = 0; i < cell_count(cell); i++) {
		cell_symbol(cell, i, symbol, sizeof(symbol));
		n += matrix_is_symptom(column, symbol);
	}
	return n == 0 ? 1 : n;
}

/* How strongly a row points to "COLUMN=symbol"; 0 = not at all. position
 * counts the clues, for those that name a row. */
static double
clue_weight(const struct row *row, char *clue, unsigned position)
{
	char *symbol = strchr(clue, '=');
	const char *healthy;
	const char *cell;
	size_t column;

	if (symbol == NULL)
		return 0;
	*symbol++ = '\0';
	if (strcmp(clue, "ID") == 0)
		return strcmp(row->id, symbol) == 0 ? 0.1 / position : 0;
	column = matrix_column(clue);
	if (column == matrix_ncolumns)
		return 0;
	cell = row->cell[column];
	if (cell_is_any(cell) || !cell_allows(cell, symbol))
		return 0;
	healthy = matrix_healthy_symbol(column);
	if (cell_count(cell) > 1 && !cell_is_any(healthy) &&
	    cell_allows(healthy, symbol))
		return 0;
	return (row->prior + 0.2) / (double)symptoms_count(column, cell);
}

static double
row_weight(const struct row *row, const char *clues)
{
	char clue[CLUE_MAX];
	double best = 0;
	unsigned position = 1;

	for (; clue_next(&clues, clue); position++) {
		double weight = clue_weight(row, clue, position);

		if (weight > best)
			best = weight;
	}
	return best;
}

bool
clues_name(const char *clues)
{
	for (size_t i = 0; i < matrix_nrows; i++)
		if (row_weight(&matrix_rows[i], clues) > 0)
			return true;
	return false;
}

static bool
row_allows(const struct row *row, const char *column, const char *symbol)
{
	return symbol == NULL ||
	    cell_allows(row->cell[matrix_column(column)], symbol);
}

/* Does a row allow what Winsock told? Its number is a status of its own
 * record, or a parameter of the one above. */
static bool
row_allows_winsock(const struct row *row, const struct eeinfo_record *r)
{
	if (!row_allows(row, "WSA", seen_winsock(r->status)))
		return false;
	for (unsigned k = 0; k < r->nparams; k++)
		if (r->component == EEINFO_COMPONENT_WINSOCK &&
		    r->param[k].type == EEINFO_LONG &&
		    !row_allows(
			row, "WSA", seen_winsock((uint32_t)r->param[k].number)))
			return false;
	return true;
}

bool
records_tried(const struct eeinfo *e)
{
	for (unsigned i = 0; i < e->n; i++)
		if (e->record[i].component == EEINFO_COMPONENT_WINSOCK)
			return true;
	return eeinfo_connect_failed(e);
}

/* Do the records speak against it? */
static bool
row_bears(const struct row *row, const struct eeinfo *e)
{
	if (e == NULL)
		return true;
	if (!row_allows(row, "EE", records_tried(e) ? "conn" : NULL))
		return false;
	for (unsigned i = 0; i < e->n; i++)
		if (!row_allows_winsock(row, &e->record[i]))
			return false;
	return true;
}

static void
suspects_add(struct suspects *s, const char *id, double weight)
{
	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->v[i].id, id) == 0) {
			s->v[i].weight += weight;
			return;
		}
	s->v = mem_grow(s->v, s->n + 1, sizeof(*s->v));
	s->v[s->n] = (struct suspect){ id, weight, s->n };
	s->n++;
}

static int
suspect_cmp(const void *a, const void *b)
{
	const struct suspect *x = a;
	const struct suspect *y = b;

	if (x->weight != y->weight)
		return x->weight < y->weight ? 1 : -1;
	return (x->order > y->order) - (x->order < y->order);
}

void
causes_find(
    const struct lore *lore, const struct sign *sign, struct named_texts *out)
{
	struct suspects s = { 0 };

	if (lore == NULL || lore->clues == NULL)
		return;
	for (size_t i = 0; i < matrix_nrows; i++) {
		const struct row *row = &matrix_rows[i];
		double weight = row_weight(row, lore->clues);

		if (weight > 0 && row_bears(row, sign->eeinfo))
			suspects_add(&s, row->id, weight);
	}
	if (s.n > 0)
		qsort(s.v, s.n, sizeof(*s.v), suspect_cmp);
	for (size_t i = 0; i < s.n; i++) {
		const struct page *page = page_find(s.v[i].id);

		named_texts_add(out, s.v[i].id,
		    page_plain(page == NULL ? "" : page->summary));
	}
	free(s.v);
}

static bool
looks_at(size_t command, const char *id)
{
	const struct row *row = matrix_find(id);
	size_t n = row == NULL ? 0 : strlen(row->layer);
	const char *layers = commands[command].layers;

	while (n > 0 && *layers != '\0') {
		size_t word = strcspn(layers, " ");

		if (word == n && memcmp(layers, row->layer, n) == 0)
			return true;
		layers += word;
		layers += strspn(layers, " ");
	}
	return false;
}

void
causes_commands(const struct named_texts *causes, struct strlist *out)
{
	for (size_t c = 0; c < NCOMMANDS; c++)
		for (size_t i = 0; i < causes->n && i < COMMANDS_FROM; i++)
			if (looks_at(c, causes->v[i].id))
				strlist_add_once(out, commands[c].command);
}

void
causes_next(const struct named_texts *causes, struct strlist *out)
{
	causes_commands(causes, out);
	if (causes->n > 0)
		strlist_addf(out, "rpcdiag explain %s", causes->v[0].id);
	else
		strlist_add(out, LADDER);
}
