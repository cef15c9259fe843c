/* SPDX-License-Identifier: Apache-2.0 */
#include "report/render.h"

#include <string.h>

#include "report/html.h"
#include "report/json.h"
#include "report/junit.h"
#include "report/nagios.h"
#include "report/prometheus.h"
#include "report/text.h"

static const struct renderer renderers[] = {
	{ "text", text_render },
	{ "json", json_render },
	{ "html", html_render },
	{ "nagios", nagios_render },
	{ "prometheus", prometheus_render },
	{ "junit", junit_render },
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
