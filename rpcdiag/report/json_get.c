/* SPDX-License-Identifier: Apache-2.0 */
#include "report/json_get.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "report/json.h"

#define EXACT_MAX 9007199254740992.0 /* 2^53: integers a double can hold */

void
json_wrong(struct json_in *in, const char *key, const char *expected)
{
	if (in->err != NULL)
		return;
	if (in->index < 0)
		in->err = err_new(
		    "not a report: %s: %s must be %s", in->part, key, expected);
	else
		in->err = err_new("not a report: %s[%ld]: %s must be %s",
		    in->part, in->index, key, expected);
}

/* The member unless it is null, missing, or an error is known already. */
static const cJSON *
member(struct json_in *in, const cJSON *o, const char *key)
{
	const cJSON *v;

	if (in->err != NULL)
		return NULL;
	v = cJSON_GetObjectItemCaseSensitive(o, key);
	return v == NULL || cJSON_IsNull(v) ? NULL : v;
}

char *
json_get_str(struct json_in *in, const cJSON *o, const char *key)
{
	const cJSON *v = member(in, o, key);

	if (v == NULL)
		return NULL;
	if (cJSON_IsString(v))
		return mem_strdup(v->valuestring);
	json_wrong(in, key, "a string");
	return NULL;
}

/* A number of a range; false for null and for anything else. */
static bool
number(struct json_in *in, const cJSON *o, const char *key, double limit,
    double *to)
{
	const cJSON *v = member(in, o, key);

	if (v == NULL)
		return false;
	if (!cJSON_IsNumber(v) || !(v->valuedouble >= -limit) ||
	    !(v->valuedouble <= limit)) {
		json_wrong(in, key, "a number of a sensible size");
		return false;
	}
	*to = v->valuedouble;
	return true;
}

int64_t
json_get_int(struct json_in *in, const cJSON *o, const char *key, int64_t min,
    int64_t max)
{
	double v;

	if (!number(in, o, key, EXACT_MAX, &v))
		return 0;
	if ((double)(int64_t)v == v && v >= (double)min && v <= (double)max)
		return (int64_t)v;
	json_wrong(in, key, "a whole number in its range");
	return 0;
}

bool
json_get_bool(struct json_in *in, const cJSON *o, const char *key)
{
	const cJSON *v = member(in, o, key);

	if (v != NULL && !cJSON_IsBool(v))
		json_wrong(in, key, "true or false");
	return cJSON_IsTrue(v);
}

int64_t
json_get_ms(struct json_in *in, const cJSON *o, const char *key)
{
	double v;

	if (!number(in, o, key, 1e12, &v))
		return 0;
	return (int64_t)(v * 1000 + (v < 0 ? -0.5 : 0.5));
}

time_t
json_get_time(struct json_in *in, const cJSON *o, const char *key)
{
	char *text = json_get_str(in, o, key);
	time_t t;

	if (text == NULL)
		return 0;
	if (!clock_parse_rfc3339(text, &t))
		json_wrong(in, key, "a time like 2026-11-21T11:02:03Z");
	free(text);
	return in->err == NULL ? t : 0;
}

double
json_get_confidence(struct json_in *in, const cJSON *o, const char *key)
{
	double v;

	if (!number(in, o, key, EXACT_MAX, &v))
		return 0;
	if (v >= 0 && v <= 1)
		return v;
	json_wrong(in, key, "between 0 and 1");
	return 0;
}

static const cJSON *
array(struct json_in *in, const cJSON *o, const char *key, size_t max)
{
	const cJSON *v = member(in, o, key);
	const cJSON *e;
	size_t n = 0;

	if (v == NULL)
		return NULL;
	if (!cJSON_IsArray(v)) {
		json_wrong(in, key, "a list");
		return NULL;
	}
	cJSON_ArrayForEach(e, v) n++;
	if (n <= max)
		return v;
	json_wrong(in, key, "shorter");
	return NULL;
}

void
json_get_list(
    struct json_in *in, const cJSON *o, const char *key, struct strlist *to)
{
	const cJSON *v = array(in, o, key, JSON_READ_ITEMS_MAX);
	const cJSON *e;

	cJSON_ArrayForEach(e, v)
	{
		if (!cJSON_IsString(e)) {
			json_wrong(in, key, "a list of strings");
			return;
		}
		strlist_add(to, e->valuestring);
	}
}

unsigned
json_get_name(struct json_in *in, const cJSON *o, const char *key,
    const char *const *names, unsigned n)
{
	char *s = json_get_str(in, o, key);
	unsigned i = 0;

	if (s == NULL)
		return 0;
	while (i < n && strcmp(names[i], s) != 0)
		i++;
	free(s);
	if (i < n)
		return i;
	json_wrong(in, key, "one of the words the schema names");
	return 0;
}

uint32_t
json_get_status(
    struct json_in *in, const cJSON *o, const char *key, bool *there)
{
	const cJSON *v = json_get_object(in, o, key);

	*there = v != NULL;
	return (uint32_t)json_get_int(in, v, "code", 0, UINT32_MAX);
}

const cJSON *
json_get_object(struct json_in *in, const cJSON *o, const char *key)
{
	const cJSON *v = member(in, o, key);

	if (v == NULL || cJSON_IsObject(v))
		return v;
	json_wrong(in, key, "an object");
	return NULL;
}

const cJSON *
json_get_array(struct json_in *in, const cJSON *o, const char *key, size_t max)
{
	const cJSON *v = array(in, o, key, max);
	const cJSON *e;

	cJSON_ArrayForEach(e, v) if (!cJSON_IsObject(e))
	{
		json_wrong(in, key, "a list of objects");
		return NULL;
	}
	return v;
}
