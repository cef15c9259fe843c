/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON text that a person can read and a line-based diff can compare: two
 * blanks per level, a container that fits the line on one line. How a scalar
 * is written stays with cJSON.
 */
#include <string.h>

#include "report/json_put.h"

#define JSON_COLUMNS 80

static bool print_value(
    const cJSON *v, unsigned depth, size_t used, struct buf *out);

static bool
print_indent(unsigned depth, struct buf *out)
{
	return buf_printf(out, "\n%*s", (int)(2 * depth), "");
}

/* A string, number, true, false or null. */
static bool
print_scalar(const cJSON *v, struct buf *out)
{
	char *s = cJSON_PrintUnformatted(v);
	bool ok = buf_adds(out, s);

	cJSON_free(s);
	return ok;
}

/* "key": , or nothing inside an array. */
static bool
print_key(const cJSON *v, struct buf *out)
{
	cJSON key = { .type = cJSON_String };

	if (v->string == NULL)
		return true;
	key.valuestring = v->string;
	return print_scalar(&key, out) && buf_adds(out, ": ");
}

static bool
print_flat(const cJSON *v, struct buf *out)
{
	bool array = cJSON_IsArray(v);

	if (!array && !cJSON_IsObject(v))
		return print_scalar(v, out);
	if (!buf_adds(out, array ? "[" : "{"))
		return false;
	for (const cJSON *e = v->child; e != NULL; e = e->next)
		if ((e != v->child && !buf_adds(out, ", ")) ||
		    !print_key(e, out) || !print_flat(e, out))
			return false;
	return buf_adds(out, array ? "]" : "}");
}

static bool
print_tall(const cJSON *v, unsigned depth, struct buf *out)
{
	bool array = cJSON_IsArray(v);

	if (!buf_adds(out, array ? "[" : "{"))
		return false;
	for (const cJSON *e = v->child; e != NULL; e = e->next) {
		size_t from = out->n;

		if ((e != v->child && !buf_adds(out, ",")) ||
		    !print_indent(depth + 1, out) || !print_key(e, out) ||
		    !print_value(e, depth + 1, out->n - from, out))
			return false;
	}
	return print_indent(depth, out) && buf_adds(out, array ? "]" : "}");
}

/* used: columns of the line that are taken already. */
static bool
print_value(const cJSON *v, unsigned depth, size_t used, struct buf *out)
{
	struct buf flat;
	bool ok;

	if (v->child == NULL)
		return print_flat(v, out);
	/* The outermost levels are long; do not even try. */
	buf_init(&flat, used < JSON_COLUMNS ? JSON_COLUMNS - used : 0);
	if (depth > 0 && print_flat(v, &flat))
		ok = buf_adds(out, buf_text(&flat));
	else
		ok = print_tall(v, depth, out);
	buf_clear(&flat);
	return ok;
}

bool
json_print_line(const cJSON *v, struct buf *out)
{
	return print_flat(v, out) && buf_adds(out, "\n");
}

bool
json_print(const cJSON *v, struct buf *out)
{
	return print_value(v, 0, 0, out) && buf_adds(out, "\n");
}
