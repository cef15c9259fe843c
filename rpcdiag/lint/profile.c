/* SPDX-License-Identifier: Apache-2.0 */
#include "lint/profile.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"

/* edkmdb.h */
const struct profile_prop_row profile_props[PROP_N] = {
	[PROP_CONFIG_FLAGS] = { 0x6601, "PR_PROFILE_CONFIG_FLAGS", false,
	    SECTION_GLOBAL },
	[PROP_HOME_SERVER] = { 0x6602, "PR_PROFILE_HOME_SERVER", true,
	    SECTION_GLOBAL },
	[PROP_CONNECT_FLAGS] = { 0x6604, "PR_PROFILE_CONNECT_FLAGS", false,
	    SECTION_GLOBAL },
	[PROP_UI_STATE] = { 0x6606, "PR_PROFILE_UI_STATE", false,
	    SECTION_GLOBAL },
	[PROP_UNRESOLVED_SERVER] = { 0x6608, "PR_PROFILE_UNRESOLVED_SERVER",
	    true, SECTION_GLOBAL },
	[PROP_AUTH_PACKAGE] = { 0x6619, "PR_PROFILE_AUTH_PACKAGE", false,
	    SECTION_GLOBAL },
	[PROP_SERVER_VERSION] = { 0x661b, "PR_PROFILE_SERVER_VERSION", false,
	    SECTION_GLOBAL },
	[PROP_ALLOW_RECONNECT] = { 0x6639, "PR_PROFILE_ABP_ALLOW_RECONNECT",
	    false, SECTION_ADDRESS_BOOK },
};

/* A GUID as the registry writes it (byte by byte), as people write it, and
 * the name its header gives it. */
static const struct {
	const char *name;
	const char *marks[3];
} sections[SECTION_N] = {
	[SECTION_GLOBAL] = { "global profile section",
	    { "13dbb0c8aa05101a9bb000aa002fc45a",
		"c8b0db13-05aa-1a10-9bb0-00aa002fc45a",
		"pbGlobalProfileSectionGuid" } },
	[SECTION_ADDRESS_BOOK] = { "MUIDEMSAB profile section",
	    { "dca740c8c042101ab4b908002b2fe182",
		"c840a7dc-42c0-1a10-b4b9-08002b2fe182", "MUIDEMSAB" } },
};

const char *
profile_section_name(enum profile_section s)
{
	return sections[s].name;
}

enum profile_section
profile_section_in(const char *text)
{
	for (unsigned s = 0; s < SECTION_N; s++)
		for (size_t i = 0; i < 3; i++)
			if (strcasestr(text, sections[s].marks[i]) != NULL)
				return (enum profile_section)s;
	return SECTION_N;
}

enum profile_prop
profile_prop_of(unsigned id)
{
	unsigned p = 0;

	while (p < PROP_N && profile_props[p].id != id)
		p++;
	return (enum profile_prop)p;
}

struct profile *
profiles_get(struct profiles *p, const char *name)
{
	struct profile *new;

	for (size_t i = 0; i < p->n; i++)
		if (strcmp(p->v[i].name, name) == 0)
			return &p->v[i];
	p->v = mem_grow(p->v, p->n + 1, sizeof(*p->v));
	new = &p->v[p->n++];
	*new = (struct profile){ .name = mem_strdup(name) };
	return new;
}

void
profile_put(struct profile *p, enum profile_section s, enum profile_prop prop,
    const char *text, unsigned line)
{
	struct profile_value *v = &p->value[s][prop];
	int base = strncasecmp(text, "0x", 2) == 0 ? 16 : 10;

	if (p->line[s] == 0)
		p->line[s] = line;
	v->there = true;
	v->line = line;
	if (profile_props[prop].text)
		mem_set(&v->text, text);
	else
		v->number = (uint32_t)strtoul(text, NULL, base);
}

struct setting
profile_setting(
    const struct profile *p, enum profile_section s, enum profile_prop prop)
{
	const struct profile_value *v = &p->value[s][prop];
	enum setting_state state = SETTING_UNTOLD;

	if (v->there)
		state = SETTING_GIVEN;
	else if (p->whole[s])
		state = SETTING_ABSENT;
	return (struct setting){ state, s, v->line, v->number, v->text };
}

struct setting
profile_effective(const struct profile *p, enum profile_prop prop)
{
	struct setting own =
	    profile_setting(p, profile_props[prop].section, prop);

	for (unsigned s = 0; s < SECTION_N && own.state != SETTING_GIVEN; s++)
		if (p->value[s][prop].there)
			own = profile_setting(p, (enum profile_section)s, prop);
	return own;
}

const char *
profile_home(const struct profile *p)
{
	const char *home = p->value[SECTION_GLOBAL][PROP_HOME_SERVER].text;

	return home != NULL
	    ? home
	    : p->value[SECTION_GLOBAL][PROP_UNRESOLVED_SERVER].text;
}

void
profiles_clear(struct profiles *p)
{
	for (size_t i = 0; i < p->n; i++) {
		for (size_t s = 0; s < SECTION_N; s++) {
			free(p->v[i].key[s]);
			for (size_t k = 0; k < PROP_N; k++)
				free(p->v[i].value[s][k].text);
		}
		free(p->v[i].name);
	}
	free(p->v);
	*p = (struct profiles){ 0 };
}
