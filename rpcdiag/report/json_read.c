/* SPDX-License-Identifier: Apache-2.0 */
/* The document read back; the reverse of json.c. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/json.h"
#include "report/json_get.h"
#include "report/json_put.h"

#define FINDINGS_MAX 256
#define ENDPOINTS_MAX 1024

static void
get_run(struct json_in *in, const cJSON *doc, struct report *r)
{
	const cJSON *o = json_get_object(in, doc, "run");

	in->part = "run";
	r->started = json_get_time(in, o, "started");
	r->duration_us = json_get_ms(in, o, "duration_ms");
	r->deadline_us = json_get_ms(in, o, "deadline_ms");
	r->exit_status = (int)json_get_int(in, o, "exit_status", 0, 255);
}

static void
get_endpoints(struct json_in *in, const cJSON *o, struct target *t)
{
	const cJSON *list = cJSON_GetObjectItemCaseSensitive(o, "endpoints");
	const cJSON *e;

	cJSON_ArrayForEach(e, list)
	{
		double v = e->valuedouble;

		if (!cJSON_IsNumber(e) || !(v >= 1 && v <= 65535) ||
		    v != (int)v || t->nendpoints == ENDPOINTS_MAX) {
			json_wrong(in, "endpoints", "a list of port numbers");
			return;
		}
		t->endpoints = mem_grow(
		    t->endpoints, t->nendpoints + 1, sizeof(*t->endpoints));
		t->endpoints[t->nendpoints++] = (int)v;
	}
}

static void
get_target(struct json_in *in, const cJSON *doc, struct target *t)
{
	static const char *const vantages[] = { "outside", "inside" };
	const cJSON *o = json_get_object(in, doc, "target");

	in->part = "target";
	t->proxy = json_get_str(in, o, "proxy");
	t->host = json_get_str(in, o, "host");
	t->server = json_get_str(in, o, "server");
	get_endpoints(in, o, t);
	t->user = json_get_str(in, o, "user");
	t->forward_proxy = json_get_str(in, o, "forward_proxy");
	t->forward_user = json_get_str(in, o, "forward_user");
	t->inside = json_get_name(in, o, "vantage", vantages, 2) == 1;
	t->direct = json_get_str(in, o, "direct");
	t->msstd = json_get_str(in, o, "msstd");
	json_get_list(in, o, "http_auth", &t->http_auth);
	t->insecure = json_get_bool(in, o, "insecure");
}

static void
get_alternatives(struct json_in *in, const cJSON *o, struct finding *f)
{
	const cJSON *a =
	    json_get_array(in, o, "alternatives", JSON_READ_ITEMS_MAX);
	const cJSON *e;

	cJSON_ArrayForEach(e, a)
	{
		double confidence = json_get_confidence(in, e, "confidence");
		char *id = json_get_str(in, e, "id");

		if (id == NULL)
			json_wrong(in, "alternatives", "objects with an id");
		else
			finding_add_alternative(f, id, confidence);
		free(id);
	}
}

static void
get_not_tested(struct json_in *in, const cJSON *o, struct finding *f)
{
	const cJSON *a =
	    json_get_array(in, o, "not_tested", JSON_READ_ITEMS_MAX);
	const cJSON *e;

	cJSON_ArrayForEach(e, a)
	{
		char *what = json_get_str(in, e, "what");
		char *why = json_get_str(in, e, "why");

		if (what == NULL || why == NULL)
			json_wrong(in, "not_tested", "objects {what, why}");
		else
			finding_add_untested(f, what, why);
		free(what);
		free(why);
	}
}

static void
get_finding(struct json_in *in, const cJSON *o, struct finding *f)
{
	const char *names[HEALTH_N];

	for (unsigned i = 0; i < HEALTH_N; i++)
		names[i] = health_text(i);
	f->status = json_get_name(in, o, "status", names, HEALTH_N);
	f->id = json_get_str(in, o, "id");
	f->confidence = json_get_confidence(in, o, "confidence");
	f->summary = json_get_str(in, o, "summary");
	f->cause = json_get_str(in, o, "cause");
	json_get_list(in, o, "fix", &f->fix);
	json_get_list(in, o, "evidence", &f->evidence);
	get_alternatives(in, o, f);
	get_not_tested(in, o, f);
}

static void
get_findings(struct json_in *in, const cJSON *doc, struct report *r)
{
	const cJSON *verdict = json_get_object(in, doc, "verdict");
	const cJSON *a = json_get_array(in, doc, "findings", FINDINGS_MAX);
	const cJSON *e;

	in->part = "verdict";
	get_finding(in, verdict, &r->verdict);
	if (verdict == NULL)
		r->verdict.status = HEALTH_UNKNOWN;
	in->part = "findings";
	in->index = 0;
	cJSON_ArrayForEach(e, a)
	{
		get_finding(in, e, report_add_finding(r));
		in->index++;
	}
}

static void
get_checks(struct json_in *in, const cJSON *doc, struct report *r)
{
	const cJSON *a =
	    json_get_array(in, doc, "checks", JSON_READ_CHECKS_MAX);
	const cJSON *e;

	in->part = "checks";
	in->index = 0;
	cJSON_ArrayForEach(e, a)
	{
		json_get_check(in, e, &r->checks);
		in->index++;
	}
}

/* The report keeps the texts, which are not those of the matrix. */
static void
get_signature(struct json_in *in, const cJSON *doc, struct report *r)
{
	const cJSON *o = json_get_object(in, doc, "signature");
	const cJSON *v;

	in->part = "signature";
	in->index = -1;
	cJSON_ArrayForEach(v, o)
	{
		if (!cJSON_IsString(v) || r->nsignature == SIGNATURE_MAX) {
			json_wrong(in, "signature", "a few strings");
			return;
		}
		strlist_add(&r->kept, v->string);
		strlist_add(&r->kept, v->valuestring);
		r->signature[r->nsignature++] = (struct symbol){
			.column = r->kept.v[r->kept.n - 2],
			.value = r->kept.v[r->kept.n - 1],
		};
	}
}

static void
get_document(struct json_in *in, const cJSON *doc, struct report *r)
{
	if (json_get_int(in, doc, "schema_version", 0, INT32_MAX) !=
	    JSON_SCHEMA_VERSION)
		json_wrong(in, "schema_version", "1");
	get_run(in, doc, r);
	get_target(in, doc, &r->target);
	get_findings(in, doc, r);
	get_checks(in, doc, r);
	get_signature(in, doc, r);
}

struct err *
json_read(struct span text, struct report *out)
{
	struct json_in in = { .part = "document", .index = -1 };
	const char *end = NULL;
	cJSON *doc;

	*out = (struct report){ 0 };
	if (text.n > JSON_READ_BYTES_MAX)
		return err_new(
		    "not a report: larger than %u bytes", JSON_READ_BYTES_MAX);
	json_setup();
	doc = cJSON_ParseWithLengthOpts(
	    (const char *)text.p, text.n, &end, false);
	while (doc != NULL && end < (const char *)text.p + text.n &&
	    strchr(" \t\r\n", *end) != NULL && *end != '\0')
		end++;
	if (!cJSON_IsObject(doc) || end != (const char *)text.p + text.n)
		in.err = err_new("not a report: not one JSON object");
	else
		get_document(&in, doc, out);
	cJSON_Delete(doc);
	return in.err;
}
