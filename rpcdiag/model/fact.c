/* SPDX-License-Identifier: Apache-2.0 */
#include "model/fact.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

const struct fact_field fact_fields[FACT_N] = {
#define X(key, name, type, doc) [FACT_##key] = { name, type, doc },
	FACT_FIELDS(X)
#undef X
};

static void
fact_clear(struct fact *x)
{
	if (x->absent)
		return;
	if (fact_fields[x->key].type == FACT_STR)
		free(x->s);
	else if (fact_fields[x->key].type == FACT_LIST)
		strlist_clear(&x->list);
}

void
fact_set_clear(struct fact_set *f)
{
	for (size_t i = 0; i < f->n; i++)
		fact_clear(&f->v[i]);
	free(f->v);
	*f = (struct fact_set){ 0 };
}

/* The entry of a key, emptied when it was there, added when it was not. */
static struct fact *
fact_entry(struct fact_set *f, enum fact_key key)
{
	struct fact *x = (struct fact *)fact_get(f, key);

	if (x == NULL) {
		f->v = mem_grow(f->v, f->n + 1, sizeof(*f->v));
		x = &f->v[f->n++];
	} else {
		fact_clear(x);
	}
	memset(x, 0, sizeof(*x));
	x->key = key;
	return x;
}

void
fact_put_str(struct fact_set *f, enum fact_key key, const char *s)
{
	if (s == NULL)
		fact_put_absent(f, key);
	else
		fact_entry(f, key)->s = mem_strdup(s);
}

void
fact_put_int(struct fact_set *f, enum fact_key key, int64_t i)
{
	fact_entry(f, key)->i = i;
}

void
fact_put_bool(struct fact_set *f, enum fact_key key, bool b)
{
	fact_entry(f, key)->b = b;
}

void
fact_put_item(struct fact_set *f, enum fact_key key, const char *item)
{
	struct fact *x = (struct fact *)fact_get(f, key);

	if (x == NULL || x->absent)
		x = fact_entry(f, key);
	strlist_add(&x->list, item);
}

void
fact_put_absent(struct fact_set *f, enum fact_key key)
{
	fact_entry(f, key)->absent = true;
}

const struct fact *
fact_get(const struct fact_set *f, enum fact_key key)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->v[i].key == key)
			return &f->v[i];
	return NULL;
}

/* The entry if it holds a value. */
static const struct fact *
fact_value(const struct fact_set *f, enum fact_key key)
{
	const struct fact *x = fact_get(f, key);

	return x == NULL || x->absent ? NULL : x;
}

const char *
fact_str(const struct fact_set *f, enum fact_key key)
{
	const struct fact *x = fact_value(f, key);

	return x == NULL ? NULL : x->s;
}

int64_t
fact_int(const struct fact_set *f, enum fact_key key, int64_t def)
{
	const struct fact *x = fact_value(f, key);

	return x == NULL ? def : x->i;
}

bool
fact_is(const struct fact_set *f, enum fact_key key, const char *value)
{
	const char *s = fact_str(f, key);

	return s != NULL && strcmp(s, value) == 0;
}

bool
fact_true(const struct fact_set *f, enum fact_key key)
{
	const struct fact *x = fact_value(f, key);

	return x != NULL && x->b;
}

bool
fact_false(const struct fact_set *f, enum fact_key key)
{
	const struct fact *x = fact_value(f, key);

	return x != NULL && !x->b;
}

enum fact_key
fact_by_name(const char *name)
{
	for (unsigned i = 0; i < FACT_N; i++)
		if (strcmp(fact_fields[i].name, name) == 0)
			return (enum fact_key)i;
	return FACT_N;
}
