/* SPDX-License-Identifier: Apache-2.0 */
#include "report/json_put.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"
#include "model/status.h"
#include "report/utf8.h"

void
json_setup(void)
{
	cJSON_Hooks hooks = { .malloc_fn = mem_new, .free_fn = free };

	cJSON_InitHooks(&hooks);
}

cJSON *
json_document_new(int schema_version, const char *version)
{
	cJSON *doc, *tool;

	json_setup();
	doc = cJSON_CreateObject();
	json_put_int(doc, "schema_version", schema_version);
	tool = json_put_object(doc, "tool");
	json_put_str(tool, "name", "rpcdiag");
	json_put_str(tool, "version", version);
	return doc;
}

/* Keys are short-lived in json_put_check, so they are copied (the default). */
static void
put(cJSON *o, const char *key, cJSON *v)
{
	if (!cJSON_AddItemToObject(o, key, v))
		abort();
}

static cJSON *
str_new(const char *s)
{
	char *mended = utf8_mended(s);
	cJSON *v =
	    mended == NULL ? cJSON_CreateNull() : cJSON_CreateString(mended);

	free(mended);
	return v;
}

void
json_put_str(cJSON *o, const char *key, const char *s)
{
	put(o, key, str_new(s));
}

void
json_put_int(cJSON *o, const char *key, int64_t i)
{
	put(o, key, cJSON_CreateNumber((double)i));
}

void
json_put_bool(cJSON *o, const char *key, bool b)
{
	put(o, key, cJSON_CreateBool(b));
}

void
json_put_null(cJSON *o, const char *key)
{
	put(o, key, cJSON_CreateNull());
}

void
json_put_int_or_null(cJSON *o, const char *key, int64_t i)
{
	if (i == 0)
		json_put_null(o, key);
	else
		json_put_int(o, key, i);
}

void
json_put_ms(cJSON *o, const char *key, int64_t us)
{
	put(o, key, cJSON_CreateNumber((double)us / 1000.0));
}

void
json_put_time(cJSON *o, const char *key, time_t t)
{
	char text[21];

	clock_rfc3339(t, text);
	json_put_str(o, key, text);
}

void
json_put_confidence(cJSON *o, const char *key, double c)
{
	int percent = 0; /* of a NaN too */

	if (c >= 1)
		percent = 100;
	else if (c > 0)
		percent = (int)(c * 100 + 0.5);
	put(o, key, cJSON_CreateNumber(percent / 100.0));
}

void
json_put_list(cJSON *o, const char *key, const struct strlist *l)
{
	cJSON *a = json_put_array(o, key);

	for (size_t i = 0; i < l->n; i++)
		cJSON_AddItemToArray(a, str_new(l->v[i]));
}

void
json_put_status(cJSON *o, const char *key, uint32_t code)
{
	const struct status_name *s = status_find(code);
	cJSON *v = json_put_object(o, key);
	char hex[11];

	snprintf(hex, sizeof(hex), "0x%08x", (unsigned)code);
	json_put_int(v, "code", code);
	json_put_str(v, "hex", hex);
	json_put_str(v, "name", s == NULL ? NULL : s->name);
}

cJSON *
json_put_object(cJSON *o, const char *key)
{
	cJSON *v = cJSON_CreateObject();

	put(o, key, v);
	return v;
}

cJSON *
json_put_array(cJSON *o, const char *key)
{
	cJSON *v = cJSON_CreateArray();

	put(o, key, v);
	return v;
}

cJSON *
json_add_object(cJSON *array)
{
	cJSON *v = cJSON_CreateObject();

	cJSON_AddItemToArray(array, v);
	return v;
}
