/* SPDX-License-Identifier: Apache-2.0 */
/* One element of checks[]. */
#include "report/json_put.h"

static void
put_fact(cJSON *o, const struct fact *f)
{
	const struct fact_field *field = &fact_fields[f->key];

	if (f->absent) {
		json_put_null(o, field->name);
		return;
	}
	switch (field->type) {
	case FACT_STR:
		json_put_str(o, field->name, f->s);
		break;
	case FACT_INT:
		json_put_int(o, field->name, f->i);
		break;
	case FACT_BOOL:
		json_put_bool(o, field->name, f->b);
		break;
	case FACT_LIST:
		json_put_list(o, field->name, &f->list);
		break;
	}
}

void
json_put_eeinfo(cJSON *array, const struct eeinfo_view *e)
{
	cJSON *o = json_add_object(array);

	json_put_str(o, "computer", e->computer);
	json_put_int(o, "component", e->component);
	json_put_str(o, "component_name", e->component_name);
	json_put_status(o, "status", e->status);
	json_put_int(o, "location", e->location);
	json_put_str(o, "location_text", e->location_text);
	json_put_list(o, "params", &e->params);
}

static void
put_http(cJSON *o, const struct check *c)
{
	cJSON *http;

	if (c->http_status == 0) {
		json_put_null(o, "http");
		return;
	}
	http = json_put_object(o, "http");
	json_put_int(http, "status", c->http_status);
	json_put_str(http, "reason", c->http_reason);
	json_put_str(http, "server", c->http_server);
}

void
json_put_check(cJSON *o, const struct check *c)
{
	const char *family =
	    c->family == FAMILY_NONE ? NULL : family_text(c->family);
	cJSON *sub;

	json_put_str(o, "id", c->id);
	json_put_str(o, "parent", c->parent);
	json_put_str(o, "stage", stage_text(c->stage));
	json_put_int_or_null(o, "endpoint", c->endpoint);
	json_put_str(o, "address", c->address);
	json_put_str(o, "family", family);
	json_put_str(o, "http_auth", c->http_auth);
	json_put_str(o, "rpc_auth", c->rpc_auth);
	json_put_str(o, "rpc_level", c->rpc_level);
	json_put_int_or_null(o, "trial", c->trial);
	json_put_str(o, "outcome", outcome_text(c->outcome));
	if (c->has_status)
		json_put_status(o, "status", c->status_code);
	else
		json_put_null(o, "status");
	put_http(o, c);
	sub = json_put_array(o, "eeinfo");
	for (size_t i = 0; i < c->neeinfo; i++)
		json_put_eeinfo(sub, &c->eeinfo[i]);
	json_put_ms(o, "started_ms", c->started_us);
	json_put_ms(o, "duration_ms", c->duration_us);
	json_put_str(o, "detail", c->detail);
	sub = json_put_object(o, "facts");
	for (size_t i = 0; i < c->facts.n; i++)
		put_fact(sub, &c->facts.v[i]);
}
