/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rpcdiag explain: what somebody read on a screen or in a log, and what to do
 * about it. It asks nobody anything.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cli/command.h"
#include "cli/complain.h"
#include "cli/draw.h"
#include "cli/input.h"
#include "cli/sink.h"
#include "explain/explain.h"
#include "report/explain.h"

#define INPUT_MAX (1 << 20)
#define OUTPUT_MAX (16 << 20)
#define TEXTS_MAX 1000 /* lines of an input, arguments */

struct answers {
	struct explanation *v;
	size_t n;
	size_t understood;
};

static void
answers_clear(struct answers *a)
{
	for (size_t i = 0; i < a->n; i++)
		explanation_clear(&a->v[i]);
	free(a->v);
	*a = (struct answers){ 0 };
}

static void
answers_add(struct answers *a, const char *text)
{
	a->v = mem_grow(a->v, a->n + 1, sizeof(*a->v));
	a->understood += explain_text(text, &a->v[a->n++]);
}

/* A status line has blanks and a folded blob has lines: where the parts make
 * no sense, they are one text. Of the lines of a log, most make none. */
static void
answers_make(struct answers *a, const struct strlist *parts, bool lines)
{
	struct answers whole = { 0 };
	char *text = strlist_join(parts, " ");

	for (size_t i = 0; i < parts->n && i < TEXTS_MAX; i++)
		answers_add(a, parts->v[i]);
	if (parts->n > 1 && (lines ? a->understood == 0 : a->understood < a->n))
		answers_add(&whole, text);
	if (whole.n > 0 &&
	    (whole.understood > 0 || (!lines && whole.v[0].problem != NULL))) {
		answers_clear(a);
		*a = whole;
	} else {
		answers_clear(&whole);
	}
	free(text);
}

static bool
from_input(const struct strlist *operands)
{
	return operands->n == 1 && strcmp(operands->v[0], "-") == 0;
}

static struct err *
parts_read(const struct strlist *operands, struct strlist *parts)
{
	struct err *e = NULL;
	struct buf text;

	if (!from_input(operands)) {
		for (size_t i = 0; i < operands->n; i++)
			strlist_add(parts, operands->v[i]);
		return NULL;
	}
	buf_init(&text, INPUT_MAX);
	e = input_read("-", &text);
	if (e == NULL)
		strlist_split(parts, buf_text(&text), "\r\n");
	buf_clear(&text);
	return e;
}

static struct err *
answers_write(const struct cli *cli, const struct answers *a)
{
	const char *format =
	    cli->renderer == NULL ? "text" : cli->renderer->name;
	const struct explain_renderer *renderer = explain_renderer_find(format);
	struct render_options o = draw_options(cli);
	struct err *e;
	struct buf text;

	buf_init(&text, OUTPUT_MAX);
	if (renderer->render(a->v, a->n, &o, &text))
		e = sink_put(cli->output, buf_span(&text));
	else
		e = err_new("the text is larger than %d bytes", OUTPUT_MAX);
	buf_clear(&text);
	return e;
}

static int
explain_run(struct cli *cli)
{
	struct strlist parts = { 0 };
	struct answers answers = { 0 };
	struct err *e = draw_plain_only(cli);
	int status = STATUS_USAGE;

	if (e != NULL)
		return complain_usage("explain", e);
	e = parts_read(&cli->operands, &parts);
	if (e == NULL && parts.n == 0) {
		status = complain_usage("explain",
		    err_new("what? give a number, a name, a status line, an "
			    "EEInfo blob or the id of a finding"));
	} else if (e == NULL) {
		answers_make(&answers, &parts, from_input(&cli->operands));
		e = answers_write(cli, &answers);
		status = answers.understood == answers.n ? 0 : STATUS_USAGE;
	}
	if (e != NULL)
		status = complain("explain", e);
	answers_clear(&answers);
	strlist_clear(&parts);
	return status;
}

const struct command command_explain = {
	.name = "explain",
	.bit = CMD_EXPLAIN,
	.operands = "WHAT...",
	.max_operands = TEXTS_MAX,
	.help = "say what a code, a status line or a finding id means",
	.about =
	    "WHAT is a number (1722, 0x6ba, 6ba, -2147023174, 80090308, nak 8, "
	    "403.7), a name, a status line such as \"503 RPC Error: 6ba, "
	    "EEInfo: ...\", extended error information or a PDU in base64 or "
	    "hexadecimal, or the id of a finding; - reads standard input, a "
	    "text a line. Says what it means in RPC over HTTP, the likely "
	    "causes, and what to run next. Exit status 0 when all of it was "
	    "understood, else 3. No network is used.",
	.run = explain_run,
};
