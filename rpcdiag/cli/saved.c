/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/saved.h"

#include "cli/input.h"
#include "report/json.h"
#include "verdict/verdict.h"

struct err *
saved_read(const char *name, struct report *report)
{
	struct buf text;
	struct err *e;

	buf_init(&text, JSON_READ_BYTES_MAX);
	e = input_read(name, &text);
	if (e == NULL)
		e = err_under(name, json_read(buf_span(&text), report));
	if (e == NULL)
		verdict_judge(report);
	buf_clear(&text);
	return e;
}
