/* SPDX-License-Identifier: Apache-2.0 */
#include "lint/reg.h"

#include <ctype.h>
#include <stdlib.h>
#include <strings.h>

#include "base/mem.h"
#include "base/unicode.h"

#define BYTES_SHOWN 16

static const struct {
	uint32_t type;
	const char *name;
} types[] = {
	{ REG_NONE, "REG_NONE" },
	{ REG_SZ, "REG_SZ" },
	{ REG_EXPAND_SZ, "REG_EXPAND_SZ" },
	{ REG_BINARY, "REG_BINARY" },
	{ REG_DWORD, "REG_DWORD" },
	{ REG_MULTI_SZ, "REG_MULTI_SZ" },
	{ REG_QWORD, "REG_QWORD" },
};

const char *
reg_type_name(uint32_t type)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (types[i].type == type)
			return types[i].name;
	return NULL;
}

static void
value_clear(struct reg_value *v)
{
	free(v->name);
	strlist_clear(&v->strings);
	buf_clear(&v->bytes);
}

void
reg_clear(struct reg *r)
{
	for (size_t i = 0; i < r->n; i++) {
		for (size_t k = 0; k < r->v[i].n; k++)
			value_clear(&r->v[i].v[k]);
		free(r->v[i].v);
		free(r->v[i].path);
	}
	free(r->v);
	*r = (struct reg){ 0 };
}

struct reg_key *
reg_add_key(struct reg *r, const char *path, unsigned line)
{
	struct reg_key *key;

	r->v = mem_grow(r->v, r->n + 1, sizeof(*r->v));
	key = &r->v[r->n++];
	*key = (struct reg_key){ .path = mem_strdup(path), .line = line };
	return key;
}

struct reg_value *
reg_add_value(struct reg_key *key, char *name, unsigned line)
{
	struct reg_value *v;

	key->v = mem_grow(key->v, key->n + 1, sizeof(*key->v));
	v = &key->v[key->n++];
	*v = (struct reg_value){ .name = name, .line = line };
	return v;
}

void
reg_drop_value(struct reg_key *key)
{
	value_clear(&key->v[--key->n]);
}

const struct reg_value *
reg_value_find(const struct reg_key *key, const char *name)
{
	/* The last one wins, as when the file is imported. */
	for (size_t i = key->n; i > 0; i--)
		if (strcasecmp(key->v[i - 1].name, name) == 0)
			return &key->v[i - 1];
	return NULL;
}

bool
reg_key_ends(const struct reg_key *key, const char *suffix)
{
	size_t n = strlen(suffix);
	size_t path = strlen(key->path);

	return path > n && key->path[path - n - 1] == '\\' &&
	    strcasecmp(key->path + path - n, suffix) == 0;
}

bool
reg_is_number(const struct reg_value *v)
{
	return v->type == REG_DWORD || v->type == REG_QWORD;
}

/* The next character of a string as it is stored. */
static uint32_t
string_next(struct span *bytes, bool wide)
{
	uint32_t ch;

	if (wide)
		return utf16_next(bytes, false);
	ch = bytes->p[0];
	*bytes = span_sub(*bytes, 1, bytes->n);
	return ch;
}

/* Strings, each with a NUL behind it; the last one may lack it. */
static void
strings_add(struct strlist *to, struct span bytes, bool wide)
{
	char *text = mem_grow(NULL, bytes.n + 1, 3);
	char *p = text;

	while (bytes.n > 0) {
		uint32_t ch = string_next(&bytes, wide);

		if (ch != 0)
			p += utf8_put(
			    p, ch == UNICODE_BAD ? UNICODE_REPLACEMENT : ch);
		if (ch != 0 && bytes.n > 0)
			continue;
		*p = '\0';
		if (p != text)
			strlist_add(to, text);
		p = text;
	}
	free(text);
}

static uint64_t
number_of(struct span bytes)
{
	uint64_t number = 0;

	for (size_t i = bytes.n; i > 0; i--)
		number = number << 8 | bytes.p[i - 1];
	return number;
}

static size_t
number_size(uint32_t type)
{
	return type == REG_DWORD ? 4 : type == REG_QWORD ? 8 : 0;
}

void
reg_value_set(struct reg_value *v, struct span bytes, bool wide)
{
	bool strings = v->type == REG_SZ || v->type == REG_EXPAND_SZ ||
	    v->type == REG_MULTI_SZ;

	if (reg_is_number(v) && bytes.n == number_size(v->type)) {
		v->number = number_of(bytes);
		return;
	}
	if (strings)
		strings_add(&v->strings, bytes, wide);
	while (strings && v->type != REG_MULTI_SZ && v->strings.n > 1)
		free(v->strings.v[--v->strings.n]); /* ends at the first NUL */
	buf_init(&v->bytes, bytes.n);
	if (!buf_add(&v->bytes, bytes.p, bytes.n))
		abort();
}

bool
reg_hex(const char *text, struct buf *out)
{
	static const char digits[] = "0123456789abcdef";
	unsigned digit = 0;
	unsigned value = 0;

	for (; *text != '\0'; text++) {
		const char *at = strchr(digits, tolower((unsigned char)*text));
		uint8_t byte;

		if (strchr(", \t\\", *text) != NULL) {
			if (digit % 2 != 0)
				return false;
			continue;
		}
		if (at == NULL)
			return false;
		value = value << 4 | (unsigned)(at - digits);
		byte = (uint8_t)value;
		if (++digit % 2 == 0 && !buf_add(out, &byte, 1))
			return false;
	}
	return digit % 2 == 0;
}

char *
reg_value_shown(const struct reg_value *v)
{
	struct strlist hex = { 0 };
	char *joined;
	char *shown;

	if (v->deleted)
		return mem_strdup("deleted");
	if (v->strings.n > 0 || v->type == REG_SZ)
		return strlist_join(&v->strings, " | ");
	if (reg_is_number(v) && v->bytes.n == 0)
		return mem_printf("%llu (0x%llx)",
		    (unsigned long long)v->number,
		    (unsigned long long)v->number);
	for (size_t i = 0; i < v->bytes.n && i < BYTES_SHOWN; i++)
		strlist_addf(&hex, "%02x", v->bytes.p[i]);
	joined = strlist_join(&hex, ",");
	shown = mem_printf(
	    "hex: %s%s", joined, v->bytes.n > BYTES_SHOWN ? "..." : "");
	free(joined);
	strlist_clear(&hex);
	return shown;
}
