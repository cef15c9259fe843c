/* SPDX-License-Identifier: Apache-2.0 */
/* The first byte chooses: a response when odd, a request when even. */
#include <string.h>

#include "fuzz.h"
#include "wire/http_head.h"

static void
fields_check(const struct http_head *h, struct span in)
{
	PROMISE(h->nfields <= HTTP_FIELDS_MAX);
	for (unsigned i = 0; i < h->nfields; i++) {
		PROMISE(h->field[i].name.n > 0);
		PROMISE(span_inside(h->field[i].name, in));
		PROMISE(span_inside(h->field[i].value, in));
	}
	PROMISE(http_content_length(h) >= -2);
	(void)http_field_has(h, "Connection", "close");
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static struct http_head h, again;
	bool response;
	struct span in;

	if (n == 0)
		return 0;
	response = (p[0] & 1) != 0;
	in = span_of(p + 1, n - 1);
	if (http_head_parse(in, response, &h) != WIRE_OK)
		return 0;
	PROMISE(h.size <= in.n && h.size <= HTTP_HEAD_MAX);
	PROMISE(in.p[h.size - 1] == '\n');
	PROMISE(span_inside(h.reason, in));
	PROMISE(span_inside(h.method, in));
	PROMISE(span_inside(h.target, in));
	PROMISE(response ? h.status >= 100 && h.status <= 999
			 : h.status == 0 && h.method.n > 0);
	fields_check(&h, in);
	/* What follows the head has no influence; without its end it is not
	 * one. */
	in.n = h.size;
	PROMISE(http_head_parse(in, response, &again) == WIRE_OK);
	PROMISE(memcmp(&h, &again, sizeof(h)) == 0);
	in.n--;
	PROMISE(http_head_parse(in, response, &again) == WIRE_SHORT);
	return 0;
}
