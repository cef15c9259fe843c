/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rpcdiag render: a saved report, its facts judged anew by this version, in
 * any format. It asks nobody anything.
 */
#include "cli/command.h"
#include "cli/complain.h"
#include "cli/draw.h"
#include "cli/saved.h"
#include "cli/sink.h"

#define REPORT_MAX (16 << 20)

static struct err *
report_write(const struct cli *cli, const struct report *report)
{
	struct err *e;
	struct buf text;

	buf_init(&text, REPORT_MAX);
	e = draw_report(cli, report, &text);
	if (e == NULL)
		e = sink_put(cli->output, buf_span(&text));
	buf_clear(&text);
	return e;
}

static int
render_run(struct cli *cli)
{
	struct report report = { 0 };
	struct err *e;
	int status;

	if (cli->operands.n == 0)
		return complain_usage("render",
		    err_new("which report? give the file that "
			    "'rpcdiag check --format json' wrote, or -"));
	e = saved_read(cli->operands.v[0], &report);
	if (e == NULL)
		e = report_write(cli, &report);
	status = e != NULL ? complain("render", e) : report.exit_status;
	report_clear(&report);
	return status;
}

const struct command command_render = {
	.name = "render",
	.bit = CMD_RENDER,
	.operands = "REPORT",
	.max_operands = 1,
	.help = "judge a saved JSON report again and draw it",
	.about = "Reads a report that check wrote with --format json (- is "
		 "standard input), judges its facts by the table of this "
		 "version, and writes it in any format. No network is used. "
		 "The exit status is that of the new verdict.",
	.run = render_run,
};
