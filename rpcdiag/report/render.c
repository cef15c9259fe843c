/* SPDX-License-Identifier: Apache-2.0 */
#include "report/render.h"

#include <string.h>

#include "report/html.h"
#include "report/json.h"
#include "report/jsonl.h"
#include "report/junit.h"
#include "report/nagios.h"
#include "report/prometheus.h"
#include "report/text.h"

static const struct renderer renderers[] = {
	{ .name = "text", .render = text_render },
	{ .name = "json", .render = json_render },
	{ .name = "jsonl",
	    .render = jsonl_render,
	    .check = jsonl_check,
	    .end = jsonl_end },
	{ .name = "html", .render = html_render },
	{ .name = "nagios", .render = nagios_render },
	{ .name = "prometheus", .render = prometheus_render },
	{ .name = "junit", .render = junit_render },
};

const struct renderer *
renderer_nth(unsigned n)
{
	if (n >= sizeof(renderers) / sizeof(renderers[0]))
		return NULL;
	return &renderers[n];
}

const struct renderer *
renderer_find(const char *name)
{
	const struct renderer *r;

	for (unsigned n = 0; (r = renderer_nth(n)) != NULL; n++)
		if (strcmp(r->name, name) == 0)
			return r;
	return NULL;
}
