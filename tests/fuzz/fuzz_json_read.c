/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes, read as a saved report; what is accepted must render in every
 * form, and must read back as what was written. */
#include <stdint.h>
#include <stdlib.h>

#include "report/json.h"
#include "report/render.h"

#define OUT_MAX (64u << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
draw(const struct report *r, const struct renderer *renderer, struct buf *out)
{
	const struct render_options o = { .version = "0",
		.verbosity = RENDER_FULL };

	buf_init(out, OUT_MAX);
	if (!renderer->render(r, &o, out))
		abort();
}

static void
draw_all(const struct report *r)
{
	const struct renderer *renderer;
	struct buf text;

	for (unsigned n = 0; (renderer = renderer_nth(n)) != NULL; n++) {
		draw(r, renderer, &text);
		buf_clear(&text);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct report r, back;
	const struct renderer *json = renderer_find("json");
	struct buf first, second;
	struct err *e = json_read(span_of(data, size), &r);

	if (e == NULL) {
		draw_all(&r);
		draw(&r, json, &first);
		e = json_read(buf_span(&first), &back);
		if (e != NULL)
			abort();
		draw(&back, json, &second);
		if (!span_eq(buf_span(&first), buf_span(&second)))
			abort();
		report_clear(&back);
		buf_clear(&first);
		buf_clear(&second);
	}
	err_free(e);
	report_clear(&r);
	return 0;
}
