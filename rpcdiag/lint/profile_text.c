/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Properties of a profile section as MFCMAPI and MrMAPI show them: a row of
 * the list (name, tag, type, value, with tabs between them), the lines of a
 * property's page, or XML. All have the tag as 0x66060003 and the value
 * behind it, on that line or on a later one that says Value.
 */
#include <ctype.h>
#include <stdlib.h>
#include <strings.h>

#include "base/mem.h"
#include "lint/profile.h"

#define TAG_DIGITS 8

struct reader {
	struct profiles *out;
	char *profile;		      /* name of the profile at hand */
	enum profile_section section; /* SECTION_N = not told */
	enum profile_prop prop;	      /* whose value comes; PROP_N = none */
};

/* A tag of the table in a line, and what stands behind it. */
static enum profile_prop
tag_find(const char *line, const char **behind)
{
	for (const char *p = line; (p = strcasestr(p, "0x")) != NULL; p += 2) {
		const char *digits = p + 2;
		size_t n = strspn(digits, "0123456789abcdefABCDEF");
		unsigned long tag = strtoul(digits, NULL, 16);
		enum profile_prop prop =
		    profile_prop_of((unsigned)(tag >> 16 & 0xffff));

		if (n != TAG_DIGITS || prop == PROP_N ||
		    profile_props[prop].text != ((tag & 0xffff) != PT_LONG))
			continue;
		*behind = digits + n;
		return prop;
	}
	return PROP_N;
}

bool
profiles_is_text(const struct text *t)
{
	const char *behind;

	for (size_t i = 0; i < t->n; i++)
		if (tag_find(t->line[i], &behind) != PROP_N)
			return true;
	return false;
}

/* From what separates fields to the field. */
static const char *
field_next(const char *p)
{
	return p + strspn(p, " \t\"=,:;|");
}

/* The value in what stands behind a tag or behind Value; owned, NULL when
 * there is none. */
static char *
value_cut(const char *p, bool text)
{
	static const char cdata[] = "<![CDATA[";
	size_t n;

	p = field_next(p);
	if (strncasecmp(p, "type", 4) == 0)
		p = field_next(p + 4);
	if (strncmp(p, "PT_", 3) == 0)
		p = field_next(p + strcspn(p, " \t\",;|>"));
	if (*p == '>')
		p = field_next(p + 1);
	if (strncmp(p, cdata, sizeof(cdata) - 1) == 0)
		p += sizeof(cdata) - 1;
	n = strcspn(p, text ? "\t\"<]>" : " \t\",;|<]>");
	while (n > 0 && isspace((unsigned char)p[n - 1]))
		n--;
	if (n == 0 || (!text && !isdigit((unsigned char)*p)))
		return NULL;
	return mem_strndup(p, n);
}

static void
value_take(struct reader *r, const char *p, unsigned line)
{
	const struct profile_prop_row *row = &profile_props[r->prop];
	char *value = value_cut(p, row->text);

	if (value == NULL)
		return;
	profile_put(profiles_get(r->out, r->profile),
	    r->section == SECTION_N ? row->section : r->section, r->prop, value,
	    line);
	r->prop = PROP_N;
	free(value);
}

/* "Value: 1", "<Value>1</Value>"; not "Alternate" or "AltValue". */
static const char *
value_line(const char *line)
{
	const char *p = line + strspn(line, " \t<");

	return strncasecmp(p, "Value", 5) == 0 ? p + 5 : NULL;
}

/* <profile profilename= "Outlook"> */
static void
profile_line(struct reader *r, const char *line)
{
	static const char mark[] = "profilename=";
	const char *p = strcasestr(line, mark);

	if (p == NULL)
		return;
	p = field_next(p + sizeof(mark) - 1);
	free(r->profile);
	r->profile = mem_strndup(p, strcspn(p, "\">"));
	r->section = SECTION_N;
}

static void
line_read(struct reader *r, const char *line, unsigned number)
{
	const char *behind;
	enum profile_prop prop = tag_find(line, &behind);
	enum profile_section section;

	if (prop != PROP_N) {
		r->prop = prop;
		value_take(r, behind, number);
		return;
	}
	section = profile_section_in(line);
	if (section != SECTION_N)
		r->section = section;
	profile_line(r, line);
	behind = r->prop == PROP_N ? NULL : value_line(line);
	if (behind != NULL)
		value_take(r, behind, number);
}

void
profiles_from_text(const struct text *t, struct profiles *out)
{
	struct reader r = {
		.out = out,
		.profile = mem_strdup(""),
		.section = SECTION_N,
		.prop = PROP_N,
	};

	for (size_t i = 0; i < t->n; i++)
		line_read(&r, t->line[i], (unsigned)i + 1);
	free(r.profile);
}
