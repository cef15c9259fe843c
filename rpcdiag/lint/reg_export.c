/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What regedit exports. A file that was wrapped, pasted or edited by hand is
 * read as far as it goes.
 */
#include <ctype.h>
#include <stdlib.h>
#include <strings.h>

#include "base/mem.h"
#include "lint/reg.h"

#define BYTES_MAX (16u << 20)

struct reader {
	const struct text *text;
	size_t at; /* the line after the one at hand */
	struct reg *out;
	bool in_key;
	bool wide; /* version 5: strings given in hex are UTF-16LE */
};

static const char *
first_line(const struct text *t)
{
	for (size_t i = 0; i < t->n; i++) {
		const char *p = t->line[i] + strspn(t->line[i], " \t");

		if (*p != '\0')
			return p;
	}
	return "";
}

bool
reg_is_export(const struct text *t)
{
	const char *p = first_line(t);

	return strncasecmp(p, "Windows Registry Editor", 23) == 0 ||
	    strncasecmp(p, "REGEDIT4", 8) == 0;
}

static void
bad_line(struct reader *r, size_t line)
{
	if (r->out->bad++ == 0)
		r->out->bad_line = (unsigned)line;
}

/* A text up to its closing quote; what stands behind that, or NULL when the
 * line ends first. */
static const char *
unquote(const char *s, struct buf *out)
{
	for (; *s != '\0'; s++) {
		if (*s == '"')
			return s + 1;
		if (*s == '\\' && (s[1] == '\\' || s[1] == '"'))
			s++;
		if (!buf_add(out, s, 1))
			return NULL;
	}
	return NULL;
}

/* Does a line begin a key or a value? Then no text goes on in it. */
static bool
begins_entry(const char *line)
{
	return *line == '[' || *line == '"' || *line == '@';
}

/* A quoted text from *p on; owned, NULL when its end is missing. The text of a
 * value may have line breaks in it. *p is moved behind the closing quote. */
static char *
quoted_read(struct reader *r, const char **p, bool breaks)
{
	size_t at = r->at;
	struct buf text;
	const char *end;

	buf_init(&text, BYTES_MAX);
	end = unquote(*p + 1, &text);
	while (end == NULL && breaks && r->at < r->text->n &&
	    !begins_entry(r->text->line[r->at]) && buf_adds(&text, "\n"))
		end = unquote(r->text->line[r->at++], &text);
	if (end == NULL) {
		r->at = at;
		buf_clear(&text);
		return NULL;
	}
	*p = end;
	return buf_take(&text);
}

/* The bytes after "hex:", with the lines they go on in. */
static bool
bytes_read(struct reader *r, const char *p, struct buf *out)
{
	for (;;) {
		size_t n = strlen(p);

		while (n > 0 && isspace((unsigned char)p[n - 1]))
			n--;
		if (!reg_hex(p, out))
			return false;
		if (n == 0 || p[n - 1] != '\\' || r->at == r->text->n)
			return true;
		p = r->text->line[r->at++];
	}
}

/* "hex(7):..." from behind "hex". */
static bool
hex_read(struct reader *r, struct reg_value *v, const char *p)
{
	struct buf bytes;
	bool ok;

	v->type = REG_BINARY;
	if (*p == '(') {
		char *end;

		v->type = (uint32_t)strtoul(p + 1, &end, 16);
		if (end == p + 1 || *end != ')')
			return false;
		p = end + 1;
	}
	if (*p != ':')
		return false;
	buf_init(&bytes, BYTES_MAX);
	ok = bytes_read(r, p + 1, &bytes);
	reg_value_set(v, buf_span(&bytes), r->wide);
	buf_clear(&bytes);
	return ok;
}

static bool
dword_read(struct reg_value *v, const char *p)
{
	char *end;

	v->type = REG_DWORD;
	v->number = strtoul(p, &end, 16) & 0xffffffff;
	return end != p && end - p <= 8 && *end == '\0';
}

static bool
data_read(struct reader *r, struct reg_value *v, const char *p)
{
	char *text;

	if (strcmp(p, "-") == 0) {
		v->deleted = true;
		return true;
	}
	if (strncasecmp(p, "dword:", 6) == 0)
		return dword_read(v, p + 6);
	if (strncasecmp(p, "hex", 3) == 0)
		return hex_read(r, v, p + 3);
	if (*p != '"')
		return false;
	v->type = REG_SZ;
	text = quoted_read(r, &p, true);
	if (text != NULL)
		strlist_add(&v->strings, text);
	free(text);
	return text != NULL && p[strspn(p, " \t")] == '\0';
}

/* @=... or "name"=... */
static bool
value_read(struct reader *r, const char *p)
{
	unsigned line = (unsigned)r->at;
	struct reg_key *key;
	char *name;

	if (!r->in_key || (*p != '@' && *p != '"'))
		return false;
	name = *p == '@' ? mem_strdup("") : quoted_read(r, &p, false);
	if (*p == '@')
		p++;
	if (name == NULL)
		return false;
	p += strspn(p, " \t");
	if (*p != '=') {
		free(name);
		return false;
	}
	p++;
	p += strspn(p, " \t");
	key = &r->out->v[r->out->n - 1];
	if (data_read(r, reg_add_value(key, name, line), p))
		return true;
	reg_drop_value(key);
	return false;
}

static bool
key_read(struct reader *r, const char *p)
{
	const char *end = strrchr(p, ']');
	bool deleted = p[1] == '-';
	const char *path = p + 1 + deleted;
	char *copy;

	r->in_key = end != NULL && end > path;
	if (!r->in_key)
		return false;
	copy = mem_strndup(path, (size_t)(end - path));
	reg_add_key(r->out, copy, (unsigned)r->at)->deleted = deleted;
	free(copy);
	return true;
}

void
reg_read_export(const struct text *t, struct reg *out)
{
	struct reader r = { .text = t, .out = out };

	*out = (struct reg){ 0 };
	r.wide = strncasecmp(first_line(t), "REGEDIT4", 8) != 0;
	while (r.at < t->n) {
		const char *p = t->line[r.at++];
		size_t line = r.at;

		p += strspn(p, " \t");
		if (*p == '\0' || *p == ';' || p == first_line(t))
			continue;
		if (*p == '[' ? !key_read(&r, p) : !value_read(&r, p))
			bad_line(&r, line);
	}
}
