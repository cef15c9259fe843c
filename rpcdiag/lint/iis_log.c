/* SPDX-License-Identifier: Apache-2.0 */
#include "lint/iis_log.h"

#include <ctype.h>
#include <stdlib.h>
#include <strings.h>

#include "base/mem.h"
#include "base/strlist.h"

enum field {
	FIELD_METHOD,
	FIELD_QUERY,
	FIELD_STATUS,
	FIELD_SUBSTATUS,
	FIELD_WIN32,
	FIELD_N
};

static const char *const field_names[FIELD_N] = {
	[FIELD_METHOD] = "cs-method",
	[FIELD_QUERY] = "cs-uri-query",
	[FIELD_STATUS] = "sc-status",
	[FIELD_SUBSTATUS] = "sc-substatus",
	[FIELD_WIN32] = "sc-win32-status",
};

static const char fields_mark[] = "#Fields:";

struct columns {
	size_t at[FIELD_N]; /* SIZE_MAX = not logged */
};

static bool
is_fields(const char *line)
{
	return strncasecmp(line, fields_mark, sizeof(fields_mark) - 1) == 0;
}

bool
iis_log_is(const struct text *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (is_fields(t->line[i]))
			return true;
	return false;
}

static void
columns_read(const char *line, struct columns *c)
{
	struct strlist names = { 0 };

	strlist_split(&names, line + sizeof(fields_mark) - 1, " \t");
	for (size_t f = 0; f < FIELD_N; f++) {
		c->at[f] = SIZE_MAX;
		for (size_t i = 0; i < names.n; i++)
			if (strcasecmp(names.v[i], field_names[f]) == 0)
				c->at[f] = i;
	}
	strlist_clear(&names);
}

/* The word of a field; empty when the line or the log lacks it. */
static struct span
word_at(const char *line, size_t at)
{
	for (size_t i = 0; at != SIZE_MAX && *line != '\0'; i++) {
		size_t n;

		line += strspn(line, " \t");
		n = strcspn(line, " \t");
		if (i == at)
			return span_of(line, n);
		line += n;
	}
	return span_of(line, 0);
}

static int64_t
number_of(struct span word)
{
	int64_t number = 0;

	for (size_t i = 0; i < word.n; i++) {
		if (!isdigit(word.p[i]) || number > UINT32_MAX)
			return -1;
		number = number * 10 + (word.p[i] - '0');
	}
	return word.n == 0 ? -1 : number;
}

/* The query up to what Exchange adds behind it, in lower case; owned. */
static char *
target_of(struct span word)
{
	char *text = mem_strndup((const char *)word.p, word.n);

	text[strcspn(text, "&;?+")] = '\0';
	if (strcmp(text, "-") == 0)
		*text = '\0';
	for (char *p = text; *p != '\0'; p++)
		*p = (char)tolower((unsigned char)*p);
	return text;
}

static bool
row_read(const char *line, const struct columns *c, struct iis_row *r)
{
	struct span method = word_at(line, c->at[FIELD_METHOD]);
	int64_t status = number_of(word_at(line, c->at[FIELD_STATUS]));

	r->in = span_eq(method, span_str("RPC_IN_DATA"));
	if ((!r->in && !span_eq(method, span_str("RPC_OUT_DATA"))) ||
	    status < 100 || status > 999)
		return false;
	r->status = (unsigned)status;
	r->substatus = (long)number_of(word_at(line, c->at[FIELD_SUBSTATUS]));
	r->win32 = number_of(word_at(line, c->at[FIELD_WIN32]));
	r->target = target_of(word_at(line, c->at[FIELD_QUERY]));
	return true;
}

static struct iis_row *
row_like(struct iis_log *l, const struct iis_row *r)
{
	for (size_t i = 0; i < l->n; i++) {
		struct iis_row *o = &l->v[i];

		if (o->in == r->in && o->status == r->status &&
		    o->substatus == r->substatus && o->win32 == r->win32 &&
		    strcmp(o->target, r->target) == 0)
			return o;
	}
	return NULL;
}

/* Takes over what row holds. */
static void
row_add(struct iis_log *l, struct iis_row *row)
{
	struct iis_row *known = row_like(l, row);

	l->requests++;
	if (known != NULL)
		known->count++;
	else if (l->n == IIS_ROWS_MAX)
		l->left_out++;
	if (known != NULL || l->n == IIS_ROWS_MAX) {
		free(row->target);
		return;
	}
	l->v = mem_grow(l->v, l->n + 1, sizeof(*l->v));
	l->v[l->n++] = *row;
}

void
iis_log_read(const struct text *t, struct iis_log *out)
{
	struct columns c;

	*out = (struct iis_log){ 0 };
	columns_read(fields_mark, &c);
	for (size_t i = 0; i < t->n; i++) {
		struct iis_row row = { .line = (unsigned)i + 1, .count = 1 };

		if (is_fields(t->line[i]))
			columns_read(t->line[i], &c);
		else if (t->line[i][0] != '#' && row_read(t->line[i], &c, &row))
			row_add(out, &row);
	}
}

unsigned
iis_row_port(const struct iis_row *r)
{
	const char *colon = strrchr(r->target, ':');
	unsigned long port = colon == NULL ? 0 : strtoul(colon + 1, NULL, 10);

	return port > 65535 ? 0 : (unsigned)port;
}

void
iis_log_clear(struct iis_log *l)
{
	for (size_t i = 0; i < l->n; i++)
		free(l->v[i].target);
	free(l->v);
	*l = (struct iis_log){ 0 };
}
