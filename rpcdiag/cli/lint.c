/* SPDX-License-Identifier: Apache-2.0 */
/* rpcdiag lint: judge files that people export or paste, without a network. */
#include <string.h>

#include "cli/command.h"
#include "cli/complain.h"
#include "cli/draw.h"
#include "cli/input.h"
#include "cli/lint_draw.h"
#include "cli/saved.h"
#include "cli/sink.h"

#define FILE_BYTES_MAX (64u << 20)
#define OUT_MAX (16u << 20)
#define FILES_MAX 256

static struct err *
file_read(struct lint *l, const char *name)
{
	struct buf bytes;
	struct err *e;

	buf_init(&bytes, FILE_BYTES_MAX);
	e = input_read(name, &bytes);
	if (e == NULL)
		e = lint_read(l, name, buf_span(&bytes));
	buf_clear(&bytes);
	return e;
}

static struct err *
files_read(struct lint *l, const struct cli *cli)
{
	struct err *e = NULL;

	for (size_t i = 0; e == NULL && i < cli->operands.n; i++)
		e = file_read(l, cli->operands.v[i]);
	for (size_t i = 0; i < cli->servers.n; i++)
		lint_add_server(l, cli->servers.v[i], "--servers");
	return e;
}

static bool
is_json(const struct cli *cli)
{
	return cli->renderer != NULL &&
	    strcmp(cli->renderer->name, "json") == 0;
}

static struct err *
lint_write(
    const struct cli *cli, const struct lint *l, const struct report *live)
{
	struct render_options o = draw_options(cli);
	struct err *e;
	struct buf text;

	buf_init(&text, OUT_MAX);
	if (is_json(cli) ? lint_draw_json(l, live, &o, &text)
			 : lint_draw_text(l, live, &o, &text))
		e = sink_put(cli->output, buf_span(&text));
	else
		e = err_new("what was found is larger than %u bytes", OUT_MAX);
	buf_clear(&text);
	return e;
}

static struct err *
arguments_check(const struct cli *cli)
{
	if (cli->operands.n == 0)
		return err_new("which files? give registry exports, listings "
			       "of netstat, hosts files, IIS logs or MAPI "
			       "profiles");
	return draw_plain_only(cli);
}

static int
lint_exec(struct cli *cli, struct lint *l, struct report *live)
{
	const struct report *with = cli->with == NULL ? NULL : live;
	struct err *e = files_read(l, cli);

	if (e == NULL && with != NULL)
		e = saved_read(cli->with, live);
	if (e == NULL) {
		lint_judge(l, with);
		e = lint_write(cli, l, with);
	}
	return e != NULL ? complain("lint", e) : (int)lint_status(l);
}

static int
lint_run(struct cli *cli)
{
	struct report live = { 0 };
	struct lint l;
	struct err *e = arguments_check(cli);
	int status;

	if (e != NULL)
		return complain_usage("lint", e);
	lint_init(&l);
	status = lint_exec(cli, &l, &live);
	lint_clear(&l);
	report_clear(&live);
	return status;
}

const struct command command_lint = {
	.name = "lint",
	.bit = CMD_LINT,
	.operands = "FILE...",
	.max_operands = FILES_MAX,
	.help = "judge registry exports, netstat, hosts, IIS logs, profiles",
	.about = "Reads what people export or paste, in any encoding Windows "
		 "writes: registry exports and the output of reg query, "
		 "netstat -ano and ss -lnt, hosts files, IIS logs, MAPI "
		 "profiles as .reg, as MFCMAPI shows them and as PRF (- is "
		 "standard input). What a file is, its content tells. Files "
		 "are judged by themselves and together; no network is used. "
		 "Exit status 0: nothing to fix, 1: warnings, 2: a fault, 3: "
		 "a file that cannot be used.",
	.run = lint_run,
};
