/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rpcdiag check: climb the ladder, judge, and let the verdict ask for
 * experiments until none would tell more; last comes what takes its time on
 * demand.
 */
#include "cli/check.h"

#include "cli/command.h"
#include "cli/diagnosis.h"
#include "cli/stop.h"
#include "verdict/verdict.h"

/* What the verdict needs next. Who names a server past the device wants to know
 * how it fares there, whatever the verdict needs. */
static const char *
experiment_choose(const struct diagnosis *d, const struct strlist *columns)
{
	const char *column = verdict_next_experiment(&d->report, columns);
	bool asked = d->cli->config.direct_host != NULL &&
	    strlist_has(columns, "DIRECT");

	return column == NULL && asked ? "DIRECT" : column;
}

/* Run the experiment that tells most; false when there is none any more. */
static bool
experiment_run(struct diagnosis *d)
{
	struct strlist columns = { 0 };
	const char *column;
	bool ran = false;

	if (stop_asked())
		return false;
	run_experiments(d->run, &columns);
	column = experiment_choose(d, &columns);
	if (column != NULL)
		ran = run_experiment(d->run, column);
	strlist_clear(&columns);
	return ran;
}

int
check_exec(struct cli *cli, const char *command)
{
	struct diagnosis d;
	int status;

	if (!diagnosis_open(&d, cli, command, &status))
		return status;
	run_ladder(d.run);
	verdict_judge(&d.report);
	while (experiment_run(&d))
		verdict_judge(&d.report);
	run_hold(d.run);
	run_watch(d.run);
	verdict_judge(&d.report);
	diagnosis_finish(&d);
	status = diagnosis_show(&d);
	diagnosis_close(&d);
	return status;
}

static int
check_run(struct cli *cli)
{
	return check_exec(cli, "check");
}

const struct command command_check = {
	.name = "check",
	.bit = CMD_CHECK,
	.operands = "",
	.help = "diagnose one target, ending in a verdict",
	.about = "Looks at name resolution, TCP, TLS, HTTP, the logon, the "
		 "tunnels and the RPC servers behind them, in this order, and "
		 "says which known failure explains what it saw.",
	.run = check_run,
};
