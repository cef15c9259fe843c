/* SPDX-License-Identifier: Apache-2.0 */
/* One element of checks[], read back; the reverse of json_check.c. */
#include <stdlib.h>

#include "base/mem.h"
#include "report/json_get.h"

#define EEINFO_MAX 64 /* records; a runtime sends 16 at most */
#define TRIALS_MAX 1000000

static void
get_fact(
    struct json_in *in, const cJSON *o, enum fact_key key, struct fact_set *to)
{
	const char *name = fact_fields[key].name;
	struct strlist list = { 0 };
	char *s;

	if (cJSON_IsNull(cJSON_GetObjectItemCaseSensitive(o, name))) {
		fact_put_absent(to, key);
		return;
	}
	switch (fact_fields[key].type) {
	case FACT_STR:
		s = json_get_str(in, o, name);
		fact_put_str(to, key, s);
		free(s);
		break;
	case FACT_INT:
		fact_put_int(
		    to, key, json_get_int(in, o, name, INT64_MIN, INT64_MAX));
		break;
	case FACT_BOOL:
		fact_put_bool(to, key, json_get_bool(in, o, name));
		break;
	case FACT_LIST:
		json_get_list(in, o, name, &list);
		for (size_t i = 0; i < list.n; i++)
			fact_put_item(to, key, list.v[i]);
		strlist_clear(&list);
		break;
	}
}

/* In the order of the document, so that it can be written the same way. */
static void
get_facts(struct json_in *in, const cJSON *facts, struct fact_set *to)
{
	const cJSON *v;

	cJSON_ArrayForEach(v, facts)
	{
		enum fact_key key = fact_by_name(v->string);

		if (key != FACT_N && fact_get(to, key) == NULL)
			get_fact(in, facts, key, to);
	}
}

static void
get_eeinfo(struct json_in *in, const cJSON *array, struct check *c)
{
	const cJSON *o;
	bool there;

	cJSON_ArrayForEach(o, array)
	{
		struct eeinfo_view *e;

		c->eeinfo =
		    mem_grow(c->eeinfo, c->neeinfo + 1, sizeof(*c->eeinfo));
		e = &c->eeinfo[c->neeinfo++];
		*e = (struct eeinfo_view){ 0 };
		e->computer = json_get_str(in, o, "computer");
		e->component =
		    (uint32_t)json_get_int(in, o, "component", 0, UINT32_MAX);
		e->component_name = json_get_str(in, o, "component_name");
		e->status = json_get_status(in, o, "status", &there);
		e->location =
		    (uint32_t)json_get_int(in, o, "location", 0, UINT32_MAX);
		e->location_text = json_get_str(in, o, "location_text");
		json_get_list(in, o, "params", &e->params);
	}
}

static struct check *
get_identity(struct json_in *in, const cJSON *o, struct checks *to)
{
	const char *stages[STAGE_N];
	char *id = json_get_str(in, o, "id");
	char *parent = json_get_str(in, o, "parent");
	struct check *c = NULL;
	unsigned stage;

	for (unsigned i = 0; i < STAGE_N; i++)
		stages[i] = stage_text(i);
	stage = json_get_name(in, o, "stage", stages, STAGE_N);
	if (id == NULL)
		json_wrong(in, "id", "a string");
	else if (checks_find(to, id) != NULL)
		json_wrong(in, "id", "unique");
	if (in->err == NULL)
		c = checks_add(to, id, parent, stage);
	free(id);
	free(parent);
	return c;
}

static void
get_http(struct json_in *in, const cJSON *o, struct check *c)
{
	const cJSON *http = json_get_object(in, o, "http");

	c->http_status = (int)json_get_int(in, http, "status", 0, 999);
	c->http_reason = json_get_str(in, http, "reason");
	c->http_server = json_get_str(in, http, "server");
}

void
json_get_check(struct json_in *in, const cJSON *o, struct checks *to)
{
	const char *outcomes[OUTCOME_N];
	const char *families[FAMILY_N];
	struct check *c = get_identity(in, o, to);

	if (c == NULL)
		return;
	for (unsigned i = 0; i < OUTCOME_N; i++)
		outcomes[i] = outcome_text(i);
	for (unsigned i = 0; i < FAMILY_N; i++)
		families[i] = family_text(i);
	c->endpoint = (int)json_get_int(in, o, "endpoint", 0, 65535);
	c->address = json_get_str(in, o, "address");
	c->family = json_get_name(in, o, "family", families, FAMILY_N);
	c->http_auth = json_get_str(in, o, "http_auth");
	c->rpc_auth = json_get_str(in, o, "rpc_auth");
	c->rpc_level = json_get_str(in, o, "rpc_level");
	c->trial = (int)json_get_int(in, o, "trial", 0, TRIALS_MAX);
	c->outcome = json_get_name(in, o, "outcome", outcomes, OUTCOME_N);
	c->status_code = json_get_status(in, o, "status", &c->has_status);
	get_http(in, o, c);
	get_eeinfo(in, json_get_array(in, o, "eeinfo", EEINFO_MAX), c);
	c->started_us = json_get_ms(in, o, "started_ms");
	c->duration_us = json_get_ms(in, o, "duration_ms");
	c->detail = json_get_str(in, o, "detail");
	get_facts(in, json_get_object(in, o, "facts"), &c->facts);
}
