/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What check and ping share: a command line becomes a run, and a report goes
 * where the command line says.
 */
#ifndef RPCDIAG_CLI_DIAGNOSIS_H
#define RPCDIAG_CLI_DIAGNOSIS_H

#include "cli/cli.h"
#include "cli/sink.h"
#include "model/report.h"
#include "probe/run.h"

struct diagnosis {
	struct cli *cli;
	const char *command;
	struct report report;
	struct sink sink;
	struct err *broken; /* why the stream ended early */
	struct run *run;
};

/*
 * Completes cli, reads passwords, opens the output, makes the run. On an
 * error it has been told on stderr, *status is set and nothing is held.
 * cli is borrowed.
 */
bool diagnosis_open(
    struct diagnosis *d, struct cli *cli, const char *command, int *status);
/* Ends the run; the report stays. */
void diagnosis_finish(struct diagnosis *d);
/* Write text to the output. Returns status, or the one for an error. */
int diagnosis_put(struct diagnosis *d, struct span text, int status);
/* Draw the report and write it; returns its exit status likewise. */
int diagnosis_show(struct diagnosis *d);
void diagnosis_close(struct diagnosis *d);

#endif
