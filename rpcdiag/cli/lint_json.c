/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/lint_draw.h"
#include "lint/walk.h"
#include "report/json_put.h"

static void
put_files(cJSON *doc, const struct lint *l)
{
	cJSON *a = json_put_array(doc, "files");

	for (size_t i = 0; i < l->nfiles; i++) {
		const struct lint_file *f = l->file[i];
		cJSON *o = json_add_object(a);

		json_put_str(o, "name", f->name);
		json_put_str(o, "kind", lint_kind_name(f->kind));
		json_put_str(o, "encoding", text_encoding_name(f->encoding));
		json_put_int(o, "lines", (int64_t)f->nlines);
	}
}

static void
put_findings(cJSON *doc, const struct lint *l)
{
	cJSON *a = json_put_array(doc, "findings");

	for (size_t i = 0; i < l->nfindings; i++) {
		const struct lint_finding *f = &l->finding[i];
		cJSON *o = json_add_object(a);

		json_put_str(o, "status", health_text(f->status));
		json_put_str(o, "id", f->id);
		json_put_str(o, "file", f->file);
		json_put_int_or_null(o, "line", f->line);
		json_put_str(o, "key", f->key);
		json_put_str(o, "value", f->value);
		json_put_str(o, "why", f->why);
		json_put_str(o, "set", f->set);
	}
}

static void
put_walk(cJSON *o, const struct lint_walk *w)
{
	cJSON *sub;

	json_put_str(o, "file", w->file);
	json_put_str(o, "name", w->profile);
	json_put_bool(o, "outlook", w->outlook);
	json_put_str(o, "server", w->server);
	sub = json_put_object(o, "mechanism");
	json_put_int_or_null(sub, "code", w->mechanism);
	json_put_str(sub, "name", walk_mechanism_name(w->mechanism));
	json_put_list(o, "stopped_by", &w->stopped_by);
	sub = json_put_array(o, "steps");
	for (size_t i = 0; i < WALK_STEPS; i++) {
		cJSON *step = json_add_object(sub);

		json_put_int(step, "step", (int64_t)i + 1);
		json_put_str(
		    step, "outcome", walk_outcome_name(w->step[i].outcome));
		json_put_str(step, "text", w->step[i].text);
	}
}

static void
put_live(cJSON *doc, const struct lint *l, const struct report *live)
{
	cJSON *o;
	cJSON *a;

	if (live == NULL) {
		json_put_null(doc, "live");
		return;
	}
	o = json_put_object(doc, "live");
	json_put_str(o, "status", health_text(live->verdict.status));
	json_put_str(o, "id", live->verdict.id);
	a = json_put_array(o, "remarks");
	for (size_t i = 0; i < l->nremarks; i++) {
		cJSON *r = json_add_object(a);

		json_put_str(
		    r, "accord", lint_accord_name(l->remark[i].accord));
		json_put_str(r, "id", l->remark[i].id);
		json_put_str(r, "text", l->remark[i].text);
	}
}

bool
lint_draw_json(const struct lint *l, const struct report *live,
    const struct render_options *o, struct buf *out)
{
	enum health status = lint_status(l);
	cJSON *doc;
	cJSON *sub;
	bool ok;

	doc = json_document_new(LINT_SCHEMA_VERSION, o->version);
	json_put_str(doc, "status", health_text(status));
	json_put_int(doc, "exit_status", status);
	put_files(doc, l);
	put_findings(doc, l);
	sub = json_put_array(doc, "profiles");
	for (size_t i = 0; i < l->nwalks; i++)
		put_walk(json_add_object(sub), &l->walk[i]);
	put_live(doc, l, live);
	ok = json_print(doc, out);
	cJSON_Delete(doc);
	return ok;
}
