/* SPDX-License-Identifier: Apache-2.0 */
#include "lint/lint.h"

#include <stdlib.h>
#include <strings.h>

#include "base/mem.h"
#include "lint/walk.h"

static const char *const accords[] = {
	[LINT_AGREES] = "agrees",
	[LINT_CONTRADICTS] = "contradicts",
	[LINT_SILENT] = "silent",
};

const char *
lint_accord_name(enum lint_accord a)
{
	return accords[a];
}

const char *
lint_kind_name(const struct lint_kind *k)
{
	return k->name;
}

void
lint_init(struct lint *l)
{
	*l = (struct lint){ 0 };
}

static void
file_free(struct lint_file *f)
{
	reg_clear(&f->reg);
	listeners_clear(&f->listeners);
	hosts_clear(&f->hosts);
	iis_log_clear(&f->log);
	profiles_clear(&f->profiles);
	free(f->name);
	free(f);
}

static void
finding_free(struct lint_finding *f)
{
	free(f->key);
	free(f->value);
	free(f->why);
	free(f->set);
}

void
lint_clear(struct lint *l)
{
	for (size_t i = 0; i < l->nfindings; i++)
		finding_free(&l->finding[i]);
	for (size_t i = 0; i < l->nwalks; i++)
		walk_clear(&l->walk[i]);
	for (size_t i = 0; i < l->nremarks; i++) {
		free(l->remark[i].id);
		free(l->remark[i].text);
	}
	for (size_t i = 0; i < l->nfiles; i++)
		file_free(l->file[i]);
	free(l->finding);
	free(l->walk);
	free(l->remark);
	free(l->file);
	strlist_clear(&l->servers);
	strlist_clear(&l->servers_from);
	*l = (struct lint){ 0 };
}

void
lint_add_server(struct lint *l, const char *name, const char *from)
{
	if (*name == '\0' || strlist_has(&l->servers, name))
		return;
	strlist_add(&l->servers, name);
	strlist_add(&l->servers_from, from);
}

static struct err *
unknown_kind(const char *name, const struct text *t)
{
	if (t->n > 0 && t->line[0][0] == '{')
		return err_new("%s: not recognised; a report of check is held "
			       "against files with --with",
		    name);
	return err_new("%s: not recognised; it may be a registry export or the "
		       "output of reg query, netstat -ano or ss -lnt, a hosts "
		       "file, an IIS log, a MAPI profile as .reg, MFCMAPI text "
		       "or PRF",
	    name);
}

struct err *
lint_read(struct lint *l, const char *name, struct span bytes)
{
	struct text text;
	const struct lint_kind *kind;
	struct lint_file *f;
	struct err *e;

	text_decode(bytes, &text);
	kind = lint_kind_of(&text);
	if (kind == NULL) {
		e = unknown_kind(name, &text);
		text_clear(&text);
		return e;
	}
	f = mem_new(sizeof(*f));
	f->name = mem_strdup(name);
	f->kind = kind;
	f->encoding = text.encoding;
	f->nlines = text.n;
	kind->read(&text, f);
	text_clear(&text);
	l->file = mem_grow(l->file, l->nfiles + 1, sizeof(*l->file));
	l->file[l->nfiles++] = f;
	return NULL;
}

/* Every profile names a server that its client asks the proxy for. */
static void
servers_of_profiles(struct lint *l)
{
	for (size_t i = 0; i < l->nfiles; i++)
		for (size_t k = 0; k < l->file[i]->profiles.n; k++) {
			const struct profile *p = &l->file[i]->profiles.v[k];
			const char *home = profile_home(p);
			char *from;

			if (home == NULL)
				continue;
			from = mem_printf("profile %s in %s",
			    *p->name == '\0' ? "without a name" : p->name,
			    l->file[i]->name);
			lint_add_server(l, home, from);
			free(from);
		}
}

/* Worst first; else as they were found. */
static void
findings_sort(struct lint *l)
{
	struct lint_finding *sorted =
	    mem_grow(NULL, l->nfindings, sizeof(*sorted));
	size_t n = 0;

	for (unsigned h = HEALTH_FAILED + 1; h-- > HEALTH_HEALTHY;)
		for (size_t i = 0; i < l->nfindings; i++)
			if (l->finding[i].status == h)
				sorted[n++] = l->finding[i];
	free(l->finding);
	l->finding = sorted;
}

void
lint_judge(struct lint *l, const struct report *live)
{
	const struct lint_kind *kind;

	if (live != NULL && live->target.server != NULL)
		lint_add_server(l, live->target.server, "the live report");
	servers_of_profiles(l);
	/* Kinds in their order: a hosts file is judged by what listens. */
	for (size_t n = 0; (kind = lint_kind_nth(n)) != NULL; n++)
		for (size_t i = 0; i < l->nfiles; i++)
			if (l->file[i]->kind == kind)
				kind->judge(l, l->file[i]);
	judge_together(l);
	if (live != NULL)
		judge_live(l, live);
	findings_sort(l);
}

enum health
lint_status(const struct lint *l)
{
	enum health worst = HEALTH_HEALTHY;

	for (size_t i = 0; i < l->nfindings; i++)
		if (l->finding[i].status > worst)
			worst = l->finding[i].status;
	return worst;
}

void
lint_say(struct lint *l, enum health status, const char *id,
    const struct lint_place *at, const char *set, const char *why, ...)
{
	struct lint_finding *f;
	va_list ap;

	l->finding =
	    mem_grow(l->finding, l->nfindings + 1, sizeof(*l->finding));
	f = &l->finding[l->nfindings++];
	*f = (struct lint_finding){ .status = status,
		.id = id,
		.file = at->file->name,
		.line = at->line,
		.key = mem_strdup(at->key),
		.value = mem_strdup(at->value),
		.set = mem_strdup(set) };
	va_start(ap, why);
	f->why = mem_vprintf(why, ap);
	va_end(ap);
}

struct lint_place
lint_place_of(const struct lint_file *f, const struct reg_key *key,
    const struct reg_value *v)
{
	char *shown = reg_value_shown(v);
	struct lint_place at = { .file = f,
		.line = v->line,
		.key = key->path,
		.value = mem_printf("%s = %s", v->name, shown) };

	free(shown);
	return at;
}

void
lint_place_free(struct lint_place *at)
{
	free((char *)at->value);
	at->value = NULL;
}

const struct reg_value *
lint_find_value(const struct lint *l, const char *key, const char *name,
    struct lint_place *place)
{
	for (size_t i = 0; i < l->nfiles; i++)
		for (size_t k = 0; k < l->file[i]->reg.n; k++) {
			const struct reg_key *at = &l->file[i]->reg.v[k];
			const struct reg_value *v;

			if (at->deleted || !reg_key_ends(at, key))
				continue;
			v = reg_value_find(at, name);
			if (v == NULL || v->deleted)
				continue;
			if (place != NULL)
				*place = lint_place_of(l->file[i], at, v);
			return v;
		}
	return NULL;
}

bool
lint_is_port_list(const struct reg_key *key, const struct reg_value *v)
{
	static const char name[] = "ValidPorts";
	const size_t n = sizeof(name) - 1;

	return !key->deleted && !v->deleted &&
	    reg_key_ends(key, KEY_RPC_PROXY) &&
	    strncasecmp(v->name, name, n) == 0 &&
	    (v->name[n] == '\0' || v->name[n] == '_');
}

const struct reg_value *
lint_valid_ports(const struct lint_file *f, struct valid_ports *out,
    struct lint_place *place)
{
	const struct reg_value *first = NULL;

	*out = (struct valid_ports){ 0 };
	for (size_t k = 0; k < f->reg.n; k++)
		for (size_t i = 0; i < f->reg.v[k].n; i++) {
			const struct reg_key *key = &f->reg.v[k];
			const struct reg_value *v = &key->v[i];

			if (!lint_is_port_list(key, v))
				continue;
			for (size_t s = 0; s < v->strings.n; s++)
				valid_ports_read(v->strings.v[s], out);
			if (first == NULL && place != NULL)
				*place = lint_place_of(f, key, v);
			if (first == NULL)
				first = v;
		}
	return first;
}

uint64_t
lint_number(
    const struct lint *l, const char *key, const char *name, uint64_t def)
{
	const struct reg_value *v = lint_find_value(l, key, name, NULL);

	return v == NULL || !reg_is_number(v) ? def : v->number;
}

bool
lint_has_finding(const struct lint *l, const char *id, enum health least)
{
	for (size_t i = 0; i < l->nfindings; i++)
		if (l->finding[i].id != NULL && l->finding[i].status >= least &&
		    strcmp(l->finding[i].id, id) == 0)
			return true;
	return false;
}
