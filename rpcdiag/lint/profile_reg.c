/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Profiles in a registry export: PROFILE\GUID, and values named by their
 * property tag with type and id exchanged ("00036606" is 0x66060003), the
 * data in hex as MAPI holds it.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "base/unicode.h"
#include "lint/profile.h"

/* "00036606" */
static bool
tag_of_name(const char *name, unsigned *type, unsigned *id)
{
	unsigned long tag;

	if (strlen(name) != 8 || name[strspn(name, "0123456789abcdefABCDEF")])
		return false;
	tag = strtoul(name, NULL, 16);
	*type = tag >> 16 & 0xffff;
	*id = tag & 0xffff;
	return true;
}

/* Bytes up to a NUL as text; owned. */
static char *
string_of(struct span bytes, bool wide)
{
	char *text = mem_grow(NULL, bytes.n + 1, 3);
	char *to = text;

	while (bytes.n > 0) {
		uint32_t ch = wide ? utf16_next(&bytes, false) : bytes.p[0];

		if (!wide)
			bytes = span_sub(bytes, 1, bytes.n);
		if (ch == 0)
			break;
		to +=
		    utf8_put(to, ch == UNICODE_BAD ? UNICODE_REPLACEMENT : ch);
	}
	*to = '\0';
	return text;
}

/* The value as text, or NULL when it has not the type of its name; owned. */
static char *
value_text(const struct reg_value *v, unsigned type)
{
	struct span bytes = buf_span(&v->bytes);

	if (type == PT_LONG && v->type == REG_DWORD && bytes.n == 0)
		return mem_printf("%llu", (unsigned long long)v->number);
	if (type == PT_LONG && bytes.n == 4)
		return mem_printf("%lu",
		    (unsigned long)bytes.p[0] | (unsigned long)bytes.p[1] << 8 |
			(unsigned long)bytes.p[2] << 16 |
			(unsigned long)bytes.p[3] << 24);
	if (type != PT_STRING8 && type != PT_UNICODE)
		return NULL;
	if (v->type == REG_SZ && v->strings.n == 1)
		return mem_strdup(v->strings.v[0]);
	return v->type == REG_BINARY ? string_of(bytes, type == PT_UNICODE)
				     : NULL;
}

static void
values_read(
    const struct reg_key *key, enum profile_section s, struct profile *to)
{
	for (size_t i = 0; i < key->n; i++) {
		const struct reg_value *v = &key->v[i];
		unsigned type, id;
		enum profile_prop prop;
		char *text;

		if (v->deleted || !tag_of_name(v->name, &type, &id))
			continue;
		prop = profile_prop_of(id);
		if (prop == PROP_N ||
		    profile_props[prop].text != (type != PT_LONG))
			continue;
		text = value_text(v, type);
		if (text != NULL)
			profile_put(to, s, prop, text, v->line);
		free(text);
	}
}

void
profiles_from_reg(const struct reg *r, struct profiles *out)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct reg_key *key = &r->v[i];
		const char *last = strrchr(key->path, '\\');
		enum profile_section s;
		const char *name = last;
		struct profile *p;
		char *copy;

		s = last == NULL ? SECTION_N : profile_section_in(last);
		if (s == SECTION_N || key->deleted)
			continue;
		while (name > key->path && name[-1] != '\\')
			name--;
		copy = mem_strndup(name, (size_t)(last - name));
		p = profiles_get(out, copy);
		p->line[s] = key->line;
		p->whole[s] = true;
		p->outlook = strcasestr(key->path, "\\Outlook\\") != NULL;
		mem_set(&p->key[s], key->path);
		values_read(key, s, p);
		free(copy);
	}
}
