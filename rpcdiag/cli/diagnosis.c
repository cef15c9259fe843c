/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/diagnosis.h"

#include "auth/auth.h"
#include "cli/command.h"
#include "cli/complain.h"
#include "cli/draw.h"
#include "cli/guard.h"
#include "cli/password.h"
#include "cli/stop.h"

#define REPORT_MAX (16 << 20)

/* A stream that nobody takes is not worth a run. */
static void
stream_put(struct diagnosis *d, const struct check *check)
{
	struct buf line;

	if (d->broken != NULL)
		return;
	buf_init(&line, REPORT_MAX);
	d->broken = draw_check(d->cli, &d->report, check, &line);
	if (d->broken == NULL)
		d->broken = sink_add(&d->sink, buf_span(&line));
	if (d->broken != NULL)
		run_stop(d->run);
	buf_clear(&line);
}

static void
on_check(void *arg, const struct check *check)
{
	struct diagnosis *d = arg;

	if (draw_progress_wanted(d->cli))
		draw_progress(d->cli, check);
	if (draw_streams(d->cli))
		stream_put(d, check);
}

static void
on_waiting(void *arg, const struct check *check, const char *stage,
    int64_t waited_us, int64_t at_most_us)
{
	const struct diagnosis *d = arg;

	draw_waiting(d->cli, check, stage, waited_us, at_most_us);
}

static struct err *
resources_open(struct diagnosis *d)
{
	struct cli *cli = d->cli;
	struct err *e;

	if (cli->config.cert != NULL)
		guard_enter(); /* a key will be held */
	e = password_load(cli, d->command);
	if (secret_given(&cli->config.http.password) &&
	    !strlist_has(&cli->config.rpc_auth, "kerberos"))
		auth_settle(cli->config.http.user, cli->config.rpc.user);
	if (e == NULL)
		e = sink_open(&d->sink, cli->output);
	if (e == NULL)
		d->run = run_new(&cli->config, &d->report, on_check, d, &e);
	if (e == NULL && draw_progress_wanted(cli))
		run_on_waiting(d->run, on_waiting);
	return e;
}

bool
diagnosis_open(
    struct diagnosis *d, struct cli *cli, const char *command, int *status)
{
	struct err *e = cli_complete(cli);

	*d = (struct diagnosis){
		.cli = cli,
		.command = command,
		.sink.fd = -1,
	};
	if (e != NULL) {
		*status = complain_usage(command, e);
		return false;
	}
	e = resources_open(d);
	if (e != NULL) {
		*status = complain(command, e);
		diagnosis_close(d);
		return false;
	}
	stop_watch(d->run);
	return true;
}

void
diagnosis_finish(struct diagnosis *d)
{
	stop_watch(NULL);
	if (d->run != NULL)
		run_free(d->run);
	d->run = NULL;
}

int
diagnosis_put(struct diagnosis *d, struct span text, int status)
{
	struct err *e = d->broken;

	d->broken = NULL;
	if (e == NULL)
		e = sink_commit(&d->sink, text);
	if (e != NULL)
		return complain(d->command, e);
	return stop_asked() ? STATUS_STOPPED : status;
}

int
diagnosis_show(struct diagnosis *d)
{
	struct buf out;
	struct err *e;
	int status;

	buf_init(&out, REPORT_MAX);
	e = draw_streams(d->cli) ? draw_end(d->cli, &d->report, &out)
				 : draw_report(d->cli, &d->report, &out);
	if (e != NULL)
		status = complain(d->command, e);
	else
		status =
		    diagnosis_put(d, buf_span(&out), d->report.exit_status);
	buf_clear(&out);
	return status;
}

void
diagnosis_close(struct diagnosis *d)
{
	diagnosis_finish(d);
	err_free(d->broken);
	sink_close(&d->sink);
	report_clear(&d->report);
}
