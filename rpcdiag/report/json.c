/* SPDX-License-Identifier: Apache-2.0 */
/* The document as a whole; its form is a promise to other people's programs. */
#include "report/json.h"

#include "report/json_put.h"

static void
put_run(cJSON *doc, const struct report *r)
{
	cJSON *o = json_put_object(doc, "run");

	json_put_time(o, "started", r->started);
	json_put_ms(o, "duration_ms", r->duration_us);
	json_put_ms(o, "deadline_ms", r->deadline_us);
	json_put_int(o, "exit_status", r->exit_status);
}

static void
put_target(cJSON *doc, const struct target *t)
{
	cJSON *o = json_put_object(doc, "target");
	cJSON *endpoints;

	json_put_str(o, "proxy", t->proxy);
	json_put_str(o, "host", t->host);
	json_put_str(o, "server", t->server);
	endpoints = json_put_array(o, "endpoints");
	for (size_t i = 0; i < t->nendpoints; i++)
		cJSON_AddItemToArray(
		    endpoints, cJSON_CreateNumber(t->endpoints[i]));
	json_put_str(o, "user", t->user);
	json_put_str(o, "forward_proxy", t->forward_proxy);
	json_put_str(o, "forward_user", t->forward_user);
	json_put_str(o, "vantage", t->inside ? "inside" : "outside");
	json_put_str(o, "direct", t->direct);
	json_put_str(o, "msstd", t->msstd);
	json_put_list(o, "http_auth", &t->http_auth);
	json_put_bool(o, "insecure", t->insecure);
}

static void
put_finding(cJSON *o, const struct finding *f)
{
	cJSON *a;

	json_put_str(o, "status", health_text(f->status));
	json_put_str(o, "id", f->id);
	json_put_confidence(o, "confidence", f->confidence);
	json_put_str(o, "summary", f->summary);
	json_put_str(o, "cause", f->cause);
	json_put_list(o, "fix", &f->fix);
	json_put_list(o, "evidence", &f->evidence);
	a = json_put_array(o, "alternatives");
	for (size_t i = 0; i < f->nalternatives; i++) {
		cJSON *alt = json_add_object(a);

		json_put_str(alt, "id", f->alternatives[i].id);
		json_put_confidence(
		    alt, "confidence", f->alternatives[i].confidence);
	}
	a = json_put_array(o, "not_tested");
	for (size_t i = 0; i < f->nnot_tested; i++) {
		cJSON *u = json_add_object(a);

		json_put_str(u, "what", f->not_tested[i].what);
		json_put_str(u, "why", f->not_tested[i].why);
	}
}

cJSON *
json_document(
    const struct report *r, const struct render_options *o, bool checks)
{
	cJSON *doc = json_document_new(JSON_SCHEMA_VERSION, o->version);
	cJSON *sub;

	put_run(doc, r);
	put_target(doc, &r->target);
	put_finding(json_put_object(doc, "verdict"), &r->verdict);
	sub = json_put_array(doc, "findings");
	for (size_t i = 0; i < r->nfindings; i++)
		put_finding(json_add_object(sub), &r->findings[i]);
	sub = json_put_array(doc, "checks");
	for (size_t i = 0; checks && i < r->checks.n; i++)
		json_put_check(json_add_object(sub), r->checks.v[i]);
	sub = json_put_object(doc, "signature");
	for (size_t i = 0; i < r->nsignature; i++)
		if (r->signature[i].value != NULL) /* not observed: no member */
			json_put_str(
			    sub, r->signature[i].column, r->signature[i].value);
	return doc;
}

bool
json_render(
    const struct report *r, const struct render_options *o, struct buf *out)
{
	cJSON *doc;
	bool ok;

	doc = json_document(r, o, true);
	ok = json_print(doc, out);
	cJSON_Delete(doc);
	return ok;
}
