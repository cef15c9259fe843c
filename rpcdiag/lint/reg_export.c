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

/* A quoted text from *p on, which may go over several lines; owned, NULL when
 * it never ends. *p is behind the closing quote. */
static char *
quoted_read(struct reader *r, const char **p)
{
	const char *s = *p + 1;
	char *text = NULL;
	char *to;

	text = to = mem_new(strlen(s) + 1);
	for (;; s++) {
		if (*s == '"') {
			*p = s + 1;
			break;
		}
		if (*s == '\0' && r->at == r->text->n) {
			free(text);
			text = NULL;
			break;
		}
		if (*s == '\0') { /* the text has a line break in it */
			size_t used = (size_t)(to - text);

			s = r->text->line[r->at++];
			text = mem_grow(text, used + strlen(s) + 2, 1);
			to = text + used;
			*to++ = '\n';
			s--;
			continue;
		}
		if (*s == '\\' && (s[1] == '\\' || s[1] == '"'))
			s++;
		*to++ = *s;
	}
	if (text != NULL)
		*to = '\0';
	return text;
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
	text = quoted_read(r, &p);
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
	char *name;

	if (!r->in_key || (*p != '@' && *p != '"'))
		return false;
	name = *p == '@' ? mem_strdup("") : quoted_read(r, &p);
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
	return data_read(
	    r, reg_add_value(&r->out->v[r->out->n - 1], name, line), p);
}

static bool
key_read(struct reader *r, const char *p)
{
	const char *end = strrchr(p, ']');
	bool deleted = p[1] == '-';
	const char *path = p + 1 + deleted;
	char *copy;

	if (end == NULL || end <= path)
		return false;
	copy = mem_strndup(path, (size_t)(end - path));
	reg_add_key(r->out, copy, (unsigned)r->at)->deleted = deleted;
	r->in_key = true;
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
