/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one field table: everything a check can learn beyond the columns every
 * check has (model/check.h). A field is tri-state by construction: no entry
 * means not tested, FACT_ABSENT means tested and not there, else the value.
 */
#ifndef RPCDIAG_MODEL_FACT_H
#define RPCDIAG_MODEL_FACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strlist.h"
#include "model/fact_fields.h"

enum fact_type {
	FACT_STR,
	FACT_INT,
	FACT_BOOL,
	FACT_LIST, /* of strings */
};

enum fact_key {
#define X(key, name, type, doc) FACT_##key,
	FACT_FIELDS(X)
#undef X
	    FACT_N
};

struct fact_field {
	const char *name;
	enum fact_type type;
	const char *doc;
};

extern const struct fact_field fact_fields[FACT_N];

struct fact {
	enum fact_key key;
	bool absent; /* tested, and not there: no value */
	union {
		char *s;
		int64_t i;
		bool b;
		struct strlist list;
	};
};

struct fact_set { /* zero it to start; in order of first setting */
	struct fact *v;
	size_t n;
};

void fact_set_clear(struct fact_set *f);
/* Setting again replaces. A key is only ever set with its own type. */
void fact_put_str(struct fact_set *f, enum fact_key key, const char *s);
void fact_put_int(struct fact_set *f, enum fact_key key, int64_t i);
void fact_put_bool(struct fact_set *f, enum fact_key key, bool b);
void fact_put_item(struct fact_set *f, enum fact_key key, const char *item);
void fact_put_absent(struct fact_set *f, enum fact_key key);

/* NULL when not tested. */
const struct fact *fact_get(const struct fact_set *f, enum fact_key key);
/* The value, or NULL / the default when not tested or absent. */
const char *fact_str(const struct fact_set *f, enum fact_key key);
int64_t fact_int(const struct fact_set *f, enum fact_key key, int64_t def);
bool fact_is(const struct fact_set *f, enum fact_key key, const char *value);
bool fact_true(const struct fact_set *f, enum fact_key key);
bool fact_false(const struct fact_set *f, enum fact_key key);
/* FACT_N when no field has this name. */
enum fact_key fact_by_name(const char *name);

#endif
