/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What `reg query` prints: a key on a line of its own, its values below it,
 * as name, type and data with four blanks (a tab, before Vista) between them.
 * Names may hold blanks; the type tells where they end.
 */
#include <stdlib.h>
#include <strings.h>

#include "base/mem.h"
#include "lint/reg.h"

static bool
is_key(const char *line)
{
	return strncasecmp(line, "HKEY_", 5) == 0 && strchr(line, '\\') != NULL;
}

/* Where " REG_..." begins in a line of a value, and the type it is. */
static const char *
type_find(const char *line, uint32_t *type, size_t *n)
{
	for (const char *p = line; (p = strstr(p, "REG_")) != NULL; p++) {
		if (p == line || strchr(" \t", p[-1]) == NULL)
			continue;
		*n = strcspn(p, " \t");
		for (*type = 0; *type <= REG_QWORD; ++*type) {
			const char *name = reg_type_name(*type);

			if (name != NULL && strlen(name) == *n &&
			    strncmp(p, name, *n) == 0)
				return p;
		}
	}
	return NULL;
}

bool
reg_is_query(const struct text *t)
{
	bool key = false;
	uint32_t type;
	size_t n;

	for (size_t i = 0; i < t->n; i++) {
		if (is_key(t->line[i]))
			key = true;
		else if (key && strchr(" \t", t->line[i][0]) != NULL &&
		    type_find(t->line[i], &type, &n) != NULL)
			return true;
	}
	return false;
}

/* Items of a REG_MULTI_SZ stand with a visible \0 between them. */
static void
multi_add(struct strlist *to, const char *data)
{
	const char *end;

	for (; (end = strstr(data, "\\0")) != NULL; data = end + 2) {
		char *item = mem_strndup(data, (size_t)(end - data));

		if (*item != '\0')
			strlist_add(to, item);
		free(item);
	}
	if (*data != '\0')
		strlist_add(to, data);
}

static bool
data_set(struct reg_value *v, const char *data)
{
	struct buf bytes;
	bool ok = true;
	char *end;

	if (v->type == REG_MULTI_SZ) {
		multi_add(&v->strings, data);
	} else if (v->type == REG_SZ || v->type == REG_EXPAND_SZ) {
		strlist_add(&v->strings, data);
	} else if (reg_is_number(v)) {
		v->number = strtoull(data, &end, 16);
		ok = end != data && *end == '\0';
	} else {
		buf_init(&bytes, strlen(data));
		ok = reg_hex(data, &bytes);
		reg_value_set(v, buf_span(&bytes), true);
		buf_clear(&bytes);
	}
	return ok;
}

static bool
value_read(struct reg_key *key, const char *line, unsigned number)
{
	const char *name = line + strspn(line, " \t");
	uint32_t type;
	size_t n;
	const char *at = type_find(name, &type, &n);
	const char *end = at;
	struct reg_value *v;

	if (at == NULL)
		return false;
	while (end > name && strchr(" \t", end[-1]) != NULL)
		end--;
	v = reg_add_value(key, mem_strndup(name, (size_t)(end - name)), number);
	if (v->name[0] == '(') /* "(Default)", "(Standard)" */
		v->name[0] = '\0';
	v->type = type;
	at += n;
	if (data_set(v, at + strspn(at, " \t")))
		return true;
	reg_drop_value(key);
	return false;
}

void
reg_read_query(const struct text *t, struct reg *out)
{
	*out = (struct reg){ .query = true };
	for (size_t i = 0; i < t->n; i++) {
		const char *line = t->line[i];
		unsigned number = (unsigned)i + 1;

		if (is_key(line))
			reg_add_key(out, line, number);
		else if (out->n > 0 && *line != '\0' &&
		    strchr(" \t", *line) != NULL &&
		    !value_read(&out->v[out->n - 1], line, number) &&
		    out->bad++ == 0)
			out->bad_line = number;
	}
}
