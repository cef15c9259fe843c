/* SPDX-License-Identifier: Apache-2.0 */
/* What a run says while it runs: the lines of the tree, without the tree. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/render.h"
#include "report/say.h"
#include "report/text.h"
#include "report/utf8.h"

#define PROGRESS_MARK 6
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
	return !s.out.full;
}

bool
progress_wait(const struct check *c, const char *stage, int64_t waited_us,
    int64_t at_most_us, const struct render_options *o, struct buf *out)
{
	char *label = utf8_printable(c->id);
	char *detail = mem_printf("%s: %d s, at most %d s", stage,
	    (int)(waited_us / 1000000), (int)(at_most_us / 1000000));
	struct sheet s;

	sheet_init(&s, out, o->width == 0 ? RENDER_WIDTH : o->width, o->color);
	sheet_put(&s, INK_FAINT, "...");
	sheet_tab(&s, PROGRESS_MARK);
	sheet_part(&s, label, strlen(label));
	sheet_part(&s, "  ", 2);
	sheet_tab(&s, PROGRESS_COLUMN);
	sheet_fit(&s, s.width - s.column, detail);
	sheet_end(&s);
	free(label);
	free(detail);
	return !s.out.full;
}
