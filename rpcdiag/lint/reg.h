/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keys and values of the Windows registry as people hand them on: what
 * regedit exports (version 5 and REGEDIT4) and what `reg query` prints.
 * Knows nothing of what a value means.
 */
#ifndef RPCDIAG_LINT_REG_H
#define RPCDIAG_LINT_REG_H

#include "base/buf.h"
#include "base/strlist.h"
#include "lint/text.h"

enum reg_type { /* winnt.h; others are kept as bytes */
	REG_NONE = 0,
	REG_SZ = 1,
	REG_EXPAND_SZ = 2,
	REG_BINARY = 3,
	REG_DWORD = 4,
	REG_MULTI_SZ = 7,
	REG_QWORD = 11,
};

struct reg_value {
	char *name; /* "" = the default value */
	unsigned line;
	uint32_t type;
	bool deleted;		/* "name"=- */
	struct strlist strings; /* one; any number of a REG_MULTI_SZ */
	uint64_t number;	/* of a REG_DWORD or REG_QWORD */
	struct buf bytes;	/* of every other type */
};

struct reg_key {
	char *path; /* as it stands: HKEY_LOCAL_MACHINE\... */
	unsigned line;
	bool deleted; /* [-path] */
	struct reg_value *v;
	size_t n;
};

struct reg {
	struct reg_key *v;
	size_t n;
	bool query; /* of reg query, which may show one value of many */
	size_t bad; /* lines that are none of a registry export */
	unsigned bad_line;
};

bool reg_is_export(const struct text *t);
bool reg_is_query(const struct text *t);
/* Never fail: what is no key and no value is counted in bad. */
void reg_read_export(const struct text *t, struct reg *out);
void reg_read_query(const struct text *t, struct reg *out);
void reg_clear(struct reg *r);

/* NULL when the key has no value of this name; case does not count. */
const struct reg_value *reg_value_find(
    const struct reg_key *key, const char *name);
/* Does the path end with these whole parts? Case does not count. */
bool reg_key_ends(const struct reg_key *key, const char *suffix);
bool reg_is_number(const struct reg_value *v);
/* "REG_DWORD"; NULL for a type without a name here. */
const char *reg_type_name(uint32_t type);
/* Owned: the value as regedit would show it. */
char *reg_value_shown(const struct reg_value *v);

/* What the two readers build with. */
struct reg_key *reg_add_key(struct reg *r, const char *path, unsigned line);
/* name is taken over. */
struct reg_value *reg_add_value(struct reg_key *key, char *name, unsigned line);
/* Take back the value that was added last: its data make no sense. */
void reg_drop_value(struct reg_key *key);
/* Give a value the bytes of its type; wide: strings are UTF-16LE. */
void reg_value_set(struct reg_value *v, struct span bytes, bool wide);
/* Append the bytes that pairs of hex digits stand for; commas, blanks and
 * backslashes between them do not count. */
bool reg_hex(const char *text, struct buf *out);

#endif
