/* SPDX-License-Identifier: Apache-2.0 */
#include "report/jsonl.h"

#include "report/json.h"
#include "report/json_put.h"

/* Which run a line belongs to: logs mix them. */
static cJSON *
line_new(const struct report *r)
{
	cJSON *line;

	json_setup();
	line = cJSON_CreateObject();
	json_put_str(line, "proxy", r->target.proxy);
	json_put_str(line, "server", r->target.server);
	json_put_time(line, "started", r->started);
	return line;
}

static bool
line_print(cJSON *line, struct buf *out)
{
	bool ok = json_print_line(line, out);

	cJSON_Delete(line);
	return ok;
}

bool
jsonl_check(const struct report *r, const struct check *c,
    const struct render_options *o, struct buf *out)
{
	cJSON *line = line_new(r);

	(void)o;
	json_put_check(json_put_object(line, "check"), c);
	return line_print(line, out);
}

bool
jsonl_end(
    const struct report *r, const struct render_options *o, struct buf *out)
{
	cJSON *line = line_new(r);

	cJSON_AddItemToObject(line, "report", json_document(r, o, false));
	return line_print(line, out);
}

bool
jsonl_render(
    const struct report *r, const struct render_options *o, struct buf *out)
{
	for (size_t i = 0; i < r->checks.n; i++)
		if (!jsonl_check(r, r->checks.v[i], o, out))
			return false;
	return jsonl_end(r, o, out);
}
