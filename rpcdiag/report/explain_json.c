/* SPDX-License-Identifier: Apache-2.0 */
/* The document of explanations; docs/explain.schema.json promises its form. */
#include "report/explain_put.h"

#include <stdio.h>

#include "report/json.h"
#include "report/json_put.h"

static void
put_named(cJSON *o, const char *key, const struct named_texts *l)
{
	cJSON *a = json_put_array(o, key);

	for (size_t i = 0; i < l->n; i++) {
		cJSON *item = json_add_object(a);

		json_put_str(item, "id", l->v[i].id);
		json_put_str(item, "text", l->v[i].text);
	}
}

static void
put_page(cJSON *o, const struct page_text *page)
{
	cJSON *p;

	if (page == NULL) {
		json_put_null(o, "page");
		return;
	}
	p = json_put_object(o, "page");
	json_put_str(p, "see", page->see);
	json_put_str(p, "confirm", page->confirm);
	put_named(p, "looks_like", &page->looks_like);
	json_put_list(p, "fix", &page->fix);
	json_put_str(p, "source", page->source);
}

static void
put_code(cJSON *o, const struct meaning *m)
{
	char hex[11];

	if (!m->has_code) {
		json_put_null(o, "code");
		json_put_null(o, "hex");
		return;
	}
	snprintf(hex, sizeof(hex), "0x%08x", (unsigned)m->code);
	json_put_int(o, "code", m->code);
	json_put_str(o, "hex", hex);
}

static void
put_meaning(cJSON *o, const struct meaning *m)
{
	cJSON *records;

	json_put_str(o, "kind", m->kind);
	put_code(o, m);
	json_put_str(o, "name", m->name);
	json_put_str(o, "text", m->text);
	json_put_str(o, "here", m->here);
	if (m->client != 0)
		json_put_status(o, "client", m->client);
	else
		json_put_null(o, "client");
	records = json_put_array(o, "eeinfo");
	for (size_t i = 0; i < m->nrecords; i++)
		json_put_eeinfo(records, &m->records[i]);
	put_named(o, "causes", &m->causes);
	json_put_list(o, "next", &m->next);
	put_page(o, m->page);
}

static void
put_explanation(cJSON *o, const struct explanation *e)
{
	cJSON *a;

	json_put_str(o, "subject", e->subject);
	json_put_str(o, "problem", e->problem);
	json_put_list(o, "like", &e->like);
	a = json_put_array(o, "meanings");
	for (size_t i = 0; i < e->n; i++)
		put_meaning(json_add_object(a), &e->v[i]);
}

bool
explain_json(const struct explanation *v, size_t n,
    const struct render_options *o, struct buf *out)
{
	cJSON *doc, *sub;
	bool ok;

	doc = json_document_new(JSON_SCHEMA_VERSION, o->version);
	sub = json_put_array(doc, "explanations");
	for (size_t i = 0; i < n; i++)
		put_explanation(json_add_object(sub), &v[i]);
	ok = json_print(doc, out);
	cJSON_Delete(doc);
	return ok;
}
