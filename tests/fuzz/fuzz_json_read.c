/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes, read as a saved report; what is accepted must render, and must
 * read back as what was written. */
#include <stdint.h>
#include <stdlib.h>

#include "report/json.h"
#include "report/render.h"

#define OUT_MAX (64u << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
draw(const struct report *r, const char *renderer, struct buf *out)
{
	const struct render_options o = { .version = "0",
		.verbosity = RENDER_FULL };

	buf_init(out, OUT_MAX);
	if (!renderer_find(renderer)->render(r, &o, out))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct report r, back;
	struct buf first, second, text;
	struct err *e = json_read(span_of(data, size), &r);

	if (e == NULL) {
		draw(&r, "text", &text);
		draw(&r, "json", &first);
		e = json_read(buf_span(&first), &back);
		if (e != NULL)
			abort();
		draw(&back, "json", &second);
		if (!span_eq(buf_span(&first), buf_span(&second)))
			abort();
		report_clear(&back);
		buf_clear(&first);
		buf_clear(&second);
		buf_clear(&text);
	}
	err_free(e);
	report_clear(&r);
	return 0;
}
