/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PRF files: sections of NAME=VALUE. [Service List] says which section of
 * values goes with which section of mappings; a mapping is
 * NAME=PT_LONG,0x6606, and its section says by SectionGUID or ServiceName
 * which profile section it fills.
 */
#include <stdlib.h>
#include <strings.h>

#include "base/mem.h"
#include "lint/profile.h"

#define SERVICE_LIST "Service List"
#define EXCHANGE_SERVICE "MSEMS"

struct prf_setting {
	const char *section; /* borrowed from names */
	char *name;
	char *value;
	unsigned line;
};

struct prf {
	struct strlist names; /* of sections */
	struct prf_setting *v;
	size_t n;
};

/* Without blanks around it; owned. */
static char *
trimmed(const char *p, size_t n)
{
	while (n > 0 && strchr(" \t", *p) != NULL) {
		p++;
		n--;
	}
	while (n > 0 && strchr(" \t", p[n - 1]) != NULL)
		n--;
	return mem_strndup(p, n);
}

static void
setting_add(struct prf *prf, const char *line, unsigned number)
{
	size_t n = strcspn(line, "=");

	if (line[n] != '=' || prf->names.n == 0)
		return;
	prf->v = mem_grow(prf->v, prf->n + 1, sizeof(*prf->v));
	prf->v[prf->n++] = (struct prf_setting){
		.section = prf->names.v[prf->names.n - 1],
		.name = trimmed(line, n),
		.value = trimmed(line + n + 1, strlen(line + n + 1)),
		.line = number,
	};
}

static void
prf_read(const struct text *t, struct prf *prf)
{
	*prf = (struct prf){ 0 };
	for (size_t i = 0; i < t->n; i++) {
		const char *line = t->line[i] + strspn(t->line[i], " \t");
		char *name;

		if (*line == ';')
			continue;
		if (*line != '[') {
			setting_add(prf, line, (unsigned)i + 1);
			continue;
		}
		name = trimmed(line + 1, strcspn(line + 1, "]"));
		strlist_add(&prf->names, name);
		free(name);
	}
}

static void
prf_clear(struct prf *prf)
{
	for (size_t i = 0; i < prf->n; i++) {
		free(prf->v[i].name);
		free(prf->v[i].value);
	}
	free(prf->v);
	strlist_clear(&prf->names);
}

static const char *
prf_find(const struct prf *prf, const char *section, const char *name)
{
	for (size_t i = 0; i < prf->n; i++)
		if (strcasecmp(prf->v[i].section, section) == 0 &&
		    strcasecmp(prf->v[i].name, name) == 0)
			return prf->v[i].value;
	return NULL;
}

/* Which profile section a section of mappings fills. */
static enum profile_section
mapping_section(const struct prf *prf, const char *mapping)
{
	const char *guid = prf_find(prf, mapping, "SectionGUID");
	const char *service = prf_find(prf, mapping, "ServiceName");

	if (guid != NULL)
		return profile_section_in(guid);
	return service != NULL && strcasecmp(service, EXCHANGE_SERVICE) == 0
	    ? SECTION_GLOBAL
	    : SECTION_N;
}

/* PT_LONG,0x6606 */
static enum profile_prop
mapping_prop(const char *mapping)
{
	const char *comma = mapping == NULL ? NULL : strchr(mapping, ',');

	if (comma == NULL || strncmp(mapping, "PT_", 3) != 0)
		return PROP_N;
	return profile_prop_of((unsigned)strtoul(comma + 1, NULL, 16) & 0xffff);
}

/* service: a row of [Service List]. */
static void
service_read(const struct prf *prf, const struct prf_setting *service,
    struct profile *to)
{
	enum profile_section s = mapping_section(prf, service->value);

	for (size_t i = 0; s != SECTION_N && i < prf->n; i++) {
		const struct prf_setting *set = &prf->v[i];
		enum profile_prop prop;

		if (strcasecmp(set->section, service->name) != 0)
			continue;
		prop = mapping_prop(prf_find(prf, service->value, set->name));
		if (prop != PROP_N && *set->value != '\0')
			profile_put(to, s, prop, set->value, set->line);
	}
}

bool
profiles_is_prf(const struct text *t)
{
	for (size_t i = 0; i < t->n; i++) {
		const char *line = t->line[i] + strspn(t->line[i], " \t");

		if (strncasecmp(line, "[" SERVICE_LIST "]",
			sizeof(SERVICE_LIST) + 1) == 0)
			return true;
	}
	return false;
}

void
profiles_from_prf(const struct text *t, struct profiles *out)
{
	struct prf prf;
	const char *name;
	struct profile *p;

	prf_read(t, &prf);
	name = prf_find(&prf, "General", "ProfileName");
	p = profiles_get(out, name == NULL ? "" : name);
	p->outlook = true;
	for (size_t i = 0; i < prf.n; i++)
		if (strcasecmp(prf.v[i].section, SERVICE_LIST) == 0)
			service_read(&prf, &prf.v[i], p);
	prf_clear(&prf);
}
