/* SPDX-License-Identifier: Apache-2.0 */
/* The kinds of files, known by their content and never by their name. */
#include "base/mem.h"
#include "lint/judge.h"

static void
export_read(const struct text *t, struct lint_file *f)
{
	reg_read_export(t, &f->reg);
	profiles_from_reg(&f->reg, &f->profiles);
}

static void
query_read(const struct text *t, struct lint_file *f)
{
	reg_read_query(t, &f->reg);
	profiles_from_reg(&f->reg, &f->profiles);
}

static void
registry_judge(struct lint *l, const struct lint_file *f)
{
	struct lint_place at = { f, f->reg.bad_line, NULL, NULL };

	judge_registry(l, f);
	judge_valid_ports(l, f);
	judge_profiles(l, f);
	if (f->reg.bad > 0)
		lint_say(l, HEALTH_DEGRADED, NULL, &at, NULL,
		    "%zu line%s of the file %s no key and no value; the first "
		    "one stands here",
		    f->reg.bad, f->reg.bad == 1 ? "" : "s",
		    f->reg.bad == 1 ? "is" : "are");
}

/* The one line of a list somebody copied out of the registry editor. */
static const char *
list_line(const struct text *t, unsigned *line)
{
	const char *found = NULL;

	for (size_t i = 0; i < t->n; i++) {
		if (t->line[i][strspn(t->line[i], " \t")] == '\0')
			continue;
		if (found != NULL)
			return NULL;
		found = t->line[i];
		*line = (unsigned)i + 1;
	}
	return found;
}

static bool
list_is(const struct text *t)
{
	unsigned line;
	const char *list = list_line(t, &line);
	struct valid_ports p = { 0 };
	size_t good = 0;
	bool is;

	if (list == NULL)
		return false;
	valid_ports_read(list, &p);
	for (size_t i = 0; i < p.n; i++)
		good += p.v[i].fault == PORT_OK;
	is = good * 2 > p.n;
	valid_ports_clear(&p);
	return is;
}

static void
list_read(const struct text *t, struct lint_file *f)
{
	unsigned line = 0;
	const char *list = list_line(t, &line);
	struct reg_value *v;

	v = reg_add_value(
	    reg_add_key(
		&f->reg, "HKEY_LOCAL_MACHINE\\SOFTWARE\\" KEY_RPC_PROXY, line),
	    mem_strdup("ValidPorts"), line);
	v->type = REG_SZ;
	strlist_add(&v->strings, list);
}

static void
listing_read(const struct text *t, struct lint_file *f)
{
	listeners_read(t, &f->listeners);
}

static void
names_read(const struct text *t, struct lint_file *f)
{
	hosts_read(t, &f->hosts);
}

static void
log_read(const struct text *t, struct lint_file *f)
{
	iis_log_read(t, &f->log);
}

static void
profile_text_read(const struct text *t, struct lint_file *f)
{
	profiles_from_text(t, &f->profiles);
}

static void
prf_read(const struct text *t, struct lint_file *f)
{
	profiles_from_prf(t, &f->profiles);
}

/* In the order they are tried: the surest marks first. */
static const struct lint_kind kinds[] = {
	{ "registry export", reg_is_export, export_read, registry_judge },
	{ "IIS log", iis_log_is, log_read, judge_iis_log },
	{ "PRF file", profiles_is_prf, prf_read, judge_profiles },
	{ "registry query", reg_is_query, query_read, registry_judge },
	{ "MAPI properties", profiles_is_text, profile_text_read,
	    judge_profiles },
	{ "listeners", listeners_is, listing_read, judge_listeners },
	{ "ValidPorts list", list_is, list_read, judge_valid_ports },
	{ "hosts file", hosts_is, names_read, judge_hosts },
};

#define NKINDS (sizeof(kinds) / sizeof(kinds[0]))

const struct lint_kind *
lint_kind_nth(size_t n)
{
	return n < NKINDS ? &kinds[n] : NULL;
}

const struct lint_kind *
lint_kind_of(const struct text *t)
{
	for (size_t i = 0; i < NKINDS; i++)
		if (kinds[i].is(t))
			return &kinds[i];
	return NULL;
}
