/* SPDX-License-Identifier: Apache-2.0 */
/*
 * MAPI profiles, as far as they decide where address book calls go: the
 * global profile section and that of the address book provider, MUIDEMSAB.
 * Read from registry exports, from what MFCMAPI shows, and from PRF files.
 */
#ifndef RPCDIAG_LINT_PROFILE_H
#define RPCDIAG_LINT_PROFILE_H

#include "lint/reg.h"

/* Types of properties ([MS-OXCDATA] 2.11.1), the low half of a tag. */
#define PT_LONG 0x0003
#define PT_STRING8 0x001e
#define PT_UNICODE 0x001f

enum profile_section {
	SECTION_GLOBAL,	      /* pbGlobalProfileSectionGuid */
	SECTION_ADDRESS_BOOK, /* MUIDEMSAB */
	SECTION_N
};

enum profile_prop {
	PROP_CONFIG_FLAGS,
	PROP_HOME_SERVER,
	PROP_CONNECT_FLAGS,
	PROP_UI_STATE,
	PROP_UNRESOLVED_SERVER,
	PROP_AUTH_PACKAGE,
	PROP_SERVER_VERSION,
	PROP_ALLOW_RECONNECT,
	PROP_N
};

struct profile_prop_row {
	unsigned id; /* of the property tag: 0x6606 */
	const char *name;
	bool text;
	enum profile_section section; /* where it belongs when nobody says */
};

extern const struct profile_prop_row profile_props[PROP_N];

struct profile_value {
	bool there;
	unsigned line;
	uint32_t number;
	char *text;
};

struct profile {
	char *name;		  /* "" = not told */
	unsigned line[SECTION_N]; /* where the section begins; 0 = nowhere */
	bool outlook; /* below Office\...\Outlook, or of a PRF file */
	/* All of the section was given, so that what is missing is not set. */
	bool whole[SECTION_N];
	char *key[SECTION_N]; /* registry key; NULL = not from a registry */
	struct profile_value value[SECTION_N][PROP_N];
};

struct profiles {
	struct profile *v;
	size_t n;
};

void profiles_from_reg(const struct reg *r, struct profiles *out);
bool profiles_is_text(const struct text *t);
void profiles_from_text(const struct text *t, struct profiles *out);
bool profiles_is_prf(const struct text *t);
void profiles_from_prf(const struct text *t, struct profiles *out);
void profiles_clear(struct profiles *p);

const char *profile_section_name(enum profile_section s);
/* Which section a line or key speaks of, by GUID or name; SECTION_N = none. */
enum profile_section profile_section_in(const char *text);
/* What a property is where it decides something. */
enum setting_state {
	SETTING_UNTOLD, /* the dump does not show it */
	SETTING_ABSENT, /* its section is there and lacks it */
	SETTING_GIVEN,
};
struct setting {
	enum setting_state state;
	enum profile_section section; /* where it was found, or belongs */
	unsigned line;
	uint32_t number;
	const char *text; /* borrowed */
};
/* A property of one section. */
struct setting profile_setting(
    const struct profile *p, enum profile_section s, enum profile_prop prop);
/* A property in its own section or, since the provider reads both, in the
 * other one. */
struct setting profile_effective(
    const struct profile *p, enum profile_prop prop);
/* The Exchange server of the profile; NULL when it is not told. */
const char *profile_home(const struct profile *p);

/* PROP_N when the id is of no property in the table. */
enum profile_prop profile_prop_of(unsigned id);
/* The profile of this name, made when it is not there yet. */
struct profile *profiles_get(struct profiles *p, const char *name);
/* text is copied; a number may stand in it as 16384 or 0x4000. */
void profile_put(struct profile *p, enum profile_section s,
    enum profile_prop prop, const char *text, unsigned line);

#endif
