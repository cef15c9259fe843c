/* SPDX-License-Identifier: Apache-2.0 */
/* What a run says while it runs: the lines of the tree, without the tree. */
#include <stdlib.h>

#include "report/render.h"
#include "report/say.h"
#include "report/text.h"
#include "report/utf8.h"

#define PROGRESS_COLUMN 24

bool
progress_line(
    const struct check *c, const struct render_options *o, struct buf *out)
{
	char *label = utf8_printable(c->id); /* no tree says where */
	char *detail = say_check(c);
	struct ladder_line l = {
		.outcome = c->outcome,
		.column = PROGRESS_COLUMN,
		.duration_us = c->duration_us,
		.label = label,
		.detail = detail,
		.cut = true,
	};
	struct sheet s;

	sheet_init(&s, out, o->width == 0 ? RENDER_WIDTH : o->width, o->color);
	ladder_line_put(&s, &l);
	free(label);
	free(detail);
	return !s.full;
}
