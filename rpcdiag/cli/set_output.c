/* SPDX-License-Identifier: Apache-2.0 */
/* Setters for what is shown, and where. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cli/set.h"
#include "report/render.h"

static const char *const colors[] = {
	[COLOR_AUTO] = "auto",
	[COLOR_ALWAYS] = "always",
	[COLOR_NEVER] = "never",
};

struct err *
set_color(struct cli *cli, const char *value)
{
	for (size_t i = 0; i < sizeof(colors) / sizeof(colors[0]); i++) {
		if (strcmp(value, colors[i]) == 0) {
			cli->color = (enum color)i;
			return NULL;
		}
	}
	return err_new("\"%s\" is not one of auto, always, never", value);
}

struct err *
set_format(struct cli *cli, const char *value)
{
	const struct renderer *found = renderer_find(value);
	struct strlist names = { 0 };
	struct err *e;
	char *joined;

	if (found != NULL) {
		cli->renderer = found;
		return NULL;
	}
	for (unsigned n = 0; renderer_nth(n) != NULL; n++)
		strlist_add(&names, renderer_nth(n)->name);
	joined = strlist_join(&names, ", ");
	e = err_new("\"%s\" is not one of %s", value, joined);
	free(joined);
	strlist_clear(&names);
	return e;
}

struct err *
set_output(struct cli *cli, const char *value)
{
	if (*value == '\0')
		return err_new("the name of the file is empty");
	mem_set(&cli->output, strcmp(value, "-") == 0 ? NULL : value);
	return NULL;
}

struct err *
set_verbose(struct cli *cli, const char *value)
{
	(void)value;
	cli->verbosity++;
	return NULL;
}

struct err *
set_quiet(struct cli *cli, const char *value)
{
	(void)value;
	cli->quiet = true;
	return NULL;
}

struct err *
set_list(struct cli *cli, const char *value)
{
	(void)value;
	cli->list = true;
	return NULL;
}

struct err *
set_help(struct cli *cli, const char *value)
{
	(void)value;
	cli->help = true;
	return NULL;
}
